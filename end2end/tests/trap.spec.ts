// A client that cannot start: it traps on its way, or the page's policy does not let scripts write markup.
import { expect, only, test, unique } from '../fixtures';
import { failure, guestbook } from '../support/pages';
import { countHydrationCalls, trapAtCall } from '../support/trap';

const EARLY = only(['before-hydration'], 'it is about the moment of hydration');

test('a client that traps while it hydrates gives the forms back to the bridge, wherever it was', EARLY, async ({ app, page, random }) => {
  test.slow();
  // Whatever else of it still runs may come to grief as well.
  app.expectConsole(/^console error: Formwork RuntimeError: unreachable/, /panicked at|RuntimeError|already borrowed/);
  const book = guestbook(page);
  await countHydrationCalls(page);
  await app.visit('/guestbook');
  const whole = await app.holdPosts();
  await book.fill('Ada', unique('whole'));
  await book.sign.click();
  await whole.reached;
  await app.hydrate();
  whole.open();
  await expect(book.thanks('Ada')).toBeVisible();
  const { inHydrate, calls } = await page.evaluate(() => window.hydrationCalls);
  expect(inHydrate).toBeGreaterThan(100);
  expect(calls).toBeGreaterThan(inHydrate);

  const within = [0, random.below(inHydrate), random.below(inHydrate), inHydrate - 1];
  const after = [inHydrate, random.between(inHydrate, calls - 1), calls - 1];
  for (const at of [...within, ...after]) {
    await test.step(`at call ${at} of ${calls}`, async () => {
      const [first, second] = [unique('first'), unique('second')];
      await trapAtCall(page, at);
      await app.visit('/guestbook');
      const posts = await app.holdPosts();
      await book.fill('Ada', first);
      await book.sign.click();
      await posts.reached;
      await app.failsToStart();
      posts.open();
      await expect(book.entry(first)).toHaveCount(1);
      await app.quiet();
      await book.fill('Ada', second);
      await book.sign.click();
      await expect(book.entry(second)).toHaveCount(1);
      await app.withoutConstraints();
      await book.fill('', 'no name');
      await book.sign.click();
      await expect(book.name).toHaveAttribute('aria-invalid', 'true');
      await expect(book.message).toHaveValue('no name');
      for (const message of [first, second]) expect(await app.stored('/guestbook', message)).toBe(1);
      expect(await app.phase()).toBe('failed');
    });
  }
});

test('where the page’s policy asks for Trusted Types, forms work, and nothing is lost', async ({ app, page }) => {
  // The bridge may not make a page of an answer there.
  if (app.mode === 'before-hydration') app.expectConsole(/TrustedHTML/);
  await page.route('/guestbook', async (route) => {
    const response = await route.fetch();
    const policy = `${response.headers()['content-security-policy']}; require-trusted-types-for 'script'`;
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  const book = guestbook(page);
  const message = unique('trusted');
  await app.visit('/guestbook');
  await book.fill('Ada', message);
  await book.sign.click();
  if (app.mode === 'before-hydration') {
    await expect(failure(page)).toContainText('press the button once more');
    await expect(book.message).toHaveValue(message);
    await book.sign.click();
    // The document that the browser loads is whole before it is compared with what hydration makes of it.
    await expect(book.thanks('Ada')).toBeVisible();
    await expect.poll(() => page.evaluate(() => document.readyState)).not.toBe('loading');
  }
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(book.entry(message)).toHaveCount(1);
  });
  expect(await app.stored('/guestbook', message)).toBe(1);
});

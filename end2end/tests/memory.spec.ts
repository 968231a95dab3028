// Browsers keep the pages that one leaves in memory, and show them again on the way back as they were.
import { expect, only, test, unique } from '../fixtures';
import { launchOptions } from '../support/chromium';
import { goInside } from '../support/inside';
import { guestbook, thread } from '../support/pages';

// Playwright forbids it unless told otherwise.
test.use({ launchOptions: { ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] } });

test('a form that comes back from memory works, and what it has sent is not sent twice', async ({ app, page }) => {
  const [message, next] = [unique('memory'), unique('next')];
  const book = guestbook(page);
  await app.visit('/guestbook');
  await book.fill('Ada', message);
  await book.sign.click();
  await app.result(() => expect(book.thanks('Ada')).toBeVisible());
  // With JavaScript the answer was no document of its own, so that one has to leave first.
  if (app.mode !== 'no-js') await page.goto('/robots.txt');
  await app.backFromMemory('/guestbook');
  if (app.mode === 'no-js') {
    await expect(book.thanks('Ada')).toHaveCount(0);
    await expect(book.message).toHaveValue(message);
    await book.sign.click();
    await expect(book.thanks('Ada')).toBeVisible();
  } else {
    await app.staysOnItsPage('/guestbook');
    await expect(book.message).toHaveValue('');
  }
  await expect(book.entry(message)).toHaveCount(1);
  await book.fill('Ada', next);
  await book.sign.click();
  await expect(book.entry(next)).toHaveCount(1);
  await app.quiet();
  expect(await app.stored('/guestbook', message)).toBe(1);
  expect(await app.stored('/guestbook', next)).toBe(1);
});

test(
  'a page that comes back while messages are on their way goes on, and no frame shows one twice',
  only(['hydrated'], 'without the client there is one message at a time; for the bridge see bridge/memory.spec.ts'),
  async ({ app, page }) => {
    await app.needsDelays();
    app.expectConsole(/^request failed: POST .* net::ERR_ABORTED/);
    const path = `/thread?room=${unique('room')}&delay=1500`;
    const texts = ['first', 'second', 'third'];
    const talk = thread(page);
    await goInside(page);
    await app.visit(path);
    await page.evaluate(() => {
      const rows = () => [...document.querySelectorAll('.said-text')].map((row) => row.textContent ?? '');
      window.inside.watch(rows, true);
    });
    for (const text of texts) {
      await talk.text.fill(text);
      await page.evaluate((text) => {
        window.inside.watched.submitted(text);
        document.activeElement?.closest('form')?.requestSubmit();
      }, text);
    }
    await expect.poll(() => app.posts.length).toBeGreaterThan(0);
    await page.goto('/robots.txt');
    await app.backFromMemory('/thread');
    expect(await page.evaluate(() => 'inside' in window && window.inside.watched.frames > 0), 'the same document').toBe(true);
    await expect(talk.pending).toHaveCount(0);
    await expect(talk.texts).toHaveText(texts);
    expect(await page.evaluate(() => window.inside.watched.wrong)).toEqual([]);
    await app.quiet();
    await app.visit(path);
    await expect(talk.texts).toHaveText(texts);
  },
);

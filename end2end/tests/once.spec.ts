// Whatever a person does with a submission, it is run once.
import { expect, inAllEngines, only, test, unique } from '../fixtures';
import { withoutTimeBetweenClicks } from '../support/clock';
import { failure, guestbook, sendAgain } from '../support/pages';

test('a double click leaves one entry', inAllEngines(), async ({ app, page }) => {
  // The second native submission takes the place of the first.
  if (app.mode === 'no-js') app.expectConsole(/^request failed: POST .* net::ERR_ABORTED/);
  const message = unique('twice');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await book.fill('Ada', message);
  await book.sign.dblclick();
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(book.entry(message)).toHaveCount(1);
    await app.quiet();
  });
  if (app.mode !== 'no-js') expect(app.posts.length).toBe(1);
  expect(await app.stored('/guestbook', message)).toBe(1);
});

test('a double click on a slow server leaves one entry', inAllEngines(), async ({ app, page }) => {
  if (app.mode === 'no-js') app.expectConsole(/^request failed: POST .* net::ERR_ABORTED/);
  const message = unique('twice');
  const book = guestbook(page);
  await app.visit('/guestbook');
  const posts = await app.holdPosts();
  await book.fill('Ada', message);
  await book.sign.dblclick({ noWaitAfter: true });
  await posts.reached;
  posts.open();
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(book.entry(message)).toHaveCount(1);
    await app.quiet();
  });
  expect(await app.stored('/guestbook', message)).toBe(1);
});

/** In milliseconds: from faster than any server to slower than most. */
for (const gap of [0, 30, 100, 200]) {
  test(`two clicks ${gap} ms apart are one press, and nobody is told to fill in what was sent`, async ({ app, page }) => {
    if (app.mode === 'no-js') app.expectConsole(/^request failed: POST .* net::ERR_ABORTED/);
    const message = unique('twice');
    const book = guestbook(page);
    await app.visit('/guestbook');
    await book.fill('Ada', message);
    if (app.mode !== 'no-js') {
      await withoutTimeBetweenClicks(page);
      await page.evaluate(() => {
        const told: string[] = [];
        Object.assign(window, { told });
        addEventListener('invalid', (event) => told.push((event.target as HTMLInputElement).name), true);
      });
    }
    await book.sign.scrollIntoViewIfNeeded();
    const box = (await book.sign.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.click(x, y);
    await new Promise((resolve) => setTimeout(resolve, gap));
    await page.mouse.down({ clickCount: 2 });
    await page.mouse.up({ clickCount: 2 });
    const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
    await app.result(async () => {
      await expect(book.entry(message)).toHaveCount(1);
      await expect(book.thanks('Ada')).toBeVisible();
      await app.quiet();
      if (app.mode === 'no-js') return;
      expect(await told()).toEqual([]);
      await expect(book.name).not.toBeFocused();
    });
    if (app.mode !== 'no-js') expect(app.posts.length).toBe(1);
    expect(await app.stored('/guestbook', message)).toBe(1);
  });
}

test('two tabs with the same page know nothing of each other', async ({ app, page, context }) => {
  const [here, there] = [unique('here'), unique('there')];
  const [book, other] = [guestbook(page), await context.newPage()];
  const otherBook = guestbook(other);
  await app.visit('/guestbook');
  await other.goto('/guestbook', { waitUntil: 'domcontentloaded' });
  // In the other tab the same words, too: what one types there is not a repeat of what one typed here.
  for (const message of [here, there]) {
    await otherBook.fill('Ada', message);
    await otherBook.sign.click();
    await expect(otherBook.entry(message)).toHaveCount(1);
    await expect(otherBook.entry(message)).not.toContainText('Sending…');
    await expect(otherBook.message).toHaveValue('');
  }
  await book.fill('Ada', here);
  await book.sign.click();
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(book.entry(here)).toHaveCount(2);
    await expect(book.entry(there)).toHaveCount(1);
    await app.quiet();
  });
  await other.close();
  expect(await app.stored('/guestbook', here)).toBe(2);
  expect(await app.stored('/guestbook', there)).toBe(1);
});

test('a reload after sending leaves one entry', inAllEngines(), async ({ app, page }) => {
  const message = unique('reload');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await book.fill('Ada', message);
  await book.sign.click();
  await app.result(() => expect(book.thanks('Ada')).toBeVisible());
  const sent = app.posts.length;
  for (let times = 0; times < 2; times++) {
    await app.reload();
    await expect(book.entry(message)).toHaveCount(1);
  }
  expect(app.posts.length).toBe(sent);
  expect(await app.stored('/guestbook', message)).toBe(1);
});

test('a reload after a mistake leaves none, and the mended one leaves one', async ({ app, page }) => {
  app.expectIssues();
  const message = unique('reload');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await app.withoutConstraints();
  await book.fill('', message);
  await book.sign.click();
  await app.result(() => expect(book.name).toHaveAttribute('aria-invalid', 'true'));
  await app.reload();
  await expect(book.entry(message)).toHaveCount(0);
  await book.fill('Ada', message);
  await book.sign.click();
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(book.entry(message)).toHaveCount(1);
  });
  expect(await app.stored('/guestbook', message)).toBe(1);
});

test('going back and sending again leaves one entry', inAllEngines(), async ({ app, page }) => {
  const message = unique('back');
  const book = guestbook(page);
  await app.visit('/');
  await app.follow('Guestbook');
  await book.fill('Ada', message);
  await book.sign.click();
  await app.result(() => expect(book.thanks('Ada')).toBeVisible());
  await app.back();
  // Without JavaScript this is the form as it was sent. With it no page was added to the history, and a form
  // that was sent is empty when one comes back to it.
  if (app.mode !== 'no-js') {
    await expect(page.getByRole('heading', { level: 1 })).not.toContainText('Guestbook');
    await app.forward();
  }
  await expect(book.message).toHaveValue(app.mode === 'no-js' ? message : '');
  await book.sign.click();
  if (app.mode === 'no-js') await expect(book.thanks('Ada')).toBeVisible();
  else await expect(book.name).toBeFocused();
  await app.quiet();
  await expect(book.entry(message)).toHaveCount(1);
  expect(await app.stored('/guestbook', message)).toBe(1);
});

test('where only the answer was lost, sending again leaves one entry', inAllEngines(), async ({ app, page }) => {
  app.expectConsole(/^request failed: POST .* net::ERR_CONNECTION_RESET/, /ERR_CONNECTION_RESET/);
  const message = unique('lost');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await book.fill('Ada', message);
  const find = await app.loseAnswers();
  const failed = page.waitForEvent('requestfailed');
  await book.sign.click();
  await failed;
  expect(await app.stored('/guestbook', message), 'it was run').toBe(1);
  if (app.mode === 'no-js') {
    await expect(page.getByRole('main').getByRole('heading', { name: 'Guestbook' })).toHaveCount(0);
    await find();
    await app.back();
  } else {
    await expect(failure(page)).toBeVisible();
    await find();
  }
  await expect(book.message).toHaveValue(message);
  await sendAgain(page, book.sign);
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(book.entry(message)).toHaveCount(1);
    await app.quiet();
  });
  expect(await app.stored('/guestbook', message)).toBe(1);
});

test(
  'what was changed after the first press is another entry',
  inAllEngines(only(['before-hydration'], 'the client’s button waits, and without JavaScript the second press takes the first one’s place')),
  async ({ app, page }) => {
    const [first, second] = [unique('first'), unique('second')];
    const book = guestbook(page);
    await app.visit('/guestbook');
    const posts = await app.holdPosts();
    await book.fill('Ada', first);
    await book.sign.click({ noWaitAfter: true });
    await posts.reached;
    await book.message.fill(second);
    await book.sign.click();
    posts.open();
    await app.result(async () => {
      await expect(book.entry(first)).toHaveCount(1);
      await expect(book.entry(second)).toHaveCount(1);
      await app.quiet();
    });
    expect(app.posts.length).toBe(2);
    expect(await app.stored('/guestbook', first)).toBe(1);
    expect(await app.stored('/guestbook', second)).toBe(1);
  },
);

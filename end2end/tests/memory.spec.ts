// Browsers keep the pages that one leaves in memory, and show them again on the way back as they were.
import { expect, test, unique } from '../fixtures';
import { launchOptions } from '../support/chromium';
import { guestbook } from '../support/pages';

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

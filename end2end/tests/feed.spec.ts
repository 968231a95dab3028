import { expect, only, test } from '../fixtures';

const OLDER = { name: 'Older jobs' };

test('the first leaf is there, and the link leads to older jobs', async ({ app, page }) => {
  await app.visit('/feed');
  const jobs = page.locator('.day-book > li');
  const first = await jobs.first().innerText();
  expect(await jobs.count()).toBeGreaterThan(5);
  const href = await page.getByRole('link', OLDER).getAttribute('href');
  await app.visit(href ?? '');
  await expect(jobs.first()).toBeVisible();
  expect(await jobs.first().innerText(), 'other jobs').not.toBe(first);
  await expect(page.getByRole('link', { name: 'Back to the newest' })).toBeVisible();
});

test(
  'who scrolls to the end reads on, down to the first job of the house',
  only(['hydrated'], 'the client sees what comes into view'),
  async ({ app, page }) => {
    await app.visit('/feed');
    const jobs = page.locator('.day-book > li');
    const end = page.getByText('The book begins here.');
    const numbers = () => page.locator('.day-book .number').allInnerTexts();
    await expect
      .poll(
        async () => {
          await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
          return end.isVisible();
        },
        { timeout: 30_000 },
      )
      .toBe(true);
    const all = await numbers();
    expect(all.length).toBe(await jobs.count());
    expect(new Set(all).size, 'no job twice').toBe(all.length);
    await expect(page.getByRole('link', OLDER)).toHaveCount(0);
    expect(app.posts.length, 'reading changes nothing').toBe(0);
  },
);

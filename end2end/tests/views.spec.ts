import { expect, only, test } from '../fixtures';
import type { Page } from '@playwright/test';

async function looked(page: Page): Promise<number> {
  return parseInt((await page.locator('.brass strong').innerText()).trim(), 10);
}

test('without JavaScript nobody is counted', only(['no-js'], 'with the client everybody is'), async ({ app, page }) => {
  await app.visit('/views');
  const before = await looked(page);
  await app.reload();
  expect(await looked(page)).toBe(before);
});

test('who looks is counted once, when the client is there', only(['before-hydration', 'hydrated'], 'an effect runs in the client'), async ({ app, page }) => {
  await app.visit('/views');
  await app.hydrate();
  await expect(page.getByText(/^You were number \d+\.$/)).toBeVisible();
  const said = await page.getByText(/^You were number \d+\.$/).innerText();
  const number = parseInt(said.replace(/\D/g, ''), 10);
  await expect.poll(() => looked(page)).toBeGreaterThanOrEqual(number);
  expect(app.posts.length).toBe(1);
});

test('who goes while the answer is on its way is counted, and nothing is said to nobody', only(['hydrated'], 'an effect runs in the client'), async ({ app, page }) => {
  const posts = await app.holdPosts();
  await app.visit('/views');
  await posts.reached;
  await page.getByRole('button', { name: 'Lower the blind' }).click();
  await expect(page.getByText('The blind is down.')).toBeVisible();
  posts.open();
  await app.quiet();
  await expect(page.getByText(/^You were number/)).toHaveCount(0);
});

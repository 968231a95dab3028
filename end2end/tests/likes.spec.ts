import { expect, only, test } from '../fixtures';
import type { Page } from '@playwright/test';

function print(page: Page, title: string) {
  const here = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
  return {
    number: here.locator('output'),
    like: here.getByRole('button', { name: /^Like/ }),
    async likes() {
      return parseInt((await this.number.innerText()).trim(), 10);
    },
  };
}

async function firstTitle(page: Page): Promise<string> {
  return (await page.getByRole('main').getByRole('listitem').getByRole('heading').first().innerText()).trim();
}

test('one press counts one', async ({ app, page }) => {
  await app.visit('/likes');
  const liked = print(page, await firstTitle(page));
  const before = await liked.likes();
  await liked.like.click();
  await app.result(async () => {
    await expect.poll(() => liked.likes()).toBe(before + 1);
    await app.quiet();
  });
  await app.reload();
  expect(await liked.likes()).toBe(before + 1);
});

test(
  'five quick presses count five, and the number never goes back, in whatever order the answers come',
  only(['hydrated'], 'without the client the browser waits for each answer'),
  async ({ app, page }) => {
    await app.visit('/likes');
    const liked = print(page, await firstTitle(page));
    const before = await liked.likes();
    const answers: (() => Promise<void>)[] = [];
    await page.route(
      () => true,
      async (route) => {
        if (route.request().method() !== 'POST') return route.fallback();
        const response = await route.fetch();
        answers.push(() => route.fulfill({ response }));
      },
    );
    await liked.number.evaluate((output) => {
      const seen: number[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => seen.push(parseInt(output.textContent ?? '', 10))).observe(output, {
        characterData: true,
        childList: true,
        subtree: true,
      });
    });
    for (let press = 0; press < 5; press++) await liked.like.click();
    await expect.poll(() => liked.likes(), 'shown before any answer').toBe(before + 5);
    await expect.poll(() => answers.length).toBe(5);
    // What was sent first is answered last.
    for (const answer of answers.reverse()) await answer();
    await expect.poll(() => liked.likes()).toBe(before + 5);
    await expect(page.locator('.wall [data-pending]')).toHaveCount(0);
    const seen = await page.evaluate(() => (window as unknown as { seen: number[] }).seen);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen, 'what was to be seen only grows').toEqual([...seen].sort((a, b) => a - b));
    await page.unrouteAll();
    await app.reload();
    expect(await liked.likes()).toBe(before + 5);
  },
);

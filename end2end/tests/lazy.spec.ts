// Pages whose code is loaded when they are shown. In a build that does not split the bundle all code is there, and the same
// is true of them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, only, test } from '../fixtures';
import { SITE_ROOT } from '../support/server';

const IS_SPLIT = readdirSync(join(SITE_ROOT, 'pkg')).some((file) => file.startsWith('__wasm_split_manifest'));
const PRESS = /\/pkg\/split_app_press\b.*\.wasm$/;

test('a page names the files of its chunks, and the guestbook has none', async ({ request }) => {
  test.skip(!IS_SPLIT, 'the bundle is not split');
  const files = async (path: string) => (await request.get(path)).headers()['link'] ?? '';
  expect(await files('/guestbook')).toBe('');
  const links = (await files('/likes')).split(', ');
  expect(links[0]).toMatch(/^<\/pkg\/__wasm_split\.[\w-]{22}\.js>; rel=modulepreload$/);
  expect(links.filter((link) => /split_app_\w+\.[\w-]{22}\.wasm/.test(link))).toHaveLength(1);
  for (const link of links) {
    const file = await request.get(link.slice(1, link.indexOf('>')));
    expect(file.status(), link).toBe(200);
    expect(file.headers()['cache-control'], link).toContain('immutable');
  }
});

test('a link leads to a page whose code comes then, and its forms work', async ({ app, page }) => {
  await app.visit('/guestbook');
  await app.follow('Likes');
  const print = page.getByRole('main').getByRole('listitem').first();
  const likes = async () => parseInt((await print.locator('output').innerText()).trim(), 10);
  const before = await likes();
  await print.getByRole('button', { name: /^Like/ }).click();
  await app.result(async () => {
    await expect.poll(likes).toBe(before + 1);
  });
});

test(
  'what is pressed while the code of the page is on its way is the bridge’s, and is there after hydration',
  only(['hydrated'], 'it decides itself when the code comes'),
  async ({ app, page }) => {
    test.skip(!IS_SPLIT, 'the bundle is not split');
    let open = () => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    await page.route(PRESS, async (route) => {
      await opened;
      await route.fallback();
    });
    await app.visit('/likes', 'html');
    const print = page.getByRole('main').getByRole('listitem').first();
    const likes = async () => parseInt((await print.locator('output').innerText()).trim(), 10);
    const before = await likes();
    await print.getByRole('button', { name: /^Like/ }).click();
    await expect.poll(likes).toBe(before + 1);
    expect(await app.phase()).toBe('html');
    open();
    await app.reaches('hydrated');
    expect(await likes()).toBe(before + 1);
  },
);

test(
  'where the code of a page cannot be loaded the browser loads its document, and the forms there are the bridge’s',
  only(['hydrated'], 'it is about a link inside the app'),
  async ({ app, page }) => {
    test.skip(!IS_SPLIT, 'the bundle is not split');
    app.expectConsole(/split_app_press/, /ERR_FAILED/, /^console error: (Formwork|TypeError|Error)/, /Failed to fetch/);
    await app.visit('/guestbook');
    await page.route(PRESS, (route) => route.abort());
    const loaded = page.waitForEvent('domcontentloaded');
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Likes' }).click();
    await loaded;
    await app.reaches('failed');
    const print = page.getByRole('main').getByRole('listitem').first();
    const likes = async () => parseInt((await print.locator('output').innerText()).trim(), 10);
    const before = await likes();
    await print.getByRole('button', { name: /^Like/ }).click();
    await expect.poll(likes).toBe(before + 1);
  },
);

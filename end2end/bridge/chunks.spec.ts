// A client that loads chunks before it hydrates: its `hydrate()` gives a promise.
import { expect, phase, sameDocument, test, visit } from './fixtures';
import { form } from './site';

const sign = form('sign', '<input name="name"><button>Sign</button>');
const LOADS = `const chunk = await fetch('/pkg/chunk.wasm');
  if (!chunk.ok) throw new Error('no chunk');`;

test('what is pressed while a chunk loads is the bridge’s, and what it shows is hydrated', async ({ page, site, wasm }) => {
  const chunk = site.hold('GET /pkg/chunk.wasm');
  wasm.open();
  site.load = LOADS;
  site.page('/', { body: sign });
  site.posts = () => ({ body: `<h1>Signed</h1>${sign}` });
  await visit(page, site.origin);
  await expect.poll(() => chunk.reached).toBe(1);
  expect(await phase(page)).toBe('html');
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Signed');
  expect(site.submissions[0].by).toBe('bridge');
  chunk.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  expect(await page.evaluate(() => (window as any).hydrated)).toContain('Signed');
  expect(await sameDocument(page)).toBe(true);
});

test('a chunk whose loading is interrupted is loaded once more', async ({ page, site, wasm, expected }) => {
  expected.push(/Failed to load resource/);
  wasm.open();
  site.load = LOADS;
  site.page('/', { body: sign });
  let asked = 0;
  await page.route('**/pkg/chunk.wasm', (route) => (asked++ ? route.continue() : route.abort('aborted')));
  await visit(page, site.origin);
  await expect.poll(() => phase(page)).toBe('hydrated');
  expect(asked).toBe(2);
});

test('without its chunk the page’s forms are the bridge’s for good', async ({ page, site, wasm, expected }) => {
  expected.push(/Failed to load resource/, /^Formwork \w*Error/);
  wasm.open();
  site.load = LOADS;
  site.page('/', { body: sign });
  site.posts = () => ({ body: `<h1>Signed</h1>${sign}` });
  await page.route('**/pkg/chunk.wasm', (route) => route.abort('aborted'));
  await visit(page, site.origin);
  await expect.poll(() => phase(page)).toBe('failed');
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Signed');
  expect(await sameDocument(page)).toBe(true);
});

test('two starts whose chunks both come hydrate once', async ({ page, site, wasm }) => {
  const chunk = site.hold('GET /pkg/chunk.wasm');
  wasm.open();
  site.load = `${LOADS} window.ends++;`;
  site.page('/', { body: sign });
  await visit(page, site.origin);
  await expect.poll(() => chunk.reached).toBe(1);
  await page.evaluate(() => void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  // The browser asks for the chunk once, and gives it to both.
  await expect.poll(() => page.evaluate(() => (window as any).loaded)).toBe(2);
  await page.evaluate(() => ((window as any).ends = 0));
  chunk.open();
  await expect.poll(() => page.evaluate(() => (window as any).ends)).toBe(2);
  expect(await phase(page)).toBe('hydrated');
  expect(await page.evaluate(() => (window as any).hydrations)).toBe(1);
});

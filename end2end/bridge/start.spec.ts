// The start of the client where loading is interrupted, and where the scripts run late.
import type { Page } from '@playwright/test';
import { expect, freeze, phase, test, visit } from './fixtures';
import { form } from './site';

const sign = form('sign', '<input name="name"><button>Sign</button>');

/** What a browser says to a page that it shows again from memory. */
const comeBack = (page: Page) => page.evaluate(() => void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));

const hydrations = (page: Page) => page.evaluate(() => (window as any).hydrations ?? 0);

for (const file of ['js', 'wasm'])
  test(`a ${file} whose loading is interrupted is loaded once more`, async ({ page, site, wasm, expected }) => {
    expected.push(/Failed to load resource/);
    wasm.open();
    site.page('/', { body: sign });
    let asked = 0;
    await page.route(`**/pkg/one.${file}`, (route) => (asked++ ? route.continue() : route.abort('aborted')));
    await visit(page, site.origin);
    await expect.poll(() => phase(page)).toBe('hydrated');
    expect(await hydrations(page)).toBe(1);
  });

test('who leaves the page while the client is loading sees no error in the console', async ({ page, site, expected }) => {
  expected.push(/Failed to load resource/);
  await freeze(page); // the page is left before it would be tried again
  site.page('/', { body: sign });
  site.page('/away', { body: '<h1>Away</h1>' });
  let interrupt = () => {};
  await page.route('**/pkg/one.wasm', async (route) => {
    await new Promise<void>((resolve) => (interrupt = resolve));
    await route.abort('aborted');
  });
  await visit(page, site.origin);
  await expect.poll(() => site.requests.includes('GET /pkg/one.js')).toBe(true);
  const failed = page.waitForEvent('requestfailed');
  interrupt();
  await failed;
  // What follows a request in the page has run by the next evaluation.
  expect(await phase(page)).toBe('html');
  await page.goto(`${site.origin}/away`);
});

test('a page that comes back from memory starts the client anew where the first start hangs', async ({ page, site, wasm }) => {
  site.page('/', { body: sign });
  await page.addInitScript(() => {
    const { fetch } = window;
    let first = true;
    // As where a browser never settles what was under way when it kept the page.
    window.fetch = (input, init) => {
      const hangs = first && `${input}`.endsWith('.wasm');
      if (hangs) first = false;
      return hangs ? new Promise(() => {}) : fetch(input, init);
    };
  });
  await visit(page, site.origin);
  await expect.poll(() => site.requests.includes('GET /pkg/one.js')).toBe(true);
  wasm.open();
  expect(await phase(page)).toBe('html');
  await comeBack(page);
  await expect.poll(() => phase(page)).toBe('hydrated');
  expect(await hydrations(page)).toBe(1);
});

test('two starts that both come to their end hydrate once', async ({ page, site, wasm }) => {
  site.page('/', { body: sign });
  await visit(page, site.origin);
  const starts = (which: string) => page.evaluate((which) => (window as any)[which], which);
  await expect.poll(() => starts('loading')).toBe(1);
  await comeBack(page);
  await expect.poll(() => starts('loading')).toBe(2);
  wasm.open();
  await expect.poll(() => starts('loaded')).toBe(2);
  expect(await phase(page)).toBe('hydrated');
  expect(await hydrations(page)).toBe(1);
});

test('a page that comes back from memory after hydration, or after a trap, starts nothing', async ({ page, site, wasm, expected }) => {
  expected.push(/^Formwork \w*Error/);
  wasm.open();
  site.page('/', { body: sign });
  for (const [hydrate, end] of [['', 'hydrated'], ["throw new WebAssembly.RuntimeError('unreachable')", 'failed']]) {
    site.hydrate = hydrate;
    await visit(page, site.origin);
    await expect.poll(() => phase(page)).toBe(end);
    const before = site.requests.length;
    await comeBack(page);
    await page.evaluate(() => fetch('/main.css'));
    expect(site.requests.slice(before)).toEqual(['GET /main.css']);
    expect(await hydrations(page)).toBe(1);
  }
});

test('scripts that run after the document has been parsed catch forms and start the client', async ({ page, site, wasm }) => {
  site.nonces = false;
  site.page('/', { body: sign });
  site.posts = () => ({ body: `<h1>Done</h1>${sign}` });
  // As script loaders do: the scripts are made inert, and run anew once the page is there.
  await page.route(`${site.origin}/`, async (route) => {
    const response = await route.fetch();
    const inert = (await response.text()).replaceAll('<script', '<script type="text/later"');
    const loader = `<script>addEventListener('load', () => setTimeout(() => {
      for (const old of document.querySelectorAll('[type="text/later"]')) {
        const script = document.createElement('script');
        for (const { name, value } of old.attributes) if (name != 'type') script.setAttribute(name, value);
        script.textContent = old.textContent;
        old.replaceWith(script);
      }
    }))</script>`;
    await route.fulfill({ response, body: inert.replace('</body>', `${loader}</body>`) });
  });
  await page.goto(site.origin);
  await expect.poll(() => page.evaluate(() => !!(window as any).__formwork)).toBe(true);
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions[0].by).toBe('bridge');
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
});

test('a client that traps after it has taken over gives its forms back for good', async ({ page, site, wasm }) => {
  wasm.open();
  site.hydrate = "addEventListener('submit', (event) => event.defaultPrevented || event.preventDefault())";
  site.page('/', { body: sign });
  site.posts = () => ({ body: `<h1>${site.submissions.length}</h1>${sign}` });
  await visit(page, site.origin);
  await expect.poll(() => phase(page)).toBe('hydrated');
  await page.click('button');
  expect(site.submissions).toEqual([]);
  await page.evaluate(() => (window as any).__formwork.giveBack());
  for (const n of ['1', '2']) {
    await page.click('button');
    await expect(page.locator('h1')).toHaveText(n);
  }
  expect(await phase(page)).toBe('failed');
});

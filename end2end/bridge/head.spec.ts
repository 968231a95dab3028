// The head, policies, and what must not run.
import { expect, phase, sameDocument, test, visit } from './fixtures';
import { form } from './site';

const sign = form('sign', '<button>Sign</button>');
const policy = "default-src 'self'; script-src 'nonce-NONCE' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce-NONCE'";

test('title, language and head elements are brought up to date, and equal ones are not touched', async ({ page, site }) => {
  const style = '<link rel="stylesheet" href="/main.css">';
  site.page('/', { body: sign, title: 'Sign', meta: `<meta name="a" content="1">${style}<meta name="b" content="1">` });
  site.posts = () => ({ body: '<h1>Done</h1>', title: 'Signed', lang: 'de', outcome: '{"n":2}', meta: `${style}<meta name="b" content="2"><meta name="c">` });
  await visit(page, site.origin);
  await page.evaluate(() => ((window as any).sheet = document.querySelector('link')));
  await page.click('button');
  await expect(page).toHaveTitle('Signed');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  const head = await page.evaluate(() => {
    const nodes = [...document.head.childNodes];
    const marker = nodes.findIndex((node) => node.nodeType == 8 && (node as Comment).data == 'HEAD');
    return nodes.slice(marker + 1).map((node) => (node as Element).outerHTML);
  });
  expect(head).toEqual([style, '<meta name="b" content="2">', '<meta name="c">', '<title>Signed</title>']);
  expect(await page.evaluate(() => (window as any).sheet === document.querySelector('link'))).toBe(true);
  expect(site.requests.filter((request) => request.endsWith('.css')).length).toBe(1);
  expect(await page.evaluate(() => document.querySelector('head #fw-outcome')!.textContent)).toBe('{"n":2}');
  await expect(page.locator('#fw-show')).toHaveCount(0);
});

test('what the client says is in the language of the page that is shown', async ({ page, site }) => {
  const texts = () => page.evaluate(() => [...document.querySelectorAll('head #fw-texts')].map((el) => el.textContent));
  site.page('/', { body: sign, texts: '["de",[]]' });
  await visit(page, site.origin);
  for (const [title, said] of [['1', '["fr",[]]'], ['2', undefined], ['3', '["de",[]]']] as const) {
    site.posts = () => ({ body: `<h1>${title}</h1>${sign}`, texts: said });
    await page.click('button');
    await expect(page.locator('h1')).toHaveText(title);
    expect(await texts()).toEqual(said ? [said] : []);
  }
});

test('the scripts may stand behind the marker too', async ({ page, site, wasm }) => {
  site.scriptsLast = true;
  site.page('/', { body: sign, outcome: '1', meta: '<meta name="a">' });
  site.posts = () => ({ body: `<h1>1</h1>${sign}`, outcome: '2', meta: '<meta name="b">' });
  await visit(page, site.origin);
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('1');
  site.posts = () => ({ body: `<h1>2</h1>${sign}`, outcome: '3', meta: '<meta name="c">' });
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('2');
  expect(await page.evaluate(() => [...document.querySelectorAll('#fw-outcome')].map((el) => el.textContent))).toEqual(['3']);
  await expect(page.locator('meta[name]')).toHaveAttribute('name', 'c');
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
});

test('under a policy, the scripts of the answer run, and no others', async ({ page, site, expected }) => {
  expected.push(/Content Security Policy/, /404/);
  site.policy = policy;
  site.page('/', { body: sign });
  site.posts = () => ({
    body: `<h1>Done</h1><script nonce="NONCE">ran = ['own']</script><script>ran.push('none')</script><script nonce="x">ran.push('foreign')</script>
      <img src="/missing" onerror="ran.push('inline')"><button onclick="ran.push('click')">Press</button>`,
    meta: '<style nonce="NONCE">h1 { color: rgb(1, 2, 3) }</style><script nonce="NONCE">head = 1</script><script>head = 2</script>',
  });
  await visit(page, site.origin);
  await page.click('button');
  await expect(page.locator('h1')).toHaveCSS('color', 'rgb(1, 2, 3)');
  await page.click('text=Press');
  await expect.poll(() => site.requests.includes('GET /missing')).toBe(true);
  expect(await page.evaluate(() => [(window as any).ran, (window as any).head])).toEqual([['own'], 1]);
  expect(await sameDocument(page)).toBe(true);
});

test('under a policy, the client starts', async ({ page, site, wasm }) => {
  site.policy = policy;
  site.page('/', { body: sign });
  site.posts = () => ({ body: `<h1>Done</h1>${sign}` });
  await visit(page, site.origin);
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  expect(await page.evaluate(() => (window as any).hydrated)).toContain('Done');
});

test('under a policy that requires Trusted Types, the browser shows the answer, of the same submission', async ({ page, site, expected }) => {
  expected.push(/TrustedHTML|Content Security Policy/);
  site.policy = `${policy}; require-trusted-types-for 'script'`;
  site.page('/', { body: sign });
  site.posts = () => ({ body: '<h1>Done</h1>' });
  await visit(page, site.origin);
  await page.click('button');
  await expect(page.locator('[data-fw-failure]')).toHaveText('No answer.');
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions.map(({ by }) => by)).toEqual(['bridge', 'browser']);
  expect(site.submissions[0].id).toBe(site.submissions[1].id);
});

test('inline handlers of the answer work where no policy forbids them', async ({ page, site }) => {
  site.page('/', { body: sign });
  site.posts = () => ({ body: '<h1>Done</h1><button onclick="this.textContent = 1">Press</button>' });
  await visit(page, site.origin);
  await page.click('button');
  await page.click('text=Press');
  await expect(page.locator('button')).toHaveText('1');
});

test('without nonces, scripts without one run', async ({ page, site }) => {
  site.nonces = false;
  site.page('/', { body: sign });
  site.posts = () => ({ body: '<h1>Done</h1><script>ran = 1</script>' });
  await visit(page, site.origin);
  await page.click('button');
  await expect.poll(() => page.evaluate(() => (window as any).ran)).toBe(1);
});

test('code which pretends to be ours is not run', async ({ page, site, expected }) => {
  expected.push(/400/);
  site.policy = policy;
  site.page('/', { body: sign });
  const forged = '<script type="text/plain" id="fw-show" nonce="x" data-js="/pkg/one.js">stolen = 1</script>';
  site.posts = () => ({ raw: `<html><head>${forged}</head><body>${forged}`, type: 'text/html', status: 400 });
  await visit(page, site.origin);
  await page.click('button');
  await expect(page.locator('form')).toHaveAttribute('data-fw-error', 'failed');
  expect(await page.evaluate(() => (window as any).stolen)).toBe(undefined);
});

test('an answer which knows the nonce of the page is shown by a document load', async ({ page, site }) => {
  site.page('/', { body: sign });
  site.page('/done', { body: '<h1>Done</h1>' });
  await visit(page, site.origin);
  const nonce = await page.evaluate(() => document.querySelector('script')!.nonce);
  site.posts = () => ({ body: `<script nonce="${nonce}">stolen = 1</script>`, headers: { 'x-formwork-done-url': '/done' } });
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(await page.evaluate(() => (window as any).stolen)).toBe(undefined);
});

test('a page of another build is shown by a document load', async ({ page, site }) => {
  site.page('/', { body: sign });
  site.page('/done', { body: '<h1>Done</h1>' });
  site.posts = () => ({ body: '', headers: { 'x-formwork-done-url': '/done' } });
  await visit(page, site.origin);
  site.build = 'two';
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(await sameDocument(page)).toBe(false);
});

test('a page of another build without a page of the outcome is said to be there; the next press has the browser post, under the same id', async ({ page, site, expected }) => {
  expected.push(/422/);
  site.page('/', { body: sign });
  site.posts = () => ({ body: '<h1>Invalid</h1>', status: 422 });
  await visit(page, site.origin);
  site.build = 'two';
  await page.click('button');
  await expect(page.locator('[data-fw-failure]')).toHaveText('No answer.');
  expect(site.submissions.length).toBe(1);
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Invalid');
  expect(site.submissions.map(({ by }) => by)).toEqual(['bridge', 'browser']);
  expect(site.submissions[0].id).toBe(site.submissions[1].id);
});

test('what stands in noscript stays text', async ({ page, site }) => {
  const noscript = '<noscript><style>form { display: none }</style><p>No script</p></noscript>';
  site.page('/', { body: sign + noscript });
  site.posts = () => ({ body: `<h1>Done</h1>${sign}${noscript}` });
  await visit(page, site.origin);
  const before = await page.evaluate(() => document.querySelector('noscript')!.innerHTML);
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  await expect(page.locator('form')).toBeVisible();
  expect(await page.evaluate(() => [document.querySelector('noscript')!.innerHTML, document.querySelector('noscript')!.childElementCount])).toEqual([before, 0]);
});

test('the address loses our parameters and keeps the rest', async ({ page, site }) => {
  site.page('/', { body: sign });
  await visit(page, `${site.origin}/?a=1&_fw_done=handle&_fw=sign&b=2#part`);
  expect(page.url()).toBe(`${site.origin}/?a=1&b=2#part`);
});

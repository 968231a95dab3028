// When the client is loaded: not with the page, but when the browser is idle, at the first interaction, or never.
import type { Page } from '@playwright/test';
import { expect, phase, sameDocument, test, visit } from './fixtures';
import { form, notice, type Site } from './site';

const more = '<button type="button" id="more">More</button>';
const sign = form('sign', '<label>Name <input name="name"></label><button>Sign</button>');

/** Counts the clicks, keys and changes that reach the client. */
const listening = `
  window.heard = [];
  for (const type of ['click', 'keydown', 'input', 'change'])
    addEventListener(type, ({ target, key }) => heard.push([type, target.id, key ?? target.value ?? ''].join(' ').trim()));
  if (window.atHydration) atHydration();`;

const heard = (page: Page) => page.evaluate(() => (window as any).heard);
const asked = (site: Site) => site.requests.filter((request) => request.includes('/pkg/'));

/** When the browser has no more to do. */
async function settled(page: Page) {
  await page.waitForLoadState('load');
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => setTimeout(resolve, 50), { timeout: 300 })));
}

test.beforeEach(({ site, wasm }) => {
  wasm.open();
  site.hydrate = listening;
});

test('“idle” loads the client when the page is there and the browser has nothing to do', async ({ page, site }) => {
  const image = site.hold('GET /late.bin');
  site.page('/', { load: 'idle', body: `${sign}<img src="/late.bin">` });
  await visit(page, site.origin);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  expect(asked(site), 'the page is still loading').toEqual([]);
  expect(await phase(page)).toBe('html');
  image.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  expect(asked(site).length).toBe(2);
});

test('“idle” loads the client where the browser does not tell', async ({ page, site }) => {
  await page.addInitScript(() => delete (window as any).requestIdleCallback);
  site.page('/', { load: 'idle', body: sign });
  await visit(page, site.origin);
  await expect.poll(() => phase(page)).toBe('hydrated');
});

test('“idle” does not keep a person waiting who needs the client', async ({ page, site }) => {
  site.hold('GET /late.bin');
  site.page('/', { load: 'idle', body: '<button type="button" id="more">More</button><img src="/late.bin">' });
  await visit(page, site.origin);
  await page.click('#more');
  await expect.poll(() => phase(page)).toBe('hydrated');
  await expect.poll(() => heard(page)).toEqual(['click more']);
});

for (const load of ['never', 'interaction'] as const)
  test(`under “${load}” forms go on, answer after answer, without the client and without a document load`, async ({ page, site }) => {
    const body = (n: number) => `<h1>${n}</h1>${sign}`;
    site.page('/', { load, body: body(0) });
    site.posts = () => ({ load, body: body(site.submissions.length) });
    await visit(page, site.origin);
    for (let n = 1; n <= 5; n++) {
      await page.fill('[name=name]', `n${n}`);
      if (n % 2) await page.click('text=Sign');
      else await page.press('[name=name]', 'Enter');
      await expect(page.locator('h1')).toHaveText(`${n}`);
      await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
    }
    await settled(page);
    expect(await sameDocument(page)).toBe(true);
    expect(site.submissions.map(({ by, fields }) => [by, fields[0][1]])).toEqual([1, 2, 3, 4, 5].map((n) => ['bridge', `n${n}`]));
    expect(asked(site)).toEqual([]);
  });

test('under “never” nothing loads the client', async ({ page, site }) => {
  site.page('/', { load: 'never', body: `<button type="button" id="more">More</button><input id="free"><p>Text</p>${sign}` });
  await visit(page, site.origin);
  await page.click('#more');
  await page.fill('#free', 'typed');
  await page.press('#free', 'Enter');
  await page.click('p');
  await page.evaluate(() => void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await settled(page);
  expect(asked(site)).toEqual([]);
  expect(await phase(page)).toBe('failed');
});

test('under “never” a form which needs the client says at once that it does not work here', async ({ page, site }) => {
  site.page('/', { load: 'never', body: `<form method="post" data-fw="closure:a"><input type="hidden" name="_fw.id" value="a"><button>Run</button>${notice}</form>` });
  await visit(page, site.origin);
  await page.click('text=Run');
  await expect(page.locator('[data-fw-failure]')).toHaveText('No client.');
  await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
  expect([asked(site), site.submissions]).toEqual([[], []]);
});

/** What a browser does by itself, and what the bridge does. */
const NATIVE = `
  <form data-fw="a" method="post" action="?_fw=a" onsubmit="return false"><input type="hidden" name="_fw.id" value="a">
    <label id="label">Text <input id="text" name="text"></label><textarea id="area" name="area"></textarea>
    <select id="select" name="select"><option>one<option>two</select>
    <input id="box" type="checkbox" name="box"><input id="radio" type="radio" name="radio" value="1">
    <button id="submit">Send</button><button id="out" tabindex="-1">Out of the order</button><button id="reset" type="reset">Reset</button></form>
  <button id="far" form="a">Not beside its form</button>
  <a id="part" href="#part">Part</a>
  <details><summary id="summary">More</summary>Text</details>
  <button type="button" id="open" popovertarget="over">Open</button><div id="over" popover>Over</div>
  <form action="/away" onsubmit="return false"><button id="away">Search</button></form>`;

test('under “interaction” what the bridge or the browser does by itself does not load the client', async ({ page, site }) => {
  site.page('/', { load: 'interaction', body: NATIVE });
  await visit(page, site.origin);
  await page.fill('#text', 'typed');
  await page.type('#area', 'typed');
  await page.selectOption('#select', 'two');
  for (const id of ['label', 'box', 'radio', 'submit', 'out', 'reset', 'part', 'summary', 'open', 'away']) await page.click(`#${id}`);
  await page.press('#text', 'Enter');
  await page.press('#part', 'Tab');
  await page.keyboard.press('PageDown');
  await settled(page);
  expect(asked(site)).toEqual([]);
  expect(await phase(page)).toBe('html');
});

const CLIENTS = `
  <button type="button" id="button">A button in which a word is <b id="bold">bold</b></button>
  <button id="bare">Without a form</button>
  <button type="button" id="back" tabindex="-1">Out of the order</button>
  <div id="widget" tabindex="0" role="button">Widget</div>
  <p id="text">Text</p>
  <form data-fw="a" method="post" action="?_fw=a"><input type="hidden" name="_fw.id" value="a"><button type="button" id="inside">In a form</button></form>`;

for (const [id, target] of [['button', 'button'], ['bold', 'button'], ['bare', 'bare'], ['back', 'back'], ['widget', 'widget'], ['text', 'text'], ['inside', 'inside']])
  test(`under “interaction” a click on “${id}” loads the client, and happens once more when it is there`, async ({ page, site }) => {
    const wasm = site.hold('GET /pkg/two.wasm');
    site.build = 'two';
    site.page('/', { load: 'interaction', body: CLIENTS });
    await visit(page, site.origin);
    await settled(page);
    expect(asked(site)).toEqual([]);
    const control = page.locator(`#${id}`);
    // Whoever sees nothing happen clicks again.
    for (let n = 0; n < 3; n++) await control.click();
    if (id == 'bold') await page.focus('#button').then(() => page.keyboard.press('Enter'));
    await expect.poll(() => wasm.reached).toBe(1);
    const busy = page.locator('[aria-busy]');
    await expect(busy).toHaveCount(id == 'text' ? 0 : 1);
    wasm.open();
    await expect.poll(() => phase(page)).toBe('hydrated');
    await expect.poll(() => heard(page)).toEqual([`click ${target}`]);
    await expect(busy).toHaveCount(0);
    await control.click();
    expect((await heard(page)).length).toBe(2);
    expect(asked(site).length).toBe(2);
  });

test('under “interaction” the keyboard does what the mouse does', async ({ page, site }) => {
  for (const [id, key, expected] of [
    ['button', 'Enter', ['click button']],
    ['bare', 'Space', ['click bare']],
    ['widget', 'Enter', ['keydown widget Enter']],
    ['widget', 'ArrowDown', ['keydown widget ArrowDown']],
  ] as const) {
    site.requests = [];
    site.page('/', { load: 'interaction', body: CLIENTS });
    await visit(page, site.origin);
    await page.focus(`#${id}`);
    await page.keyboard.press('Shift');
    await settled(page);
    expect(asked(site)).toEqual([]);
    await page.keyboard.press(key);
    await expect.poll(() => phase(page)).toBe('hydrated');
    await expect.poll(() => heard(page)).toEqual(expected);
    await expect(page.locator(`#${id}`)).toBeFocused();
  }
});

test('under “interaction” a field outside of our forms loads the client, which hears of what it holds by now', async ({ page, site }) => {
  const wasm = site.hold('GET /pkg/two.wasm');
  site.build = 'two';
  site.page('/', { load: 'interaction', body: '<label>All <input id="all" type="checkbox" value="all"></label><input id="free">' });
  await visit(page, site.origin);
  await page.click('text=All');
  await page.type('#free', 'typed');
  await page.press('#free', 'Enter');
  await expect.poll(() => wasm.reached).toBe(1);
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  await expect.poll(() => heard(page)).toEqual(['input all all', 'change all all', 'input free typed', 'keydown free Enter', 'change free typed']);
  await expect(page.locator('#all')).toBeChecked();
  await expect(page.locator('#free')).toHaveValue('typed');
});

test('under “interaction” pressing the mouse on a button loads the client before it is let go', async ({ page, site }) => {
  site.page('/', { load: 'interaction', body: CLIENTS });
  await visit(page, site.origin);
  await page.hover('#button');
  await settled(page);
  expect(asked(site)).toEqual([]);
  await page.mouse.down();
  await expect.poll(() => phase(page)).toBe('hydrated');
  await page.mouse.up();
  await expect.poll(() => heard(page)).toEqual(['click button']);
});

test('under “interaction” a form with a closure loads the client, which finds it in the queue', async ({ page, site }) => {
  site.hydrate = 'window.queued = __formwork.queue.map(({ key, data }) => [key, data.get("name")])';
  const closure = `<form method="post" data-fw="closure:a"><input type="hidden" name="_fw.id" value="a"><input name="name" value="Ada"><button>Run</button>${notice}</form>`;
  site.page('/', { load: 'interaction', body: closure });
  await visit(page, site.origin);
  await page.evaluate(() => document.querySelector('form')!.requestSubmit());
  await expect.poll(() => page.evaluate(() => (window as any).queued)).toEqual([['closure:a', 'Ada']]);
  // Whoever fills it in will send it.
  site.requests = [];
  await visit(page, site.origin);
  await page.type('[name=name]', 'B');
  await expect.poll(() => phase(page)).toBe('hydrated');
});

test('what was clicked and is gone by hydration is clicked no more', async ({ page, site }) => {
  site.hydrate = `${listening} document.getElementById('button').remove()`;
  site.page('/', { load: 'interaction', body: CLIENTS });
  await visit(page, site.origin);
  await page.click('#button');
  await page.click('#text');
  await expect.poll(() => phase(page)).toBe('hydrated');
  await expect.poll(() => heard(page)).toEqual(['click text']);
});

test('under “interaction” a press on a page that still streams gets the client on its way, which begins with the whole page', async ({ page, site }) => {
  let end = (_: string) => {};
  site.page('/', { load: 'interaction', body: CLIENTS, stream: [new Promise<string>((resolve) => (end = resolve))] });
  await page.goto(site.origin, { waitUntil: 'commit' });
  await page.click('#button');
  await expect.poll(() => site.requests.includes('GET /pkg/one.wasm')).toBe(true);
  expect(await phase(page)).toBe('html');
  end('<p id="late">Late</p>');
  await expect.poll(() => phase(page)).toBe('hydrated');
  expect(await page.evaluate(() => (window as any).hydrated.includes('Late'))).toBe(true);
  await expect.poll(() => heard(page)).toEqual(['click button']);
});

test('under “interaction” a client that could not be loaded is asked for again by the next press', async ({ page, site, expected }) => {
  expected.push(/404/, /^Formwork \w*Error/);
  site.bundleStatus = 404;
  site.page('/', { load: 'interaction', body: CLIENTS + sign });
  site.posts = () => ({ load: 'interaction', body: `<h1>Done</h1>${CLIENTS}${sign}` });
  await visit(page, site.origin);
  await page.click('#button');
  await expect.poll(() => phase(page)).toBe('failed');
  await expect(page.locator('[aria-busy]')).toHaveCount(0);
  await page.click('text=Sign');
  await expect(page.locator('h1')).toHaveText('Done');
  site.bundleStatus = 200;
  await page.click('#button');
  await expect.poll(() => phase(page)).toBe('hydrated');
  await expect.poll(() => heard(page)).toEqual(['click button']);
});

test('a client that has trapped is not started again by a press', async ({ page, site, expected }) => {
  expected.push(/^Formwork \w*Error/);
  site.hydrate = "throw new WebAssembly.RuntimeError('unreachable')";
  site.page('/', { load: 'interaction', body: CLIENTS });
  await visit(page, site.origin);
  await page.click('#button');
  await expect.poll(() => phase(page)).toBe('failed');
  await page.click('#button');
  await settled(page);
  expect(await page.evaluate(() => (window as any).hydrations)).toBe(1);
});

test('under “interaction” an answer that the bridge must not show is the client\'s, which is loaded for it', async ({ page, site }) => {
  site.hydrate = 'window.queued = __formwork.queue.length';
  site.page('/', { load: 'interaction', body: sign });
  site.posts = () => ({ load: 'interaction', body: `<h1>Done</h1>${sign}` });
  await visit(page, site.origin);
  await page.evaluate(() => document.querySelector('form')!.append(document.createElement('aside')));
  await page.click('text=Sign');
  await expect.poll(() => page.evaluate(() => (window as any).queued)).toBe(1);
  await expect(page.locator('h1')).toHaveCount(0);
});

test('under “never” an answer is shown whatever others have put into the page', async ({ page, site }) => {
  site.page('/', { load: 'never', body: sign });
  site.posts = () => ({ load: 'never', body: `<h1>Done</h1>${sign}` });
  await visit(page, site.origin);
  await page.evaluate(() => document.querySelector('form')!.append(document.createElement('aside')));
  await page.click('text=Sign');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(await sameDocument(page)).toBe(true);
});

test('what others have put beside the app stays where no client is loaded', async ({ page, site }) => {
  for (const load of ['never', 'interaction'] as const) {
    site.submissions = [];
    site.build = load;
    const wasm = site.hold(`GET /pkg/${load}.wasm`);
    site.page('/', { load, body: more + sign });
    site.posts = () => ({ load, body: `<h1>${site.submissions.length}</h1>${more}${sign}` });
    await visit(page, site.origin);
    await page.evaluate(() => document.body.append(Object.assign(document.createElement('aside'), { id: 'guest' })));
    for (let n = 1; n <= 3; n++) {
      // From the second answer on the client is on its way, where there is one.
      if (n == 2) await page.click('#more');
      await page.click('text=Sign');
      await expect(page.locator('h1')).toHaveText(`${n}`);
      await expect(page.locator('#guest')).toHaveCount(1);
    }
    expect(wasm.reached).toBe(load == 'never' ? 0 : 1);
  }
});

// --- the page that is shown

/** Two pages: the form of the first leads to the second. */
function pages(site: Site, first: 'idle' | 'interaction' | 'never' | undefined, second: typeof first) {
  site.page('/', { load: first, body: sign });
  site.page('/second', { load: second, body: `<h1>Second</h1>${more}${sign}` });
  site.posts = () => ({ redirect: '/second' });
}

async function lead(page: Page) {
  await page.click('text=Sign');
  await expect(page.locator('h1')).toHaveText('Second');
}

test('a page that loads the client at once does so in the place of one that does not', async ({ page, site }) => {
  for (const first of ['never', 'interaction'] as const) {
    pages(site, first, undefined);
    await visit(page, site.origin);
    await lead(page);
    await expect.poll(() => phase(page)).toBe('hydrated');
    expect(await sameDocument(page)).toBe(true);
    expect(await page.evaluate(() => [(window as any).hydrations, (window as any).hydrated.includes('Second')])).toEqual([1, true]);
  }
});

test('a page without client stays so where the one before was about to get one', async ({ page, site }) => {
  site.build = 'two';
  const wasm = site.hold('GET /pkg/two.wasm');
  pages(site, undefined, 'never');
  await visit(page, site.origin);
  await expect.poll(() => wasm.reached).toBe(1);
  await lead(page);
  const loaded = page.waitForResponse(/two\.wasm/);
  wasm.open();
  await loaded;
  await expect.poll(() => page.evaluate(() => (window as any).loaded)).toBe(1);
  await settled(page);
  expect(await page.evaluate(() => (window as any).hydrations)).toBe(undefined);
  expect(await phase(page)).toBe('failed');
  // It goes on without.
  site.posts = () => ({ load: 'never', body: `<h1>Done</h1>${sign}` });
  await page.click('text=Sign');
  await expect(page.locator('h1')).toHaveText('Done');
  // And a page that wants a client gets it.
  site.posts = () => ({ body: `<h1>At once</h1>${sign}` });
  await page.click('text=Sign');
  await expect.poll(() => phase(page)).toBe('hydrated');
  expect(await page.evaluate(() => [(window as any).hydrations, (window as any).hydrated.includes('At once')])).toEqual([1, true]);
});

test('a page without client stays so where the one before was still loading', async ({ page, site }) => {
  let end = (_: string) => {};
  site.page('/', { body: sign, stream: [new Promise<string>((resolve) => (end = resolve))] });
  site.posts = () => ({ load: 'never', body: `<h1>Done</h1>${sign}` });
  await page.goto(site.origin, { waitUntil: 'commit' });
  await page.click('text=Sign');
  await expect(page.locator('h1')).toHaveText('Done');
  end('');
  await settled(page);
  expect(site.requests.filter((request) => request.endsWith('.js'))).toEqual([]);
  expect(await page.evaluate(() => (window as any).hydrations)).toBe(undefined);
});

test('a page that waits for an interaction does so in the place of one without client, and the other way round', async ({ page, site }) => {
  pages(site, 'never', 'interaction');
  await visit(page, site.origin);
  await lead(page);
  await settled(page);
  expect(asked(site)).toEqual([]);
  expect(await phase(page)).toBe('html');
  await page.click('#more');
  await expect.poll(() => phase(page)).toBe('hydrated');
  await expect.poll(() => heard(page)).toEqual(['click more']);

  site.requests = [];
  pages(site, 'interaction', 'never');
  await visit(page, site.origin);
  await lead(page);
  await page.click('#more');
  await settled(page);
  expect(asked(site)).toEqual([]);
});

test('an idle page loads its client in the place of one without', async ({ page, site }) => {
  pages(site, 'never', 'idle');
  await visit(page, site.origin);
  await lead(page);
  await expect.poll(() => phase(page)).toBe('hydrated');
});

test('a client that is on its way comes to the next page that waits for one', async ({ page, site }) => {
  for (const first of ['interaction', undefined] as const) {
    site.build = `two-${first}`;
    const wasm = site.hold(`GET /pkg/two-${first}.wasm`);
    site.page('/', { load: first, body: more + sign });
    site.posts = () => ({ load: 'interaction', body: `<h1>Done</h1>${more}${sign}` });
    await visit(page, site.origin);
    await page.click('#more');
    await expect.poll(() => wasm.reached).toBe(1);
    await page.click('text=Sign');
    await expect(page.locator('h1')).toHaveText('Done');
    await page.click('#more');
    wasm.open();
    await expect.poll(() => phase(page)).toBe('hydrated');
    await expect.poll(() => heard(page)).toEqual(['click more']);
    expect(await page.evaluate(() => (window as any).hydrations)).toBe(1);
  }
});

test('back from a page that a redirect has led to, and forward again, without a client', async ({ page, site }) => {
  pages(site, 'never', 'never');
  await visit(page, site.origin);
  await lead(page);
  await page.goBack();
  await expect(page.locator('h1')).toHaveCount(0);
  expect(new URL(page.url()).pathname).toBe('/');
  await page.goForward();
  await expect(page.locator('h1')).toHaveText('Second');
  site.posts = () => ({ load: 'never', body: `<h1>Done</h1>${sign}` });
  await page.click('text=Sign');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(asked(site)).toEqual([]);
});

test('a page of another build is shown where neither has a client, and is loaded where it has one', async ({ page, site }) => {
  pages(site, 'never', 'never');
  await visit(page, site.origin);
  site.build = 'two';
  await lead(page);
  expect(await sameDocument(page)).toBe(true);

  site.build = 'one';
  pages(site, 'never', 'interaction');
  await visit(page, site.origin);
  site.build = 'two';
  await lead(page);
  expect(await sameDocument(page)).toBe(false);
});

test('what waits in the form and what was pressed go over to the client that an interaction loads', async ({ page, site }) => {
  const answer = site.hold('POST');
  site.hydrate = 'window.queued = __formwork.queue.map(({ key, answer }) => [key, !!answer])';
  site.page('/', { load: 'interaction', body: more + sign });
  await visit(page, site.origin);
  await page.click('text=Sign');
  await expect.poll(() => answer.reached).toBe(1);
  await page.click('#more');
  await expect.poll(() => page.evaluate(() => (window as any).queued)).toEqual([['sign', true]]);
});

// The client: its start, what it takes over, and what happens where it does not come.
import { expect, held, phase, sameDocument, test, visit } from './fixtures';
import { form, notice } from './site';

const sign = form('sign', '<input name="name"><button>Sign</button>');
/** A client which takes over what is there, and notes the outcomes. */
const adopt = `
  window.taken = [];
  const entries = [...__formwork.queue];
  queueMicrotask(() => {
    if (__formwork.phase != 'hydrated') return;
    for (const entry of __formwork.queue.splice(0)) {
      if (!entry.answer) taken.push([entry.key, entry.url, entry.data.get('name')]);
      else entry.answer.then((answer) => taken.push([entry.key, answer.doc.title]));
    }
  });`;

test('the client starts once the document is parsed, and hydrates the HTML as the server sent it', async ({ page, site, wasm }) => {
  let open = () => {};
  site.page('/', { body: `<p>first</p>${sign}`, stream: [new Promise((resolve) => (open = () => resolve('<p>last</p>')))] });
  const loading = page.goto(site.origin);
  await page.locator('button').waitFor();
  // The WASM is on its way from the first moment; the client is not started.
  expect(site.requests.some((request) => request.includes('.js'))).toBe(false);
  open();
  await loading;
  await expect.poll(() => wasm.reached).toBe(1);
  expect(await phase(page)).toBe('html');
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  expect(await page.evaluate(() => (window as any).hydrated)).toContain('<p>last</p>');
});

test('hydration finds the nodes of the server: what the bridge does before adds, moves and removes none', async ({ page, site, wasm, expected }) => {
  expected.push(/ERR_/);
  const answer = site.hold('POST /?_fw=other');
  site.page('/', { body: sign + form('other', '<button>Other</button>') });
  const nodes = () =>
    page.evaluate(() => {
      const walker = document.createTreeWalker(document.body);
      const nodes: string[] = [];
      while (walker.nextNode()) {
        const { nodeName, nodeValue, parentElement } = walker.currentNode;
        nodes.push(nodeName + (parentElement?.matches('[data-fw-failure]') ? '' : (nodeValue ?? '')));
      }
      return nodes;
    });
  await visit(page, site.origin);
  const before = await nodes();
  await page.route(/_fw=sign/, (route) => route.abort('connectionreset'));
  await page.click('text=Sign');
  await expect(page.locator('[data-fw=sign] [data-fw-failure]')).toHaveText('You are offline.');
  await page.click('text=Other');
  await expect(page.locator('[data-fw=other]')).toHaveAttribute('aria-busy', 'true');
  expect(await nodes()).toEqual(before);
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  const entries = () => (window as any).__formwork.queue.map((entry: any) => [entry.key, entry.failed || '']);
  expect(await page.evaluate(entries)).toEqual([['sign', 'offline'], ['other', '']]);
  expect(answer.reached, 'the other one waits for its turn').toBe(0);
});

test('an answer while the old stream is open is shown, and the client starts on it at once', async ({ page, site, wasm }) => {
  site.page('/', { body: sign, stream: ['<p>fallback</p>', new Promise(() => {})] });
  site.posts = () => ({ body: `<h1>Done</h1>${sign}`, stream: ['<p id="a">late</p><script nonce="NONCE">document.getElementById("a").textContent = "moved"</script>'] });
  await page.goto(site.origin, { waitUntil: 'commit' });
  await page.locator('p:text("fallback")').waitFor();
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  await expect(page.locator('#a')).toHaveText('moved');
  expect(await page.evaluate(() => document.readyState)).toBe('loading');
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  expect(await page.evaluate(() => [(window as any).hydrations, (window as any).hydrated.includes('fallback')])).toEqual([1, false]);
});

test('what the old stream still brings does not reach the new page, nor start the client again', async ({ page, site, wasm }) => {
  let end = (_: string) => {};
  site.page('/', { body: sign, stream: [new Promise<string>((resolve) => (end = resolve))] });
  site.posts = () => ({ body: `<h1>Done</h1>${sign}` });
  await page.goto(site.origin, { waitUntil: 'commit' });
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  end('<p>old</p><script nonce="NONCE">old = 1</script>');
  await expect.poll(() => page.evaluate(() => document.readyState)).toBe('complete');
  expect(await page.evaluate(() => [(window as any).hydrations, (window as any).old, (window as any).__RESOLVED_RESOURCES])).toEqual([1, undefined, ['answer']]);
  await expect(page.locator('p:text("old")')).toHaveCount(0);
});

test('a form which streams in late is caught like any other', async ({ page, site }) => {
  const late = `<template id="f">${sign}</template><script nonce="NONCE">document.getElementById('place').replaceWith(document.getElementById('f').content.cloneNode(true))</script>`;
  site.page('/', { body: '<div id="place">…</div>', stream: [late, new Promise(() => {})] });
  site.posts = () => ({ body: '<h1>Done</h1>' });
  await page.goto(site.origin, { waitUntil: 'commit' });
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions[0].by).toBe('bridge');
});

test('after hydration the bridge does nothing', async ({ page, site, wasm }) => {
  site.page('/', { body: sign });
  site.hydrate = "addEventListener('submit', (event) => { window.prevented = event.defaultPrevented; event.preventDefault() })";
  await visit(page, site.origin);
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  await page.click('button');
  expect(await page.evaluate(() => (window as any).prevented)).toBe(false);
  expect(site.submissions).toEqual([]);
});

test('what is under way when hydration begins is the client\'s, and what was not sent too', async ({ page, site, wasm }) => {
  const answer = site.hold('POST');
  site.hydrate = adopt;
  site.page('/', { body: sign + form('other', '<input name="name" value="B"><button>Other</button>') });
  site.posts = () => ({ body: '', title: 'Answer' });
  await visit(page, site.origin);
  await page.click('text=Sign');
  await page.click('text=Other');
  await expect.poll(() => answer.reached).toBe(1);
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  answer.open();
  await expect.poll(() => page.evaluate(() => (window as any).taken)).toEqual([
    ['other', `${site.origin}/?_fw=other`, 'B'],
    ['sign', 'Answer'],
  ]);
  await expect(page.locator('form')).toHaveCount(2);
  expect(site.submissions.length).toBe(1);
});

test('answer and client race: one of the two shows it, never both, never none', async ({ page, site }) => {
  test.slow();
  site.hydrate = adopt;
  site.page('/', { body: sign });
  site.posts = () => ({ body: `<h1>Done</h1>${sign}`, title: 'Answer' });
  const shown = { bridge: 0, client: 0 };
  for (let n = 0; n < 24; n++) {
    site.build = `race${n}`;
    const [wasm, answer] = [site.hold(`GET /pkg/race${n}.wasm`), site.hold('POST')];
    await visit(page, site.origin);
    await page.click('button');
    await expect.poll(() => answer.reached).toBe(1);
    await expect.poll(() => wasm.reached).toBe(1);
    // Both at once, or one a little before the other.
    const first = [wasm, answer][n % 2];
    const arrived = page.waitForResponse((response) => response.url().endsWith('.wasm') == (first == wasm));
    first.open();
    if (n % 3) await arrived;
    wasm.open();
    answer.open();
    await expect.poll(() => page.evaluate(() => document.querySelectorAll('h1').length + (window as any).taken?.length)).toBe(1);
    await expect.poll(() => phase(page)).toBe('hydrated');
    const [headings, taken, queue] = await page.evaluate(() => [document.querySelectorAll('h1').length, (window as any).taken.length, (window as any).__formwork.queue.length]);
    expect([headings + taken, queue]).toEqual([1, 0]);
    shown[headings ? 'bridge' : 'client']++;
  }
  expect(Math.min(shown.bridge, shown.client)).toBeGreaterThan(2);
});

/** A form whose action is a closure of the client: it has no action on the server. */
const closure = (key: string) =>
  `<form method="post" data-fw="closure:${key}"><input type="hidden" name="_fw.id" value="native-${key}">
    <input name="name"><button name="how" value="${key}">Run ${key}</button>
    ${notice}</form>`;

test('closures wait for the client in the order of the person, among the others, with all that it needs', async ({ page, site, wasm }) => {
  site.hydrate = `window.queued = __formwork.queue.map(({ key, url, data, edited, submitter, form, failed, answer }) => ({
    key, url, fields: [...data].filter(([name]) => !name.startsWith('_fw.')), edited: [...edited].map((el) => el.name),
    submitter: submitter.textContent, form: form === document.querySelector('[data-fw="' + key + '"]'), failed: !!failed, sent: !!answer,
  }))`;
  const answer = site.hold('POST');
  site.page('/', { body: closure('a') + sign + closure('b') });
  await visit(page, site.origin);
  const field = (n: number) => page.locator('input[name=name]').nth(n);
  await field(0).fill('first');
  await page.click('text=Run a');
  await expect(page.locator('[data-fw="closure:a"]')).toHaveAttribute('aria-busy', 'true');
  await expect(page.locator('[data-fw="closure:a"]')).toHaveAttribute('data-fw-pending');
  await field(1).fill('action');
  await page.click('text=Sign');
  await field(0).fill('second');
  // The same button twice with nothing changed is one submission, as ever.
  await page.locator('text=Run a').dblclick();
  await field(2).fill('other');
  await page.click('text=Run b');
  await field(2).fill('typed since');
  await expect(page.locator('form[aria-busy=true]')).toHaveCount(3);
  await expect.poll(() => answer.reached).toBe(1);
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  const entry = (key: string, name: string, edited: string[], button: [string, string] | null, more = {}) => ({
    key, url: '', edited, form: true, failed: false, sent: false,
    fields: [['name', name], ...(button ? [button] : [])], ...more,
  });
  expect(await page.evaluate(() => (window as any).queued)).toEqual([
    entry('closure:a', 'first', ['name'], ['how', 'a'], { submitter: 'Run a' }),
    entry('sign', 'action', [], null, { submitter: 'Sign', url: `${site.origin}/?_fw=sign`, sent: true }),
    entry('closure:a', 'second', [], ['how', 'a'], { submitter: 'Run a' }),
    entry('closure:b', 'other', ['name'], ['how', 'b'], { submitter: 'Run b' }),
  ]);
  expect(site.submissions.length).toBe(1);
});

test('a closure waits through an answer which is shown before the client comes', async ({ page, site, wasm }) => {
  site.hydrate = 'window.queued = __formwork.queue.map(({ key, data, form }) => [key, data.get("name"), form.isConnected, form.getAttribute("aria-busy")])';
  site.page('/', { body: closure('a') + sign });
  site.posts = () => ({ body: `<h1>Done</h1>${closure('a')}${sign}` });
  await visit(page, site.origin);
  await page.locator('input[name=name]').nth(0).fill('early');
  await page.click('text=Run a');
  await page.click('text=Sign');
  await expect(page.locator('h1')).toHaveText('Done');
  await expect(page.locator('[data-fw="closure:a"]')).toHaveAttribute('aria-busy', 'true');
  wasm.open();
  await expect.poll(() => page.evaluate(() => (window as any).queued)).toEqual([['closure:a', 'early', true, 'true']]);
});

test('where the client cannot start, closures say so, what was typed stays, and nothing is posted', async ({ page, site, wasm, expected }) => {
  expected.push(/404/, /^Formwork \w*Error/);
  const form = page.locator('[data-fw="closure:a"]');
  site.page('/', { body: closure('a') });
  await visit(page, site.origin);
  const field = page.locator('input[name=name]');
  await field.fill('early');
  await page.click('text=Run a');
  await expect(form).toHaveAttribute('aria-busy', 'true');
  await expect.poll(() => site.requests.includes('GET /pkg/one.js')).toBe(true);
  site.bundleStatus = 404;
  wasm.open();
  for (let n = 0; n < 2; n++) {
    await expect(form.locator('[data-fw-failure]')).toHaveText('No client.');
    await expect(form).toHaveAttribute('data-fw-error', 'bridge');
    await expect(form).not.toHaveAttribute('aria-busy');
    await expect(form).not.toHaveAttribute('data-fw-pending');
    // Pressing again comes to the same, at once.
    await page.click('text=Run a');
  }
  await expect(field).toHaveValue('early');
  expect(await sameDocument(page)).toBe(true);
  expect(site.submissions).toEqual([]);
});

test('a button of a closure\'s form may have an action of the server', async ({ page, site }) => {
  site.page('/', { body: closure('a').replace('</form>', '<button formaction="?_fw=sign">Sign</button></form>') });
  site.posts = () => ({ body: '<h1>Done</h1>' });
  await visit(page, site.origin);
  await page.click('text=Sign');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions[0]).toMatchObject({ by: 'bridge', url: '/?_fw=sign' });
});

test('a bundle which is not there: the forms go on, answer after answer', async ({ page, site, expected }) => {
  expected.push(/404/, /^Formwork \w*Error/);
  site.bundleStatus = 404;
  const body = (n: number) => `<h1>${n}</h1>${sign}`;
  site.page('/', { body: body(0) });
  site.posts = () => ({ body: body(site.submissions.length), headers: { 'x-formwork-done-url': '/' } });
  const errors: string[] = [];
  page.on('console', (message) => message.text().startsWith('Formwork') && errors.push(message.text()));
  await visit(page, site.origin);
  await expect.poll(() => phase(page)).toBe('failed');
  for (let n = 1; n <= 3; n++) {
    await page.fill('[name=name]', `n${n}`);
    await page.click('button');
    await expect(page.locator('h1')).toHaveText(`${n}`);
  }
  expect(await sameDocument(page)).toBe(true);
  expect(site.submissions.map(({ by, fields }) => [by, fields[0][1]])).toEqual([['bridge', 'n1'], ['bridge', 'n2'], ['bridge', 'n3']]);
  expect(errors.length).toBe(1);
});

for (const file of ['js', 'wasm'])
  test(`a bundle whose ${file} hangs: the forms go on, answer after answer`, async ({ page, site }) => {
    site.hold(`GET /pkg/one.${file}`);
    const body = (n: number) => `<h1>${n}</h1>${sign}`;
    site.page('/', { body: body(0) });
    site.posts = () => ({ body: body(site.submissions.length) });
    await visit(page, site.origin);
    for (let n = 1; n <= 3; n++) {
      await page.click('button');
      await expect(page.locator('h1')).toHaveText(`${n}`);
    }
    expect(await phase(page)).toBe('html');
    expect(await sameDocument(page)).toBe(true);
  });

test('an answer which waited for a client that traps is shown in place', async ({ page, site, wasm, expected }) => {
  expected.push(/^Formwork \w*Error/);
  site.hydrate = "throw new WebAssembly.RuntimeError('unreachable')";
  site.page('/', { body: sign });
  const wrong = form('sign', '<input name="name" aria-invalid="true"><button>Sign</button>');
  site.posts = () => ({ body: `<h1>Invalid</h1>${wrong}`, outcome: '{"outcome":{"invalid":[]}}' });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'Ada');
  await page.evaluate(() => document.querySelector('form')!.append(document.createElement('aside')));
  await page.click('button');
  await expect.poll(() => held(page)).toBe(true);
  wasm.open();
  await expect(page.locator('h1')).toHaveText('Invalid');
  await expect(page.locator('[name=name]')).toHaveValue('Ada');
  expect(await sameDocument(page)).toBe(true);
  // What was invalid has run once.
  expect(site.submissions.map(({ by }) => by)).toEqual(['bridge']);
});

test('a client which traps while it starts gives its submissions back to the bridge', async ({ page, site, wasm, expected }) => {
  expected.push(/^Formwork \w*Error/);
  const answer = site.hold('POST');
  site.hydrate = "document.body.append('half'); throw new WebAssembly.RuntimeError('unreachable')";
  site.page('/', { body: sign + closure('c') });
  site.posts = () => ({ body: `<h1>Done</h1>${sign}` });
  await visit(page, site.origin);
  await page.click('text=Run c');
  await page.click('text=Sign');
  await expect.poll(() => answer.reached).toBe(1);
  wasm.open();
  await expect.poll(() => phase(page)).toBe('failed');
  await expect(page.locator('[data-fw="closure:c"]')).not.toHaveAttribute('aria-busy');
  await expect(page.locator('[data-fw="closure:c"] [data-fw-failure]')).toHaveText('No client.');
  await page.click('text=Run c');
  await expect(page.locator('[data-fw="closure:c"]')).toHaveAttribute('data-fw-error', 'bridge');
  answer.open();
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions.length).toBe(1);
});

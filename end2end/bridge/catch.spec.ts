// What the bridge catches, and what it sends.
import { expect, sameDocument, test, visit } from './fixtures';
import { form } from './site';

test('a submission is sent at once, with its button, and the form is busy until the answer is shown', async ({ page, site }) => {
  const answer = site.hold('POST');
  site.page('/', { body: form('sign', '<input name="name"><button name="how" value="loud">Sign</button>') });
  site.posts = () => ({ body: '<h1>Signed</h1>' });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'Ada');
  await page.click('button');
  await expect(page.locator('form')).toHaveAttribute('aria-busy', 'true');
  await expect(page.locator('form')).toHaveAttribute('data-fw-pending');
  await expect.poll(() => answer.reached).toBe(1);
  answer.open();
  await expect(page.locator('h1')).toHaveText('Signed');
  const [sent] = site.submissions;
  expect(sent).toMatchObject({ by: 'bridge', url: '/?_fw=sign', type: 'application/x-www-form-urlencoded' });
  expect(sent.fields).toEqual([
    ['name', 'Ada'],
    ['how', 'loud'],
  ]);
  expect(sent.id).toMatch(/^[\d-]{20,}$/);
  expect(await sameDocument(page)).toBe(true);
});

test('the coordinates of an image button arrive', async ({ page, site }) => {
  site.page('/', { body: form('map', '<input type="image" name="at" width="50" height="50" alt="map">') });
  await visit(page, site.origin);
  await page.locator('[type=image]').click({ position: { x: 12, y: 34 } });
  await expect.poll(() => site.submissions.length).toBe(1);
  expect(site.submissions[0].fields).toEqual([
    ['at.x', '12'],
    ['at.y', '34'],
  ]);
});

test('a formaction of ours runs another action, one of the app is left alone', async ({ page, site }) => {
  const buttons = '<button formaction="?_fw=draft">Draft</button><button formaction="/elsewhere">Elsewhere</button>';
  site.page('/', { body: form('publish', `<input name="title" value="T">${buttons}`) });
  site.posts = () => ({ body: form('publish', buttons) });
  await visit(page, site.origin);
  await page.click('text=Draft');
  await expect.poll(() => site.submissions.length).toBe(1);
  expect(site.submissions[0]).toMatchObject({ by: 'bridge', url: '/?_fw=draft' });
  await expect(page.locator('[name=title]')).toHaveCount(0);
  await page.click('text=Elsewhere');
  await expect.poll(() => site.submissions.length).toBe(2);
  expect(site.submissions[1]).toMatchObject({ by: 'browser', url: '/elsewhere' });
});

test('the browser validates first, unless the button says not to', async ({ page, site }) => {
  site.page('/', { body: form('sign', '<input name="name" required><button>Sign</button><button formnovalidate>Draft</button>') });
  await visit(page, site.origin);
  await page.click('text=Sign');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('name');
  expect(site.submissions).toEqual([]);
  await page.click('text=Draft');
  await expect.poll(() => site.submissions.length).toBe(1);
});

test('a button outside the form arrives with its name and value', async ({ page, site }) => {
  site.page('/', { body: form('sign', '<input name="name" value="Ada">', 'id="f"') + '<button form="f" name="how" value="far">Sign</button>' });
  await visit(page, site.origin);
  await page.click('button');
  await expect.poll(() => site.submissions.length).toBe(1);
  expect(site.submissions[0].fields).toEqual([
    ['name', 'Ada'],
    ['how', 'far'],
  ]);
});

test('what a listener of the page adds to a form\'s data arrives, once', async ({ page, site }) => {
  site.page('/', { body: form('sign', '<button>Sign</button>') });
  await visit(page, site.origin);
  await page.evaluate(() => document.forms[0].addEventListener('formdata', (event) => event.formData.append('zone', 'UTC')));
  await page.click('button');
  await expect.poll(() => site.submissions.length).toBe(1);
  expect(site.submissions[0].fields).toEqual([['zone', 'UTC']]);
});

test('a form with a file goes as multipart', async ({ page, site }) => {
  site.page('/', { body: form('up', '<input type="file" name="file"><button>Send</button>', 'enctype="multipart/form-data"') });
  await visit(page, site.origin);
  await page.setInputFiles('[type=file]', { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('content') });
  await page.click('button');
  await expect.poll(() => site.submissions.length).toBe(1);
  expect(site.submissions[0]).toMatchObject({ by: 'bridge', type: 'multipart/form-data', fields: [['file', 'a.txt: content']] });
});

test('what the page prevents is not sent; where it stops propagation, the browser posts', async ({ page, site }) => {
  site.page('/', {
    body:
      form('no', '<button>No</button>', 'onsubmit="return false"') +
      form('native', '<button>Native</button>', 'onsubmit="event.stopPropagation()"'),
  });
  await visit(page, site.origin);
  await page.click('text=No');
  await page.click('text=Native');
  await expect.poll(() => site.submissions.length).toBe(1);
  expect(site.submissions[0]).toMatchObject({ by: 'browser', url: '/?_fw=native', id: 'native-native' });
});

test('forms that go elsewhere are left alone: target, method, foreign actions, no marker', async ({ page, site }) => {
  const forms = [
    form('a', '<button>a</button>', 'target="_blank"'),
    form('b', '<button formmethod="dialog">b</button>'),
    form('c', '<button formaction="https://elsewhere.example/?_fw=c">c</button>'),
    '<form data-fw="d" method="post" action="?other"><button>d</button></form>',
    form('e', '<button formmethod="get">e</button>'),
    form('f', '<button formtarget="_top">f</button>'),
    '<form method="post" action="?_fw=g"><button>g</button></form>',
    '<form data-fw="h" method="post" action="//elsewhere.example/?_fw=h"><button>h</button></form>',
  ];
  site.page('/', { body: forms.join('') });
  await visit(page, site.origin);
  const caught = await page.evaluate(() => {
    const caught: string[] = [];
    addEventListener('submit', (event) => {
      if (event.defaultPrevented) caught.push((event.submitter as HTMLElement).innerText);
      event.preventDefault();
    });
    for (const button of document.querySelectorAll('button')) button.click();
    return caught;
  });
  expect(caught).toEqual([]);
});

test('form.submit() fires no event: the browser posts', async ({ page, site }) => {
  site.page('/', { body: form('sign', '<input name="name" value="Ada">') });
  await visit(page, site.origin);
  await page.evaluate(() => document.querySelector('form')!.submit());
  await expect.poll(() => site.submissions.length).toBe(1);
  expect(site.submissions[0]).toMatchObject({ by: 'browser', id: 'native-sign' });
});

test('requestSubmit() is a submission without a button', async ({ page, site }) => {
  site.page('/', { body: form('sign', '<input name="name" value="Ada"><button name="b" value="1">Sign</button>') });
  await visit(page, site.origin);
  await page.evaluate(() => document.querySelector('form')!.requestSubmit());
  await expect.poll(() => site.submissions.length).toBe(1);
  expect(site.submissions[0]).toMatchObject({ by: 'bridge', fields: [['name', 'Ada']] });
});

test('inputs may be named like members of a form', async ({ page, site }) => {
  const names = ['action', 'method', 'id', 'form', 'target', 'elements', 'getAttribute', 'setAttribute', 'removeAttribute',
    'querySelectorAll', 'closest', 'submit', 'requestSubmit', 'isConnected', 'localName', 'type', 'scrollTop', 'nodeType'];
  const inner = names.map((name) => `<input name="${name}" value="">`).join('') + '<button>Send</button>';
  site.page('/', { body: form('names', inner, 'id="names"') });
  site.posts = () => ({ body: `<h1>Done</h1>${form('names', inner, 'id="names"')}` });
  await visit(page, site.origin);
  const answer = site.hold('POST');
  // Not through Playwright, which such names confuse.
  const attribute = (name: string) => page.evaluate((name) => Element.prototype.getAttribute.call(document.forms[0], name), name);
  await page.evaluate(() => document.querySelector('button')!.click());
  expect(await attribute('aria-busy')).toBe('true');
  answer.open();
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions[0].by).toBe('bridge');
  expect(site.submissions[0].fields.map(([name]) => name)).toEqual(names);
  expect(await attribute('aria-busy')).toBe(null);
});

test('the same button again, with nothing changed, is the same submission', async ({ page, site }) => {
  const answer = site.hold('POST');
  site.page('/', { body: form('sign', '<input name="name"><button>Sign</button><button name="other" value="1">Other</button>') });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'ok');
  await page.locator('text=Sign').dblclick();
  await page.click('text=Sign');
  await page.click('text=Other');
  await page.click('text=Other');
  await expect.poll(() => answer.reached).toBe(1);
  answer.open();
  await expect.poll(() => site.submissions.length).toBe(2);
  await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
  expect(site.submissions.map(({ fields }) => fields.length)).toEqual([1, 2]);
});

test('typed again is another submission, also with the same words', async ({ page, site }) => {
  const answer = site.hold('POST');
  site.page('/', { body: form('post', '<input name="text"><button>Post</button>') });
  await visit(page, site.origin);
  for (let n = 0; n < 2; n++) {
    await page.fill('[name=text]', '');
    await page.locator('[name=text]').pressSequentially('ok');
    await page.click('button');
  }
  await expect.poll(() => answer.reached).toBe(1);
  answer.open();
  await expect.poll(() => site.submissions.map(({ fields }) => fields[0][1])).toEqual(['ok', 'ok']);
  expect(new Set(site.submissions.map(({ id }) => id)).size).toBe(2);
});

test('an image pressed twice in two places is one submission', async ({ page, site }) => {
  const answer = site.hold('POST');
  site.page('/', { body: form('map', '<input type="image" width="50" height="50" alt="map">') });
  await visit(page, site.origin);
  await page.locator('[type=image]').click({ position: { x: 5, y: 5 } });
  await page.locator('[type=image]').click({ position: { x: 7, y: 7 } });
  expect(await page.evaluate(() => (window as any).__formwork.queue.length)).toBe(1);
  answer.open();
});

test('where repeats count, five presses are five submissions', async ({ page, site }) => {
  const body = form('plus', '<button>+1</button>', 'data-fw-repeat');
  site.page('/', { body });
  site.posts = () => ({ body });
  await visit(page, site.origin);
  await page.evaluate(() => {
    for (let n = 0; n < 5; n++) document.querySelector('button')!.click();
  });
  await expect.poll(() => site.submissions.length).toBe(5);
  await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
  expect(new Set(site.submissions.map(({ id }) => id)).size).toBe(5);
});

test('several submissions of several forms go in order, one at a time', async ({ page, site }) => {
  const answer = site.hold('POST');
  const body = ['a', 'b', 'c'].map((key) => form(key, `<button>${key}</button>`)).join('');
  site.page('/', { body });
  site.posts = () => ({ body });
  await visit(page, site.origin);
  for (const key of ['b', 'a', 'c']) await page.click(`text=${key}`);
  for (let n = 1; n <= 3; n++) {
    await expect.poll(() => answer.reached).toBe(n);
    expect(await page.locator('[aria-busy]').count()).toBe(4 - n);
    answer.letOne();
  }
  await expect(page.locator('[aria-busy]')).toHaveCount(0);
  expect(site.submissions.map(({ url }) => url)).toEqual(['/?_fw=b', '/?_fw=a', '/?_fw=c']);
});

test('the next submission of a form carries the state which the one before left', async ({ page, site }) => {
  const answer = site.hold('POST');
  const counter = (state: number) => form('count', `<input type="hidden" name="_fw.prev" value="s${state}"><button>+</button>`, 'data-fw-repeat');
  const seen: string[] = [];
  let state = 0;
  site.page('/', { body: counter(0) });
  site.posts = () => ({ body: counter(++state) });
  page.on('request', (request) => {
    if (request.method() == 'POST') seen.push(new URLSearchParams(request.postData()!).get('_fw.prev')!);
  });
  await visit(page, site.origin);
  await page.evaluate(() => {
    for (let n = 0; n < 3; n++) document.querySelector('button')!.click();
  });
  await expect.poll(() => answer.reached).toBe(1);
  answer.open();
  await expect.poll(() => seen).toEqual(['s0', 's1', 's2']);
});

test('a form is caught before its end has been parsed', async ({ page, site }) => {
  const [beginning, end] = form('sign', '<input name="name" value="Ada"><button>Sign</button>').split('<p role');
  site.page('/', { body: beginning, stream: [new Promise<string>(() => end)] });
  site.posts = () => ({ body: '<h1>Done</h1>' });
  await page.goto(site.origin, { waitUntil: 'commit' });
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions.map(({ by }) => by)).toEqual(['bridge']);
});

for (const [what, { body, press }] of Object.entries({
  'with a text that is too long': { body: `<textarea name="text">${'x'.repeat(61_000)}</textarea><button>a</button>`, press: ['a'] },
  'with several texts that are too long together': {
    body: `<textarea name="text">${'x'.repeat(25_000)}</textarea><button>a</button><button name="n" value="1">b</button><button name="n" value="2">c</button>`,
    press: ['a', 'b', 'c'],
  },
  'with a file': { body: '<input type="file" name="file"><button>a</button>', press: ['a'] },
}))
  test(`who leaves the page ${what} for what browsers let through is asked`, async ({ page, site }) => {
    const answer = site.hold('POST');
    site.page('/', { body: form('a', body) });
    site.posts = () => ({ body: `<h1>${site.submissions.length}</h1>${form('a', body)}` });
    await visit(page, site.origin);
    for (const button of press) await page.click(`text="${button}"`);
    await expect.poll(() => answer.reached).toBe(1);
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    answer.open();
    await expect(page.locator('h1')).toHaveText(`${press.length}`);
    // Nothing is under way any more: nobody is asked.
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => page.isClosed()).toBe(true);
  });

test('who leaves the page while the connection is lost, or a closure waits for the client, is asked', async ({ page, site, expected }) => {
  expected.push(/ERR_/);
  const closure = form('closure:c', '<button>c</button>').replace('action="?_fw=closure:c"', '');
  site.page('/', { body: form('a', '<button>a</button>') + closure });
  site.page('/away', { body: '<h1>Away</h1>' });
  for (const button of ['a', 'c']) {
    await visit(page, site.origin);
    await page.route(/_fw=a/, (route) => route.abort('connectionreset'));
    await page.click(`text="${button}"`);
    if (button === 'a') await expect(page.locator('[data-fw=a]')).toHaveAttribute('data-fw-error', 'offline');
    const asked = page.waitForEvent('dialog');
    await page.evaluate(() => void setTimeout(() => location.assign('/away')));
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
    await page.waitForURL('**/away');
  }
});

test('leaving the page sends what still waits', async ({ page, site }) => {
  const answer = site.hold('POST');
  site.page('/', { body: form('a', '<button>a</button>') + form('b', '<button>b</button>') + '<a href="/away">away</a>' });
  site.page('/away', { body: '<h1>Away</h1>' });
  await visit(page, site.origin);
  await page.click('text=a');
  await page.click('button >> text=b');
  await expect.poll(() => answer.reached).toBe(1);
  await page.click('a');
  await expect(page.locator('h1')).toHaveText('Away');
  await expect.poll(() => site.submissions.map(({ url }) => url)).toEqual(['/?_fw=a', '/?_fw=b']);
});

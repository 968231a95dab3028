// How the bridge shows an answer, and what it keeps.
import { expect, held, sameDocument, test, visit } from './fixtures';
import { form } from './site';

const sign = form('sign', '<input name="name"><textarea name="text"></textarea><button>Sign</button>');

test('the answer takes the place of the page, without a document load', async ({ page, site }) => {
  site.page('/', { body: sign });
  site.posts = () => ({ body: `<ul><li>Ada</li></ul>${sign}` });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'Ada');
  await page.click('button');
  await expect(page.locator('li')).toHaveText('Ada');
  expect(await sameDocument(page)).toBe(true);
  expect(await page.evaluate(() => (window as any).__RESOLVED_RESOURCES)).toEqual(['answer']);
  await expect(page.locator('[name=name]')).toHaveValue('');
});

test('what shows an answer comes with the first one, and shows the others, too', async ({ page, site }) => {
  const said = (n: number) => ({ body: `<p id="said">${n}</p>${sign}` });
  site.page('/', { body: sign });
  site.page('/elsewhere', said(3));
  site.posts = () => (site.submissions.length == 3 ? { redirect: '/elsewhere' } : said(site.submissions.length));
  await visit(page, site.origin);
  const scripts = await page.locator('head script').count();
  for (const n of [1, 2, 3]) {
    await page.fill('[name=name]', `${n}`);
    await page.click('button');
    await expect(page.locator('#said')).toHaveText(`${n}`);
  }
  expect(await sameDocument(page)).toBe(true);
  expect(site.submissions.map(({ hasShow }) => hasShow)).toEqual([false, true, true]);
  await expect(page.locator('head script')).toHaveCount(scripts);
});

test('what was typed, chosen and opened elsewhere stays', async ({ page, site }) => {
  const other = form(
    'other',
    `<input name="a"><input name="a"><textarea name="b">old</textarea><input type="checkbox" name="c" value="1" checked>
     <input type="checkbox" name="c" value="2"><input type="radio" name="d" value="1" checked><input type="radio" name="d" value="2">
     <select name="e"><option>one<option>two</select><select name="f" multiple><option>one<option selected>two<option>three</select>
     <input type="file" name="g"><input type="password" name="h">`,
  );
  const rest = '<input id="search"><details id="more"><summary>More</summary>text</details>';
  site.page('/', { body: sign + other + rest });
  site.posts = () => ({ body: `<p>new</p>${rest}${other}<p>new</p>${sign}` });
  await visit(page, site.origin);
  await page.locator('[name=a]').nth(1).fill('second');
  await page.fill('[name=b]', 'typed');
  await page.locator('[name=c]').nth(0).uncheck();
  await page.locator('[name=c]').nth(1).check();
  await page.locator('[name=d]').nth(1).check();
  await page.selectOption('[name=e]', 'two');
  await page.selectOption('[name=f]', ['one', 'three']);
  await page.setInputFiles('[name=g]', { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('content') });
  await page.fill('[name=h]', 'secret');
  await page.fill('#search', 'word');
  await page.click('summary');
  await page.click('text=Sign');
  await expect(page.locator('p:text("new")')).toHaveCount(2);
  const state = await page.evaluate(() => {
    const data = new FormData(document.querySelector<HTMLFormElement>('[data-fw=other]')!);
    return [...data].filter(([name]) => !name.startsWith('_')).map(([name, value]) => [name, value instanceof File ? value.name : value]);
  });
  expect(state).toEqual([
    ['a', ''], ['a', 'second'], ['b', 'typed'], ['c', '2'], ['d', '2'], ['e', 'two'], ['f', 'one'], ['f', 'three'], ['g', 'a.txt'], ['h', 'secret'],
  ]);
  await expect(page.locator('#search')).toHaveValue('word');
  await expect(page.locator('details')).toHaveAttribute('open');
});

test('a double click is one press, also where its first click is answered before the second', async ({ page, site }) => {
  const needs = (more = '') => form('sign', `<input name="name" required><button>Sign</button>`).replace('<form', `<form ${more}`);
  let posts = 0;
  for (const [more, counts] of [['', false], ['data-fw-repeat', true]] as const) {
    site.page('/', { body: needs(more) });
    site.posts = () => ({ body: `${needs(more)}<i>${++posts}</i>` });
    await visit(page, site.origin);
    posts = 0;
    await page.evaluate(() => {
      Object.assign(window, { told: 0 });
      addEventListener('invalid', () => (window as any).told++, true);
    });
    const box = (await page.locator('button').boundingBox())!;
    const click = async (clickCount: number) => {
      await page.mouse.move(box.x + 5, box.y + 5);
      await page.mouse.down({ clickCount });
      await page.mouse.up({ clickCount });
    };
    await page.fill('[name=name]', 'Ada');
    await click(1);
    await expect(page.locator('i')).toHaveText('1');
    await click(2);
    expect(await page.evaluate(() => (window as any).told), more).toBe(counts ? 1 : 0);
    // Typed in between, it is another press.
    await page.fill('[name=name]', 'Grace');
    await click(2);
    await expect(page.locator('i')).toHaveText('2');
  }
});

test('scroll, focus and selection stay, in the page and in what scrolls inside it', async ({ page, site }) => {
  const rest = '<style>html { scroll-behavior: smooth }</style><div id="box" style="height:100px;overflow:auto"><div style="height:900px"></div></div><input id="search"><div style="height:5000px"></div>';
  site.page('/', { body: sign + rest });
  site.posts = () => ({ body: `<p>new</p>${sign}${rest}` });
  await visit(page, site.origin);
  const answer = site.hold('POST');
  await page.click('text=Sign');
  await page.fill('#search', 'some words');
  await page.evaluate(() => {
    const search = document.querySelector<HTMLInputElement>('#search')!;
    search.setSelectionRange(2, 4, 'backward');
    document.querySelector('#box')!.scrollTop = 123;
    scrollTo({ top: 55, behavior: 'instant' });
  });
  answer.open();
  await expect(page.locator('p:text("new")')).toHaveCount(1);
  const state = await page.evaluate(() => {
    const search = document.querySelector<HTMLInputElement>('#search')!;
    const active = document.activeElement === search;
    return [active, search.selectionStart, search.selectionEnd, search.selectionDirection, document.querySelector('#box')!.scrollTop, scrollY];
  });
  expect(state).toEqual([true, 2, 4, 'backward', 123, 55]);
});

test('after Done the form is empty, but for what was typed after it was sent', async ({ page, site }) => {
  const answer = site.hold('POST');
  site.page('/', { body: sign });
  site.posts = () => ({ body: `<h1>Done</h1>${sign}` });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'Ada');
  await page.fill('[name=text]', 'first');
  await page.click('button');
  await page.fill('[name=text]', 'second');
  answer.open();
  await expect(page.locator('h1')).toHaveText('Done');
  await expect(page.locator('[name=name]')).toHaveValue('');
  await expect(page.locator('[name=text]')).toHaveValue('second');
  await expect(page.locator('[name=text]')).toBeFocused();
});

test('after Invalid everything typed stays, and the focus goes to the first error', async ({ page, site, expected }) => {
  expected.push(/422/);
  const file = '<input type="file" name="portrait">';
  const wrong = form('sign', `<input name="name" value="ada">${file}<textarea name="text" aria-invalid="true"></textarea><button>Sign</button>`);
  site.page('/', { body: sign.replace('<textarea', `${file}<textarea`) });
  site.posts = () => ({ body: wrong, status: 422 });
  await visit(page, site.origin);
  await page.fill('[name=name]', ' Ada ');
  await page.setInputFiles('[type=file]', { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('content') });
  await page.click('button');
  await expect(page.locator('[name=text]')).toBeFocused();
  await expect(page.locator('[name=name]')).toHaveValue(' Ada ');
  expect(await page.locator('[type=file]').evaluate((input: HTMLInputElement) => input.files![0].name)).toBe('a.txt');
  expect(await sameDocument(page)).toBe(true);
});

test('an error does not take the focus from someone who has gone on', async ({ page, site, expected }) => {
  expected.push(/422/);
  const answer = site.hold('POST');
  const search = '<input id="search">';
  site.page('/', { body: sign + search });
  site.posts = () => ({ body: form('sign', '<input name="name" aria-invalid="true"><button>Sign</button>') + search, status: 422 });
  await visit(page, site.origin);
  await page.click('button');
  await page.fill('#search', 'word');
  answer.open();
  await expect(page.locator('[aria-invalid]')).toHaveCount(1);
  await expect(page.locator('#search')).toBeFocused();
});

test('text which is being composed is not disturbed: the answer waits for its end', async ({ page, site }) => {
  const search = '<input id="search">';
  site.page('/', { body: sign + search });
  site.posts = () => ({ body: `<h1>Done</h1>${sign}${search}` });
  await visit(page, site.origin);
  await page.focus('#search');
  const keyboard = await page.context().newCDPSession(page);
  await keyboard.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await page.evaluate(() => document.querySelector('form')!.requestSubmit());
  await expect.poll(() => held(page)).toBe(true);
  await expect(page.locator('h1')).toHaveCount(0);
  await keyboard.send('Input.insertText', { text: '日本' });
  await expect(page.locator('h1')).toHaveText('Done');
  await expect(page.locator('#search')).toHaveValue('日本');
  expect(site.submissions.length).toBe(1);
});

test('an unsettled submission of another form stays under way across a swap', async ({ page, site }) => {
  const answer = site.hold('POST');
  const both = form('a', '<input name="x"><button>a</button>') + form('b', '<input name="y"><button>b</button>');
  site.page('/', { body: both });
  site.posts = ({ url }) => ({ body: `<h1>${url}</h1>${both}` });
  await visit(page, site.origin);
  await page.fill('[name=x]', '1');
  await page.click('text=a');
  await page.fill('[name=y]', '2');
  await page.click('text=b');
  await page.fill('[name=y]', '3');
  await expect.poll(() => answer.reached).toBe(1);
  answer.letOne();
  await expect(page.locator('h1')).toHaveText('/?_fw=a');
  await expect(page.locator('[data-fw=a]')).not.toHaveAttribute('aria-busy');
  await expect(page.locator('[data-fw=b]')).toHaveAttribute('aria-busy', 'true');
  answer.open();
  await expect(page.locator('h1')).toHaveText('/?_fw=b');
  await expect(page.locator('[data-fw=b]')).not.toHaveAttribute('aria-busy');
  await expect(page.locator('[name=x]')).toHaveValue('');
  await expect(page.locator('[name=y]')).toHaveValue('3');
});

test('the change is said to screen readers, in the words of the page', async ({ page, site }) => {
  site.page('/', { body: sign });
  site.posts = () => ({ body: `<p role="alert" hidden></p><p role="status">Thank you, Ada</p>${sign}` });
  await visit(page, site.origin);
  await page.click('button');
  await expect(page.locator('html > [role=status]')).toHaveText('Thank you, Ada');
});

test('a page whose DOM others have changed is not replaced: the answer waits for the client', async ({ page, site, wasm }) => {
  site.page('/', { body: sign });
  site.posts = () => ({ body: '<h1>Done</h1>', outcome: '{"key":"sign"}' });
  site.hydrate = `
    const [entry] = __formwork.queue;
    entry.answer.then((answer) => {
      window.adopted = [__formwork.phase, answer.status, answer.doc.getElementById('fw-outcome').textContent];
    });`;
  await visit(page, site.origin);
  await page.evaluate(() => document.querySelector('form')!.append(document.createElement('aside')));
  await page.click('button');
  await expect.poll(() => held(page)).toBe(true);
  await expect(page.locator('form')).toHaveAttribute('aria-busy', 'true');
  await expect(page.locator('aside')).toHaveCount(1);
  wasm.open();
  await expect.poll(() => page.evaluate(() => (window as any).adopted)).toEqual(['hydrated', 200, '{"key":"sign"}']);
});

test('where the client does not come, a changed page goes to the page of the outcome', async ({ page, site }) => {
  await page.clock.install();
  site.page('/', { body: sign });
  site.page('/done', { body: '<h1>Done</h1>' });
  site.posts = () => ({ body: '', headers: { 'x-formwork-done-url': '/done' } });
  await visit(page, site.origin);
  await page.evaluate(() => document.querySelector('form')!.append(document.createElement('aside')));
  await page.click('button');
  await expect.poll(() => held(page)).toBe(true);
  await page.clock.fastForward(10_000);
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions.length).toBe(1);
});

test('where only a document load could show the answer to a changed page, the person decides', async ({ page, site, expected }) => {
  expected.push(/422/);
  await page.clock.install();
  site.page('/', { body: sign });
  site.posts = () => ({ body: '<h1>Invalid</h1>', status: 422 });
  await visit(page, site.origin);
  await page.evaluate(() => document.querySelector('form')!.append(document.createElement('aside')));
  await page.fill('[name=name]', 'Ada');
  await page.click('button');
  await expect.poll(() => held(page)).toBe(true);
  await page.clock.fastForward(10_000);
  await expect(page.locator('[data-fw-failure]')).toHaveText('No answer.');
  await expect(page.locator('[name=name]')).toHaveValue('Ada');
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Invalid');
  expect(site.submissions.map(({ by }) => by)).toEqual(['bridge', 'browser']);
  expect(site.submissions[0].id).toBe(site.submissions[1].id);
});

test('what others do to attributes, or put into the head, is no reason to wait', async ({ page, site }) => {
  site.page('/', { body: sign, meta: '<meta name="robots" content="all">' });
  site.posts = () => ({ body: '<h1>Done</h1>', meta: '<meta name="robots" content="none">' });
  await visit(page, site.origin);
  await page.evaluate(() => {
    document.body.setAttribute('data-theme', 'dark');
    document.head.append(Object.assign(document.createElement('style'), { id: 'guest' }));
  });
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  await expect(page.locator('#guest')).toHaveCount(1);
  await expect(page.locator('[name=robots]')).toHaveAttribute('content', 'none');
  await expect(page.locator('[name=robots]')).toHaveCount(1);
});

test('what others put beside the app is no reason to wait: it stays, with its focus', async ({ page, site, wasm }) => {
  site.page('/', { body: sign });
  site.posts = () => ({ body: `<h1>Done</h1>${sign}` });
  const answer = site.hold('POST');
  await visit(page, site.origin);
  await page.evaluate(() => {
    const chat = document.createElement('aside');
    chat.innerHTML = '<input id="chat">';
    document.body.prepend(chat);
    document.body.append('from an extension');
  });
  await page.click('button');
  await page.fill('#chat', 'hello');
  answer.open();
  await expect(page.locator('h1')).toHaveText('Done');
  await expect(page.locator('#chat')).toHaveValue('hello');
  await expect(page.locator('#chat')).toBeFocused();
  expect(await page.evaluate(() => document.body.lastChild!.textContent)).toBe('from an extension');
  // Hydration finds the app first.
  expect(await page.evaluate(() => document.body.firstElementChild!.localName)).toBe('h1');
  wasm.open();
  await expect.poll(() => page.evaluate(() => (window as any).hydrated)).toContain('<h1>Done</h1>');
});

test('who wraps what the app has rendered has changed it: the answer waits', async ({ page, site }) => {
  site.page('/', { body: sign });
  site.posts = () => ({ body: '<h1>Done</h1>' });
  await visit(page, site.origin);
  await page.evaluate(() => {
    const wrapper = document.createElement('div');
    wrapper.append(...document.body.childNodes);
    document.body.append(wrapper);
  });
  await page.click('button');
  await expect.poll(() => held(page)).toBe(true);
  await expect(page.locator('h1')).toHaveCount(0);
});

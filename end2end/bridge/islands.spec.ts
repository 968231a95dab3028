// Pages of which only the islands are hydrated: the forms outside of them stay the bridge's, and its answers are put around
// the islands.
import type { Page } from '@playwright/test';
import { expect, phase, sameDocument, test, visit } from './fixtures';
import { form, type Site } from './site';

const island = (name: string, inner: string, props = '') =>
  `<leptos-island data-component="${name}"${props && ` data-props='${props}'`}>${inner}</leptos-island>`;

const sign = form('sign', '<input name="name"><button>Sign</button>');
const letters = form('letters', '<input name="email"><button>Subscribe</button>');
const book = island('Book', sign);

/** An island counts how often it is hydrated, and has something of its own. */
const client = `
  export function Book(el) {
    window.books = (window.books ?? 0) + 1;
    el.querySelector('form').insertAdjacentHTML('beforebegin', '<output>live</output>');
  }
  export function Shelf(el) {
    window.shelves = (window.shelves ?? 0) + 1;
    el.querySelector('leptos-children').$$on_hydrate = () => (window.around = 'Shelf');
  }
  export function Badge() {
    window.badges = [...(window.badges ?? []), window.around];
  }`;

async function hydrated(page: Page, site: Site, wasm: { open(): void }, body: string) {
  site.islands = client;
  site.page('/', { body });
  await visit(page, site.origin);
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  await page.evaluate(() => {
    const { documentElement } = document;
    for (const el of documentElement.querySelectorAll('leptos-island')) Object.assign(el, { isOld: true });
    Object.assign(window, { data: (window as any).__RESOLVED_RESOURCES });
  });
}

const old = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('leptos-island')].map((el) => 'isOld' in el));
const global = (page: Page, name: string) => page.evaluate((name) => (window as any)[name], name);

test('a form outside is sent by the bridge after hydration, too, and its answer is put around the islands', async ({ page, site, wasm }) => {
  await hydrated(page, site, wasm, `<h1>Before</h1>${book}${letters}`);
  site.posts = () => ({ body: `<h1>After</h1><p>new</p>${book}${letters}<p role="status">Letters go to you.</p>` });
  await page.fill('[name=name]', 'Ada');
  await page.fill('[name=email]', 'ada@example.org');
  await page.click('text=Subscribe');
  await expect(page.locator('h1')).toHaveText('After');
  expect(site.submissions).toMatchObject([{ by: 'bridge', fields: [['email', 'ada@example.org']] }]);
  expect(await old(page)).toEqual([true]);
  await expect(page.locator('[name=name]')).toHaveValue('Ada');
  await expect(page.locator('[name=email]')).toHaveValue('');
  await expect(page.locator('output')).toHaveText('live');
  expect(await global(page, 'books')).toBe(1);
  expect(await global(page, 'hydrations'), 'the client is told').toBe(2);
  expect(await page.evaluate(() => [(window as any).__RESOLVED_RESOURCES === (window as any).data, (window as any).data])).toEqual([true, ['answer']]);
  expect(await sameDocument(page)).toBe(true);
  // And once more.
  site.posts = () => ({ body: `<h1>Third</h1>${book}${letters}` });
  await page.fill('[name=email]', 'once@example.org');
  await page.click('text=Subscribe');
  await expect(page.locator('h1')).toHaveText('Third');
  expect(await old(page)).toEqual([true]);
});

test('a form in an island is the client\'s', async ({ page, site, wasm }) => {
  site.hydrate = "addEventListener('submit', (event) => { window.prevented = event.defaultPrevented; event.preventDefault() })";
  await hydrated(page, site, wasm, book + letters);
  await page.click('text=Sign');
  expect(await global(page, 'prevented')).toBe(false);
  expect(site.submissions).toEqual([]);
});

test('before hydration all forms are the bridge\'s, and the islands of the answer are hydrated', async ({ page, site, wasm }) => {
  site.islands = client;
  site.page('/', { body: book + letters });
  site.posts = () => ({ body: `<h1>Signed</h1>${book}${letters}` });
  await visit(page, site.origin);
  await page.click('text=Sign');
  await expect(page.locator('h1')).toHaveText('Signed');
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  await expect(page.locator('output')).toHaveText('live');
  expect(await global(page, 'books')).toBe(1);
});

test('what was pressed outside before hydration is shown after it, and what was pressed in an island is left to the client', async ({ page, site, wasm }) => {
  const answer = site.hold('POST');
  site.islands = client;
  site.page('/', { body: book + letters });
  site.posts = () => ({ body: `<h1>Subscribed</h1>${book}${letters}` });
  await visit(page, site.origin);
  await page.fill('[name=email]', 'ada@example.org');
  await page.click('text=Subscribe');
  await page.click('text=Sign');
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  // As the client does.
  await page.evaluate(() => {
    const { queue, has } = (window as any).__formwork;
    const ours = queue.findIndex((entry: any) => has(entry.form));
    Object.assign(window, { taken: queue.splice(ours, 1)[0].key });
  });
  expect(await global(page, 'taken')).toBe('sign');
  answer.open();
  await expect(page.locator('h1')).toHaveText('Subscribed');
  expect(site.submissions.map(({ fields: [[name]] }) => name)).toEqual(['email']);
  await expect(page.locator('[aria-busy]')).toHaveCount(1);
  await expect(page.locator('[data-fw=letters]')).not.toHaveAttribute('aria-busy', 'true');
  expect(await global(page, 'books')).toBe(1);
});

for (const moves of [true, false])
  test(`the focus stays in an island while an answer is put around it, with what is selected, ${moves ? 'moved' : 'taken out and put back'}`, async ({ page, site, wasm }) => {
    const answer = site.hold('POST');
    // Not every browser has it.
    if (!moves) await page.addInitScript(() => delete (Element.prototype as any).moveBefore);
    await hydrated(page, site, wasm, `${letters}<div>${book}</div>`);
    site.posts = () => ({ body: `<h1>After</h1>${letters}<section>${book}</section>` });
    await page.click('text=Subscribe');
    await page.fill('[name=name]', 'Ada');
    await page.locator('[name=name]').evaluate((el: HTMLInputElement) => el.setSelectionRange(1, 2));
    answer.open();
    await expect(page.locator('section [name=name]')).toBeFocused();
    expect(await page.evaluate(() => [(document.activeElement as any).selectionStart, (document.activeElement as any).selectionEnd])).toEqual([1, 2]);
    expect(await page.evaluate(() => 'moveBefore' in document.body)).toBe(moves);
    expect(await old(page)).toEqual([true]);
    await expect(page.locator('[name=name]')).toHaveValue('Ada');
  });

test('an island among the children of another one stays with that one only', async ({ page, site, wasm }) => {
  const badge = island('Badge', '<input name="badge">');
  const shelf = (id: number) => island('Shelf', `<p>${id}</p><leptos-children>${badge}</leptos-children>`, `{"id":${id}}`);
  await hydrated(page, site, wasm, shelf(1) + shelf(2) + letters);
  site.posts = () => ({ body: `<h1>After</h1>${shelf(2)}${letters}` });
  const badges = page.locator('[name=badge]');
  await badges.nth(0).fill('of the first');
  await badges.nth(1).fill('of the second');
  await page.click('text=Subscribe');
  await expect(page.locator('h1')).toHaveText('After');
  expect(await old(page)).toEqual([true, true]);
  await expect(badges).toHaveValue('of the second');
});

test('after a trap what is typed in an island that had stayed is carried over', async ({ page, site, wasm }) => {
  await hydrated(page, site, wasm, book + letters);
  site.posts = () => ({ body: `<h1>After</h1>${book}${letters}` });
  await page.click('text=Subscribe');
  await expect(page.locator('h1')).toHaveText('After');
  await page.evaluate(() => (window as any).__formwork.giveBack());
  site.posts = () => ({ body: `<h1>Later</h1>${book}${letters}` });
  await page.fill('[name=name]', 'Ada');
  await page.click('text=Subscribe');
  await expect(page.locator('h1')).toHaveText('Later');
  await expect(page.locator('[name=name]')).toHaveValue('Ada');
});

test('where an island has other props all are hydrated anew, and what was typed in them is kept', async ({ page, site, wasm }) => {
  const other = (count: number) => island('Book', form('other', '<input name="title">'), `{"count":${count}}`);
  await hydrated(page, site, wasm, book + other(1) + letters);
  site.posts = () => ({ body: `<h1>After</h1>${book}${other(2)}${letters}` });
  await page.fill('[name=name]', 'Ada');
  await page.fill('[name=title]', 'Notes');
  await page.click('text=Subscribe');
  await expect(page.locator('h1')).toHaveText('After');
  expect(await old(page)).toEqual([false, false]);
  expect(await global(page, 'books')).toBe(4);
  await expect(page.locator('output')).toHaveText(['live', 'live']);
  await expect(page.locator('[name=name]')).toHaveValue('Ada');
  await expect(page.locator('[name=title]')).toHaveValue('Notes');
});

test('an island that the answer has no more goes, and the others stay', async ({ page, site, wasm }) => {
  const second = island('Book', form('second', '<input name="title">'));
  await hydrated(page, site, wasm, book + second + letters);
  site.posts = () => ({ body: `<h1>After</h1>${book}${letters}` });
  await page.click('text=Subscribe');
  await expect(page.locator('h1')).toHaveText('After');
  expect(await old(page)).toEqual([true]);
  expect(await global(page, 'books')).toBe(2);
});

test('what an island has as its children is not its own: the answer brings it, with its forms, and the islands in it stay', async ({ page, site, wasm }) => {
  const shelf = (text: string) =>
    island('Shelf', `<h2>Shelf</h2><leptos-children><p>${text}</p>${letters}${island('Badge', '<i>new</i>')}</leptos-children>`);
  await hydrated(page, site, wasm, shelf('before'));
  expect(await global(page, 'badges'), 'in the scope of the island around it').toEqual(['Shelf']);
  site.posts = () => ({ body: `<main>${shelf('after')}</main>` });
  await page.fill('[name=email]', 'ada@example.org');
  await page.click('text=Subscribe');
  await expect(page.locator('main leptos-children p').first()).toHaveText('after');
  expect(site.submissions).toMatchObject([{ by: 'bridge' }]);
  expect(await old(page)).toEqual([true, true]);
  expect(await global(page, 'shelves')).toBe(1);
  expect(await global(page, 'badges')).toEqual(['Shelf']);
  await expect(page.locator('[name=email]')).toHaveValue('');
});

test('a redirect outside leads to the islands of another page, and the way back loads the first one', async ({ page, site, wasm }) => {
  await hydrated(page, site, wasm, `<h1>First</h1>${book}${letters}`);
  site.page('/thanks', { body: `<h1>Thanks</h1>${book}` });
  site.posts = () => ({ redirect: '/thanks' });
  await page.fill('[name=name]', 'Ada');
  await page.click('text=Subscribe');
  await expect(page.locator('h1')).toHaveText('Thanks');
  expect(new URL(page.url()).pathname).toBe('/thanks');
  expect(await sameDocument(page)).toBe(true);
  expect(await old(page)).toEqual([false]);
  await expect(page.locator('output')).toHaveText('live');
  await expect(page.locator('[name=name]')).toHaveValue('');
  await page.goBack();
  await expect(page.locator('h1')).toHaveText('First');
  expect(await sameDocument(page)).toBe(false);
});

test('where the client traps at an answer the forms are the bridge\'s again', async ({ page, site, wasm, expected }) => {
  expected.push(/Formwork/);
  await hydrated(page, site, wasm, book + letters);
  await page.evaluate(() => Object.assign((window as any).__formwork, { islands: () => { throw new Error('a trap') } }));
  site.posts = () => ({ body: `<h1>After</h1>${book}${letters}` });
  await page.click('text=Subscribe');
  await expect(page.locator('h1')).toHaveText('After');
  expect(await phase(page)).toBe('failed');
  await page.click('text=Sign');
  await expect.poll(() => site.submissions.map(({ by }) => by)).toEqual(['bridge', 'bridge']);
});

test('a closure of the client outside of islands says that it needs a client, from hydration on', async ({ page, site, wasm }) => {
  const closure = '<form method="post" data-fw="closure:a"><input type="hidden" name="_fw.id" value="1"><button>Run</button><p role="alert" data-fw-failure hidden> </p></form>';
  site.islands = client;
  site.page('/', { body: book + closure });
  await visit(page, site.origin);
  await page.click('text=Run');
  await expect(page.locator('[data-fw="closure:a"]')).toHaveAttribute('aria-busy', 'true');
  wasm.open();
  await expect(page.getByText('No client.')).toBeVisible();
  await page.reload();
  await expect.poll(() => phase(page)).toBe('hydrated');
  await page.click('text=Run');
  await expect(page.getByText('No client.')).toBeVisible();
  expect(site.submissions).toEqual([]);
});

test('a page that loads its client at an interaction is not woken by its forms, and they stay the bridge\'s after that', async ({ page, site, wasm }) => {
  site.islands = client;
  site.page('/', { body: `<h1>First</h1>${book}${letters}`, load: 'interaction' });
  site.posts = () => ({ body: `<h1>After</h1>${book}${letters}`, load: 'interaction' });
  wasm.open();
  await visit(page, site.origin);
  await page.click('text=Subscribe');
  await expect(page.locator('h1')).toHaveText('After');
  expect(await phase(page)).toBe('html');
  await page.click('h1');
  await expect(page.locator('output')).toHaveText('live');
  site.posts = () => ({ body: `<h1>Third</h1>${book}${letters}`, load: 'interaction' });
  await page.click('text=Subscribe');
  await expect(page.locator('h1')).toHaveText('Third');
  expect(await phase(page)).toBe('hydrated');
  expect(await global(page, 'books')).toBe(1);
  expect(site.submissions.map(({ by }) => by)).toEqual(['bridge', 'bridge']);
});

test('an island that the client does not know is said, and its forms stay the bridge\'s', async ({ page, site, wasm, expected }) => {
  expected.push(/no island Gone/);
  await hydrated(page, site, wasm, island('Gone', sign) + letters);
  site.posts = () => ({ body: `<h1>Signed</h1>` });
  await page.click('text=Sign');
  await expect(page.locator('h1')).toHaveText('Signed');
  expect(site.submissions).toMatchObject([{ by: 'bridge' }]);
});

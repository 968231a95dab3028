import { expect, only, test, unique } from '../fixtures';
import { editor, guestbook, signup } from '../support/pages';

const PAGES = [
  { path: '/', title: 'Pressroom' },
  { path: '/guestbook', title: 'Optimistic list · Guestbook · Pressroom' },
  { path: '/signup', title: 'Validation · Sign up · Pressroom' },
  { path: '/members/1', title: 'Sealed arguments · Members · Pressroom' },
  { path: '/editor', title: 'Several actions · Editor · Pressroom' },
  { path: '/imprint', title: 'Edit form · Imprint · Pressroom' },
  { path: '/edition', title: 'Version conflicts · Edition · Pressroom' },
  { path: '/workbench', title: 'Small examples · Workbench · Pressroom' },
  { path: '/workbench/office', title: 'Arguments and guards · Office · Pressroom' },
  { path: '/workbench/galley', title: 'Disabled and hidden fields · Galley · Pressroom' },
  { path: '/workbench/stone', title: 'Redirects · Stone · Pressroom' },
  { path: '/workbench/telegraph', title: 'Server functions · Telegraph · Pressroom' },
  { path: '/workbench/make-ready', title: 'When the client is loaded · Make-ready · Pressroom' },
  { path: '/workbench/bindery', title: 'Rerendered form · Bindery · Pressroom' },
  { path: '/thread', title: 'Queued messages · Thread · Pressroom' },
  { path: '/likes', title: 'Calls in a transition · Likes · Pressroom' },
  { path: '/views', title: 'Calls in an effect · Views · Pressroom' },
  { path: '/notes', title: 'Autosave · Notes · Pressroom' },
  { path: '/feed', title: 'Endless list · Feed · Pressroom' },
  { path: '/queue', title: 'Policies · Queue · Pressroom' },
];

for (const { path, title } of PAGES) {
  test(`the page ${path}`, async ({ app, page }) => {
    await app.visit(path);
    await app.result(async () => {
      await expect(page).toHaveTitle(title);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    });
  });
}

test('each link of the index leads to a heading with its feature', only(['no-js'], 'the index is the same in every mode'), async ({ app, page }) => {
  await app.visit('/');
  const entries = await page
    .locator('.index a')
    .evaluateAll((links: HTMLAnchorElement[]) => links.map(({ pathname, hash, textContent }) => ({ path: pathname, hash, name: textContent! })));
  expect(entries.length).toBeGreaterThan(20);
  for (const { path, hash, name } of entries) {
    await app.visit(path + hash);
    await expect(page.locator(hash || 'h1')).toHaveText(name);
  }
});

test(
  'a link of the index to a sheet scrolls to its heading',
  only(['hydrated'], 'without the client the browser does it'),
  async ({ app, page }) => {
    await app.visit('/');
    await page.getByRole('main').getByRole('link', { name: 'Uploads' }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'Uploads' })).toBeInViewport();
  },
);

for (const path of ['/nowhere', '/members/999', '/members/none', '/guestbook/more']) {
  test(`there is no page ${path}, and the status says so`, async ({ app, page }) => {
    app.expectConsole(/status of 404/);
    const response = page.waitForResponse((response) => new URL(response.url()).pathname === path);
    await app.visit(path);
    expect((await response).status()).toBe(404);
    await app.result(() => expect(page.getByText(/never printed|Nobody sits at a desk/)).toBeVisible());
  });
}

test('a form on a page that one came to by a link works like any other', async ({ app, page }) => {
  const message = unique('link');
  const book = guestbook(page);
  await app.visit('/');
  await app.follow('Editor');
  await app.follow('Guestbook');
  await book.fill('Ada', message);
  await book.sign.click();
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(book.entry(message)).toHaveCount(1);
  });
  // What one form has done is not what another one shows.
  await app.follow('Editor');
  await expect(book.thanks('Ada')).toHaveCount(0);
  await app.follow('Guestbook');
  await expect(book.thanks('Ada')).toHaveCount(0);
  await expect(book.entry(message)).toHaveCount(1);
});

test(
  'each section can be gone to by its link, one after the other, and back',
  only(['hydrated'], 'without the client a link loads a document'),
  async ({ app, page }) => {
    await app.visit('/');
    const links = page.getByRole('navigation', { name: 'Sections' }).getByRole('link');
    const names = await links.allInnerTexts();
    for (const name of [...names, ...names.reverse()]) {
      await links.getByText(name, { exact: true }).click();
      await expect(links.getByText(name, { exact: true })).toHaveAttribute('aria-current', 'page');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      // What stands there while something is being read.
      await expect(page.locator('main p.quiet').filter({ hasText: /…$/ })).toHaveCount(0);
      await app.quiet();
    }
    expect(await page.evaluate(() => 'sameDocument' in window), 'no document load').toBe(true);
  },
);

test('the guestbook by keyboard alone', async ({ app, page }) => {
  const message = unique('keys');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(book.name).toBeFocused();
  await page.keyboard.type('Ada');
  await page.keyboard.press('Tab');
  await expect(book.message).toBeFocused();
  await page.keyboard.type(message);
  await page.keyboard.press('Tab');
  await expect(book.sign).toBeFocused();
  await page.keyboard.press('Enter');
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(book.entry(message)).toHaveCount(1);
  });
});

test('a signup by keyboard alone', async ({ app, page }) => {
  const email = `${unique('ada')}@example.com`;
  const form = signup(page);
  await app.visit('/signup');
  await form.email.focus();
  await page.keyboard.type(email);
  await page.keyboard.press('Tab');
  await page.keyboard.type('a password');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await app.result(() => expect(form.welcome(email)).toBeVisible());
});

test('the editor’s second button by keyboard alone', async ({ app, page }) => {
  const title = unique('Keys');
  const desk = editor(page);
  await app.visit('/editor');
  await desk.title.focus();
  await page.keyboard.type(title);
  await page.keyboard.press('Tab');
  await page.keyboard.type('A text.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(desk.draft).toBeFocused();
  await page.keyboard.press('Enter');
  await app.result(() => expect(desk.article(title)).toContainText('Draft'));
});

test('the address of an action shows its page, and runs nothing', async ({ app, page }) => {
  const message = unique('address');
  const book = guestbook(page);
  await app.visit('/guestbook');
  const action = await book.form.getAttribute('action');
  expect(action).toContain('_fw=');
  await app.visit(`/guestbook${action}&name=Ada&message=${message}`);
  await app.result(async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'Guestbook' })).toBeVisible();
    await expect(book.thanks('Ada')).toHaveCount(0);
    await expect(book.entry(message)).toHaveCount(0);
    expect(new URL(page.url()).search).not.toContain('_fw');
  });
  expect(await app.stored('/guestbook', message)).toBe(0);
});

test('a server that starts without a database makes one, and takes the first entry', async ({ freshServer, app, page }) => {
  const message = unique('fresh');
  const book = guestbook(page);
  await app.visit(`${freshServer.url}/guestbook`);
  await book.fill('Ada', message);
  await book.sign.click();
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(book.entry(message)).toHaveCount(1);
  });
  expect(await app.stored(`${freshServer.url}/guestbook`, message)).toBe(1);
});

test('without JavaScript the client is not downloaded', only(['no-js'], 'with it, it is needed'), async ({ app, page }) => {
  const files: string[] = [];
  page.on('response', (response) => files.push(new URL(response.url()).pathname));
  await app.visit('/guestbook');
  await page.waitForLoadState();
  expect(files.filter((file) => /\.(wasm|js)$/.test(file))).toEqual([]);
});

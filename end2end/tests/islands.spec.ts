// The example with islands: the list and its form are one, the sign-up for letters stands outside.
import type { Page, Request } from '@playwright/test';
import { expect, islands as test, only, unique } from '../fixtures';

function guestbook(page: Page) {
  const entries = page.getByRole('list', { name: 'Entries' }).getByRole('listitem');
  const form = page.locator('leptos-island form');
  return {
    form,
    name: form.getByLabel('Name'),
    message: form.getByLabel('Message'),
    sign: form.getByRole('button', { name: 'Sign' }),
    entries,
    entry: (text: string) => entries.filter({ hasText: text }),
    async fill(name: string, message: string) {
      await this.name.fill(name);
      await this.message.fill(message);
    },
  };
}

function letters(page: Page) {
  const form = page.locator('form', { has: page.getByLabel('E-mail') });
  return {
    form,
    email: form.getByLabel('E-mail'),
    leave: page.getByRole('button', { name: 'No more letters' }),
    startAgain: page.getByRole('button', { name: 'Start again' }),
    subscribe: form.getByRole('button', { name: 'Subscribe' }),
    said: page.getByRole('main').getByRole('status').getByText(/^Letters go to /),
  };
}

const sender = (post: Request) => post.headers()['x-formwork']?.replace('+show', '');
const isSignature = (post: Request) => post.postData()?.includes('message=') ?? false;

test('an entry that is signed in the island is in the book, and its form is empty', async ({ app, page }) => {
  const message = unique('Hello');
  const book = guestbook(page);
  await app.visit('/');
  const posts = await app.holdPosts();
  await book.fill('Ada', message);
  await book.sign.click({ noWaitAfter: true });
  await posts.reached;
  if (app.mode === 'hydrated') {
    await expect(book.entry(message)).toHaveAttribute('data-pending');
    await expect(book.sign).toBeDisabled();
    expect(app.posts.map(sender)).toEqual(['client']);
  } else if (app.mode === 'before-hydration') {
    await expect(book.form).toHaveAttribute('aria-busy', 'true');
    await expect(book.entry(message)).toHaveCount(0);
  }
  posts.open();
  await app.result(async () => {
    await expect(book.entry(message)).toHaveCount(1);
    await expect(book.entry(message)).toContainText('Ada');
    await expect(book.entry(message)).not.toHaveAttribute('data-pending');
    await expect(book.name).toHaveValue('');
    await expect(book.message).toHaveValue('');
    await expect(book.sign).toBeEnabled();
    await app.staysOnItsPage('/');
  });
  expect(app.posts.length).toBe(1);
  expect(await app.stored('/', message)).toBe(1);
});

test('two entries, one after the other', async ({ app, page }) => {
  const [first, second] = [unique('first'), unique('second')];
  const book = guestbook(page);
  await app.visit('/');
  for (const message of [first, second]) {
    await book.fill('Ada', message);
    await book.sign.click();
    await expect(book.entry(message)).toHaveCount(1);
    await expect(book.message).toHaveValue('');
    await app.quiet();
  }
  await app.result(async () => {
    await expect(book.entries.nth(0)).toContainText(second);
    await expect(book.entries.nth(1)).toContainText(first);
    await app.staysOnItsPage('/');
  });
});

test('what is wrong in the island is said at its field, and what was typed stays', async ({ app, page }) => {
  app.expectIssues();
  const message = unique('http://example.org');
  const book = guestbook(page);
  await app.visit('/');
  await book.fill('Ada', message);
  await book.sign.click();
  await app.result(async () => {
    await expect(book.message).toHaveAttribute('aria-invalid', 'true');
    await expect(book.message).toHaveAccessibleDescription(/No links, please\./);
    await expect(book.message).toHaveValue(message);
    await expect(book.name).toHaveValue('Ada');
    await expect(book.entry(message)).toHaveCount(0);
  });
  const mended = unique('no link');
  await book.message.fill(mended);
  await book.sign.click();
  await expect(book.entry(mended)).toHaveCount(1);
  await expect(book.message).not.toHaveAttribute('aria-invalid', 'true');
  expect(await app.stored('/', message)).toBe(0);
  expect(await app.stored('/', mended)).toBe(1);
});

test('the form outside of the island is answered in place, and the island has the fresh list', async ({ app, page }) => {
  const email = `${unique('ada')}@example.org`;
  const [book, letter] = [guestbook(page), letters(page)];
  await app.visit('/');
  const before = await book.entry('Welcome, new reader!').count();
  await letter.email.fill(email);
  await letter.subscribe.click();
  await app.result(async () => {
    await expect(letter.said).toContainText(email);
    await expect(letter.email).toHaveValue('');
    await expect(book.entry('Welcome, new reader!')).toHaveCount(before + 1);
    await app.staysOnItsPage('/');
  });
  if (app.mode !== 'no-js') expect(app.posts.map(sender)).toEqual(['bridge']);
});

test('what is wrong in the form outside is said at its field, and mended', async ({ app, page }) => {
  app.expectIssues();
  const [taken, free] = [`taken@${unique('x')}.org`, `${unique('free')}@example.org`];
  const letter = letters(page);
  await app.visit('/');
  await letter.email.fill(taken);
  await letter.subscribe.click();
  await app.result(async () => {
    await expect(letter.email).toHaveAttribute('aria-invalid', 'true');
    await expect(letter.email).toHaveAccessibleDescription(/This address has the letters already\./);
    await expect(letter.email).toHaveValue(taken);
    await app.staysOnItsPage('/');
  });
  await letter.email.fill(free);
  await letter.subscribe.click();
  await app.result(async () => {
    await expect(letter.said).toContainText(free);
    await expect(letter.email).not.toHaveAttribute('aria-invalid', 'true');
    await expect(letter.email).toHaveValue('');
  });
});

test('both forms, one after the other and back', async ({ app, page }) => {
  const [book, letter] = [guestbook(page), letters(page)];
  const [first, second] = [unique('first'), unique('second')];
  await app.visit('/');
  await book.fill('Ada', first);
  await book.sign.click();
  await expect(book.entry(first)).toHaveCount(1);
  await app.quiet();
  await letter.email.fill(`${first}@example.org`);
  await letter.subscribe.click();
  await expect(letter.said).toContainText(first);
  await app.quiet();
  await book.fill('Ada', second);
  await book.sign.click();
  await app.result(async () => {
    await expect(book.entry(first)).toHaveCount(1);
    await expect(book.entry(second)).toHaveCount(1);
    await app.staysOnItsPage('/');
  });
  expect(await app.stored('/', first)).toBeGreaterThanOrEqual(1);
  expect(await app.stored('/', second)).toBe(1);
});

test(
  'an answer outside leaves what was typed in the island, and the focus',
  only(['before-hydration', 'hydrated'], 'a document load takes both'),
  async ({ app, page }) => {
    const [book, letter] = [guestbook(page), letters(page)];
    await app.visit('/');
    const answers = await app.holdAnswers();
    await letter.email.fill(`${unique('ada')}@example.org`);
    await letter.subscribe.click();
    await book.fill('Ada', 'half a message');
    await expect(book.message).toBeFocused();
    answers.open();
    await app.result(async () => {
      await expect(letter.said).toBeVisible();
      await expect(book.name).toHaveValue('Ada');
      await expect(book.message).toHaveValue('half a message');
      await expect(book.message).toBeFocused();
    });
  },
);

test(
  'an entry that is on its way stays in the list while an answer is put around the island',
  only(['hydrated'], 'the client alone has rows on their way'),
  async ({ app, page }) => {
    const [book, letter] = [guestbook(page), letters(page)];
    const message = unique('slow');
    await app.visit('/');
    const before = await book.entry('Welcome, new reader!').count();
    let open = () => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    await app.onPost(async (route) => {
      if (isSignature(route.request())) await opened;
      await route.fallback();
    });
    await book.fill('Ada', message);
    await book.sign.click();
    await expect(book.entry(message)).toHaveAttribute('data-pending');
    await letter.email.fill(`${unique('ada')}@example.org`);
    await letter.subscribe.click();
    await expect(letter.said).toBeVisible();
    await expect(book.entry(message)).toHaveAttribute('data-pending');
    await expect(book.form).toHaveAttribute('aria-busy', 'true');
    open();
    await expect(book.entry(message)).not.toHaveAttribute('data-pending');
    await expect(book.entry(message)).toHaveCount(1);
    await expect(book.entry('Welcome, new reader!')).toHaveCount(before + 1);
    await app.staysOnItsPage('/');
    expect(await app.stored('/', message)).toBe(1);
  },
);

test(
  'an island with other props is hydrated anew: its submissions go on, and what is typed in it stays',
  only(['hydrated'], 'before hydration every answer brings new islands'),
  async ({ app, page }) => {
    const [book, letter] = [guestbook(page), letters(page)];
    const [message, next] = [unique('slow'), unique('next')];
    await app.visit('/');
    let open = () => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    await app.onPost(async (route) => {
      if (isSignature(route.request())) {
        await opened;
        return route.fallback();
      }
      const response = await route.fetch({ maxRedirects: 0 });
      const html = await response.text();
      await route.fulfill({ response, body: html.replace('<leptos-island ', '<leptos-island data-props="{}" ') });
    });
    const island = await page.locator('leptos-island').elementHandle();
    await book.fill('Ada', message);
    await book.sign.click();
    await expect(book.entry(message)).toHaveAttribute('data-pending');
    await book.name.fill('Grace');
    await letter.email.fill(`${unique('ada')}@example.org`);
    await letter.subscribe.click();
    await expect(letter.said).toBeVisible();
    expect(await island?.evaluate((element) => element.isConnected)).toBe(false);
    await expect(book.name).toHaveValue('Grace');
    await expect(book.form).toHaveAttribute('aria-busy', 'true');
    open();
    await expect(book.entry(message)).toHaveCount(1);
    await expect(book.form).not.toHaveAttribute('aria-busy', 'true');
    await book.fill('Grace', next);
    await book.sign.click();
    await expect(book.entry(next)).toHaveCount(1);
    await expect(book.entry(next)).not.toHaveAttribute('data-pending');
    await expect(book.message).toHaveValue('');
    await app.staysOnItsPage('/');
    expect([await app.stored('/', message), await app.stored('/', next)]).toEqual([1, 1]);
  },
);

test(
  'a press in the island before hydration is the client\'s afterwards, and runs once',
  only(['before-hydration'], 'it is about the moment between'),
  async ({ app, page }) => {
    const book = guestbook(page);
    const message = unique('early');
    await app.visit('/');
    const posts = await app.holdPosts();
    await book.fill('Ada', message);
    await book.sign.click();
    await posts.reached;
    await app.hydrate();
    await expect(book.sign).toBeDisabled();
    await expect(book.entry(message)).toHaveAttribute('data-pending');
    posts.open();
    await expect(book.entry(message)).not.toHaveAttribute('data-pending');
    await expect(book.entry(message)).toHaveCount(1);
    await expect(book.message).toHaveValue('');
    await app.quiet();
    expect(app.posts.length).toBe(1);
    expect(await app.stored('/', message)).toBe(1);
    await app.staysOnItsPage('/');
  },
);

test(
  'a press outside before hydration is the bridge\'s afterwards, too',
  only(['before-hydration'], 'it is about the moment between'),
  async ({ app, page }) => {
    const [book, letter] = [guestbook(page), letters(page)];
    const email = `${unique('ada')}@example.org`;
    await app.visit('/');
    const before = await book.entry('Welcome, new reader!').count();
    const posts = await app.holdPosts();
    await letter.email.fill(email);
    await letter.subscribe.click();
    await posts.reached;
    await app.hydrate();
    await expect(letter.form).toHaveAttribute('aria-busy', 'true');
    posts.open();
    await expect(letter.said).toContainText(email);
    await expect(letter.email).toHaveValue('');
    await expect(book.entry('Welcome, new reader!')).toHaveCount(before + 1);
    expect(app.posts.length).toBe(1);
    await app.staysOnItsPage('/');
  },
);

test('a redirect leads from the island to a page without one, and back to a new one', async ({ app, page }) => {
  const [book, letter] = [guestbook(page), letters(page)];
  const heading = page.getByRole('heading', { level: 1 });
  const [first, second] = [unique('first'), unique('second')];
  await app.visit('/');
  await book.fill('Ada', first);
  await book.sign.click();
  await expect(book.entry(first)).toHaveCount(1);
  await app.quiet();
  await letter.leave.click();
  await app.result(async () => {
    await expect(heading).toHaveText('No more letters');
    await app.staysOnItsPage('/letters');
  });
  await letter.startAgain.click();
  await expect(heading).toHaveText('Guestbook');
  await app.staysOnItsPage('/');
  await expect(book.entry(first)).toHaveCount(1);
  const posts = await app.holdPosts();
  await book.fill('Ada', second);
  await book.sign.click({ noWaitAfter: true });
  await posts.reached;
  if (app.mode !== 'no-js') await expect(book.entry(second)).toHaveAttribute('data-pending');
  posts.open();
  await expect(book.entry(second)).toHaveCount(1);
  await expect(book.entry(second)).not.toHaveAttribute('data-pending');
  await expect(book.message).toHaveValue('');
  await app.quiet();
  expect(await app.stored('/', second)).toBe(1);
});

test('a page without an island is loaded, and its form works', async ({ app, page }) => {
  await app.visit('/letters');
  await letters(page).startAgain.click();
  await app.result(async () => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Guestbook');
    await app.staysOnItsPage('/');
  });
  const message = unique('Hello');
  const book = guestbook(page);
  await book.fill('Ada', message);
  await book.sign.click();
  await expect(book.entry(message)).toHaveCount(1);
  if (app.mode !== 'no-js') expect(app.posts.map(sender)).toEqual(['bridge', 'client']);
});

test('the page carries values for its islands alone', only(['hydrated'], 'it is about what the server sends'), async ({ page }) => {
  const html = await (await page.request.get('/')).text();
  const data = html.match(/__RESOLVED_RESOURCES\[\d+\]/g) ?? [];
  expect(data.length, 'the list of the island').toBe(1);
  expect(html.match(/<leptos-island\b/g)?.length).toBe(1);
});

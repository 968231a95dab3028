import { expect, inAllEngines, only, test, unique } from '../fixtures';
import { Form } from '../support/form';
import { expectHead } from '../support/head';
import { failure, guestbook } from '../support/pages';

test('an entry is in the book, and its writer is thanked', inAllEngines(), async ({ app, page }) => {
  const [name, message] = [unique('Ada'), unique('Hello')];
  const book = guestbook(page);
  await app.visit('/guestbook');
  await book.fill(name, message);
  await book.sign.click();
  await app.result(async () => {
    await expect(book.thanks(name)).toBeVisible();
    await expect(book.entry(message)).toHaveCount(1);
    await expect(book.entry(message)).toContainText(name);
    await expect(book.name).toHaveValue('');
    await expect(book.message).toHaveValue('');
    await expect(failure(page)).toHaveCount(0);
    await app.staysOnItsPage('/guestbook');
  });
  expect(await app.stored('/guestbook', message)).toBe(1);
});

test('the head of the page goes with what it shows, by the next answer and the next page', inAllEngines(), async ({ app, page }) => {
  app.expectIssues();
  const book = guestbook(page);
  await app.visit('/guestbook');
  await app.withoutConstraints();
  await expectHead(page, { description: 'Guestbook', robots: [] });
  await book.fill('Ada', unique('head'));
  await book.sign.click();
  await expect(book.thanks('Ada')).toBeVisible();
  await expectHead(page, { description: 'Guestbook', robots: ['noindex'] });
  await app.withoutConstraints();
  await book.fill('', 'no name');
  await book.sign.click();
  await app.result(async () => {
    await expect(book.name).toHaveAttribute('aria-invalid', 'true');
    await expectHead(page, { description: 'Guestbook', robots: [] });
  });
  await app.follow('Likes');
  await expectHead(page, { description: 'Likes', robots: [] });
});

test('two entries, one after the other', inAllEngines(), async ({ app, page }) => {
  const [first, second] = [unique('first'), unique('second')];
  const book = guestbook(page);
  await app.visit('/guestbook');
  for (const message of [first, second]) {
    await book.fill('Ada', message);
    await book.sign.click();
    await expect(book.entry(message)).toHaveCount(1);
    await expect(book.message).toHaveValue('');
    await app.quiet();
  }
  await app.result(async () => {
    await expect(book.entry(first)).toHaveCount(1);
    await expect(book.entry(second)).toHaveCount(1);
  });
  expect(await app.stored('/guestbook', first)).toBe(1);
  expect(await app.stored('/guestbook', second)).toBe(1);
});

test('the rules of the fields are constraints of the page, and the browser keeps them', inAllEngines(), async ({ app, page }) => {
  const message = unique('Hello');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await expect(book.name).toHaveAttribute('required');
  await expect(book.name).toHaveAttribute('maxlength', '40');
  await expect(book.message).toHaveAttribute('required');
  await expect(book.message).toHaveAttribute('maxlength', '200');
  await book.message.fill(message);
  await book.sign.click();
  await expect(book.name).toBeFocused();
  await book.name.fill('Ada');
  await book.sign.click();
  await app.result(() => expect(book.entry(message)).toHaveCount(1));
  expect(app.posts.length, 'the first click sent nothing').toBe(1);
});

test('what is wrong is said at its field, and what was typed stays', inAllEngines(), async ({ app, page }) => {
  app.expectIssues();
  const message = unique('Hello');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await app.withoutConstraints();
  await book.message.fill(message);
  await book.sign.click();
  await app.result(async () => {
    await expect(book.name).toHaveAttribute('aria-invalid', 'true');
    await expect(book.name).toHaveAccessibleDescription(/Fill in this field\./);
    await expect(book.name).toBeFocused();
    await expect(book.message).not.toHaveAttribute('aria-invalid', 'true');
    await expect(book.message).toHaveValue(message);
    await expect(book.entry(message)).toHaveCount(0);
  });
  expect(await app.stored('/guestbook', message)).toBe(0);

  // Mended: by now by the client, where there is one.
  await book.name.fill('Ada');
  await book.sign.click();
  await expect(book.thanks('Ada')).toBeVisible();
  await expect(book.entry(message)).toHaveCount(1);
  await expect(book.name).not.toHaveAttribute('aria-invalid', 'true');
  await expect(book.name).not.toHaveAccessibleDescription(/Fill in this field\./);
  expect(await app.stored('/guestbook', message)).toBe(1);
});

test('what was wrong is mended at once', inAllEngines(), async ({ app, page }) => {
  app.expectIssues();
  const message = unique('Hello');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await app.withoutConstraints();
  await book.message.fill(message);
  await book.sign.click();
  await expect(book.name).toHaveAttribute('aria-invalid', 'true');
  await expect(book.message).toHaveValue(message);
  await book.name.fill('Ada');
  await book.sign.click();
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(book.entry(message)).toHaveCount(1);
    await expect(book.name).not.toHaveAttribute('aria-invalid', 'true');
    await expect(book.message).toHaveValue('');
  });
  expect(await app.stored('/guestbook', message)).toBe(1);
});

test('a message that is too long comes back whole', async ({ app, page }) => {
  app.expectIssues();
  const message = unique('long').padEnd(201, '.');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await app.withoutConstraints();
  await book.fill('Ada', message);
  await book.sign.click();
  await app.result(async () => {
    await expect(book.message).toHaveAttribute('aria-invalid', 'true');
    await expect(book.message).toHaveAccessibleDescription(/Up to 200 characters\..*201/);
    await expect(book.message).toHaveValue(message);
    await expect(book.name).toHaveValue('Ada');
    await expect(book.entry(message)).toHaveCount(0);
  });
  expect(await app.stored('/guestbook', message.slice(0, 13))).toBe(0);
});

test('markup in a text is text, in the book and in the form', inAllEngines(), async ({ app, page }) => {
  app.expectIssues();
  const name = unique('<b>"Ada" & \'co\'</b>');
  const message = `\n${unique('</textarea><script>document.title = "run"</script><!--')}\n&amp; </script>`;
  const book = guestbook(page);
  await app.visit('/guestbook');
  await app.withoutConstraints();
  await book.fill('', message);
  await book.sign.click();
  await expect(book.name).toHaveAttribute('aria-invalid', 'true');
  await expect(book.message).toHaveValue(message);
  await book.name.fill(name);
  await book.sign.click();
  await app.result(async () => {
    await expect(book.thanks(name)).toBeVisible();
    await expect(book.entry(name)).toContainText('</textarea><script>document.title = "run"</script><!--');
    await expect(page).toHaveTitle(/Guestbook/);
  });
});

test('of more than twenty entries the twenty latest are shown, the newest first', async ({ app, page }) => {
  const book = guestbook(page);
  const rows = page.getByRole('region', { name: 'Latest entries' }).getByRole('listitem');
  const messages = Array.from({ length: 23 }, (_, at) => unique(`entry ${at}`));
  const form = await Form.on(page.request, '/guestbook', 'name="message"');
  for (const message of messages) {
    const response = await form.send(page.request, { '_fw.id': unique('id'), name: 'Ada', message });
    expect(response.status()).toBe(303);
  }
  const latest = messages.reverse().map((message) => new RegExp(`^${message}`));

  await app.visit('/guestbook');
  await expect(rows).toHaveText(latest.slice(0, 20));

  const message = unique('one more');
  const posts = await app.holdPosts();
  await book.fill('Ada', message);
  await book.sign.click({ noWaitAfter: true });
  await posts.reached;
  // The client shows it at once, in the place of the last one.
  const early = app.mode === 'hydrated' ? [new RegExp(`^${message}`), ...latest.slice(0, 19)] : latest.slice(0, 20);
  if (app.mode !== 'no-js') await expect(rows).toHaveText(early);
  posts.open();
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(rows).toHaveText([new RegExp(`^${message}`), ...latest.slice(0, 19)]);
  });
});

test(
  'while an entry is on its way the form says so, and pressing again sends nothing',
  inAllEngines(only(['before-hydration', 'hydrated'], 'without JavaScript a press takes the place of the one before')),
  async ({ app, page }) => {
    const message = unique('busy');
    const book = guestbook(page);
    await app.visit('/guestbook');
    const posts = await app.holdPosts();
    await book.fill('Ada', message);
    await book.sign.click();
    await posts.reached;
    await expect(book.form).toHaveAttribute('aria-busy', 'true');
    if (app.mode === 'hydrated') await expect(book.sign).toBeDisabled();
    else await expect(book.sign).toBeEnabled();
    // By the mouse, on a disabled button too, and by the keyboard.
    await book.sign.click({ force: true });
    await book.name.press('Enter');
    await book.sign.click({ force: true });
    posts.open();
    await app.result(async () => {
      await expect(book.thanks('Ada')).toBeVisible();
      await expect(book.entry(message)).toHaveCount(1);
      await expect(book.form).not.toHaveAttribute('aria-busy', 'true');
      await expect(book.sign).toBeEnabled();
      await app.quiet();
    });
    expect(app.posts.length).toBe(1);
    expect(await app.stored('/guestbook', message)).toBe(1);
  },
);

import { expect, test, unique } from '../fixtures';
import { failure, guestbook } from '../support/pages';

test('an entry is in the book, and its writer is thanked', async ({ app, page }) => {
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

test('two entries, one after the other', async ({ app, page }) => {
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

test('the rules of the fields are constraints of the page, and the browser keeps them', async ({ app, page }) => {
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

test('what is wrong is said at its field, and what was typed stays', async ({ app, page }) => {
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

test('what was wrong is mended at once', async ({ app, page }) => {
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

test('markup in a text is text, in the book and in the form', async ({ app, page }) => {
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

import { expect, test, unique } from '../fixtures';
import { signup } from '../support/pages';

test('someone who signs up is greeted', async ({ app, page, server }) => {
  const [email, password] = [`${unique('ada')}@example.com`, unique('pass-word')];
  const form = signup(page);
  await app.visit('/signup');
  await form.fill(email, password);
  await form.create.click();
  await app.result(async () => {
    await expect(form.welcome(email)).toBeVisible();
    await expect(form.email).toHaveValue('');
    await expect(form.password).toHaveValue('');
    await expect(form.terms).not.toBeChecked();
    await expect(form.summary).toHaveCount(0);
  });
  expect(await page.content()).not.toContain(password);
  expect(await app.received()).not.toContain(password);
  expect(server.log).not.toContain(password);
});

test('all mistakes are said at once: at the fields and in a summary', async ({ app, page }) => {
  app.expectIssues();
  const form = signup(page);
  await app.visit('/signup');
  await app.withoutConstraints();
  await form.fill('not-an-address', 'short', false);
  await form.create.click();
  await app.result(async () => {
    await expect(form.email).toHaveAttribute('aria-invalid', 'true');
    await expect(form.email).toHaveAccessibleDescription(/e-mail address like/);
    await expect(form.password).toHaveAttribute('aria-invalid', 'true');
    await expect(form.password).toHaveAccessibleDescription(/8 to 72 characters\. Enter at least 8 characters/);
    await expect(form.terms).toHaveAttribute('aria-invalid', 'true');
    await expect(form.terms).toHaveAccessibleDescription(/Please agree/);
    await expect(form.summary.getByRole('link')).toHaveText([/^E-mail: /, /^Password: /, /agree.*: Please agree/]);
    await expect(form.email).toBeFocused();
  });
  await form.summary.getByRole('link', { name: /^Password/ }).click();
  await expect(form.password).toBeFocused();
});

test('after a mistake what was typed is still there, and the server does not send the password back', async ({ app, page, server }) => {
  app.expectIssues();
  const [email, secret] = [`${unique('ada')}@example.com`, unique('secret')];
  const form = signup(page);
  await app.visit('/signup');
  await app.withoutConstraints();
  await form.fill(email, secret, false);
  await form.create.click();
  await app.result(async () => {
    await expect(form.terms).toHaveAttribute('aria-invalid', 'true');
    await expect(form.email).toHaveValue(email);
    await expect(form.terms).not.toBeChecked();
    // What never left the page is not lost; what would have to come from the server is.
    await expect(form.password).toHaveValue(app.mode === 'no-js' ? '' : secret);
  });
  expect(await page.content()).not.toContain(secret);
  expect(await app.received()).not.toContain(secret);
  expect(server.log).not.toContain(secret);
});

test('a taken address is a mistake at its field', async ({ app, page }) => {
  app.expectIssues();
  const [email, password] = [`${unique('ada')}@example.com`, unique('pass-word')];
  const form = signup(page);
  await app.visit('/signup');
  await form.fill(email, password);
  await form.create.click();
  await expect(form.welcome(email)).toBeVisible();

  await app.visit('/signup');
  await form.fill(email.toUpperCase(), 'another password');
  await form.create.click();
  await app.result(async () => {
    await expect(form.email).toHaveAttribute('aria-invalid', 'true');
    await expect(form.email).toHaveAccessibleDescription(/has an account already/);
    await expect(form.email).toHaveValue(email.toUpperCase());
    await expect(form.email).toBeFocused();
    await expect(form.terms).toBeChecked();
    await expect(form.summary.getByRole('link')).toHaveText([/^E-mail: .* has an account already/]);
    await expect(form.password).not.toHaveAttribute('aria-invalid', 'true');
    await expect(form.welcome(email)).toHaveCount(0);
  });
});

test('the browser keeps the rules of a signup', async ({ app, page }) => {
  const email = `${unique('ada')}@example.com`;
  const form = signup(page);
  await app.visit('/signup');
  await expect(form.email).toHaveAttribute('type', 'email');
  await expect(form.password).toHaveAttribute('type', 'password');
  await expect(form.password).toHaveAttribute('minlength', '8');
  await expect(form.password).toHaveAttribute('maxlength', '72');
  await form.fill('not-an-address', 'long enough');
  await form.create.click();
  await expect(form.email).toBeFocused();
  await form.fill(email, 'long enough', false);
  await form.create.click();
  await expect(form.terms).toBeFocused();
  await form.terms.check();
  await form.create.click();
  await app.result(() => expect(form.welcome(email)).toBeVisible());
  expect(app.posts.length).toBe(1);
});

import { expect, inAllEngines, test, unique, type App } from '../fixtures';
import { signup } from '../support/pages';
import type { Server } from '../support/server';

/**
 * A secret is neither in the page, nor in anything that the server has sent or said. What it did send in answer to
 * the same form was seen, or there would have been nothing to find the secret in.
 */
async function expectUntold(secret: string, answered: string, app: App, server: Server) {
  expect(await app.page.content(), 'the page').not.toContain(secret);
  const received = await app.received();
  expect(received.includes(answered), `“${answered}” was sent`).toBe(true);
  expect(received, 'what was sent').not.toContain(secret);
  expect(server.log, 'the log').toContain(server.url);
  expect(server.log, 'the log').not.toContain(secret);
}

test('someone who signs up is greeted', inAllEngines(), async ({ app, page, server }) => {
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
  await expectUntold(password, email, app, server);
});

test('all mistakes are said at once: at the fields and in a summary', inAllEngines(), async ({ app, page }) => {
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

test('after a mistake what was typed is still there, and the server does not send the password back', inAllEngines(), async ({ app, page, server }) => {
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
  // The client has kept the address itself.
  await expectUntold(secret, app.mode === 'hydrated' ? 'Please agree' : email, app, server);
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

test('the browser keeps the rules of a signup', inAllEngines(), async ({ app, page }) => {
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

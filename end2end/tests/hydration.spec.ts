// What happens between the first paint and the client.
import type { Route } from '@playwright/test';
import { expect, inAllEngines, only, test, unique } from '../fixtures';
import { Gate } from '../support/gate';
import { failure, guestbook, members, sendAgain, signup } from '../support/pages';

const EARLY = only(['before-hydration'], 'it is about the moment of hydration');

test('text that was typed before hydration stays, with the focus and the caret', inAllEngines(EARLY), async ({ app, page }) => {
  const message = unique('typed');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await book.name.pressSequentially('Ada');
  await book.message.pressSequentially(`${message}?`);
  await book.message.press('ArrowLeft');
  await app.hydrate();
  await expect(book.name).toHaveValue('Ada');
  await expect(book.message).toHaveValue(`${message}?`);
  await expect(book.message).toBeFocused();
  await page.keyboard.type('!');
  await expect(book.message).toHaveValue(`${message}!?`);
  await book.sign.click();
  await expect(book.entry(`${message}!?`)).toHaveCount(1);
});

test('a tick, and text in the other form of a page, stay through hydration', inAllEngines(EARLY), async ({ app, page }) => {
  const form = signup(page);
  await app.visit('/signup');
  await form.fill('ada@example.com', 'a password');
  await app.hydrate();
  await expect(form.email).toHaveValue('ada@example.com');
  await expect(form.password).toHaveValue('a password');
  await expect(form.terms).toBeChecked();

  const { here, next } = members(page);
  await app.visit('/members/4');
  await here.name.fill('one');
  await next.name.fill('other');
  await app.hydrate();
  await expect(here.name).toHaveValue('one');
  await expect(next.name).toHaveValue('other');
});

test('the client takes over what is under way, and does not send it again', inAllEngines(EARLY), async ({ app, page }) => {
  const message = unique('adopted');
  const book = guestbook(page);
  await app.visit('/guestbook');
  const posts = await app.holdPosts();
  await book.fill('Ada', message);
  await book.sign.click();
  await posts.reached;
  await app.hydrate();
  await expect(book.form).toHaveAttribute('aria-busy', 'true');
  await expect(book.sign).toBeDisabled();
  await expect(book.entry(message)).toContainText('Sending…');
  await expect(book.message).toHaveValue(message);
  posts.open();
  await expect(book.thanks('Ada')).toBeVisible();
  await expect(book.entry(message)).toHaveCount(1);
  await expect(book.entry(message)).not.toContainText('Sending…');
  await expect(book.message).toHaveValue('');
  await app.quiet();
  expect(app.posts.length).toBe(1);
  expect(await app.stored('/guestbook', message)).toBe(1);
});

test('a mistake that the server finds after hydration is said, and what was typed stays', inAllEngines(EARLY), async ({ app, page }) => {
  const message = unique('adopted');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await app.withoutConstraints();
  const posts = await app.holdPosts();
  await book.fill('', message);
  await book.sign.click();
  await posts.reached;
  await app.hydrate();
  posts.open();
  await expect(book.name).toHaveAttribute('aria-invalid', 'true');
  await expect(book.name).toHaveAccessibleDescription(/Fill in this field/);
  await expect(book.message).toHaveValue(message);
  await expect(book.entry(message)).toHaveCount(0);
  await book.name.fill('Ada');
  await book.sign.click();
  await expect(book.thanks('Ada')).toBeVisible();
  await expect(book.entry(message)).toHaveCount(1);
  expect(await app.stored('/guestbook', message)).toBe(1);
});

test('two that wait for a slow server when the client takes over both arrive, in order', inAllEngines(EARLY), async ({ app, page }) => {
  const [first, second] = [unique('first'), unique('second')];
  const book = guestbook(page);
  await app.visit('/guestbook');
  const posts = await app.holdPosts();
  await book.fill('Ada', first);
  await book.sign.click();
  await posts.reached;
  await book.message.fill(second);
  await book.sign.click();
  await app.hydrate();
  posts.open();
  await expect(book.entry(first)).not.toContainText('Sending…');
  await expect(book.entry(second)).not.toContainText('Sending…');
  await app.quiet();
  const rows = page.getByRole('main').getByRole('listitem').filter({ hasText: /first-|second-/ });
  await expect(rows.nth(0)).toContainText(second);
  await expect(rows.nth(1)).toContainText(first);
  expect(app.posts.length).toBe(2);
  expect(await app.stored('/guestbook', first)).toBe(1);
  expect(await app.stored('/guestbook', second)).toBe(1);
});

test('where the answer was lost before hydration, sending again after it leaves one entry', EARLY, async ({ app, page }) => {
  app.expectConsole(/^request failed: POST .* net::ERR_CONNECTION_RESET/, /ERR_CONNECTION_RESET/);
  const message = unique('lost');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await book.fill('Ada', message);
  const find = await app.loseAnswers();
  await book.sign.click();
  await expect(failure(page)).toBeVisible();
  await app.hydrate();
  await expect(failure(page)).toBeVisible();
  await expect(book.message).toHaveValue(message);
  await find();
  await sendAgain(page, book.sign);
  await expect(book.thanks('Ada')).toBeVisible();
  await expect(book.entry(message)).toHaveCount(1);
  await app.quiet();
  expect(await app.stored('/guestbook', message)).toBe(1);
});

test('where the answer gets lost after the client took over, there is one entry', EARLY, async ({ app, page }) => {
  app.expectConsole(/^request failed: POST .* net::ERR_CONNECTION_RESET/, /ERR_CONNECTION_RESET/);
  const message = unique('lost');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await book.fill('Ada', message);
  const find = await app.loseAnswers();
  const posts = await app.holdPosts();
  await book.sign.click();
  await posts.reached;
  await app.hydrate();
  const failed = page.waitForEvent('requestfailed');
  posts.open();
  await failed;
  await find();
  await sendAgain(page, book.sign);
  await expect(book.thanks('Ada')).toBeVisible();
  await expect(book.entry(message)).toHaveCount(1);
  await app.quiet();
  expect(await app.stored('/guestbook', message)).toBe(1);
});

test('what is being sent again when the client takes over is answered once', EARLY, async ({ app, page }) => {
  app.expectConsole(/^request failed: POST .* net::ERR_CONNECTION_RESET/, /ERR_CONNECTION_RESET/);
  const message = unique('again');
  const book = guestbook(page);
  await app.visit('/guestbook');
  const again = new Gate();
  let sent = 0;
  await app.onPost(async (route) => {
    if (!sent++) return route.abort('connectionreset');
    await again.pass();
    await route.fallback();
  });
  await book.fill('Ada', message);
  await book.sign.click();
  await expect(failure(page)).toBeVisible();
  await again.reached;
  await app.hydrate();
  await expect(book.form).toHaveAttribute('aria-busy', 'true');
  again.open();
  await expect(book.thanks('Ada')).toBeVisible();
  await expect(book.entry(message)).toHaveCount(1);
  await expect(failure(page)).toHaveCount(0);
  await app.quiet();
  expect(sent).toBe(2);
  expect(await app.stored('/guestbook', message)).toBe(1);
});

const BUNDLES: [string, RegExp, (route: Route) => Promise<void>][] = [
  ['the WASM answers 404', /\.wasm$/, (route) => route.fulfill({ status: 404 })],
  ['the WASM is broken', /\.wasm$/, (route) => route.fulfill({ contentType: 'application/wasm', body: 'no WASM' })],
  ['the client’s script answers 404', /\/pkg\/.*\.js$/, (route) => route.fulfill({ status: 404 })],
];

for (const [what, file, answer] of BUNDLES) {
  test(`where ${what}, forms still work`, inAllEngines(only(['before-hydration'], 'there is no client')), async ({ app, page }) => {
    app.expectConsole(/status of 404.*\/pkg\//, /^console error: Formwork \w*Error/, /Loading (failed for the )?module/);
    const book = guestbook(page);
    await page.route(file, answer);
    await app.visit('/guestbook', 'failed');
    const messages = [unique('first'), unique('second'), unique('third')];
    for (const message of messages) {
      await book.fill('Ada', message);
      await book.sign.click();
      await expect(book.entry(message)).toHaveCount(1);
      await expect(book.message).toHaveValue('');
      await app.quiet();
    }
    await app.withoutConstraints();
    const mended = unique('mended');
    await book.fill('', mended);
    await book.sign.click();
    await expect(book.name).toHaveAttribute('aria-invalid', 'true');
    await expect(book.message).toHaveValue(mended);
    await book.name.fill('Ada');
    await book.sign.dblclick();
    await expect(book.entry(mended)).toHaveCount(1);
    await app.quiet();
    for (const message of [...messages, mended]) expect(await app.stored('/guestbook', message)).toBe(1);
    expect(await app.phase()).toBe('failed');
    await app.staysOnItsPage('/guestbook');
  });
}

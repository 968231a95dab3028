// Leptos' own `#[server]` functions as the actions of forms.
import { expect, inAllEngines, only, test, unique } from '../fixtures';
import type { Page } from '@playwright/test';

function telegraph(page: Page) {
  const main = page.getByRole('main');
  const row = (text: string) => main.getByRole('listitem').filter({ hasText: text });
  return {
    receiver: main.getByLabel('Receiver'),
    words: main.getByLabel('Words'),
    urgent: main.getByLabel('Urgent'),
    send: main.getByRole('button', { name: /^Send/ }),
    count: main.getByRole('button', { name: 'Count the words' }),
    said: (text: string) => main.getByRole('status').filter({ hasText: text }),
    failure: main.getByRole('alert').filter({ hasText: 'The house pays for' }),
    row,
    deliver: (text: string) => row(text).getByRole('button', { name: 'Deliver' }),

    async fill(receiver: string, words: string) {
      await this.receiver.fill(receiver);
      await this.words.fill(words);
    },
  };
}

test('a form sends a server function its parameters', inAllEngines(), async ({ app, page }) => {
  const desk = telegraph(page);
  const words = unique('come at once');
  await app.visit('/workbench/telegraph');
  await desk.fill('Ada', words);
  await desk.urgent.check();
  await desk.send.click();
  await app.result(async () => {
    await expect(desk.said('Sent to Ada.')).toBeVisible();
    await expect(desk.row(words)).toHaveText(new RegExp('Ada: .* · urgent'));
    await expect(desk.words, 'emptied').toHaveValue('');
    await app.staysOnItsPage('/workbench/telegraph');
  });
  expect(await app.stored('/workbench/telegraph', words)).toBe(1);
});

test('an error of the app’s own type arrives in it, and what was typed stays', async ({ app, page }) => {
  const desk = telegraph(page);
  const words = `${unique('far')} ${'too long '.repeat(7)}indeed`;
  await app.visit('/workbench/telegraph');
  // A refusal has its status in every mode, and browsers write that into the console.
  app.expectConsole(/status of 422/);
  await desk.fill('Ada', words);
  await desk.send.click();
  await app.result(async () => {
    await expect(desk.failure).toHaveText(/The house pays for 12 words, and these are 16./);
    await expect(desk.said('Strike out 4.')).toBeVisible();
    await expect(desk.words).toHaveValue(words);
    await expect(desk.receiver).toHaveValue('Ada');
  });
  const short = unique('short');
  await desk.words.fill(short);
  await desk.send.click();
  await app.result(async () => {
    await expect(desk.row(short)).toHaveCount(1);
    await expect(desk.said('Strike out')).toHaveCount(0);
  });
  expect(await app.stored('/workbench/telegraph', words)).toBe(0);
});

test('a second button sends the form to another function', async ({ app, page }) => {
  const desk = telegraph(page);
  await app.visit('/workbench/telegraph');
  await desk.fill('Ada', 'one two three');
  await desk.count.click();
  await app.result(async () => {
    await expect(desk.said('Words: 3.')).toBeVisible();
    await expect(desk.row('one two three')).toHaveCount(0);
  });
});

test('a parameter that is bound to the form of a row', async ({ app, page }) => {
  const desk = telegraph(page);
  const words = unique('for a row');
  await app.visit('/workbench/telegraph');
  await desk.fill('Grace', words);
  await desk.send.click();
  await app.result(() => expect(desk.deliver(words)).toBeVisible());
  await desk.deliver(words).click();
  await app.result(async () => {
    await expect(desk.row(words)).toHaveText(/delivered/);
    await expect(desk.deliver(words)).toHaveCount(0);
  });
});

test('what is sent is shown at once, by the typed parameters', only(['hydrated'], 'it is optimistic'), async ({ app, page }) => {
  const desk = telegraph(page);
  const words = unique('at once');
  await app.visit('/workbench/telegraph');
  const posts = await app.holdPosts();
  await desk.fill('Ada', words);
  await desk.send.click();
  await posts.reached;
  await expect(desk.row(words)).toHaveAttribute('data-pending');
  posts.open();
  await expect(desk.deliver(words)).toBeVisible();
  await expect(desk.row(words)).toHaveCount(1);
});

test('a direct call in an event handler', only(['hydrated'], 'it is a call of the client'), async ({ app, page }) => {
  const desk = telegraph(page);
  const words = unique('four words in all');
  await app.visit('/workbench/telegraph');
  await desk.fill('Ada', words);
  await desk.send.click();
  await expect(desk.row(words)).toBeVisible();
  await app.quiet();
  await page.getByRole('button', { name: 'Measure the newest' }).click();
  await expect(desk.said('The newest has 4 words.')).toBeVisible();
});

test('its own endpoint is behind the same origin check', only(['hydrated'], 'nothing of it is in a page'), async ({ app, page }) => {
  await app.visit('/workbench/telegraph');
  const paths = await page.evaluate(() => [...document.forms].map((form) => new URL(form.action).searchParams.get('_fw')));
  const path = paths.find((path) => path?.includes('send_telegram'))!;
  const form = { receiver: 'Eve', text: unique('forged') };
  const foreign = await page.request.post(path, { form, headers: { origin: 'https://evil.example' } });
  expect(foreign.status()).toBe(403);
  expect(await app.stored('/workbench/telegraph', form.text)).toBe(0);
  const own = await page.request.post(path, {
    form,
    headers: { origin: new URL(page.url()).origin, accept: 'application/json' },
  });
  expect(own.status()).toBe(200);
  expect(await own.json()).toMatchObject({ receiver: 'Eve', is_urgent: false });
});

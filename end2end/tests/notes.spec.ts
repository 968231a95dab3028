import { expect, inAllEngines, only, test, unique, type App } from '../fixtures';
import type { Page } from '@playwright/test';

function pad(page: Page) {
  const main = page.getByRole('main');
  return {
    text: main.getByLabel('Text'),
    save: main.getByRole('button', { name: 'Save' }),
    status: main.locator('.pad-status'),
  };
}

test('the button saves what is on the pad', inAllEngines(), async ({ app, page }) => {
  const [path, text] = [`/notes?pad=${unique('pad')}`, unique('a note')];
  const { text: area, save } = pad(page);
  await app.visit(path);
  await area.fill(text);
  await save.click();
  await app.result(async () => {
    await expect(area).toHaveValue(text);
    await app.quiet();
  });
  await app.reload();
  await expect(area).toHaveValue(text);
});

test(
  'what is typed is saved when the typing has paused',
  inAllEngines(only(['hydrated'], 'the client saves by itself')),
  async ({ app, page }) => {
    const [path, text] = [`/notes?pad=${unique('pad')}`, unique('a note')];
    const { text: area, status } = pad(page);
    await app.visit(path);
    await area.pressSequentially(text);
    await expect(status).toHaveText('Not saved yet');
    await expect(status).toHaveText('Saved');
    expect(app.posts.length, 'one save, not one for each letter').toBe(1);
    await app.reload();
    await expect(area).toHaveValue(text);
  },
);

test(
  'the last text typed is the last one stored, however late the answer to the first save comes',
  inAllEngines(only(['hydrated'], 'the client saves by itself')),
  async ({ app, page }) => {
    const path = `/notes?pad=${unique('pad')}`;
    const { text: area, status } = pad(page);
    await app.visit(path);
    const posts = await app.holdPosts();
    await area.fill('one');
    await posts.reached;
    for (const text of ['one two', 'one two three']) {
      await area.fill(text);
      await expect(status).toHaveText('Saving…');
    }
    posts.open();
    await expect(status).toHaveText('Saved');
    await expect(area).toHaveValue('one two three');
    await app.quiet();
    await app.reload();
    await expect(area).toHaveValue('one two three');
  },
);

for (const [how, leave] of Object.entries({
  'loads another page': (app: App) => app.visit('/guestbook'),
  'follows a link of the app': (app: App) => app.follow('Guestbook'),
})) {
  test(
    `who ${how} before anything was saved loses nothing`,
    inAllEngines(only(['hydrated'], 'the client saves by itself')),
    async ({ app, page }) => {
      const [path, text] = [`/notes?pad=${unique('pad')}`, unique('half a')];
      const { text: area } = pad(page);
      await app.visit(path);
      await area.fill(text);
      await leave(app);
      await expect.poll(() => app.stored(path, text)).toBeGreaterThan(0);
    },
  );

  test(
    `who ${how} in the middle of a sentence loses nothing`,
    inAllEngines(only(['hydrated'], 'the client saves by itself')),
    async ({ app, page }) => {
      // Nobody waits for the answer.
      app.expectConsole(/^request failed: POST .* net::ERR_ABORTED/);
      const [path, first, text] = [`/notes?pad=${unique('pad')}`, unique('half'), unique('half a')];
      const { text: area } = pad(page);
      await app.visit(path);
      const posts = await app.holdPosts();
      await area.fill(first);
      await posts.reached;
      // This one waits for the one before, and for a pause in the typing.
      await area.fill(text);
      posts.open();
      await leave(app);
      await expect.poll(() => app.stored(path, text)).toBeGreaterThan(0);
      await app.quiet();
      expect(await app.stored(path, text)).toBeGreaterThan(0);
    },
  );
}

test(
  'who is back while the last save is still under way gets its text, and nothing older is stored over it',
  inAllEngines(only(['hydrated'], 'the client saves by itself')),
  async ({ app, page }) => {
    const [path, before, text] = ['/notes', unique('before'), unique('after')];
    const { text: area, status } = pad(page);
    await app.visit(path);
    await area.fill(before);
    await expect(status).toHaveText('Saved');
    const posts = await app.holdPosts();
    await area.fill(text);
    await app.follow('Guestbook');
    await posts.reached;
    await app.follow('Notes');
    await expect(area).toHaveValue(before);
    await expect(status).toHaveText('Saving…');
    posts.open();
    await expect(area).toHaveValue(text);
    await expect(status).toHaveText('Saved');
    await app.quiet();
    // By the time that this is saved, the pad would have saved the text that it was opened with.
    await area.press('End');
    await area.pressSequentially('!');
    await expect(status).toHaveText('Not saved yet');
    await expect(status).toHaveText('Saved');
    await app.quiet();
    expect(app.posts.length).toBe(3);
    expect(await app.stored(path, `${text}!`)).toBeGreaterThan(0);
  },
);

test(
  'what is saved on the way out is not stored after what is typed when one is back',
  only(['hydrated'], 'the client saves by itself'),
  async ({ app, page }) => {
    const [path, text] = ['/notes', unique('later')];
    const { text: area, status } = pad(page);
    await app.visit(path);
    const posts = await app.holdPosts();
    await area.fill(unique('before'));
    await app.follow('Guestbook');
    await posts.reached;
    await app.follow('Notes');
    await area.fill(text);
    await expect(status).toHaveText('Saving…');
    expect(app.posts.length, 'the second save waits for the first').toBe(1);
    posts.open();
    await expect(status).toHaveText('Saved');
    await app.quiet();
    expect(app.posts.length).toBe(2);
    expect(await app.stored(path, text)).toBeGreaterThan(0);
  },
);

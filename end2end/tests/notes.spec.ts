import { expect, only, test, unique } from '../fixtures';
import type { Page } from '@playwright/test';

function pad(page: Page) {
  const main = page.getByRole('main');
  return {
    text: main.getByLabel('Text'),
    save: main.getByRole('button', { name: 'Save' }),
    status: main.locator('.pad-status'),
  };
}

test('the button saves what is on the pad', async ({ app, page }) => {
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
  only(['hydrated'], 'the client saves by itself'),
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
  only(['hydrated'], 'the client saves by itself'),
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

test(
  'who leaves the page in the middle of a sentence loses nothing',
  only(['hydrated'], 'the client saves by itself'),
  async ({ app, page }) => {
    const [path, text] = [`/notes?pad=${unique('pad')}`, unique('half a')];
    const { text: area } = pad(page);
    await app.visit(path);
    await area.fill(text);
    await app.visit('/guestbook');
    await expect.poll(() => app.stored(path, text)).toBeGreaterThan(0);
  },
);

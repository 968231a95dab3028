// Texts that are composed of several keys, as Chinese, Japanese and Korean are: nothing may touch them until they are whole.
import type { CDPSession, Page } from '@playwright/test';
import { expect, only, test, unique } from '../fixtures';
import { editor } from '../support/pages';
import { workbench } from '../support/workbench';

const SCRIPT = only(['before-hydration', 'hydrated'], 'without JavaScript nothing changes a page while one types');

/** What an input method does, in the field that has the focus. */
async function inputMethod(page: Page) {
  const line: CDPSession = await page.context().newCDPSession(page);
  return {
    /** The text is there, underlined, and not yet decided on. */
    compose: (text: string) =>
      line.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length }),
    decide: (text: string) => line.send('Input.insertText', { text }),
    /** Enter as long as something is being composed is the input method's: it takes a candidate. */
    enter: async (modifiers = 0) => {
      const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, modifiers };
      await line.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
      await line.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
    },
  };
}

const CTRL = 2;

test('what is being composed stays whole while an answer changes the page', SCRIPT, async ({ app, page }) => {
  const { good, proof } = workbench(page);
  await app.visit('/workbench');
  const method = await inputMethod(page);
  const posts = await app.holdPosts();
  await good.one.click();
  await posts.reached;
  await proof.line.fill('abc');
  await proof.line.press('End');
  await method.compose('に');
  await method.compose('にほ');
  posts.open();
  await app.posts[0].response();
  // Before hydration the answer waits for the end of the word.
  if (app.mode === 'hydrated') await expect(good.count).toHaveText('1');
  await method.compose('にほん');
  await expect(proof.line).toHaveValue('abcにほん');
  await method.decide('日本');
  await app.result(async () => {
    await expect(good.count).toHaveText('1');
    await expect(proof.line).toHaveValue('abc日本');
    await expect(proof.line).toBeFocused();
    await app.quiet();
  });
});

test('what is being composed stays whole while the client starts', only(['before-hydration'], 'it is about the start of the client'), async ({ app, page }) => {
  const { proof } = workbench(page);
  await app.visit('/workbench');
  const method = await inputMethod(page);
  await proof.line.focus();
  await method.compose('にほ');
  await app.hydrate();
  await method.compose('にほん');
  await method.decide('日本');
  await expect(proof.line).toHaveValue('日本');
  await expect(proof.line).toBeFocused();
});

test('Enter that takes a candidate sends nothing, and after it the shortcut does', SCRIPT, async ({ app, page }) => {
  const title = unique('title');
  const sheet = editor(page);
  await app.visit('/editor');
  await sheet.fill(title, 'text');
  const method = await inputMethod(page);
  await sheet.text.focus();
  await sheet.text.press('End');
  await method.compose('にほん');
  await method.enter();
  await method.enter(CTRL);
  await method.decide('日本');
  expect(app.posts.length).toBe(0);
  await expect(sheet.text).toHaveValue(/日本/);
  await method.enter(CTRL);
  await app.result(() => expect(sheet.article(title)).toBeVisible());
  expect(app.posts.length).toBe(1);
});

test('a pad that saves by itself has the whole text at last', only(['hydrated'], 'the client saves by itself'), async ({ app, page }) => {
  const path = `/notes?pad=${unique('pad')}`;
  const main = page.getByRole('main');
  const [area, status] = [main.getByLabel('Text'), main.locator('.pad-status')];
  await app.visit(path);
  const method = await inputMethod(page);
  await area.fill('abc');
  await expect(status).toHaveText('Saved');
  await area.press('End');
  await method.compose('に');
  await expect(status).toHaveText('Saved');
  await expect(area).toHaveValue('abcに');
  await method.compose('にほん');
  await method.decide('日本');
  await expect(area).toHaveValue('abc日本');
  await expect(status).toHaveText('Saved');
  await app.quiet();
  await app.reload();
  await expect(area).toHaveValue('abc日本');
});

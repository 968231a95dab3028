import { expect, only, test, unique } from '../fixtures';
import { editor } from '../support/pages';

const BUTTONS = [
  { button: 'publish', said: 'is out in the world.', stamp: 'Published' },
  { button: 'draft', said: 'is in the drawer.', stamp: 'Draft' },
] as const;

for (const { button, said, stamp } of BUTTONS) {
  test(`the button “${button}” runs its own action`, async ({ app, page }) => {
    const title = unique('Ligatures');
    const desk = editor(page);
    await app.visit('/editor');
    await desk.fill(title, 'A text about two letters.');
    await desk[button].click();
    await app.result(async () => {
      await expect(desk.said(title, said)).toBeVisible();
      await expect(desk.article(title)).toHaveCount(1);
      await expect(desk.article(title)).toContainText(stamp);
      await expect(desk.title).toHaveValue('');
    });
    await app.reload();
    await expect(desk.article(title)).toHaveCount(1);
    await expect(desk.article(title)).toContainText(stamp);
  });

  test(`after a mistake with the button “${button}” the text is still there`, async ({ app, page }) => {
    app.expectConsole(/status of 422/);
    const [title, text] = [unique('Ligatures'), unique('A text')];
    const desk = editor(page);
    await app.visit('/editor');
    await app.withoutConstraints();
    await desk.fill('', text);
    await desk[button].click();
    await expect(desk.title).toHaveAttribute('aria-invalid', 'true');
    await expect(desk.text).toHaveValue(text);
    await desk.title.fill(title);
    await desk[button].click();
    await app.result(async () => {
      await expect(desk.said(title, said)).toBeVisible();
      await expect(desk.article(title)).toContainText(stamp);
    });
  });
}

test('Enter in the title is the first button', async ({ app, page }) => {
  const title = unique('Ligatures');
  const desk = editor(page);
  await app.visit('/editor');
  await desk.fill(title, 'A text about two letters.');
  await desk.title.press('Enter');
  await app.result(async () => {
    await expect(desk.said(title, 'is out in the world.')).toBeVisible();
    await expect(desk.article(title)).toContainText('Published');
  });
});

for (const key of ['Control', 'Meta']) {
  test(
    `${key} with Enter publishes, and the rules of the fields still hold`,
    only(['before-hydration', 'hydrated'], 'without JavaScript no key but Enter itself submits a form'),
    async ({ app, page }) => {
      const title = unique('Ligatures');
      const desk = editor(page);
      await app.visit('/editor');
      await desk.text.fill('A text about two letters.');
      await desk.text.press(`${key}+Enter`);
      await expect(desk.title).toBeFocused();
      await desk.title.fill(title);
      await desk.text.press(`${key}+Enter`);
      await app.result(async () => {
        await expect(desk.said(title, 'is out in the world.')).toBeVisible();
        await expect(desk.article(title)).toHaveCount(1);
        await expect(desk.article(title)).toContainText('Published');
        await expect(desk.text).toHaveValue('');
      });
      expect(app.posts.length, 'the first one sent nothing').toBe(1);
    },
  );
}

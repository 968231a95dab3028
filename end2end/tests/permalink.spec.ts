// Where a form leads that is not there any more when its page is loaded anew.
import { expect, only, test, unique } from '../fixtures';
import { workbench } from '../support/workbench';

test(
  'with the client a form in a drawer is answered in the drawer',
  only(['hydrated', 'before-hydration'], 'without JavaScript the drawer stays shut'),
  async ({ app, page }) => {
    const { drawer } = workbench(page);
    const typeface = unique('Garamond');
    await app.visit('/workbench');
    await app.hydrate();
    await drawer.toggle.click();
    await drawer.typeface.fill(typeface);
    await drawer.ask.click();
    await expect(drawer.answer(typeface)).toBeVisible();
    await app.staysOnItsPage('/workbench');
  },
);

test(
  'without it the browser ends on the page of its own, with the answer',
  only(['hydrated'], 'the drawer has to be opened first'),
  async ({ app, page }) => {
    const { drawer } = workbench(page);
    const typeface = unique('Garamond');
    await app.visit('/workbench');
    await drawer.toggle.click();
    await drawer.typeface.fill(typeface);
    // As a browser without JavaScript sends it: no event is raised.
    await drawer.ask.evaluate((button: HTMLButtonElement) => button.form!.submit());
    await expect(drawer.answer(typeface)).toBeVisible();
    expect(new URL(page.url()).pathname).toBe('/workbench/specimen');
    expect(app.posts.length).toBe(1);
  },
);

test('the page of its own shows answers and mistakes', async ({ app, page }) => {
  app.expectIssues();
  const { drawer } = workbench(page);
  const typeface = unique('Garamond');
  await app.visit('/workbench/specimen');
  await app.withoutConstraints();
  await drawer.typeface.fill('');
  await drawer.ask.click();
  await app.result(() => expect(drawer.typeface).toHaveAttribute('aria-invalid', 'true'));
  await app.quiet();
  await drawer.typeface.fill(typeface);
  await drawer.ask.click();
  await app.result(() => expect(drawer.answer(typeface)).toBeVisible());
  expect(new URL(page.url()).pathname).toBe('/workbench/specimen');
});

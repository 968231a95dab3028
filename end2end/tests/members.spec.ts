import { expect, only, test, unique } from '../fixtures';
import { failure, members } from '../support/pages';

test('the member whose form it is gets the new name, and the other form is left alone', async ({ app, page }) => {
  const name = unique('Ines');
  const { here, next, heading, desk } = members(page);
  await app.visit('/members/1');
  const [before, neighbour] = [await here.name.inputValue(), await next.name.inputValue()];
  await here.name.fill(name);
  await here.rename.click();
  await app.result(async () => {
    await expect(heading(name)).toBeVisible();
    await expect(heading(before)).toHaveCount(0);
    await expect(desk(name)).toBeVisible();
    await expect(here.name).toHaveValue(name);
    await expect(heading(neighbour)).toBeVisible();
    await expect(next.name).toHaveValue(neighbour);
  });
  await app.visit('/members/2');
  await expect(here.name).toHaveValue(neighbour);
});

test('each of two forms renames its own member', async ({ app, page }) => {
  const [first, second] = [unique('Tomasz'), unique('Maud')];
  const { here, next, heading } = members(page);
  await app.visit('/members/2');
  await next.name.fill(second);
  await next.rename.click();
  await expect(heading(second)).toBeVisible();
  await app.quiet();
  await here.name.fill(first);
  await here.rename.click();
  await app.result(async () => {
    await expect(heading(first)).toBeVisible();
    await expect(heading(second)).toBeVisible();
    await expect(here.name).toHaveValue(first);
    await expect(next.name).toHaveValue(second);
  });
  await app.visit('/members/3');
  await expect(here.name).toHaveValue(second);
});

test('a mistake in one form is not shown in the other', async ({ app, page }) => {
  app.expectIssues();
  const { here, next } = members(page);
  await app.visit('/members/1');
  await app.withoutConstraints();
  const neighbour = await next.name.inputValue();
  await here.name.fill('');
  await here.rename.click();
  await app.result(async () => {
    await expect(here.name).toHaveAttribute('aria-invalid', 'true');
    await expect(here.name).toHaveAccessibleDescription(/Fill in this field/);
    await expect(here.name).toHaveValue('');
    await expect(next.name).not.toHaveAttribute('aria-invalid', 'true');
    await expect(next.name).not.toHaveAccessibleDescription(/Fill in this field/);
    await expect(next.name).toHaveValue(neighbour);
  });
});

test(
  'what was begun in the other form stays',
  only(['before-hydration', 'hydrated'], 'without JavaScript the answer is another document'),
  async ({ app, page }) => {
    const name = unique('Ines');
    const { here, next, heading } = members(page);
    await app.visit('/members/1');
    await next.name.fill('half a na');
    await here.name.fill(name);
    await here.rename.click();
    await app.result(async () => {
      await expect(heading(name)).toBeVisible();
      await expect(next.name).toHaveValue('half a na');
    });
  },
);

test('a seal that was tampered with is refused with 400, and nothing runs', async ({ app, page }) => {
  app.expectConsole(/status of 400/);
  const { here, heading } = members(page);
  await app.visit('/members/1');
  const [before, name] = [await here.name.inputValue(), unique('Mallory')];
  // One bit of the token.
  await here.form.locator('[name="_fw.bound"]').evaluate((input: HTMLInputElement) => {
    const middle = Math.floor(input.value.length / 2);
    const other = input.value[middle] === 'A' ? 'B' : 'A';
    input.value = input.value.slice(0, middle) + other + input.value.slice(middle + 1);
  });
  await here.name.fill(name);
  await here.rename.click();
  await expect.poll(() => app.posts.length).toBe(1);
  expect((await app.posts[0].response())?.status()).toBe(400);
  if (app.mode === 'no-js') {
    await expect(page.getByText('Load the page again')).toBeVisible();
  } else {
    await app.result(async () => {
      await expect(failure(page)).toHaveCount(1);
      await expect(here.name, 'what was typed').toHaveValue(name);
    });
  }
  await app.visit('/members/1');
  await expect(heading(before)).toBeVisible();
  await expect(here.name).toHaveValue(before);
});

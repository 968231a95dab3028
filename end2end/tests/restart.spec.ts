// Pages that were loaded from a server which is not there any more.
import { expect, test, unique } from '../fixtures';
import { failure, guestbook, members } from '../support/pages';

test('a restart of the server breaks no open page', async ({ freshServer, app, page }) => {
  // What the browser was still loading when the server went.
  app.expectConsole(/favicon/);
  const [name, message] = [unique('Ines'), unique('restart')];
  const { here, heading } = members(page);
  await app.visit(`${freshServer.url}/members/1`);
  await page.waitForLoadState();
  await freshServer.restart();
  await here.name.fill(name);
  await here.rename.click();
  await app.result(() => expect(heading(name)).toBeVisible());

  const book = guestbook(page);
  await app.visit(`${freshServer.url}/guestbook`);
  await page.waitForLoadState();
  await freshServer.restart();
  await book.fill('Ada', message);
  await book.sign.click();
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(book.entry(message)).toHaveCount(1);
  });
});

test('after a change of keys a form comes back with what was typed, and waits to be sent again', async ({ freshServer, app, page }) => {
  app.expectConsole(/status of 409/, /favicon/);
  const name = unique('Ines');
  const { here, next, heading } = members(page);
  await app.visit(`${freshServer.url}/members/1`);
  await page.waitForLoadState();
  const before = await here.name.inputValue();
  const neighbour = await next.name.inputValue();
  await freshServer.restart({ newKeys: true });
  await here.name.fill(name);
  await here.rename.click();
  await app.result(async () => {
    await expect(failure(here.form)).toContainText('out of date');
    await expect(here.name).toHaveValue(name);
    await expect(heading(before)).toBeVisible();
    // Under an unknown key the server cannot tell which of two forms was sent: on a page of its own both say it.
    if (app.mode === 'hydrated') await expect(failure(next.form)).toHaveCount(0);
  });
  await here.rename.click();
  await expect(heading(name)).toBeVisible();
  await expect(heading(neighbour)).toBeVisible();
  await expect(failure(here.form)).toHaveCount(0);
});

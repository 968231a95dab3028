// A page that loads its client at the first interaction, since its route says so. It begins without the client in every mode.
import { expect, inAllEngines, only, test, unique, type App } from '../fixtures';

function makeReady({ page }: App) {
  const rollers = page.getByRole('region', { name: 'Rollers' });
  return {
    line: page.getByLabel('Line'),
    pulled: (line: string) => page.getByRole('main').getByText(`Pulled: ${line}`),
    ink: rollers.getByRole('button'),
    inked: rollers.getByRole('status'),
  };
}

const WITHOUT_CLIENT = only(['hydrated', 'never', 'interaction'], 'before hydration the page is the same');

test('its form loads no client, and the first click on a button does, and counts', inAllEngines(WITHOUT_CLIENT), async ({ app }) => {
  const { line, pulled, ink, inked } = makeReady(app);
  await app.visit('/workbench/make-ready', 'html');
  for (const text of [unique('first'), unique('second')]) {
    await line.fill(text);
    await line.press('Enter');
    await expect(pulled(text)).toBeVisible();
    await expect(line).toHaveValue('');
  }
  await app.staysOnItsPage('/workbench/make-ready');
  app.expectNoClient();
  await expect(inked).toHaveText('Rollers inked: 0.');

  await line.fill('typed before');
  await ink.click();
  await app.reaches('hydrated');
  await expect(inked).toHaveText('Rollers inked: 1.');
  await expect(ink).not.toHaveAttribute('aria-busy', 'true');
  await expect(line).toHaveValue('typed before');
  // From here on the client sends.
  const last = unique('last');
  await line.fill(last);
  await line.press('Enter');
  await expect(pulled(last)).toBeVisible();
  await app.staysOnItsPage('/workbench/make-ready');
  await ink.click();
  await expect(inked).toHaveText('Rollers inked: 2.');
  app.asked.length = 0;
});

test('its client comes by the keyboard, too', inAllEngines(WITHOUT_CLIENT), async ({ app }) => {
  const { ink, inked } = makeReady(app);
  await app.visit('/workbench/make-ready', 'html');
  await ink.focus();
  app.expectNoClient();
  await ink.press('Enter');
  await app.reaches('hydrated');
  await expect(inked).toHaveText('Rollers inked: 1.');
  await expect(ink).toBeFocused();
  app.asked.length = 0;
});

test('what was sent and what was clicked while the client is on its way are both there in the end', inAllEngines(WITHOUT_CLIENT), async ({ app }) => {
  const { line, pulled, ink, inked } = makeReady(app);
  const text = unique('both');
  await app.visit('/workbench/make-ready', 'html');
  const posts = await app.holdPosts();
  await line.fill(text);
  await line.press('Enter');
  await posts.reached;
  await ink.click();
  await app.reaches('hydrated');
  await expect(inked).toHaveText('Rollers inked: 1.');
  posts.open();
  await expect(pulled(text)).toBeVisible();
  await expect(inked).toHaveText('Rollers inked: 1.');
  expect(app.posts.length).toBe(1);
  app.asked.length = 0;
});

// What engines do in their own ways when a page is left, kept in memory, loaded again or refused.
import { expect, inAllEngines, only, test, unique, type App } from '../fixtures';
import { launchOptions } from '../support/chromium';
import { Gate } from '../support/gate';
import { failure, guestbook } from '../support/pages';
import { workbench } from '../support/workbench';

// Playwright forbids Chromium to keep pages in memory unless told otherwise.
test.use({ launchOptions: { ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] } });

const SCRIPT = inAllEngines(only(['before-hydration', 'hydrated'], 'without JavaScript a form is sent by leaving its page'));
const EARLY = inAllEngines(only(['before-hydration'], 'it is about the start of the client'));

const ELSEWHERE = '/robots.txt';

test('what is under way when its page is left is settled when one is back', SCRIPT, async ({ app, page }) => {
  nobodyWaits(app);
  const [message, next] = [unique('left'), unique('next')];
  const book = guestbook(page);
  await app.visit('/guestbook');
  const answers = await app.holdAnswers();
  await book.fill('Ada', message);
  await book.sign.click({ noWaitAfter: true });
  await answers.reached;
  await page.goto(ELSEWHERE);
  await app.backFromMemory('/guestbook');
  answers.open();
  await expect(book.form).not.toHaveAttribute('aria-busy', 'true');
  await book.fill('Ada', next);
  await book.sign.click();
  await expect(book.entry(next)).toHaveCount(1);
  await expect(book.entry(message)).toHaveCount(1);
  await expect(book.message).toHaveValue('');
  expect(await app.stored('/guestbook', message)).toBe(1);
  expect(await app.stored('/guestbook', next)).toBe(1);
});

test('a client whose page was left while it loaded starts when one is back', EARLY, async ({ app, page }) => {
  const message = unique('back');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await page.goto(ELSEWHERE);
  await app.backFromMemory('/guestbook');
  // Not every browser has it whole at once.
  await expect.poll(() => page.evaluate(() => document.readyState)).not.toBe('loading');
  await app.hydrate();
  await app.reaches('hydrated');
  await app.follow('Likes');
  await app.follow('Guestbook');
  await book.fill('Ada', message);
  await book.sign.click();
  await expect(book.entry(message)).toHaveCount(1);
});

test('a client starts though a link that leads nowhere has stopped its loading', EARLY, async ({ app, page }) => {
  const asked = new Gate();
  await page.route(/\/nothing$/, async (route) => {
    void asked.pass();
    await route.fulfill({ status: 204 });
  });
  const book = guestbook(page);
  await app.visit('/guestbook');
  const message = unique('stayed');
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = '/nothing';
    document.body.append(link);
    link.click();
    link.remove();
  });
  await asked.reached;
  await app.hydrate();
  await app.reaches('hydrated');
  await book.fill('Ada', message);
  await book.sign.click();
  await expect(book.entry(message)).toHaveCount(1);
});

test('a page that is left before hydration leaves nothing in the console', EARLY, async ({ app, page }) => {
  for (const path of ['/guestbook', '/signup', '/workbench']) {
    await app.visit(path);
    await page.goto(ELSEWHERE);
  }
});

test('a form whose answer has led to another document is at rest when one is back', inAllEngines(), async ({ app, page }) => {
  const main = page.getByRole('main');
  const [to, go] = [main.getByLabel('Where to'), main.getByRole('button', { name: /^Go/ })];
  await app.visit('/workbench/stone');
  await to.selectOption('/robots.txt');
  await go.click({ noWaitAfter: true });
  await expect.poll(async () => new URL(await page.url()).pathname).toBe('/robots.txt');
  await app.backFromMemory('/workbench/stone');
  await expect(go).toHaveText('Go');
  await expect(go).toBeEnabled();
  await to.selectOption('nowhere');
  await go.click();
  await app.result(() => expect(main.getByText('You stay where you are.')).toBeVisible());
  expect(app.posts.length).toBe(2);
});

test('a text that was sent is not in its form when the page is loaded again', SCRIPT, async ({ app, page }) => {
  const message = unique('sent');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await book.fill('Ada', message);
  await book.sign.click();
  await expect(book.thanks('Ada')).toBeVisible();
  await expect(book.message).toHaveValue('');
  await app.reload();
  await app.result(async () => {
    await expect(book.entry(message)).toHaveCount(1);
    await expect(book.name).toHaveValue('');
    await expect(book.message).toHaveValue('');
  });
});

test('what needs the client is disabled until it is there, also on a page that is loaded again', EARLY, async ({ app, page }) => {
  const pages = [
    { path: '/workbench', button: workbench(page).good.anew },
    { path: '/workbench', button: workbench(page).ink.call },
    { path: '/workbench', button: workbench(page).drawer.toggle },
    { path: '/queue', button: page.getByRole('main').locator('button[type=button]').first() },
    { path: '/views', button: page.getByRole('main').locator('button[type=button]').first() },
  ];
  for (const { path, button } of pages) {
    for (const load of [() => app.visit(path), () => app.reload()]) {
      await load();
      await expect(button).toBeDisabled();
      await app.hydrate();
      await expect(button).toBeEnabled();
      // An effect of this page calls an action, which a reload would break off.
      if (path == '/views') await expect(page.getByText(/^You were number/)).toBeVisible();
    }
  }
});

test(
  'a file far above the limit is refused with what the limit is, and can be replaced',
  inAllEngines(only(['no-js', 'hydrated'], 'the bridge says what the client says')),
  async ({ app, page }) => {
    test.slow();
    app.expectConsole(/status of 413/);
    const { typeCase } = workbench(page);
    const choose = (size: number) =>
      typeCase.specimen.evaluate((input: HTMLInputElement, size) => {
        const files = new DataTransfer();
        files.items.add(new File([new Uint8Array(size)], 'specimen.bin', { type: 'application/octet-stream' }));
        input.files = files.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
      }, size);
    await app.visit('/workbench');
    await choose(40 * 1024 * 1024);
    await typeCase.takeStock.click({ noWaitAfter: true });
    if (app.mode === 'no-js') {
      await expect(page.getByText('send at most 256 KiB')).toBeVisible({ timeout: 30_000 });
      await app.visit('/workbench');
    } else {
      await expect(page.getByText('256 KiB').first()).toBeVisible({ timeout: 30_000 });
      await expect(failure(page)).not.toContainText('offline');
    }
    await choose(3);
    await typeCase.takeStock.click();
    await expect(typeCase.stock.nth(3)).toHaveText('specimen.bin, 3 bytes');
    await expect(failure(page)).toHaveCount(0);
  },
);

/** The page is gone that the answer was for. */
function nobodyWaits(app: App) {
  app.expectConsole(/^request failed: POST .* net::ERR_ABORTED/);
}

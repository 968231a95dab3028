// Leaving a page while something is on its way.
import type { Page } from '@playwright/test';
import { expect, inAllEngines, only, test, unique, type App } from '../fixtures';
import { failure, guestbook, sendAgain, thread } from '../support/pages';
import { workbench } from '../support/workbench';

const SCRIPT = only(['before-hydration', 'hydrated'], 'without JavaScript leaving is what sends a form');
const CLIENT = only(['hydrated'], 'the client asks');

test('who leaves right after pressing is not asked, and the entry is stored', SCRIPT, async ({ app, page }) => {
  nobodyWaits(app);
  const message = unique('left');
  const asked = questions(page);
  const book = guestbook(page);
  await app.visit('/guestbook');
  await book.fill('Ada', message);
  // Browsers ask only where a person has done something.
  await book.message.click();
  // So slow that the page has gone before the server has all of it.
  const line = await page.context().newCDPSession(page);
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 2000,
  });
  await book.sign.evaluate((button: HTMLButtonElement) => {
    button.click();
    location.assign('/robots.txt');
  });
  await page.waitForURL('**/robots.txt');
  await expect.poll(() => app.stored('/guestbook', message), { timeout: 20_000 }).toBe(1);
  expect(asked).toEqual([]);
});

for (const [what, { modes, before }] of Object.entries({
  'what still waits for its turn when one leaves': { modes: SCRIPT, before: async () => {} },
  'what still waits though its page is gone': { modes: CLIENT, before: (app: App) => app.follow('Guestbook') },
})) {
  test(`${what} is stored too, each once`, inAllEngines(modes), async ({ app, page }) => {
    await app.needsDelays();
    nobodyWaits(app);
    const path = `/thread?room=${unique('room')}&delay=3000`;
    const texts = ['first', 'second', 'third'].map((text) => unique(text));
    const asked = questions(page);
    const talk = thread(page);
    await app.visit(path);
    for (const text of texts) {
      await talk.text.fill(text);
      await talk.say.click();
    }
    await before(app);
    await expect.poll(() => app.stored(path, texts[0])).toBe(1);
    expect(app.posts.length, 'the others wait for the first one’s answer').toBe(1);
    await page.goto('/robots.txt');
    for (const text of texts) await expect.poll(() => app.stored(path, text)).toBeGreaterThan(0);
    for (const text of texts) expect(await app.stored(path, text)).toBe(1);
    expect(asked).toEqual([]);
    await app.visit(path);
    await expect(talk.texts).toHaveText(texts);
  });
}

test('who closes the page with more under way than browsers let through is asked', CLIENT, async ({ app, page }) => {
  // Each letter takes six bytes on its way: one text may pass, two may not.
  const texts = [`${unique('long')}${'ä'.repeat(8_000)}`, `${unique('longer')}${'ä'.repeat(8_000)}`];
  const path = `/notes?pad=${unique('pad')}`;
  const area = page.getByRole('main').getByLabel('Text');
  const status = page.locator('.pad-status');
  await app.visit(path);
  const posts = await app.holdPosts();
  await area.fill(texts[0]);
  await posts.reached;
  await area.fill(texts[1]);
  // The second one waits for its turn when the pause is over.
  await page.getByRole('button', { name: 'Save' }).click();
  await closeAndStay(page);
  posts.open();
  await expect(status).toHaveText('Saved');
  await app.quiet();
  expect(await app.stored(path, texts[1])).toBeGreaterThan(0);
  await expectToLeave(page);
});

test('who closes the page during an upload is asked, and staying finishes it', SCRIPT, async ({ app, page }) => {
  const { typeCase } = workbench(page);
  await app.visit('/workbench');
  const posts = await app.holdPosts();
  await typeCase.specimen.setInputFiles({ name: 'small.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(3) });
  await typeCase.takeStock.click();
  await posts.reached;
  await closeAndStay(page);
  posts.open();
  await expect(typeCase.stock.nth(3)).toHaveText('small.bin, 3 bytes');
  await app.quiet();
  await expectToLeave(page);
});

test('who closes the page while the connection is lost is asked, and staying sends it', CLIENT, async ({ app, page }) => {
  app.expectConsole(/^request failed: POST .* net::ERR_CONNECTION_RESET/, /ERR_CONNECTION_RESET/);
  const message = unique('offline');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await book.fill('Ada', message);
  const mend = await app.cutOff();
  await book.sign.click();
  await expect(failure(page)).toBeVisible();
  await closeAndStay(page);
  await mend();
  await sendAgain(page, book.sign);
  await expect(book.thanks('Ada')).toBeVisible();
  await app.quiet();
  await expectToLeave(page);
  expect(await app.stored('/guestbook', message)).toBe(1);
});

test('back on a page in the app, its form still says what is under way, and how it ends', inAllEngines(CLIENT), async ({ app, page }) => {
  const [name, message] = [unique('Ada'), unique('back')];
  const book = guestbook(page);
  await app.visit('/guestbook');
  const posts = await app.holdPosts();
  await book.fill(name, message);
  await book.sign.click();
  await posts.reached;
  await app.follow('Likes');
  await app.follow('Guestbook');
  await expect(book.form).toHaveAttribute('aria-busy', 'true');
  await expect(book.sign).toBeDisabled();
  await expect(book.sign).toHaveText('Signing…');
  posts.open();
  await expect(book.thanks(name)).toBeVisible();
  await expect(book.entry(message)).toHaveCount(1);
  await expect(book.sign).toBeEnabled();
  await app.quiet();
  expect(app.posts.filter((post) => post.url().includes('guestbook')).length).toBe(1);
});

test('back on a page in the app, what was wrong is said there, with what was typed', inAllEngines(CLIENT), async ({ app, page }) => {
  const message = unique('wrong').padEnd(201, '.');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await app.withoutConstraints();
  const posts = await app.holdPosts();
  await book.fill('Ada', message);
  await book.sign.click();
  await posts.reached;
  await app.follow('Likes');
  await app.follow('Guestbook');
  posts.open();
  await expect(book.message).toHaveAttribute('aria-invalid', 'true');
  await expect(book.message).toHaveValue(message);
  await expect(book.name).toHaveValue('Ada');
  await expect(book.entry(message)).toHaveCount(0);
});

/** The page is gone that the answers were for. */
function nobodyWaits(app: App) {
  app.expectConsole(/^request failed: POST .* net::ERR_ABORTED/);
}

/** What the browser asks before it leaves the page, each time answered by going. */
function questions(page: Page): string[] {
  const asked: string[] = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog.accept();
  });
  return asked;
}

async function closeAndStay(page: Page) {
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
}

async function expectToLeave(page: Page) {
  const asked = questions(page);
  await page.goto('/robots.txt');
  expect(asked).toEqual([]);
}

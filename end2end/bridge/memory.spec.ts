// Pages which the browser keeps in memory, and shows again on the way back as they were.
import type { Page } from '@playwright/test';
import { launchOptions } from '../support/chromium';
import { expect, sameDocument, test, visit } from './fixtures';
import { form, type Site } from './site';

// Playwright forbids it unless told otherwise.
test.use({ launchOptions: { ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] } });

const sign = form('sign', '<input name="name"><button>Sign</button>');
const two = sign + form('other', '<input name="what"><button>Other</button>');
const name = (page: Page) => page.locator('[name=name]');

async function start(page: Page, site: Site) {
  site.page('/', { body: `<h1>0</h1>${two}` });
  site.page('/away', { body: '<h1>Away</h1>' });
  site.posts = () => ({ body: `<h1>${site.submissions.length}</h1>${two}` });
  await visit(page, site.origin);
}

async function leave(page: Page, site: Site) {
  await page.goto(`${site.origin}/away`);
  await expect(page.locator('h1')).toHaveText('Away');
}

/** Playwright's own way back waits for a load. */
async function back(page: Page) {
  await page.evaluate(() => history.back());
  await expect.poll(() => new URL(page.url()).pathname).toBe('/');
  expect(await sameDocument(page), 'the same document').toBe(true);
}

test('a page with what is settled sends nothing again, and its forms go on', async ({ page, site }) => {
  await start(page, site);
  await name(page).fill('Ada');
  await page.click('text=Sign');
  await expect(page.locator('h1')).toHaveText('1');
  await leave(page, site);
  await back(page);
  await expect(page.locator('h1')).toHaveText('1');
  await expect(page.locator('[aria-busy]')).toHaveCount(0);
  await name(page).fill('Ada');
  await page.click('text=Sign');
  await expect(page.locator('h1')).toHaveText('2');
  expect(site.submissions.map(({ by }) => by)).toEqual(['bridge', 'bridge']);
  expect(new Set(site.submissions.map(({ id }) => id)).size).toBe(2);
});

/** The ids of all that was posted, each once: whatever is sent again has the id it had. */
const ids = (site: Site) => [...new Set(site.submissions.map(({ id }) => id))];

test('a page with one under way has it still under way, sends it again under its id, and shows its answer', async ({ page, site }) => {
  const answer = site.hold('POST');
  await start(page, site);
  await name(page).fill('Ada');
  await page.click('text=Sign');
  await expect.poll(() => answer.reached).toBe(1);
  await leave(page, site);
  await back(page);
  await expect(page.locator('[data-fw=sign]')).toHaveAttribute('aria-busy', 'true');
  await page.click('text=Sign');
  await expect.poll(() => answer.reached).toBe(2);
  answer.open();
  await expect(page.locator('h1')).toHaveText('2');
  await expect(page.locator('[aria-busy]')).toHaveCount(0);
  expect(ids(site).length).toBe(1);
});

test('a page with one that waits to be sent again sends it when it is there again', async ({ page, site, expected }) => {
  expected.push(/ERR_/);
  await start(page, site);
  let lost = true;
  await page.route(/_fw=sign/, (route) => (lost ? route.abort('connectionreset') : route.continue()));
  await name(page).fill('Ada');
  await page.click('text=Sign');
  await expect(page.locator('[data-fw=sign]')).toHaveAttribute('data-fw-error', 'offline');
  page.once('dialog', (dialog) => dialog.accept());
  await leave(page, site);
  await back(page);
  await expect(page.locator('[data-fw=sign]')).toHaveAttribute('data-fw-error', 'offline');
  lost = false;
  // What was lost while the page was left may be sent twice: under one id, it is one.
  await expect(page.locator('h1')).toHaveText(/[12]/);
  await expect(page.locator('[aria-busy]')).toHaveCount(0);
  expect(new Set(site.submissions.map(({ fields }) => fields[0][1]))).toEqual(new Set(['Ada']));
  expect(ids(site).length).toBe(1);
});

test('a page shows what was answered meanwhile', async ({ page, site }) => {
  const answer = site.hold('POST');
  await start(page, site);
  await name(page).fill('Ada');
  await page.click('text=Sign');
  await expect.poll(() => answer.reached).toBe(1);
  await leave(page, site);
  answer.open();
  await expect.poll(() => answer.passed).toBe(1);
  await back(page);
  await expect(page.locator('h1')).toHaveText(/[12]/);
  await expect(page.locator('[aria-busy]')).toHaveCount(0);
  expect(ids(site).length).toBe(1);
});

test('a page with several that waited, which were sent on leaving, shows the answers in order', async ({ page, site }) => {
  const answer = site.hold('POST');
  await start(page, site);
  await page.click('text=Other');
  await name(page).fill('Ada');
  await page.click('text=Sign');
  await expect.poll(() => answer.reached).toBe(1);
  await leave(page, site);
  await expect.poll(() => answer.reached).toBe(2);
  await back(page);
  await expect(page.locator('form[aria-busy=true]')).toHaveCount(2);
  await expect.poll(() => answer.reached).toBe(4);
  answer.letOne();
  await expect(page.locator('[data-fw=other]')).not.toHaveAttribute('aria-busy');
  await expect(page.locator('[data-fw=sign]')).toHaveAttribute('aria-busy', 'true');
  answer.open();
  await expect(page.locator('[aria-busy]')).toHaveCount(0);
  expect(site.submissions.slice(0, 2).map(({ url }) => url)).toEqual(['/?_fw=other', '/?_fw=sign']);
  expect(ids(site).length).toBe(2);
});

// Back and forth, and two tabs.
import type { Page } from '@playwright/test';
import { expect, sameDocument, test, visit } from './fixtures';
import { form, type Site } from './site';

const sign = form('sign', '<input name="name"><button>Sign</button>');

test.describe('a redirect which was shown in place', () => {
  const heading = (page: Page) => page.locator('h1');

  async function redirected(page: Page, site: Site) {
    site.page('/', { body: `<h1>First</h1>${sign}`, title: 'First' });
    site.page('/thanks', { body: `<h1>Thanks</h1>${sign}`, title: 'Thanks' });
    site.posts = () => ({ redirect: '/thanks?n=1' });
    await visit(page, site.origin);
    await page.click('button');
    await expect(heading(page)).toHaveText('Thanks');
    expect(await sameDocument(page)).toBe(true);
  }

  test('can be left and come back to, again and again', async ({ page, site }) => {
    await redirected(page, site);
    for (let n = 0; n < 2; n++) {
      await page.goBack();
      await expect(heading(page)).toHaveText('First');
      expect(page.url()).toBe(`${site.origin}/`);
      await page.goForward();
      await expect(heading(page)).toHaveText('Thanks');
      expect(page.url()).toBe(`${site.origin}/thanks?n=1`);
    }
    expect(site.submissions.length).toBe(1);
  });

  test('is the page that a reload loads, and the way back leads on from there', async ({ page, site }) => {
    await redirected(page, site);
    await page.reload();
    await expect(heading(page)).toHaveText('Thanks');
    await page.goBack();
    await expect(heading(page)).toHaveText('First');
    await expect(page).toHaveTitle('First');
    expect(site.submissions.length).toBe(1);
  });

  test('works like any page: what is submitted there is answered in place', async ({ page, site }) => {
    await redirected(page, site);
    site.posts = ({ url }) => ({ body: `<h1>${url}</h1>` });
    await page.click('button');
    await expect(heading(page)).toHaveText('/thanks?n=1&_fw=sign');
    expect(await sameDocument(page)).toBe(true);
  });
});

test('the way to a part of the page and back loads nothing', async ({ page, site }) => {
  site.page('/', { body: `${sign}<a href="#part">part</a><p id="part">Part</p>` });
  await visit(page, `${site.origin}/?a=1`);
  await page.fill('[name=name]', 'Ada');
  await page.click('a');
  expect(page.url()).toBe(`${site.origin}/?a=1#part`);
  await page.goBack();
  expect(page.url()).toBe(`${site.origin}/?a=1`);
  expect(await sameDocument(page)).toBe(true);
  await expect(page.locator('[name=name]')).toHaveValue('Ada');
});

test('back by a document load to a page with a submission under way: it has run once, and the form can be used', async ({ page, site }) => {
  const answer = site.hold('POST');
  site.page('/', { body: sign });
  site.page('/away', { body: '<h1>Away</h1>' });
  site.posts = () => ({ body: `<h1>Done</h1>${sign}` });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'Ada');
  await page.click('button');
  await expect.poll(() => answer.reached).toBe(1);
  await page.goto(`${site.origin}/away`);
  await page.goBack({ waitUntil: 'domcontentloaded' });
  expect(await sameDocument(page)).toBe(false);
  await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
  answer.open();
  await page.fill('[name=name]', 'Bea');
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions.map(({ fields }) => fields[0][1])).toEqual(['Ada', 'Bea']);
});

test('two tabs know nothing of each other', async ({ page, context, site, expected }) => {
  expected.push(/ERR_/);
  const answer = site.hold('POST');
  site.page('/', { body: sign });
  site.posts = ({ id }) => ({ body: `<h1>${id}</h1>${sign}` });
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await visit(tab, site.origin);
    await tab.fill('[name=name]', 'Ada');
  }
  // The same words, at the same time.
  await page.click('button');
  await other.click('button');
  await expect.poll(() => answer.reached).toBe(2);
  answer.letOne();
  await expect(page.locator('h1')).toHaveText(site.submissions[0].id);
  await expect(other.locator('form')).toHaveAttribute('aria-busy', 'true');
  await expect(other.locator('h1')).toHaveCount(0);
  answer.letOne();
  await expect(other.locator('h1')).toHaveText(site.submissions[1].id);
  expect(site.submissions[0].id).not.toBe(site.submissions[1].id);

  // A failure in one is none in the other.
  await other.route('**', (route, request) => (request.method() == 'POST' ? route.abort('connectionreset') : route.continue()));
  await other.click('button');
  await expect(other.locator('form')).toHaveAttribute('data-fw-error', 'offline');
  await page.click('button');
  await expect.poll(() => answer.reached).toBe(3);
  answer.open();
  await expect(page.locator('h1')).toHaveText(site.submissions[2].id);
  await expect(page.locator('form')).not.toHaveAttribute('data-fw-error');
  expect(site.submissions.length).toBe(3);
});

test('back from a redirect which was shown in place leads to where the page was scrolled to', async ({ page, site }) => {
  const long = '<div style="height:3000px"></div>';
  site.page('/', { body: `<h1>First</h1>${long}${sign}${long}` });
  site.page('/thanks', { body: '<h1>Thanks</h1>' });
  site.posts = () => ({ redirect: '/thanks' });
  await visit(page, site.origin);
  await page.locator('button').scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => scrollY);
  await page.click('button');
  expect(before).toBeGreaterThan(1000);
  await expect(page.locator('h1')).toHaveText('Thanks');
  await page.goBack();
  await expect(page.locator('h1')).toHaveText('First');
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(before);
});

for (const hash of ['#low', '#caf%C3%A9', '#top'])
  test(`a redirect to the same page with ${hash} scrolls there, and the rest stays`, async ({ page, site }) => {
    const long = '<div style="height:3000px"></div>';
    const body = `${sign}<input id="search">${long}<p id="low">Low</p><p id="café">Café</p>${long}`;
    site.page('/', { body });
    site.posts = () => ({ redirect: `/${hash}` });
    await visit(page, site.origin);
    await page.fill('#search', 'word');
    await page.fill('[name=name]', 'Ada');
    await page.click('button');
    await expect(page.locator('[name=name]')).toHaveValue('');
    expect(page.url()).toBe(`${site.origin}/${hash}`);
    const part = { '#low': '#low', '#caf%C3%A9': '#café', '#top': 'button' }[hash]!;
    await expect(page.locator(part)).toBeInViewport();
    await expect(page.locator('#search')).toHaveValue('word');
    expect(await sameDocument(page)).toBe(true);
  });

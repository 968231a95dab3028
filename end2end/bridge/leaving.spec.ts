// Leaving the page, or its tab, while something is under way; and coming back.
import type { Page } from '@playwright/test';
import { expect, test, visit } from './fixtures';
import { form } from './site';

const sign = form('sign', '<input name="name"><button>Sign</button>');
const two = sign + form('other', '<button>Other</button>');

test('the app\'s own question before the page is left stays, before, during and after a submission', async ({ page, site }) => {
  const answer = site.hold('POST');
  site.page('/', { body: sign });
  site.posts = () => ({ body: `<h1>Done</h1>${sign}` });
  await visit(page, site.origin);
  await page.evaluate(() => ((window as any).own = window.onbeforeunload = () => ((window as any).asked = ((window as any).asked ?? 0) + 1, null)));
  const asked = () =>
    page.evaluate(() => {
      dispatchEvent(new Event('beforeunload', { cancelable: true }));
      return [(window as any).asked, window.onbeforeunload === (window as any).own];
    });
  expect(await asked()).toEqual([1, true]);
  await page.click('button');
  expect(await asked()).toEqual([2, true]);
  answer.open();
  await expect(page.locator('h1')).toHaveText('Done');
  expect(await asked()).toEqual([3, true]);
});

test('the bridge listens for the page being left only while something is under way', async ({ page, site }) => {
  const answer = site.hold('POST');
  site.page('/', { body: sign });
  site.posts = () => ({ body: `<h1>Done</h1>${sign}` });
  await page.addInitScript(() => {
    const listening = ((window as any).listening = new Set());
    const { addEventListener: add, removeEventListener: remove } = window;
    window.addEventListener = function (this: any, type: string, listener: any, options: any) {
      if (type == 'beforeunload') listening.add(listener);
      return add.call(this ?? window, type, listener, options);
    } as any;
    window.removeEventListener = function (this: any, type: string, listener: any, options: any) {
      if (type == 'beforeunload') listening.delete(listener);
      return remove.call(this ?? window, type, listener, options);
    } as any;
  });
  await visit(page, site.origin);
  const listening = () => page.evaluate(() => (window as any).listening.size);
  expect(await listening()).toBe(0);
  await page.click('button');
  expect(await listening()).toBe(1);
  answer.open();
  await expect(page.locator('h1')).toHaveText('Done');
  expect(await listening()).toBe(0);
});

/** As when the tab is switched away from: it may be ended after that without a word. */
const hide = (page: Page) =>
  page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });

test('a tab that goes to the background sends what waits for its turn; the answers are shown in order', async ({ page, site }) => {
  const answer = site.hold('POST');
  const seen: (string | null)[][] = [];
  site.page('/', { body: `<h1>0</h1>${two}` });
  site.posts = () => ({ body: `<h1>${site.submissions.length}</h1>${two}` });
  page.on('request', (request) => {
    const data = new URLSearchParams(request.postData() ?? '');
    if (request.method() == 'POST') seen.push([data.get('_fw.id'), data.get('_fw.after')]);
  });
  await visit(page, site.origin);
  await page.click('text=Sign');
  await page.click('text=Other');
  await expect.poll(() => answer.reached).toBe(1);
  await hide(page);
  await expect.poll(() => answer.reached).toBe(2);
  answer.open();
  await expect(page.locator('[aria-busy]')).toHaveCount(0);
  expect(site.submissions.map(({ url }) => url)).toEqual(['/?_fw=sign', '/?_fw=other']);
  // The second one names the one that it follows.
  expect(seen[1][1]).toBe(seen[0][0]);
});

test('drop: a press that waits behind another is not sent because the tab goes to the background', async ({ page, site }) => {
  const answer = site.hold('POST');
  const pay = form('pay', '<input name="text"><button>Pay</button>').replace('?_fw=pay', '?_fw=pay&_fw_policy=drop.pay');
  site.page('/', { body: pay });
  site.posts = () => ({ body: `<h1>${site.submissions.length}</h1>${pay}` });
  await visit(page, site.origin);
  for (const text of ['a', 'b']) {
    await page.fill('[name=text]', text);
    await page.click('button');
  }
  await expect.poll(() => answer.reached).toBe(1);
  await hide(page);
  answer.open();
  await expect(page.locator('[data-fw-failure]')).toHaveText('Not sent.');
  expect(site.submissions.map(({ fields }) => fields[0][1])).toEqual(['a']);
});

test('what is under way when the page is kept in memory, and never settles, goes again under its id', async ({ page, site }) => {
  site.page('/', { body: two });
  site.posts = () => ({ body: `<h1>${site.submissions.length}</h1>${two}` });
  await page.addInitScript(() => {
    const { fetch } = window;
    (window as any).lost = [];
    // As WebKit leaves a keepalive request once its page was in the memory.
    window.fetch = (input, init) => {
      if (init?.method != 'POST' || (window as any).lost.length) return fetch(input, init);
      (window as any).lost.push((init.body as URLSearchParams).get('_fw.id'));
      return new Promise(() => {});
    };
  });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'Ada');
  await page.click('text=Sign');
  await page.click('text=Other');
  await expect(page.locator('[aria-busy]')).toHaveCount(2);
  expect(site.submissions).toEqual([]);
  await page.evaluate(() => void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect(page.locator('h1')).toHaveText('2');
  await expect(page.locator('[aria-busy]')).toHaveCount(0);
  expect(site.submissions.map(({ url }) => url)).toEqual(['/?_fw=sign', '/?_fw=other']);
  expect([site.submissions[0].id]).toEqual(await page.evaluate(() => (window as any).lost));
});

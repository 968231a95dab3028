// Where a form goes: to the URL of the page that is shown, whatever the path of its action, which is for browsers
// without JavaScript. Only our own parameters are taken from there.
import { expect, test, visit } from './fixtures';
import { form } from './site';

/** A form whose action leads to another page. */
const away = (action: string, inner = '<button>Send</button>') =>
  form('send', inner).replace('action="?_fw=send"', `action="${action}"`);

for (const [what, action] of [
  ['another path', '/away?_fw=send&_fw_key=k'],
  ['another path with a query of its own', '/away?tab=2&_fw=send&x=_fw&_fw_key=k'],
  ['the page itself', '?_fw=send&_fw_key=k'],
  ['the page with another query', '?old=1&_fw=send&_fw_key=k'],
] as const)
  test(`an action which leads to ${what} goes to the page's own URL`, async ({ page, site }) => {
    site.page('/here', { body: away(action) });
    site.posts = () => ({ body: '<h1>Done</h1>' });
    await visit(page, `${site.origin}/here?a=1&b=%C3%A4+%26#part`);
    await page.click('button');
    await expect(page.locator('h1')).toHaveText('Done');
    expect(site.submissions[0]).toMatchObject({ by: 'bridge', url: '/here?a=1&b=%C3%A4+%26&_fw=send&_fw_key=k' });
  });

test('so does a formaction', async ({ page, site }) => {
  site.page('/here', { body: away('/away?_fw=send', '<button formaction="/other?_fw=draft&amp;_fw_bound=%5B1%5D">Draft</button>') });
  site.posts = () => ({ body: '<h1>Done</h1>' });
  await visit(page, `${site.origin}/here?a=1`);
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions[0]).toMatchObject({ by: 'bridge', url: '/here?a=1&_fw=draft&_fw_bound=%5B1%5D' });
});

test('a base element leads nothing away', async ({ page, site }) => {
  site.page('/here', { body: away('?_fw=send'), meta: '<base href="/elsewhere/">' });
  site.posts = () => ({ body: '<h1>Done</h1>' });
  await visit(page, `${site.origin}/here`);
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions[0]).toMatchObject({ by: 'bridge', url: '/here?_fw=send' });
});

test('after a redirect which was shown in place it is the other page\'s URL', async ({ page, site }) => {
  site.page('/here', { body: away('?_fw=send') });
  site.page('/next', { body: `<h1>Next</h1>${away('?page=2&_fw=send')}` });
  site.posts = () => ({ redirect: '/next?page=2' });
  await visit(page, `${site.origin}/here?a=1`);
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Next');
  await page.click('button');
  await expect.poll(() => site.submissions.map(({ url }) => url)).toEqual(['/here?a=1&_fw=send', '/next?page=2&_fw=send']);
});

test('a path which begins with two slashes is no other site', async ({ page, site }) => {
  site.page('/', { body: away('?_fw=send') });
  await visit(page, site.origin);
  const url = await page.evaluate(() => {
    history.replaceState(null, '', `${location.origin}//elsewhere.example/?a=1`);
    document.querySelector('button')!.click();
    return (window as any).__formwork.queue[0].url;
  });
  expect(url).toBe(`${site.origin}//elsewhere.example/?a=1&_fw=send`);
});

test('where the browser sends it once more, it goes where the action says', async ({ page, site, expected }) => {
  expected.push(/502/);
  site.page('/here', { body: away('/away?_fw=send') });
  site.posts = () => ({ raw: '<h1>Bad gateway</h1>', type: 'text/html', status: 502 });
  await visit(page, `${site.origin}/here`);
  await page.click('button');
  await expect(page.locator('[data-fw-failure]')).toHaveText('No answer.');
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Bad gateway');
  expect(site.submissions.map(({ by, url }) => [by, url])).toEqual([['bridge', '/here?_fw=send'], ['browser', '/away?_fw=send']]);
});

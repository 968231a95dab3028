// Failures, redirects and the history.
import type { Page } from '@playwright/test';
import { expect, freeze, phase, sameDocument, test, visit } from './fixtures';
import { form, Site } from './site';

const sign = form('sign', '<input name="name"><button>Sign</button>');

/** Cuts the line of the next POST, and gives the submission's id. */
async function cut(page: Page): Promise<{ id: string }> {
  const lost = { id: '' };
  await page.route('**', (route, request) => {
    if (request.method() != 'POST' || lost.id) return route.continue();
    lost.id = new URLSearchParams(request.postData() ?? '').get('_fw.id') ?? '';
    return route.abort('connectionreset');
  });
  return lost;
}

test('no answer: what was typed stays, it is said, and pressing again is a retry under the same id', async ({ page, site, expected }) => {
  expected.push(/ERR_/);
  const answer = site.hold('POST');
  site.page('/', { body: sign });
  site.posts = () => ({ body: '<h1>Done</h1>' });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'Ada');
  const lost = await cut(page);
  await page.click('button');
  await expect(page.locator('form')).toHaveAttribute('data-fw-error', 'offline');
  await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
  await expect(page.locator('[data-fw-failure]')).toHaveText('You are offline.');
  await expect(page.locator('[data-fw-failure]')).toBeVisible();
  await expect(page.locator('[name=name]')).toHaveValue('Ada');
  await page.click('button');
  await expect(page.locator('form')).not.toHaveAttribute('data-fw-error');
  await expect(page.locator('[data-fw-failure]')).toBeHidden();
  answer.open();
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions.map(({ id }) => id)).toEqual([lost.id]);
});

test('no answer: it is sent again by itself, under the same id, and the form says so until an answer comes', async ({ page, site, expected }) => {
  expected.push(/ERR_/);
  const answer = site.hold('POST');
  const body = (heading: string) => `<h1>${heading}</h1>${sign}`;
  site.page('/', { body: body('Sign') });
  site.posts = () => ({ body: body('Done') });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'Ada');
  const lost = await cut(page);
  await page.click('button');
  await expect(page.locator('[data-fw-failure]')).toHaveText('You are offline.');
  await expect.poll(() => answer.reached).toBe(1);
  await expect(page.locator('[data-fw-failure]')).toBeVisible();
  await expect(page.locator('[name=name]')).toHaveValue('Ada');
  answer.open();
  await expect(page.locator('h1')).toHaveText('Done');
  await expect(page.locator('[data-fw-failure]')).toBeHidden();
  await expect(page.locator('form')).not.toHaveAttribute('data-fw-error');
  await expect(page.locator('[name=name]')).toHaveValue('');
  expect(site.submissions.map(({ id }) => id)).toEqual([lost.id]);
  expect(await sameDocument(page)).toBe(true);
});

test('pressed while it is being sent again: one answer is shown, once', async ({ page, site, expected }) => {
  expected.push(/ERR_/);
  const answer = site.hold('POST');
  let shown = 0;
  site.page('/', { body: sign });
  site.posts = () => ({ body: `<h1>Done ${++shown}</h1>${sign}` });
  await visit(page, site.origin);
  const lost = await cut(page);
  await page.click('button');
  await expect.poll(() => answer.reached).toBe(1);
  await page.click('button');
  await expect(page.locator('form')).toHaveAttribute('aria-busy', 'true');
  answer.open();
  await expect(page.locator('h1')).toHaveText('Done 1');
  await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
  expect(await page.evaluate(() => (window as any).__formwork.queue.length)).toBe(0);
  expect(site.submissions.map(({ id }) => id)).toEqual([lost.id]);
});

test('without a connection it is tried again for a minute, with growing pauses; a press begins another minute', async ({ page, site, expected }) => {
  expected.push(/ERR_/);
  await freeze(page);
  let tried = 0;
  await page.route(/_fw=sign/, (route) => (tried++, route.abort('connectionreset')));
  site.page('/', { body: sign });
  await visit(page, site.origin);
  const said = () => page.evaluate(() => (window as any).__formwork.queue[0].answer);
  for (const total of [7, 14]) {
    await page.click('button');
    await expect.poll(() => tried).toBe(total - 6);
    for (const pause of [1, 2, 4, 8, 16, 32]) {
      const before = tried;
      await said();
      await page.clock.runFor(pause * 1000 - 100);
      expect(tried).toBe(before);
      await page.clock.runFor(100);
      await expect.poll(() => tried).toBe(before + 1);
    }
    await said();
    await page.clock.runFor(600_000);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect(page.locator('form')).toHaveAttribute('data-fw-error', 'offline');
    expect(tried).toBe(total);
  }
});

test('online again it is sent at once, each in its turn', async ({ page, site, expected }) => {
  expected.push(/ERR_/);
  await freeze(page); // nothing is tried again by itself
  site.page('/', { body: sign + form('other', '<button>Other</button>') });
  site.posts = () => ({ body: `<h1>${site.submissions.length}</h1>${sign}${form('other', '<button>Other</button>')}` });
  await visit(page, site.origin);
  await page.context().setOffline(true);
  await page.click('text=Sign');
  await expect(page.locator('[data-fw=sign] [data-fw-failure]')).toBeVisible();
  await page.click('text=Other');
  await expect(page.locator('[data-fw=other]')).toHaveAttribute('aria-busy', 'true');
  await page.context().setOffline(false);
  await expect(page.locator('h1')).toHaveText('2');
  await expect(page.locator('[data-fw-failure]:visible')).toHaveCount(0);
  expect(site.submissions.map(({ url }) => url)).toEqual(['/?_fw=sign', '/?_fw=other']);
  expect(await sameDocument(page)).toBe(true);
});

test('no answer, then something else typed: another submission, behind the first', async ({ page, site, expected }) => {
  expected.push(/ERR_/);
  site.page('/', { body: sign });
  site.posts = () => ({ body: `<h1>${site.submissions.length}</h1>${sign}` });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'Ada');
  const lost = await cut(page);
  await page.click('button');
  await expect(page.locator('form')).toHaveAttribute('data-fw-error', 'offline');
  await page.fill('[name=name]', 'Bea');
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('2');
  expect(site.submissions.map(({ fields }) => fields[0][1])).toEqual(['Ada', 'Bea']);
  expect(site.submissions[0].id).toBe(lost.id);
  expect(site.submissions[1].id).not.toBe(lost.id);
});

test('given up, then something else typed: the first one is not sent any more, nor on leaving', async ({ page, site, expected }) => {
  expected.push(/ERR_/);
  await freeze(page);
  let [isLost, tried] = [true, 0];
  await page.route(/_fw=sign/, (route) => (tried++, isLost ? route.abort('connectionreset') : route.continue()));
  site.page('/', { body: sign });
  site.page('/away', { body: '<h1>Away</h1>' });
  site.posts = () => ({ body: `<h1>${site.submissions.length}</h1>${sign}` });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'Ada');
  await page.click('button');
  for (const pause of [1, 2, 4, 8, 16, 32]) {
    await expect.poll(() => page.evaluate(() => !!(window as any).__formwork.queue[0].wake)).toBe(true);
    const before = tried;
    await page.clock.runFor(pause * 1000);
    await expect.poll(() => tried).toBe(before + 1);
  }
  await expect.poll(() => page.evaluate(() => !(window as any).__formwork.queue[0].wake)).toBe(true);
  isLost = false;
  await page.fill('[name=name]', 'Bea');
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('1');
  await page.goto(`${site.origin}/away`);
  expect(site.submissions.map(({ fields }) => fields[0][1])).toEqual(['Bea']);
});

test('an answer which is no page of ours is said; pressing again lets the browser show it, under the same id', async ({ page, site, expected }) => {
  expected.push(/502/);
  site.page('/', { body: sign });
  site.posts = () => ({ raw: '<h1>Bad gateway</h1>', type: 'text/html', status: 502 });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'Ada');
  await page.click('button');
  await expect(page.locator('[data-fw-failure]')).toHaveText('No answer.');
  await expect(page.locator('[name=name]')).toHaveValue('Ada');
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Bad gateway');
  expect(site.submissions.map(({ by }) => by)).toEqual(['bridge', 'browser']);
  expect(site.submissions[0].id).toBe(site.submissions[1].id);
});

test('a redirect of a layer of the app is followed by the browser', async ({ page, site }) => {
  site.page('/', { body: sign });
  site.page('/login', { body: '<h1>Log in</h1>' });
  site.posts = () => ({ location: '/login' });
  await visit(page, site.origin);
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Log in');
  expect(page.url()).toBe(`${site.origin}/login`);
});

test('a redirect shows the other page in place; back shows the page before', async ({ page, site, wasm }) => {
  site.page('/', { body: `${sign}<div style="height:3000px"></div>`, title: 'Sign' });
  site.page('/thanks', { body: `<h1>Thanks</h1>${sign}<div style="height:3000px"></div><p id="end">End</p>`, title: 'Thanks' });
  site.posts = () => ({ redirect: '/thanks?a=1' });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'Ada');
  await page.evaluate(() => scrollTo(0, 20));
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Thanks');
  await expect(page).toHaveTitle('Thanks');
  expect(page.url()).toBe(`${site.origin}/thanks?a=1`);
  expect(await sameDocument(page)).toBe(true);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await expect(page.locator('[name=name]')).toHaveValue('');
  await page.goBack();
  await expect(page).toHaveTitle('Sign');
  await expect(page.locator('h1')).toHaveCount(0);
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
});

test('what was submitted on a page that a redirect has left is sent, and its answer is not shown over the other page', async ({ page, site, wasm }) => {
  const other = form('other', '<button>Other</button>');
  const answer = site.hold('POST');
  site.page('/', { body: `<h1>First</h1>${sign}${other}` });
  site.page('/thanks', { body: `<h1>Thanks</h1>${sign}` });
  site.posts = ({ url }) => (url.includes('sign') ? { redirect: '/thanks' } : { body: `<h1>Other</h1>${sign}${other}` });
  await visit(page, site.origin);
  await page.click('text=Sign');
  await page.click('text=Other');
  answer.open();
  await expect(page.locator('h1')).toHaveText('Thanks');
  await expect.poll(() => site.submissions.length).toBe(2);
  await expect.poll(() => page.evaluate(() => (window as any).__formwork.queue.length)).toBe(0);
  await expect(page.locator('h1')).toHaveText('Thanks');
  expect(page.url()).toBe(`${site.origin}/thanks`);
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  expect(await page.evaluate(() => (window as any).hydrated)).toContain('<h1>Thanks</h1>');
});

test('a redirect to a part of another page goes to that part', async ({ page, site }) => {
  site.page('/', { body: sign });
  site.page('/long', { body: '<h1>Long</h1><div style="height:3000px"></div><p id="end">End</p><div style="height:3000px"></div>' });
  site.posts = () => ({ redirect: '/long#end' });
  await visit(page, site.origin);
  await page.click('button');
  await expect(page.locator('#end')).toBeInViewport();
  expect(await sameDocument(page), 'no document load').toBe(true);
});

test('a redirect to the same page is like Done: the rest stays', async ({ page, site }) => {
  const body = `${sign}<input id="search">`;
  site.page('/', (url) => ({ body: `<h1>${url.search}</h1>${body}` }));
  site.posts = () => ({ redirect: '/?page=2' });
  await visit(page, site.origin);
  await page.fill('#search', 'word');
  await page.fill('[name=name]', 'Ada');
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('?page=2');
  await expect(page.locator('#search')).toHaveValue('word');
  await expect(page.locator('[name=name]')).toHaveValue('');
});

test('a redirect elsewhere is a document load', async ({ page, site }) => {
  const other = await Site.start();
  other.page('/', { body: '<h1>Elsewhere</h1>' });
  site.page('/', { body: sign });
  site.posts = () => ({ redirect: other.origin });
  await visit(page, site.origin);
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Elsewhere');
  other.stop();
});

for (const [what, redirect] of [
  ['to a script', 'javascript:stolen=1'],
  ['to no address', 'http://:'],
])
  test(`a redirect ${what} is no redirect`, async ({ page, site, expected }) => {
    expected.push(/Invalid URL/);
    site.page('/', { body: sign });
    site.posts = () => ({ redirect });
    await visit(page, site.origin);
    await page.click('button');
    await expect(page.locator('form')).toHaveAttribute('data-fw-error', 'failed');
    expect(await page.evaluate(() => (window as any).stolen)).toBe(undefined);
  });

test('a redirect to something that is no page of ours is a document load', async ({ page, site }) => {
  site.page('/', { body: sign });
  site.posts = () => ({ redirect: '/main.css' });
  await visit(page, site.origin);
  await page.click('button');
  await page.waitForURL('**/main.css');
});

test('a redirect to a download leaves the form as it was, for the next press', async ({ page, site }) => {
  site.page('/', { body: sign });
  site.posts = () => ({ redirect: '/export.bin' });
  await visit(page, site.origin);
  for (let n = 1; n <= 2; n++) {
    const download = page.waitForEvent('download');
    await page.click('button');
    await download;
    await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
    expect(site.submissions.length).toBe(n);
  }
});

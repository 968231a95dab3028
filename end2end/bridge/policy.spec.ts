// What becomes of a press while another submission of the same hook is under way.
import type { Page } from '@playwright/test';
import { expect, freeze, test, visit } from './fixtures';
import { form, type Site } from './site';

const TEXT = '<input name="text">';

/** A form whose action says a policy. */
function withPolicy(key: string, policy: string, inner: string, attributes = ''): string {
  return form(key, inner, attributes).replace(`?_fw=${key}`, `?_fw=${key}&_fw_policy=${policy}`);
}

async function press(page: Page, text: string, button = 'button >> nth=0') {
  await page.fill('[name=text]', text);
  await page.click(button);
}

const sent = (site: Site) => site.submissions.map(({ fields }) => fields[0][1]);

test('latest: the newest takes the place of what waits, never of what is under way', async ({ page, site }) => {
  const answer = site.hold('POST');
  const body = withPolicy('save', 'latest.save', `${TEXT}<button>Save</button>`);
  site.page('/', { body });
  site.posts = () => ({ body: `<h1>${sent(site).join()}</h1>${body}` });
  await visit(page, site.origin);
  for (const text of ['a', 'b', 'c', 'd']) await press(page, text);
  await expect.poll(() => answer.reached).toBe(1);
  await expect(page.locator('form')).toHaveAttribute('aria-busy', 'true');
  answer.open();
  await expect(page.locator('h1')).toHaveText('a,d');
  await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
  expect(sent(site)).toEqual(['a', 'd']);
});

test('drop: while one is under way a press is ignored, and the form says so until the next one', async ({ page, site }) => {
  const answer = site.hold('POST');
  const body = withPolicy('pay', 'drop.pay', `${TEXT}<button>Pay</button>`);
  const notice = page.locator('[data-fw-failure]');
  site.page('/', { body });
  site.posts = () => ({ body: `<h1>${sent(site).join()}</h1>${body}` });
  await visit(page, site.origin);
  await press(page, 'a');
  // The same press again is the same submission, as ever.
  await page.click('button');
  for (const text of ['b', 'c']) await press(page, text);
  await expect(page.locator('form')).toHaveAttribute('aria-busy', 'true');
  answer.open();
  await expect(page.locator('h1')).toHaveText('a');
  await expect(notice).toBeVisible();
  await expect(notice).toHaveText('Not sent.');
  await expect(page.locator('form')).toHaveAttribute('data-fw-error', 'ignored');
  await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
  await expect(page.locator('[name=text]')).toHaveValue('c');
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('a,c');
  await expect(notice).toBeHidden();
  await expect(page.locator('form')).not.toHaveAttribute('data-fw-error');
});

test('drop: where the same press twice is the same submission, nothing is said', async ({ page, site }) => {
  const answer = site.hold('POST');
  const body = withPolicy('pay', 'drop.pay', '<button>Pay</button>');
  site.page('/', { body });
  site.posts = () => ({ body: `<h1>${site.submissions.length}</h1>${body}` });
  await visit(page, site.origin);
  for (let n = 0; n < 3; n++) await page.click('button');
  answer.open();
  await expect(page.locator('h1')).toHaveText('1');
  await expect(page.locator('[data-fw-failure]')).toBeHidden();
});

test('drop: what got no answer is not under way; the press again sends it', async ({ page, site, expected }) => {
  expected.push(/ERR_/);
  await freeze(page); // nothing is tried again by itself
  site.page('/', { body: withPolicy('pay', 'drop.pay', `${TEXT}<button>Pay</button>`) });
  site.posts = () => ({ body: '<h1>Done</h1>' });
  await visit(page, site.origin);
  await page.route(/_fw=pay/, (route) => route.abort('connectionreset'));
  await press(page, 'a');
  await expect(page.locator('[data-fw-failure]')).toHaveText('You are offline.');
  await page.unroute(/_fw=pay/);
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(sent(site)).toEqual(['a']);
});

test('a button with a hook of its own has that hook\'s policy, one without has the form\'s', async ({ page, site }) => {
  const answer = site.hold('POST');
  const buttons =
    '<button>Pay</button><button formaction="?_fw=draft">Draft</button>' +
    '<button formaction="?_fw=count&_fw_key=h1&_fw_policy=queue">Count</button>' +
    '<button formaction="?_fw=save&_fw_key=h2&_fw_policy=latest.h2">Save</button>';
  const body = withPolicy('pay', 'drop.pay', `${TEXT}${buttons}`);
  site.page('/', { body });
  site.posts = () => ({ body: `<h1>${site.submissions.length}</h1>${body}` });
  await visit(page, site.origin);
  await press(page, 'paid', 'text=Pay');
  await press(page, 'ignored', 'text=Draft');
  for (const text of ['1', '2']) await press(page, text, 'text=Count');
  for (const text of ['first', 'last']) await press(page, text, 'text=Save');
  answer.open();
  await expect(page.locator('h1')).toHaveText('4');
  await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
  await expect(page.locator('[data-fw-failure]')).toHaveText('Not sent.');
  expect(sent(site)).toEqual(['paid', '1', '2', 'last']);
});

test('forms of one hook share its policy, others do not', async ({ page, site }) => {
  const answer = site.hold('POST');
  const of = (key: string, lane: string) => withPolicy(key, `drop.${lane}`, `<button>${key}</button>`);
  const body = of('a', 'h1') + of('b', 'h1') + of('c', 'h2');
  site.page('/', { body });
  site.posts = () => ({ body: `<h1>${site.submissions.length}</h1>${body}` });
  await visit(page, site.origin);
  for (const key of ['a', 'b', 'c']) await page.click(`text=${key}`);
  answer.open();
  await expect(page.locator('[data-fw=b]')).toHaveAttribute('data-fw-error', 'ignored');
  await expect(page.locator('[data-fw=b]')).not.toHaveAttribute('aria-busy');
  await expect(page.locator('h1')).toHaveText('2');
  expect(site.submissions.map(({ url }) => url.replace(/&.*/, ''))).toEqual(['/?_fw=a', '/?_fw=c']);
  await expect(page.locator('[data-fw=b] [data-fw-failure]')).toBeVisible();
});

for (const policy of ['queue', 'latest'])
  test(`${policy}: what got no answer keeps its turn, and no later one overtakes it`, async ({ page, site, expected }) => {
    expected.push(/ERR_/);
    const body = withPolicy('save', `${policy}.save`, `${TEXT}<button>Save</button>`);
    site.page('/', { body });
    site.posts = () => ({ body: `<h1>${sent(site).join()}</h1>${body}` });
    let lose = () => {};
    const lost = new Promise<void>((resolve) => (lose = resolve));
    let posts = 0;
    await page.route(/_fw=save/, async (route) => {
      if (posts++) return route.continue();
      await lost;
      await route.abort('connectionreset');
    });
    await visit(page, site.origin);
    await press(page, 'a');
    await expect.poll(() => posts).toBe(1);
    await press(page, 'b');
    lose();
    await expect(page.locator('h1')).toHaveText('a,b');
    expect(sent(site)).toEqual(['a', 'b']);
    await expect(page.locator('[data-fw-failure]')).toBeHidden();
  });

test('two forms of one hook: a press in the other one waits for what got no answer, and has it sent at once', async ({ page, site, expected }) => {
  expected.push(/ERR_/);
  await freeze(page); // nothing is tried again by itself
  const body = ['a', 'b'].map((key) => withPolicy(key, 'latest.h1', `<button>${key}</button>`)).join('');
  site.page('/', { body });
  site.posts = () => ({ body: `<h1>${site.submissions.length}</h1>${body}` });
  let posts = 0;
  await page.route(/_fw=a/, (route) => (posts++ ? route.continue() : route.abort('connectionreset')));
  await visit(page, site.origin);
  await page.click('text=a');
  await expect(page.locator('[data-fw=a] [data-fw-failure]')).toBeVisible();
  await page.click('text=b');
  await expect(page.locator('h1')).toHaveText('2');
  expect(site.submissions.map(({ url }) => url.replace(/&.*/, ''))).toEqual(['/?_fw=a', '/?_fw=b']);
});

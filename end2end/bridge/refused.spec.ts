// Refusals before the server has a page to show: one sentence, as plain text.
import type { Page } from '@playwright/test';
import { expect, phase, sameDocument, test, visit } from './fixtures';
import { form, type Result } from './site';

const sign = form('sign', '<input name="name"><button>Sign</button>');
const notice = (page: Page, key = 'sign') => page.locator(`[data-fw=${key}] [data-fw-failure]`);
const refuse = (status: number, raw: string): Result => ({ raw, type: 'text/plain; charset=utf-8', status });

for (const [status, sentence] of [
  [403, 'This came from another site.'],
  [413, 'That is more than this form takes: 64 KiB.'],
  [415, 'This is not what a form sends.'],
  [503, 'Too much is under way. Try again in a moment.'],
] as const)
  test(`${status} is said in the server's own words; pressing again sends it again, under the same id`, async ({ page, site, expected }) => {
    expected.push(new RegExp(`${status}`));
    site.page('/', { body: sign });
    site.posts = () => refuse(status, sentence);
    await visit(page, site.origin);
    await page.fill('[name=name]', 'Ada');
    await page.click('button');
    await expect(notice(page)).toBeVisible();
    await expect(notice(page)).toHaveText(sentence);
    await expect(page.locator('form')).toHaveAttribute('data-fw-error', 'failed');
    await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
    await expect(page.locator('[name=name]')).toHaveValue('Ada');

    const again = site.hold('POST');
    site.posts = () => ({ body: '<h1>Done</h1>' });
    await page.click('button');
    await expect(page.locator('form')).toHaveAttribute('aria-busy', 'true');
    await expect(notice(page)).toBeHidden();
    again.open();
    await expect(page.locator('h1')).toHaveText('Done');
    expect(await sameDocument(page)).toBe(true);
    expect(site.submissions.map(({ by }) => by)).toEqual(['bridge', 'bridge']);
    expect(site.submissions[0].id).toBe(site.submissions[1].id);
  });

test('what is changed after a refusal is another submission', async ({ page, site, expected }) => {
  expected.push(/413/);
  site.page('/', { body: sign });
  site.posts = () => refuse(413, 'Too long.');
  await visit(page, site.origin);
  await page.fill('[name=name]', 'a long name');
  await page.click('button');
  await expect(notice(page)).toHaveText('Too long.');
  site.posts = () => ({ body: '<h1>Done</h1>' });
  await page.fill('[name=name]', 'Ada');
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions.map(({ by, fields }) => [by, fields[0][1]])).toEqual([['bridge', 'a long name'], ['bridge', 'Ada']]);
  expect(site.submissions[0].id).not.toBe(site.submissions[1].id);
});

test('after a refusal, an answer which is no page of ours is said as ever, and is the browser\'s', async ({ page, site, expected }) => {
  expected.push(/413/, /502/);
  site.page('/', { body: sign });
  site.posts = () => refuse(413, 'Too long.');
  await visit(page, site.origin);
  await page.click('button');
  await expect(notice(page)).toHaveText('Too long.');
  site.posts = () => ({ raw: '<h1>Bad gateway</h1>', type: 'text/html', status: 502 });
  await page.click('button');
  await expect(notice(page)).toHaveText('No answer.');
  await expect(notice(page)).toBeVisible();
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Bad gateway');
  expect(site.submissions.map(({ by }) => by)).toEqual(['bridge', 'bridge', 'browser']);
  expect(new Set(site.submissions.map(({ id }) => id)).size).toBe(1);
});

test('the sentence is text, and stands in the node which the server has made', async ({ page, site, wasm, expected }) => {
  expected.push(/403/);
  const sentence = '<b>no</b> & <script>ran = 1</script>';
  site.page('/', { body: sign });
  site.posts = () => refuse(403, sentence);
  site.hydrate = `const [entry] = __formwork.queue;
    entry.answer.then((answer) => (window.adopted = [entry.failed, answer.status, answer.said, text === document.querySelector('[data-fw-failure]').firstChild]))`;
  await visit(page, site.origin);
  await page.evaluate(() => ((window as any).text = document.querySelector('[data-fw-failure]')!.firstChild));
  await page.click('button');
  await expect(notice(page)).toHaveText(sentence);
  await expect(notice(page).locator('*')).toHaveCount(0);
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  await expect.poll(() => page.evaluate(() => (window as any).adopted)).toEqual(['failed', 403, sentence, true]);
  expect(await page.evaluate(() => (window as any).ran)).toBe(undefined);
});

test('what the bridge says is no change by others: the next answer is shown, and the sentence stays', async ({ page, site, expected }) => {
  expected.push(/413/);
  const both = sign + form('other', '<button>Other</button>');
  site.page('/', { body: both });
  site.posts = ({ url }) => (url.endsWith('sign') ? refuse(413, 'Too long.') : { body: `<h1>Done</h1>${both}` });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'a long name');
  await page.click('text=Sign');
  await expect(notice(page)).toHaveText('Too long.');
  await page.click('text=Other');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(await sameDocument(page)).toBe(true);
  await expect(notice(page)).toHaveText('Too long.');
  await expect(notice(page)).toBeVisible();
  await expect(notice(page, 'other')).toBeHidden();
  await expect(page.locator('[name=name]')).toHaveValue('a long name');
  // It is the same submission still.
  site.posts = () => ({ body: '<h1>Signed</h1>' });
  await page.click('text=Sign');
  await expect(page.locator('h1')).toHaveText('Signed');
  expect(site.submissions[2].id).toBe(site.submissions[0].id);
});

// Pages that do not load the client by themselves: what they cost, and what they do without it. In the modes `never` and
// `interaction` only.
import { brotliCompressSync } from 'node:zlib';
import type { Page, Response } from '@playwright/test';
import { expect, only, test, unique } from '../fixtures';
import { Form } from '../support/form';
import { guestbook } from '../support/pages';
import { workbench } from '../support/workbench';

/** What a page may cost in all, in bytes: its HTML with the bridge in it, and its styles. */
const LIMIT = 15_000;
/** By how much a later answer is smaller at least: it comes without `show.js`. */
const SHOW = 2_500;

/** What all responses of a page have had on the line. */
class Line {
  private readonly responses: Response[] = [];
  documents = 0;

  constructor(page: Page) {
    page.on('response', (response) => this.responses.push(response));
    page.on('request', (request) => {
      if (request.isNavigationRequest()) this.documents++;
    });
  }

  /** By the kind of what was loaded, headers included; the icon aside, which a browser loads once for the whole site. */
  async bytes(): Promise<Record<string, number>> {
    const bytes: Record<string, number> = {};
    for (const response of this.responses.splice(0)) {
      const { responseBodySize, responseHeadersSize } = await response.request().sizes();
      const kind = response.request().resourceType();
      if (/favicon/.test(response.url())) continue;
      bytes[kind] = (bytes[kind] ?? 0) + responseHeadersSize + (await this.isUnpacked(response) ? await packed(response) : responseBodySize);
    }
    return bytes;
  }

  /** Only release builds have compressed the styles. */
  private async isUnpacked(response: Response): Promise<boolean> {
    const type = response.headers()['content-type'] ?? '';
    return type.startsWith('text/css') && !(await response.headerValue('content-encoding'));
  }
}

async function packed(response: Response): Promise<number> {
  return brotliCompressSync(await response.body()).length;
}

function sum(bytes: Record<string, number>): number {
  return Object.values(bytes).reduce((sum, one) => sum + one, 0);
}

test('a full guestbook is on the line with at most 15 kB, and so are its answers, which load no document', async ({ app, page }, info) => {
  const form = await Form.on(page.request, '/guestbook', 'name="message"');
  for (let n = 0; n < 20; n++) {
    const response = await form.send(page.request, { '_fw.id': unique('id'), name: 'Ada', message: unique(`entry ${n}`) });
    expect(response.status()).toBe(303);
  }
  const line = new Line(page);
  const book = guestbook(page);
  await app.visit('/guestbook');
  await page.waitForLoadState('load');
  const first = await line.bytes();
  info.annotations.push({ type: 'bytes', description: JSON.stringify(first) });
  expect(Object.keys(first).sort()).toEqual(['document', 'stylesheet']);
  expect(sum(first), JSON.stringify(first)).toBeLessThanOrEqual(LIMIT);

  const answers = [];
  for (let n = 0; n < 3; n++) {
    const message = unique('line');
    await book.fill('Ada', message);
    await book.sign.click();
    await expect(book.entry(message)).toHaveCount(1);
    await expect(book.thanks('Ada')).toBeVisible();
    await app.quiet();
    const answer = await line.bytes();
    expect(Object.keys(answer)).toEqual(['fetch']);
    answers.push(sum(answer));
  }
  info.annotations.push({ type: 'bytes of three answers', description: JSON.stringify(answers) });
  expect(Math.max(...answers), `${answers}`).toBeLessThanOrEqual(LIMIT);
  // What shows an answer comes with the first.
  for (const later of answers.slice(1)) expect(later, `${answers}`).toBeLessThan(answers[0] - SHOW);
  expect(line.documents).toBe(1);
});

test('an upload with several values of a field arrives', async ({ app, page }) => {
  const { typeCase } = workbench(page);
  await app.visit('/workbench');
  for (const text of ['ffi fl', 'ff']) {
    await typeCase.sort('Roman').check();
    await typeCase.sort('Ligatures').check();
    await typeCase.specimen.setInputFiles({ name: 'Bodoni.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
    await typeCase.takeStock.click();
    await expect(typeCase.stock.nth(1)).toHaveText('roman, ligatures');
    await expect(typeCase.stock.nth(3)).toHaveText(`Bodoni.txt, ${text.length} bytes`);
    await expect(typeCase.sort('Roman')).not.toBeChecked();
    await app.staysOnItsPage('/workbench');
  }
});

test('a redirect leads to the other page without a document load, whose forms work; and back, and forward', async ({ app, page }) => {
  const signpost = page.getByRole('region', { name: 'Signpost' });
  const book = guestbook(page);
  const line = new Line(page);
  const sign = async () => {
    const message = unique('on the way');
    await book.fill('Ada', message);
    await book.sign.click();
    await expect(book.entry(message)).toHaveCount(1);
  };
  // The bridge has the browser load what is not shown any more.
  const load = async (go: () => Promise<unknown>) => {
    const loaded = page.waitForEvent('domcontentloaded');
    await go();
    await loaded;
  };
  await app.visit('/workbench/stone');
  await signpost.getByLabel('Where to').selectOption('The guestbook');
  await signpost.getByRole('button', { name: 'Go' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Guestbook' })).toBeVisible();
  await sign();
  await app.staysOnItsPage('/guestbook');
  await load(() => page.goBack({ waitUntil: 'commit' }));
  await expect(signpost).toBeVisible();
  await signpost.getByLabel('Where to').selectOption('Nowhere');
  await signpost.getByRole('button', { name: 'Go' }).click();
  await expect(page.getByRole('main').getByText('You stay where you are.')).toBeVisible();
  await load(() => page.goForward({ waitUntil: 'commit' }));
  await expect(page.getByRole('heading', { level: 1, name: 'Guestbook' })).toBeVisible();
  await sign();
  expect(line.documents, 'at first, back, and forward').toBe(3);
});

test(
  'a visitor chooses when all other pages load the client',
  only(['interaction'], 'once is enough: it begins without a choice'),
  async ({ app, page }) => {
    await page.context().clearCookies({ name: 'client' });
    const choose = async (name: string) => {
      await app.visit('/workbench/make-ready', 'html');
      await page.getByRole('button', { name, exact: true }).click();
      await expect(page.getByRole('main').getByText(`Your next pages load their client so: ${name}`)).toBeVisible();
    };
    await app.visit('/guestbook', 'hydrated');
    await choose('interaction');
    await app.visit('/guestbook', 'html');
    await choose('idle');
    await app.visit('/guestbook', 'hydrated');
    await choose('load');
    await app.visit('/guestbook', 'hydrated');
    await choose('never');
    await app.visit('/guestbook', 'failed');
  },
);

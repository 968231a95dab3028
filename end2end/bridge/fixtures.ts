import { expect, test as base, type Page } from '@playwright/test';
import { type Gate, Site } from './site';

type Fixtures = {
  site: Site;
  /** The client's WASM, held back: until it is opened, the page is not hydrated. */
  wasm: Gate;
  /** Console messages and errors which the test expects; any other fails it. */
  expected: RegExp[];
};

export const test = base.extend<Fixtures>({
  site: async ({}, use) => {
    const site = await Site.start();
    await use(site);
    site.stop();
  },
  wasm: [
    async ({ site }, use) => {
      await use(site.hold('GET /pkg/one.wasm'));
    },
    { auto: true },
  ],
  expected: async ({}, use) => use([]),
  page: async ({ page, expected }, use) => {
    const seen: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) seen.push(message.text());
    });
    page.on('pageerror', (error) => seen.push(`${error}`));
    await use(page);
    expect(seen.filter((text) => !expected.some((pattern) => pattern.test(text)))).toEqual([]);
  },
});

export { expect };

/** Opens a page and marks its document, so that a document load shows. */
export async function visit(page: Page, url: string) {
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.evaluate(() => ((window as any).mark = 1));
}

export function sameDocument(page: Page): Promise<boolean> {
  return page.evaluate(() => (window as any).mark === 1);
}

/** From the next page on, timers run only when they are told to. */
export async function freeze(page: Page) {
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1000);
}

export function phase(page: Page): Promise<string> {
  return page.evaluate(() => (window as any).__formwork.phase);
}

/** Whether the first answer is there, and waits to be shown. */
export function held(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const { queue } = (window as any).__formwork;
    const [entry] = queue;
    await entry.answer;
    return queue[0] === entry && !entry.failed;
  });
}

import { expect, test as base } from '@playwright/test';

export type Mode = 'no-js' | 'before-hydration' | 'hydrated';

export const test = base.extend<{ mode: Mode; visit: (path: string) => Promise<void> }>({
  mode: ['hydrated', { option: true }],

  /** Opens a page in the mode of the test. Nothing may be written into the console. */
  visit: async ({ page, mode }, use) => {
    const seen: string[] = [];
    page.on('pageerror', (error) => seen.push(`${error}`));
    page.on('console', (message) => message.type() === 'error' && seen.push(message.text()));
    // A client that never arrives: the page stays the bridge's.
    if (mode === 'before-hydration') await page.route('**/*.wasm', () => {});
    await use(async (path) => {
      await page.goto(path, { waitUntil: mode === 'before-hydration' ? 'commit' : 'load' });
      if (mode === 'hydrated') await page.waitForFunction(() => (window as any).__formwork.phase === 'hydrated');
    });
    // The browser writes each 422 into the console; without JavaScript that is the answer to a form with issues.
    expect(seen.filter((text) => mode !== 'no-js' || !text.includes('422'))).toEqual([]);
  },
});

export { expect };

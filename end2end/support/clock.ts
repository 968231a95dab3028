import type { Page } from '@playwright/test';

/** A clock that a scenario winds on, from before the first page. */
export async function installClock(page: Page) {
  await page.clock.install();
  await page.addInitScript(() => {
    // The clock's numbers of timers are larger than those of browsers, and than what the client has room for.
    const { setTimeout, clearTimeout } = window;
    const timers: number[] = [];
    const begin = (...args: Parameters<typeof setTimeout>) => timers.push(setTimeout(...args));
    Object.assign(window, { setTimeout: begin, clearTimeout: (timer: number) => clearTimeout(timers[timer - 1]) });
  });
}

/** Between two clicks a busy machine takes longer than a hand does. Events have no time from here on. */
export async function withoutTimeBetweenClicks(page: Page) {
  await page.evaluate(() => void Object.defineProperty(Event.prototype, 'timeStamp', { get: () => 0 }));
}

// What is seen of an upload while it is on its way.
import { expect, only, test } from '../fixtures';
import { installClock } from '../support/clock';
import { workbench } from '../support/workbench';

test(
  'a large file shows how much of it has been sent, from nothing to all',
  only(['hydrated'], 'browsers show their own progress of a native upload'),
  async ({ app, page }) => {
    test.slow();
    const { typeCase } = workbench(page);
    await app.visit('/workbench');
    await expect(typeCase.sent).toHaveCount(0);
    await page.evaluate(() => {
      const bar = document.querySelector<HTMLProgressElement>('progress.sent')!;
      const seen: number[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => {
        if (!bar.hidden) seen.push(bar.value);
      }).observe(bar, { attributes: true });
    });
    const line = await page.context().newCDPSession(page);
    const limits = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 60_000 };
    await line.send('Network.emulateNetworkConditions', limits);
    const specimen = { name: 'large.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(200_000, 'x') };
    await typeCase.specimen.setInputFiles(specimen);
    await typeCase.takeStock.click();
    await expect(typeCase.sent).toBeVisible();
    await expect(typeCase.stock.nth(3)).toHaveText('large.bin, 200000 bytes', { timeout: 30_000 });
    await expect(typeCase.sent).toHaveCount(0);
    const seen = await page.evaluate(() => (window as unknown as { seen: number[] }).seen);
    expect([...seen].sort((one, other) => one - other), 'it never goes back').toEqual(seen);
    expect(seen.filter((part) => part > 0 && part < 1).length, 'steps on the way').toBeGreaterThan(1);
    expect(seen.at(-1)).toBe(1);
  },
);

test(
  'an upload takes as long as it takes, while it moves',
  only(['hydrated'], 'it is the client whose patience ends'),
  async ({ app, page }) => {
    test.slow();
    /** Less than the client waits for an answer, twice that is more. */
    const LONG = 80_000;
    const { typeCase } = workbench(page);
    await installClock(page);
    await app.visit('/workbench');
    const line = await page.context().newCDPSession(page);
    const limits = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 30_000 };
    await line.send('Network.emulateNetworkConditions', limits);
    const specimen = { name: 'large.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(200_000, 'x') };
    await typeCase.specimen.setInputFiles(specimen);
    await typeCase.takeStock.click();
    const sent = () => typeCase.sent.evaluate((bar: HTMLProgressElement) => bar.value);
    await expect(typeCase.sent).toBeVisible();
    for (let leg = 0; leg < 3; leg++) {
      const before = await sent();
      await expect.poll(sent).toBeGreaterThan(before);
      await page.clock.fastForward(LONG);
    }
    await expect(typeCase.stock.nth(3)).toHaveText('large.bin, 200000 bytes', { timeout: 30_000 });
    expect(app.posts.length).toBe(1);
  },
);

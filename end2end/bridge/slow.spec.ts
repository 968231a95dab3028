// A slow line: the result is there long before the client.
import { expect, phase, test } from './fixtures';
import { form } from './site';

/** 1.6 Mbit/s and 150 ms, as on a telephone in a train. */
const LINE = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const WASM_BYTES = 1_200_000;
const WASM_MS = (WASM_BYTES / LINE.downloadThroughput) * 1000;

test('on a slow line the result is seen while the WASM is still on its way, and then hydrated', async ({ page, site, wasm }) => {
  site.wasmBytes = WASM_BYTES;
  wasm.open();
  const sign = form('sign', '<input name="name"><button>Sign</button>');
  const entries: string[] = [];
  site.page('/', { body: sign });
  site.posts = ({ fields }) => {
    entries.push(fields[0][1]);
    return { body: `<ul>${entries.map((entry) => `<li>${entry}</li>`).join('')}</ul>${sign}` };
  };
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', LINE);
  const started = Date.now();
  const client = page.waitForEvent('requestfinished', (request) => request.url().endsWith('.wasm')).then(() => Date.now() - started);
  let there = false;
  client.then(() => (there = true));

  await page.goto(site.origin, { waitUntil: 'commit' });
  // Two, one after the other.
  for (const [n, name] of ['Ada', 'Bea'].entries()) {
    await page.fill('[name=name]', name);
    await page.click('button');
    await expect(page.locator('li').nth(n)).toHaveText(name);
  }
  const seen = Date.now() - started;
  expect(there, 'the WASM is still on its way').toBe(false);
  expect(await phase(page)).toBe('html');

  expect(await client).toBeGreaterThan(WASM_MS / 2);
  expect(seen).toBeLessThan(await client);
  await expect.poll(() => phase(page)).toBe('hydrated');
  await expect(page.locator('li')).toHaveText(['Ada', 'Bea']);
});

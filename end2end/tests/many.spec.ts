// What a form costs on a page that has many: nodes, bytes of HTML, and the time to hydrate them.
import { expect, only, test } from '../fixtures';

const FORMS = 200;

/** At most this much for each form, with its row and its button. */
const NODES = 20;
const BYTES = 640;

test('each of many forms works by itself', async ({ app, page }) => {
  await app.visit('/workbench/many?forms=12');
  const button = page.getByRole('button', { name: 'Tick line 7', exact: true });
  await button.click();
  await app.quiet();
  await expect(button).toBeEnabled();
  await expect(page.getByRole('button', { name: /^Tick line/ })).toHaveCount(12);
});

test('a form is small: in HTML, and in nodes', only(['hydrated'], 'the pages are the same'), async ({ app, page }) => {
  const measure = async (forms: number) => {
    const html = await (await page.request.get(`/workbench/many?forms=${forms}`)).text();
    await app.visit(`/workbench/many?forms=${forms}`);
    const nodes = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
      let all = 0;
      while (walker.nextNode()) all += 1;
      return all;
    });
    return { nodes, bytes: Buffer.byteLength(html) };
  };
  const [none, many] = [await measure(0), await measure(FORMS)];
  const nodes = (many.nodes - none.nodes) / FORMS;
  const bytes = (many.bytes - none.bytes) / FORMS;
  test.info().annotations.push({ type: 'per form', description: `${nodes} nodes, ${bytes} bytes` });
  expect(nodes, 'nodes per form').toBeLessThanOrEqual(NODES);
  expect(bytes, 'bytes per form').toBeLessThanOrEqual(BYTES);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

// A page that comes in parts.
import { expect, inAllEngines, only, test, unique } from '../fixtures';
import { foundry } from '../support/foundry';
import { expectHead } from '../support/head';

const SCRIPT = 'what comes out of order is put into its place by a script';

test('a form in a late part of a page that comes in order works like any other', inAllEngines(), async ({ app, page }) => {
  const place = foundry(page);
  await app.visit('/workbench/foundry/in-order?reads=200');
  await place.kilos.fill('7');
  await place.order.click();
  await app.result(async () => {
    await expect(place.ordered('7 kg of Caslon italic, 12 point')).toBeVisible();
    await expect(place.orders.first()).toContainText('7 kg of Caslon italic, 12 point');
    await expect(place.kilos).toHaveValue('');
    await app.quiet();
  });
});

test(
  'a form that comes out of order works like any other',
  inAllEngines(only(['before-hydration', 'hydrated'], SCRIPT)),
  async ({ app, page }) => {
    app.expectIssues();
    const place = foundry(page);
    await app.visit('/workbench/foundry?reads=200');
    await place.fount.selectOption('Grotesque, 24 point');
    await app.withoutConstraints();
    await place.kilos.fill('700');
    await place.order.click();
    await expect(place.kilos).toHaveAttribute('aria-invalid', 'true');
    await expect(place.kilos).toHaveValue('700');
    await place.kilos.fill('9');
    await place.fount.selectOption('Grotesque, 24 point');
    await place.order.click();
    await app.result(async () => {
      await expect(place.ordered('9 kg of Grotesque, 24 point')).toBeVisible();
      await expect(place.orders.first()).toContainText('9 kg of Grotesque, 24 point');
      await app.quiet();
    });
  },
);

test(
  'an answer is shown while the page is still streaming, and hydrated; what the stream still brings changes nothing',
  only(['before-hydration'], 'it is about the moment before the stream ends'),
  async ({ app, page }) => {
    test.slow();
    await app.needsDelays();
    const [first, second] = [unique('first'), unique('second')];
    const place = foundry(page);
    const stream = await page.goto('/workbench/foundry?stream=10000', { waitUntil: 'commit' });
    let isOpen = true;
    const closed = stream!.finished().then(() => (isOpen = false));

    await expect(place.fetching).toBeVisible();
    await expectHead(page, { description: 'Foundry', robots: [] });
    await place.question.fill(first);
    await place.ask.click();
    await expect(place.asked(first)).toBeVisible();
    await expectHead(page, { description: 'Foundry', robots: ['noindex'] });
    // The answer is complete.
    await expect(place.fetching).toHaveCount(0);
    await expect(place.fount).toBeVisible();
    await place.kilos.fill('5');
    expect(await app.phase()).toBe('html');
    await app.hydrate();
    await expect(place.asked(first)).toBeVisible();
    await expectHead(page, { description: 'Foundry', robots: ['noindex'] });
    await expect(place.kilos).toHaveValue('5');
    await place.order.click();
    await expect(place.ordered('5 kg of Caslon italic, 12 point')).toBeVisible();
    await expect(place.orders.first()).toContainText('5 kg of Caslon italic, 12 point');
    await app.quiet();
    expect(isOpen, 'the page is still streaming').toBe(true);

    await closed;
    await expect(place.fetching).toHaveCount(0);
    await expect(place.asked(first)).toHaveCount(1);
    await expect(place.fount).toHaveCount(1);
    await place.question.fill(second);
    await place.ask.click();
    await expect(place.asked(second)).toBeVisible();
    await app.quiet();
    expect(await app.phase()).toBe('hydrated');
    expect(app.posts.length).toBe(3);
  },
);

// A submission with JavaScript leaves a person where they are: on the page, in the form, in the history.
import type { Page } from '@playwright/test';
import { expect, only, test, unique } from '../fixtures';
import { guestbook } from '../support/pages';
import { workbench } from '../support/workbench';

const WITH_SCRIPT = only(['before-hydration', 'hydrated'], 'without JavaScript the answer is another document');

// A page is long on a small screen.
test.use({ viewport: { width: 800, height: 480 } });

test('a form at the bottom of a long page is still under the eyes of who sends it', WITH_SCRIPT, async ({ app, page }) => {
  const text = unique('quick');
  const { proof } = workbench(page);
  await app.visit('/workbench');
  await proof.line.fill(text);
  await proof.pull.scrollIntoViewIfNeeded();
  const places = await placesInEveryFrame(page);
  const entries = await page.evaluate(() => history.length);
  await proof.pull.click();
  await app.result(async () => {
    await expect(proof.pulled(text)).toBeAttached();
    await expect(proof.pull).toBeEnabled();
    await app.staysOnItsPage('/workbench');
  });
  await expectOnePlace(places);
  expect(await page.evaluate(() => history.length)).toBe(entries);
});

test('what comes into the list below a form moves nothing', WITH_SCRIPT, async ({ app, page }) => {
  const message = unique('Hello');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await book.fill('Ada', message);
  await page.keyboard.press('Tab');
  await expect(book.sign).toBeFocused();
  await book.sign.evaluate((button) => button.scrollIntoView({ block: 'center' }));
  const places = await placesInEveryFrame(page);
  await page.keyboard.press('Enter');
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeAttached();
    await expect(book.entry(message)).toHaveCount(1);
    await expect(book.sign).toBeEnabled();
  });
  await expectOnePlace(places);
});

test('the focus stays in the field in which Enter was pressed, also where the form is emptied', WITH_SCRIPT, async ({ app, page }) => {
  const text = unique('quick');
  const { proof } = workbench(page);
  await app.visit('/workbench');
  await proof.line.fill(text);
  const places = await placesInEveryFrame(page);
  await page.keyboard.press('Enter');
  await app.result(async () => {
    await expect(proof.pulled(text)).toBeAttached();
    await expect(proof.line).toHaveValue('');
    await expect(proof.line).toBeFocused();
  });
  await expectOnePlace(places);
});

test('the focus stays on the button that was pressed', WITH_SCRIPT, async ({ app, page }) => {
  const text = unique('quick');
  const { proof } = workbench(page);
  await app.visit('/workbench');
  await proof.line.fill(text);
  await proof.pull.focus();
  await page.keyboard.press('Enter');
  await app.result(async () => {
    await expect(proof.pulled(text)).toBeAttached();
    await expect(proof.pull).toBeEnabled();
    await expect(proof.pull).toBeFocused();
  });
});

type Places = () => Promise<number[]>;

/** From now on, how far the page is scrolled down in each frame. */
async function placesInEveryFrame(page: Page): Promise<Places> {
  const places = await page.evaluateHandle(() => {
    const places: number[] = [];
    const look = () => {
      places.push(Math.round(scrollY));
      requestAnimationFrame(look);
    };
    look();
    return places;
  });
  return () => places.jsonValue();
}

async function expectOnePlace(places: Places) {
  const [first, ...others] = await places();
  expect(first, 'it is scrolled down').toBeGreaterThan(0);
  expect(others.length, 'frames were seen').toBeGreaterThan(2);
  expect(others.filter((place) => place !== first)).toEqual([]);
}

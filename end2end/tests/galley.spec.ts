// Forms whose parts come, go and are shut.
import type { ElementHandle, Page, Route } from '@playwright/test';
import { expect, inAllEngines, only, test, unique, type App } from '../fixtures';
import { GALLEY, galley } from '../support/galley';

// --- what is shut while it is under way

test('a form whose fields are shut while it is under way sends all of them, and is open again', inAllEngines(), async ({ app, page }) => {
  app.expectIssues();
  const { correction } = galley(page);
  await app.visit(GALLEY);
  await correction.line.fill('nothing');
  await correction.mark.fill('stet');
  await correction.mark.press('Enter');
  await app.result(async () => {
    await expect(correction.line).toHaveAttribute('aria-invalid', 'true');
    await expect(correction.mark).toHaveValue('stet');
    await isOpen(page);
    if (app.mode !== 'no-js') await expect(correction.line).toBeFocused();
  });
  await app.quiet();
  const line = unique('line');
  await correction.line.fill(line);
  await correction.mark.press('Enter');
  await app.result(async () => {
    await expect(correction.said).toHaveText(`Corrected: ${line} (stet)`);
    await expect(correction.line).toHaveValue('');
    await isOpen(page);
  });
});

/** Each way leaves a page with a form that is under way, and comes back to it. */
const WAYS: Record<string, { way: (app: App, page: Page) => Promise<void>; modes: ('before-hydration' | 'hydrated')[] }> = {
  'that is loaded again': { way: (app) => app.reload(), modes: ['before-hydration', 'hydrated'] },
  'that is left for another one': {
    way: async (app, page) => {
      await page.goto('/robots.txt');
      await app.back();
    },
    modes: ['before-hydration', 'hydrated'],
  },
  'that is left inside of the app': {
    way: async (app) => {
      await app.follow('Guestbook');
      await app.back();
    },
    modes: ['hydrated'],
  },
};

for (const [which, { way, modes }] of Object.entries(WAYS)) {
  test(
    `nothing stays shut on a page ${which} while it is under way`,
    inAllEngines(only(modes, 'without JavaScript nothing is shut, and before hydration a link leads to another page')),
    async ({ app, page }) => {
      app.expectConsole(/^request failed: POST .* net::ERR_(ABORTED|FAILED)/);
      const { correction } = galley(page);
      await app.visit(GALLEY);
      const answers = await app.holdAnswers();
      await correction.line.fill(unique('first'));
      await correction.correct.click({ noWaitAfter: true });
      await answers.reached;
      if (app.mode === 'hydrated') await expect(correction.line).toBeDisabled();
      await way(app, page);
      answers.open();
      await app.hydrate();
      await isOpen(page);
      const line = unique('second');
      await correction.line.fill(line);
      await correction.correct.click();
      await expect(correction.said).toHaveText(`Corrected: ${line}`);
      await isOpen(page);
    },
  );
}

/** Nothing is under way, and all can be used but for what the app has shut itself. */
async function isOpen(page: Page) {
  const { correction } = galley(page);
  await expect(correction.form).not.toHaveAttribute('aria-busy', 'true');
  await expect(correction.correct).toHaveText('Correct');
  await expect(correction.correct).toBeEnabled();
  await expect(correction.line).toBeEnabled();
  await expect(correction.mark).toBeEnabled();
  await expect(correction.print).toBeDisabled();
}

// --- what is out of sight

test('fields that are out of sight keep no form from being sent', inAllEngines(), async ({ app, page }) => {
  const { delivery } = galley(page);
  await app.visit(GALLEY);
  await delivery.deliver.click();
  await app.result(() => expect(delivery.said).toHaveText('The sheets are collected.'));
  expect(app.posts.length).toBe(1);
});

test('what is wrong in a part that is closed opens it, and is said there', inAllEngines(), async ({ app, page }) => {
  app.expectIssues();
  const { delivery } = galley(page);
  await app.visit(GALLEY);
  await app.hydrate();
  await delivery.how('By courier').check();
  await delivery.street.fill('The tower');
  await expect(delivery.floor).not.toBeVisible();
  await delivery.deliver.click();
  await app.result(async () => {
    await expect(delivery.floor).toBeVisible();
    await expect(delivery.floor).toHaveAccessibleDescription(/Which floor/);
    await expect(delivery.street).toHaveValue('The tower');
    await expect(delivery.how('By courier')).toBeChecked();
    if (app.mode !== 'no-js') await expect(delivery.floor).toBeFocused();
  });
  await app.quiet();
  await delivery.floor.fill('9');
  await delivery.deliver.click();
  await app.result(() => expect(delivery.said).toHaveText('The sheets go to: The tower.'));
});

// --- what the browser has put into a form

test(
  'what is in a form before the client is there is in its parts, too, and is sent as it is seen',
  only(['before-hydration', 'hydrated'], 'without JavaScript there is nothing but the form'),
  async ({ app, page }) => {
    const { delivery } = galley(page);
    await app.visit(GALLEY);
    await delivery.how('By courier').check();
    await delivery.remark.fill('Mind the dog');
    if (app.mode === 'hydrated') {
      // Browsers fill in again what stood in the form.
      await page.goto('/robots.txt');
      await app.back();
      await expect(delivery.remark).toHaveValue('Mind the dog');
    }
    await app.hydrate();
    await expect(delivery.written).toHaveText('12 of 120 letters');
    await expect(delivery.street).toBeVisible();
    await expect(delivery.street).toBeEnabled();
    // By a password manager: no event is raised.
    await delivery.street.evaluate((input: HTMLInputElement) => (input.value = 'Mill Lane'));
    await delivery.deliver.click();
    await expect(delivery.said).toHaveText('The sheets go to: Mill Lane.');
  },
);

// --- a row that is shown before the server has it

test('a line is in the stick', async ({ app, page }) => {
  const { lines } = galley(page);
  const text = unique('set');
  await app.visit(GALLEY);
  await lines.text.fill(text);
  await lines.set.click();
  await app.result(async () => {
    await expect(lines.rows(text)).toHaveCount(1);
    await expect(lines.rows(text)).not.toHaveAttribute('data-pending');
    await expect(lines.text).toHaveValue('');
  });
});

for (const isReversed of [false, true]) {
  test(
    `a row that is shown at once stays the same one when it is stored, with what was typed in it, ${isReversed ? 'in whatever order' : 'and the focus'}`,
    only(['hydrated'], 'the client shows it at once'),
    async ({ app, page }) => {
      const { lines } = galley(page);
      const text = unique('twice');
      await app.visit(GALLEY);
      const waiting: Route[] = [];
      await app.onPost(async (route) => void waiting.push(route));
      for (let count = 1; count <= 2; count++) {
        await lines.text.fill(text);
        await lines.set.click();
        await expect(lines.rows(text)).toHaveCount(count);
      }
      await expect.poll(() => waiting.length).toBe(2);
      const rows = await lines.rows(text).elementHandles();
      const notes = lines.rows(text).getByRole('textbox');
      await notes.first().fill('the first');
      await notes.last().fill('the second');
      await notes.last().press('Home');
      await page.evaluate((text) => {
        const counts: number[] = [];
        Object.assign(window, { counts });
        const look = () => {
          const rows = [...document.querySelectorAll('[aria-label="Set lines"] li')];
          const count = rows.filter((row) => row.textContent!.includes(text)).length;
          if (counts.at(-1) !== count) counts.push(count);
          requestAnimationFrame(look);
        };
        look();
      }, text);
      for (const route of isReversed ? waiting.reverse() : waiting) {
        await route.continue();
        await route.request().response();
      }
      await expect(lines.rows(text).and(page.locator('[data-pending]'))).toHaveCount(0);
      await app.quiet();
      const notedIn = (row: ElementHandle) => row.evaluate((row) => row.querySelector('input')!.value);
      expect(await notedIn(rows[0])).toBe('the first');
      expect(await notedIn(rows[1])).toBe('the second');
      // What changes its place in a list loses the focus: browsers take it from what is moved.
      if (!isReversed) await expect(page.locator(':focus')).toHaveValue('the second');
      for (const row of rows) expect(await row.evaluate((row) => row.isConnected), 'the same row').toBe(true);
      expect(await page.evaluate(() => (window as unknown as { counts: number[] }).counts)).toEqual([2]);
    },
  );
}

// --- other tabs, dialogs and files

test('an answer for another tab comes there, and the page goes on', async ({ app, page, context }) => {
  const { stop } = galley(page);
  await app.visit(GALLEY);
  for (const why of ['ink', 'paper']) {
    await stop.why.fill(why);
    const opened = context.waitForEvent('page');
    await stop.elsewhere.click();
    const tab = await opened;
    await expect(galley(tab as Page).stop.said).toHaveText(`Stopped: ${why}`);
    await tab.close();
    await expect(page.locator('form[aria-busy=true]')).toHaveCount(0);
    await expect(stop.stop).toBeEnabled();
    await expect(stop.said).toHaveCount(0);
  }
  await stop.why.fill('a proof');
  await stop.stop.click();
  await app.result(() => expect(stop.said).toHaveText('Stopped: a proof'));
});

test('a button that closes a dialog closes it and sends nothing', async ({ app, page }) => {
  const { stop } = galley(page);
  await app.visit(GALLEY);
  await stop.run.click();
  await app.result(() => expect(stop.dialog).not.toBeVisible());
  expect(await stop.dialog.evaluate((dialog: HTMLDialogElement) => dialog.returnValue)).toBe('no');
  expect(app.posts.length).toBe(0);
  await expect(page.locator('form[aria-busy=true]')).toHaveCount(0);
  if (app.mode === 'no-js') return;
  await stop.dialog.evaluate((dialog: HTMLDialogElement) => dialog.showModal());
  await stop.why.fill('ink');
  await stop.stop.click();
  await expect(stop.said).toHaveText('Stopped: ink');
});

test('an answer that is a file is saved, and the page goes on', async ({ app, page }) => {
  // The browser takes what becomes a file out of the page's hands.
  app.expectConsole(/^request failed: (GET|POST) .* net::ERR_ABORTED/);
  const { stop } = galley(page);
  await app.visit(GALLEY);
  for (let round = 0; round < 2; round++) {
    const download = page.waitForEvent('download');
    await stop.proof.click();
    expect((await download).suggestedFilename()).toBe('proof.txt');
    await expect(page.locator('form[aria-busy=true]')).toHaveCount(0);
    await expect(stop.stop).toBeEnabled();
  }
  await stop.why.fill('ink');
  await stop.stop.click();
  await app.result(() => expect(stop.said).toHaveText('Stopped: ink'));
});

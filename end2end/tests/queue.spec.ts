import { expect, only, test } from '../fixtures';
import type { Page } from '@playwright/test';

function press(page: Page, title: string) {
  const sheet = page.getByRole('region', { name: title, exact: true });
  const numbered = (number: number) => sheet.getByRole('listitem').filter({ hasText: `No. ${number}` });
  return {
    time: sheet.getByLabel('Milliseconds'),
    print: sheet.getByRole('button', { name: 'Print' }),
    stages: sheet.locator('.track-stages'),
    counted: sheet.getByText(/^Begun on the server/),
    cancel: (number: number) => numbered(number).getByRole('button', { name: 'Cancel' }),
    ignored: sheet.getByText('this one was not sent').locator('visible=true'),
    again: (number: number) => numbered(number).getByRole('button', { name: 'Send again' }),
  };
}

const CLIENT = 'what becomes of a submission while another is under way is up to the client';
const ENDS = {
  Queue: [/Sending, .*Done$/, /Queued, .*Sending, .*Done$/, /Queued, .*Sending, .*Done$/],
  Latest: [/Sending, .*Done$/, /Superseded by No\. 3$/, /Queued, .*Sending, .*Done$/],
  Drop: [/Sending, .*Done$/, /Ignored because of No\. 1$/, /Ignored because of No\. 1$/],
  Parallel: [/Sending, .*Done$/, /Sending, .*Done$/, /Sending, .*Done$/],
};

for (const [title, ends] of Object.entries(ENDS)) {
  test(`three quick presses of “${title}” end as its policy says`, only(['hydrated'], CLIENT), async ({ app, page }) => {
    const machine = press(page, title);
    await app.visit('/queue');
    await machine.time.fill('10');
    const gate = await app.holdPosts();
    for (let at = 0; at < 3; at++) await machine.print.click();
    gate.open();
    await expect(machine.stages).toHaveText(ends);
  });
}

test('one press runs the action', async ({ app, page }) => {
  const machine = press(page, 'Queue');
  await app.visit('/queue');
  const before = await machine.counted.innerText();
  await machine.time.fill('10');
  await machine.print.click();
  await app.result(async () => {
    await expect(page.getByRole('main').getByText('The last one took 10 ms.')).toBeVisible();
    await app.quiet();
  });
  await app.reload();
  await expect(machine.counted).not.toHaveText(before);
});

test(
  'one that is cancelled is stopped on the server, and the one behind it goes on',
  only(['hydrated'], CLIENT),
  async ({ app, page }) => {
    const machine = press(page, 'Queue');
    // What is cancelled is not waited for.
    app.expectConsole(/request failed: POST .*ERR_ABORTED/);
    const finished = async () => Number(/finished: (\d+)/.exec(await machine.counted.innerText())?.[1]);
    await app.visit('/queue');
    const before = await finished();
    await machine.time.fill('3500');
    await machine.print.click();
    await machine.time.fill('10');
    await machine.print.click();
    await machine.cancel(1).click();
    await expect(machine.stages).toHaveText([/Cancelled$/, /Sending, .*Done$/]);
    await app.quiet();
    await app.reload();
    // The first one had begun, and never came to its end.
    expect(await finished()).toBe(before + 1);
  },
);

test('one that got no answer can be sent again by its button', only(['hydrated'], CLIENT), async ({ app, page }) => {
  app.expectConsole(/^request failed: POST .* net::ERR_BLOCKED_BY_CLIENT/, /ERR_BLOCKED_BY_CLIENT/);
  const machine = press(page, 'Queue');
  await app.visit('/queue');
  await machine.time.fill('10');
  const mend = await app.onPost((route) => route.abort('blockedbyclient'));
  await machine.print.click();
  await expect(machine.stages).toHaveText([/Waiting/]);
  await mend();
  await machine.again(1).click();
  await expect(machine.stages).toHaveText([/Done$/]);
  await app.quiet();
});

const EARLY = only(['before-hydration'], 'it is about what the bridge does with further presses');

/** How many of three quick presses run on the server before there is a client. */
const RUNS = { Queue: 3, Latest: 2, Drop: 1, Parallel: 3 };

for (const [title, runs] of Object.entries(RUNS)) {
  test(`before hydration three quick presses of “${title}” come to what its policy says`, EARLY, async ({ app, page }) => {
    const machine = press(page, title);
    const finished = async () => Number(/finished: (\d+)/.exec(await machine.counted.innerText())?.[1]);
    await app.visit('/queue');
    const before = await finished();
    const posts = await app.holdPosts();
    for (const time of ['10', '11', '12']) {
      await machine.time.fill(time);
      await machine.print.click();
    }
    posts.open();
    await app.result(async () => {
      const last = title === 'Drop' ? 10 : 12;
      await expect(page.getByRole('main').getByText(`The last one took ${last} ms.`)).toBeVisible();
      await expect(machine.time).toHaveValue('12');
      await expect(machine.ignored).toHaveCount(title === 'Drop' ? 1 : 0);
      await app.quiet();
    });
    expect(app.posts.length).toBe(runs);
    await app.reload();
    expect(await finished()).toBe(before + runs);
  });
}

test('what the client takes over goes on by its policy: a press that is ignored is said, until the next one', EARLY, async ({ app, page }) => {
  const machine = press(page, 'Drop');
  await app.visit('/queue');
  const posts = await app.holdPosts();
  await machine.time.fill('10');
  await machine.print.click();
  await posts.reached;
  await machine.time.fill('11');
  await machine.print.click();
  await app.hydrate();
  await expect(machine.ignored).toBeVisible();
  await expect(machine.stages).toHaveText([/Sending/, /Ignored because of No\. 1$/]);
  posts.open();
  await expect(page.getByRole('main').getByText('The last one took 10 ms.')).toBeVisible();
  await machine.print.click();
  await expect(page.getByRole('main').getByText('The last one took 11 ms.')).toBeVisible();
  await expect(machine.ignored).toBeHidden();
  await app.quiet();
  expect(app.posts.length).toBe(2);
});

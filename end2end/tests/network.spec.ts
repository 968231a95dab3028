// A slow server, and one that cannot be reached.
import { expect, inAllEngines, only, test, unique, type App } from '../fixtures';
import { installClock } from '../support/clock';
import { failure, guestbook, sendAgain, thread } from '../support/pages';

test('while the server is slow the form says so, and then shows the result', inAllEngines(), async ({ app, page }) => {
  const message = unique('slow');
  const book = guestbook(page);
  await app.visit('/guestbook');
  const posts = await app.holdPosts();
  await book.fill('Ada', message);
  await book.sign.click({ noWaitAfter: true });
  await posts.reached;
  // Without JavaScript it is the browser that says so.
  if (app.mode !== 'no-js') {
    await expect(book.form).toHaveAttribute('aria-busy', 'true');
    await expect(book.form).toHaveAttribute('data-fw-pending');
    await expect(book.message).toHaveValue(message);
  }
  if (app.mode === 'hydrated') {
    await expect(book.sign).toBeDisabled();
    await expect(book.sign).toHaveText('Signing…');
  }
  posts.open();
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(book.entry(message)).toHaveCount(1);
    await expect(book.form).not.toHaveAttribute('aria-busy', 'true');
    await expect(book.form).not.toHaveAttribute('data-fw-pending');
    await expect(book.sign).toBeEnabled();
    await expect(book.sign).toHaveText('Sign');
  });
});

test(
  'an entry is shown as pending at once, and there is never a frame with two of it or none',
  only(['hydrated'], 'optimistic rows are the client’s'),
  async ({ app, page }) => {
    const message = unique('optimistic');
    const book = guestbook(page);
    await app.visit('/guestbook');
    const posts = await app.holdPosts();
    const frames = await countInEveryFrame(page, message);
    await book.fill('Ada', message);
    await book.sign.click({ noWaitAfter: true });
    await posts.reached;
    await expect(book.entry(message)).toHaveCount(1);
    await expect(book.entry(message)).toContainText('Sending…');
    await expect(book.entry(message)).toHaveAttribute('data-pending');
    expect(await app.stored('/guestbook', message)).toBe(0);
    posts.open();
    await expect(book.entry(message)).not.toContainText('Sending…');
    await expect(book.entry(message)).not.toHaveAttribute('data-pending');
    await app.quiet();
    expect(app.posts.length).toBe(1);
    const counts = await frames();
    expect(counts.slice(counts.indexOf(1)).filter((count) => count !== 1)).toEqual([]);
  },
);

test(
  'a pending row leaves when the server says no',
  only(['hydrated'], 'optimistic rows are the client’s'),
  async ({ app, page }) => {
    const message = unique('optimistic').padEnd(201, '.');
    const book = guestbook(page);
    await app.visit('/guestbook');
    await app.withoutConstraints();
    await book.fill('Ada', message);
    await book.sign.click();
    await expect(book.message).toHaveAttribute('aria-invalid', 'true');
    await expect(book.entry(message)).toHaveCount(0);
    await expect(book.message).toHaveValue(message);
  },
);

test('where the server cannot be reached, nothing typed is lost, and sending again works', inAllEngines(), async ({ app, page }) => {
  app.expectConsole(/^request failed: POST .* net::ERR_CONNECTION_RESET/, /ERR_CONNECTION_RESET/);
  const message = unique('network');
  const book = guestbook(page);
  await app.visit('/guestbook');
  await book.fill('Ada', message);
  const mend = await app.cutOff();
  const failed = page.waitForEvent('requestfailed');
  await book.sign.click();
  await failed;
  if (app.mode === 'no-js') {
    await mend();
    await app.back();
    // Firefox ignores a way back from its own page that comes too early.
    const isStuck = () => page.evaluate(() => document.documentURI.startsWith('about:neterror')).catch(() => true);
    await expect
      .poll(async () => {
        if (await isStuck()) await app.back().catch(() => {});
        return isStuck();
      })
      .toBe(false);
  } else {
    await expect(failure(page)).toBeVisible();
    await expect(failure(page)).toContainText('still here');
    await expect(book.name).toHaveValue('Ada');
    await expect(book.message).toHaveValue(message);
    await mend();
  }
  await expect(book.message).toHaveValue(message);
  await sendAgain(page, book.sign);
  await app.result(async () => {
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(book.entry(message)).toHaveCount(1);
    await expect(failure(page)).toHaveCount(0);
    await app.quiet();
  });
  expect(await app.stored('/guestbook', message)).toBe(1);
});

test(
  'offline the form says so, and online again it is sent',
  only(['before-hydration', 'hydrated'], 'without JavaScript it is the browser that says so'),
  async ({ app, page, context }) => {
    const { book, message } = await signOffline(app);
    await context.setOffline(false);
    await app.result(async () => {
      await expect(book.thanks('Ada')).toBeVisible();
      await expect(book.entry(message)).toHaveCount(1);
      await app.quiet();
    });
    expect(await app.stored('/guestbook', message)).toBe(1);
  },
);

test(
  'what could not be sent before hydration is sent by the client, by itself',
  only(['before-hydration'], 'it is about the moment of hydration'),
  async ({ app, page, context }) => {
    const { book, message } = await signOffline(app);
    await context.setOffline(false);
    await app.hydrate();
    await expect(book.thanks('Ada')).toBeVisible();
    await expect(book.entry(message)).toHaveCount(1);
    await expect(failure(page)).toHaveCount(0);
    await app.quiet();
    expect(await app.stored('/guestbook', message)).toBe(1);
  },
);

test(
  'what is typed while a submission is under way stays',
  inAllEngines(only(['before-hydration', 'hydrated'], 'without JavaScript the answer is another document')),
  async ({ app, page }) => {
    const [message, next] = [unique('first'), unique('next')];
    const book = guestbook(page);
    await app.visit('/guestbook');
    const posts = await app.holdPosts();
    await book.fill('Ada', message);
    await book.sign.click({ noWaitAfter: true });
    await posts.reached;
    await book.message.fill('');
    await book.message.pressSequentially(next);
    posts.open();
    await app.result(async () => {
      await expect(book.entry(message)).toHaveCount(1);
      await expect(book.message).toHaveValue(next);
      await expect(book.message).toBeFocused();
    });
  },
);

/** Signs the book without a connection. The form says so, and keeps what was typed. */
async function signOffline(app: App) {
  app.expectConsole(/ERR_INTERNET_DISCONNECTED/);
  const message = unique('offline');
  const book = guestbook(app.page);
  await app.visit('/guestbook');
  await book.fill('Ada', message);
  await app.page.context().setOffline(true);
  await book.sign.click();
  await expect(failure(app.page)).toBeVisible();
  await expect(book.message).toHaveValue(message);
  return { book, message };
}

/** From now on, how many rows with a text each frame shows. */
async function countInEveryFrame(page: import('@playwright/test').Page, text: string): Promise<() => Promise<number[]>> {
  const counts = await page.evaluateHandle((text) => {
    const counts: number[] = [];
    const look = () => {
      const rows = [...document.querySelectorAll('li')];
      counts.push(rows.filter((row) => row.textContent?.includes(text)).length);
      requestAnimationFrame(look);
    };
    look();
    return counts;
  }, text);
  return () => counts.jsonValue();
}

test(
  'a reading that hangs is given up, and holds up none with other arguments',
  only(['hydrated'], 'only the client reads by itself'),
  async ({ app, page }) => {
    /** Longer than the client waits for a reading. */
    const LONG = 31_000;
    app.expectConsole(/^request failed: GET .* net::ERR_ABORTED/);
    const [path, text] = [`/thread?room=${unique('room')}`, unique('there')];
    const talk = thread(page);
    await installClock(page);
    await app.visit(path);
    await talk.text.fill(text);
    await talk.say.click();
    await app.quiet();
    let hung = 0;
    const hangs = (url: URL) => url.pathname === '/_formwork/query' && url.search.includes('100');
    await page.route(hangs, () => void hung++);
    const ask = (last: number) =>
      page.evaluate((href) => {
        const link = document.createElement('a');
        link.href = href;
        document.querySelector('main')!.append(link);
        link.click();
        link.remove();
      }, `${path}&last=${last}`);
    // One that is waited for is not in the way of the next.
    await ask(100);
    await expect.poll(() => hung).toBe(1);
    await ask(150);
    await expect(talk.message(text)).toHaveCount(1);
    // One that nobody comes after is tried once more, and then said to be unreadable.
    await ask(100);
    for (let attempt = 2; attempt < 4; attempt++) {
      await expect.poll(() => hung).toBe(attempt);
      await page.clock.fastForward(LONG);
      await page.clock.fastForward(LONG);
    }
    await expect(page.getByText('Reload the page to try again.')).toBeVisible();
    await page.unroute(hangs);
    await ask(200);
    await expect(talk.message(text)).toHaveCount(1);
    await expect(page.getByText('Reload the page to try again.')).toHaveCount(0);
  },
);

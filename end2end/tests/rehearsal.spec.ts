import { expect, only, test, unique } from '../fixtures';
import { guestbook } from '../support/pages';

declare global {
  interface Window {
    seen: { rehearsed: number; listening: number };
  }
}

test(
  'a press is rehearsed at idle: nothing is sent, nothing is pending, and the form works as ever',
  only(['hydrated'], 'the client alone has something to compile'),
  async ({ app, page }) => {
    const posts: string[] = [];
    page.on('request', (request) => request.method() == 'POST' && posts.push(request.url()));
    await page.addInitScript(() => {
      window.seen = { rehearsed: 0, listening: 0 };
      const idle = window.requestIdleCallback.bind(window);
      window.requestIdleCallback = (callback, options) =>
        idle((deadline) => {
          callback(deadline);
          window.seen.rehearsed++;
        }, options);
      const listen = window.addEventListener.bind(window);
      window.addEventListener = (name: string, ...rest: [EventListener]) => {
        if (name == 'beforeunload') window.seen.listening++;
        listen(name, ...rest);
      };
    });
    await app.visit('/guestbook');
    const forms = await page.locator('form').count();
    await page.waitForFunction(() => window.seen.rehearsed > 0);
    expect(posts).toEqual([]);
    expect(await page.evaluate(() => window.seen.listening)).toBe(0);
    await expect(page.locator('form')).toHaveCount(forms);
    await expect(page.locator('[aria-busy=true],[data-fw-pending]')).toHaveCount(0);

    const [name, message] = [unique('Ada'), unique('Hello')];
    const book = guestbook(page);
    await book.fill(name, message);
    await book.sign.click();
    await expect(book.entry(message)).toHaveCount(1);
    await app.quiet();
    expect(posts).toHaveLength(1);
  },
);

import { expect, inAllEngines, only, test, unique } from '../fixtures';
import { failure, thread } from '../support/pages';

test('a message appears in the conversation, and is stored once', inAllEngines(), async ({ app, page }) => {
  const [path, text] = [`/thread?room=${unique('room')}`, unique('hello')];
  const talk = thread(page);
  await app.visit(path);
  await talk.text.fill(text);
  await talk.say.click();
  await app.result(async () => {
    await expect(talk.message(text)).toHaveCount(1);
    await expect(talk.message(text)).not.toContainText('Sending…');
    await expect(talk.text).toHaveValue('');
    await expect(failure(page)).toHaveCount(0);
    await app.quiet();
  });
  expect(await app.stored(path, text)).toBe(1);
});

test('shouting is something to mend: it is said at the field, and the text stays', inAllEngines(), async ({ app, page }) => {
  app.expectIssues();
  const path = `/thread?room=${unique('room')}`;
  const talk = thread(page);
  await app.visit(path);
  await talk.text.fill('WHO TOOK MY RULER');
  await talk.say.click();
  await app.result(async () => {
    await expect(talk.text).toHaveAttribute('aria-invalid', 'true');
    await expect(talk.text).toHaveAccessibleDescription(/Nobody here is deaf\./);
    await expect(talk.text).toHaveValue('WHO TOOK MY RULER');
    await expect(talk.message('WHO TOOK MY RULER')).toHaveCount(0);
  });
  expect(await app.stored(path, 'WHO TOOK MY RULER')).toBe(0);
});

test(
  'messages said faster than they are sent all arrive, in order, each once',
  inAllEngines(only(['hydrated'], 'without the client the browser waits for each answer')),
  async ({ app, page }) => {
    const path = `/thread?room=${unique('room')}`;
    const texts = ['first', 'ok', 'ok', 'last'];
    const talk = thread(page);
    await app.visit(path);
    const posts = await app.holdPosts();
    await sayQuickly(talk, texts);
    await posts.reached;
    await expect(talk.texts).toHaveText(texts);
    posts.open();
    await expect(talk.pending).toHaveCount(0);
    await app.quiet();
    await expect(talk.texts).toHaveText(texts);
    await app.reload();
    await expect(talk.texts).toHaveText(texts);
  },
);

test(
  'a refused message goes back alone, and its text returns to the input',
  inAllEngines(only(['hydrated'], 'without the client there is one message at a time')),
  async ({ app, page }) => {
    app.expectConsole(/status of 403/);
    const path = `/thread?room=${unique('room')}`;
    const talk = thread(page);
    await app.visit(path);
    const posts = await app.holdPosts();
    await sayQuickly(talk, ['first', 'Buy spam', 'last']);
    await posts.reached;
    posts.open();
    await expect(talk.pending).toHaveCount(0);
    await expect(talk.texts).toHaveText(['first', 'last']);
    await expect(talk.text).toHaveValue('Buy spam');
    // Until the next press: the one that arrived after it does not take it back.
    await expect(failure(page)).toHaveText('We do not pass on advertising.');
    await app.reload();
    await expect(talk.texts).toHaveText(['first', 'last']);
  },
);

test(
  'who goes on to another page has all messages sent, in order',
  inAllEngines(only(['hydrated'], 'without the client there is one message at a time')),
  async ({ app, page }) => {
    const path = `/thread?room=${unique('room')}`;
    const texts = ['first', 'second', 'third'];
    const talk = thread(page);
    await app.visit(path);
    const posts = await app.holdPosts();
    await sayQuickly(talk, texts);
    await posts.reached;
    await app.follow('Guestbook');
    expect(app.posts.length, 'each waits for the one before').toBe(1);
    posts.open();
    await expect.poll(() => app.stored(path, 'third')).toBeGreaterThan(0);
    await app.visit(path);
    await expect(talk.texts).toHaveText(texts);
  },
);

test(
  'who loses the connection and goes on to another page has the message sent when it is back',
  only(['hydrated'], 'the client sends it again by itself'),
  async ({ app, page }) => {
    app.expectConsole(/^request failed: POST .* net::ERR_CONNECTION_RESET/, /ERR_CONNECTION_RESET/);
    const path = `/thread?room=${unique('room')}`;
    const talk = thread(page);
    await app.visit(path);
    const mend = await app.cutOff();
    await talk.text.fill('lost');
    await talk.text.press('Enter');
    await expect(failure(page)).toBeVisible();
    await app.follow('Guestbook');
    await mend();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => app.stored(path, 'lost')).toBe(1);
    await app.quiet();
    expect(await app.stored(path, 'lost')).toBe(1);
  },
);

test(
  'a message is there, too, where the page asks for more of them by the time of its answer',
  inAllEngines(only(['hydrated'], 'without the client a link leads to another document')),
  async ({ app, page }) => {
    const [path, text] = [`/thread?room=${unique('room')}`, unique('meanwhile')];
    const talk = thread(page);
    await app.visit(path);
    const posts = await app.holdPosts();
    await talk.text.fill(text);
    await talk.say.click();
    await posts.reached;
    await page.evaluate((href) => {
      const link = document.createElement('a');
      link.href = href;
      document.querySelector('main')!.append(link);
      link.click();
      link.remove();
    }, `${path}&last=100`);
    await expect.poll(() => page.evaluate(() => location.search)).toContain('last=100');
    posts.open();
    await app.quiet();
    await expect(talk.pending).toHaveCount(0);
    await expect(talk.message(text)).toHaveCount(1);
    expect(await app.stored(path, text)).toBe(1);
  },
);

/** Says one after the other, without waiting for any answer. */
async function sayQuickly({ text: field }: ReturnType<typeof thread>, texts: string[]) {
  for (const text of texts) {
    await field.pressSequentially(text);
    await field.press('Enter');
    await expect(field).toHaveValue('');
  }
}

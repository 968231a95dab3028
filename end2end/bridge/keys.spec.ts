// Ctrl or ⌘ with Enter, where a form asks for it.
import { expect, phase, test, visit } from './fixtures';
import { form } from './site';

const note = form(
  'note',
  '<textarea name="text"></textarea><input type="checkbox" name="urgent"><button name="how" value="first">Send</button>',
  'data-fw-ctrl-enter id="note"',
);

for (const key of ['Control', 'Meta'])
  test(`${key} with Enter submits the form as it is, without a button`, async ({ page, site }) => {
    site.page('/', { body: note });
    site.posts = () => ({ body: '<h1>Done</h1>' });
    await visit(page, site.origin);
    await page.fill('textarea', 'two\nlines');
    await page.locator('textarea').press(`${key}+Enter`);
    await expect(page.locator('h1')).toHaveText('Done');
    expect(site.submissions.length).toBe(1);
    expect(site.submissions[0]).toMatchObject({ by: 'bridge', fields: [['text', 'two\nlines']] });
  });

test('it works in every kind of field, also outside of the form', async ({ page, site }) => {
  const fields = '<select name="to" form="note"><option>Ada</select><input name="title" form="note">';
  const body = note + fields;
  site.page('/', { body });
  site.posts = () => ({ body });
  await visit(page, site.origin);
  const all = ['textarea', '[type=checkbox]', 'select', '[name=title]'];
  for (const [n, field] of all.entries()) {
    await page.locator(field).press('Control+Enter');
    await expect.poll(() => site.submissions.length).toBe(n + 1);
    await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
  }
});

test('it works in a form which streams in late', async ({ page, site }) => {
  const late = `<template id="f">${note}</template><script nonce="NONCE">document.getElementById('place').replaceWith(document.getElementById('f').content.cloneNode(true))</script>`;
  site.page('/', { body: '<div id="place">…</div>', stream: [late, new Promise(() => {})] });
  site.posts = () => ({ body: '<h1>Done</h1>' });
  await page.goto(site.origin, { waitUntil: 'commit' });
  await page.locator('textarea').press('Control+Enter');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions.length).toBe(1);
});

test('constraints are checked first', async ({ page, site }) => {
  site.page('/', { body: form('note', '<input name="title" required><textarea name="text"></textarea>', 'data-fw-ctrl-enter') });
  await visit(page, site.origin);
  await page.locator('textarea').press('Control+Enter');
  await expect(page.locator('[name=title]')).toBeFocused();
  expect(site.submissions).toEqual([]);
});

test('no other key does it, no held one, none that someone else has taken, and none in a form which does not ask for it', async ({ page, site }) => {
  const taken = form('taken', '<textarea onkeydown="event.preventDefault()"></textarea>', 'data-fw-ctrl-enter');
  const plain = form('plain', '<textarea></textarea>');
  site.page('/', { body: note + taken + plain });
  await visit(page, site.origin);
  const sent = await page.evaluate(() => {
    const sent: string[] = [];
    addEventListener('submit', (event) => sent.push((event.target as Element).getAttribute('data-fw')!));
    const press = (selector: string, init: KeyboardEventInit) =>
      document.querySelector(selector)!.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true, ...init }),
      );
    press('#note textarea', { key: 's' });
    press('#note textarea', { ctrlKey: false });
    press('#note textarea', { ctrlKey: false, shiftKey: true });
    press('#note textarea', { repeat: true });
    press('#note textarea', { isComposing: true });
    press('[data-fw=taken] textarea', {});
    press('[data-fw=plain] textarea', {});
    sent.push('none so far');
    press('#note textarea', {});
    return sent;
  });
  expect(sent).toEqual(['none so far', 'note']);
});

test('on a button the key is that button\'s', async ({ page, site }) => {
  const buttons = '<button type="button" id="own">Own</button><input type="submit" value="Draft"><input type="image" alt="Image">';
  site.page('/', { body: form('note', `<button>Send</button>${buttons}`, 'data-fw-ctrl-enter') });
  await visit(page, site.origin);
  const taken = await page.evaluate(() =>
    [...document.querySelectorAll('button, input:not([type=hidden])')].map(
      (button) =>
        !button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true })),
    ),
  );
  expect(taken).toEqual([false, false, false, false]);
  expect(site.submissions).toEqual([]);
});

test('after hydration the key is the client\'s', async ({ page, site, wasm }) => {
  site.page('/', { body: note });
  await visit(page, site.origin);
  wasm.open();
  await expect.poll(() => phase(page)).toBe('hydrated');
  const taken = await page.evaluate(() => {
    let taken;
    addEventListener('keydown', (event) => (taken = event.defaultPrevented));
    addEventListener('submit', (event) => event.preventDefault());
    document.querySelector('textarea')!.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }),
    );
    return taken;
  });
  expect(taken).toBe(false);
});

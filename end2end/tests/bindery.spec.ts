// Forms that have a hard time: rendered anew, with names that hide a form's own members, with what is no number.
import { expect, only, test } from '../fixtures';
import { withoutTimeBetweenClicks } from '../support/clock';
import { failure } from '../support/pages';
import type { Page } from '@playwright/test';

function bindery(page: Page) {
  const tool = (name: string) => page.getByRole('region', { name, exact: true });
  const [cover, copies] = [tool('Cover'), tool('Copies')];
  return {
    cover,
    sheet: cover.getByLabel('Sheet'),
    inks: cover.getByLabel('Inks'),
    bindCover: cover.getByRole('button', { name: 'Bind it' }),
    copies,
    howMany: copies.getByLabel('How many'),
    bindCopies: copies.getByRole('button', { name: 'Bind copies' }),
    // A form has a status of its own, for who hears the page.
    bound: (of: typeof cover) => of.locator('p[role=status]'),
  };
}

const chosen = (input: HTMLInputElement) => [...input.files!].map((file) => file.name).join();
const selected = (select: HTMLSelectElement) => [...select.selectedOptions].map((option) => option.value).join();

test(
  'what is chosen in a form stays when an answer renders it anew',
  only(['before-hydration', 'hydrated'], 'a native post loads the page anew'),
  async ({ app, page }) => {
    const { cover, sheet, inks, bindCover, howMany, bindCopies, copies, bound } = bindery(page);
    await app.visit('/workbench/bindery');
    await sheet.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
    await inks.selectOption(['black', 'blue']);
    await howMany.fill('3');
    await bindCopies.click();
    await app.result(async () => {
      await expect(bound(copies)).toHaveText('Bound: copies=3');
      expect(await sheet.evaluate(chosen)).toBe('a.txt');
      expect(await inks.evaluate(selected)).toBe('black,blue');
    });
    await app.quiet();
    await bindCover.click();
    await app.result(() => expect(bound(cover)).toHaveText('Bound: ink=black, ink=blue, sheet=a.txt'));
  },
);

test('fields may be called like what is asked of a form', async ({ app, page }) => {
  app.expectConsole(/status of 422/);
  // Playwright's own ways to find, read and click things ask the form, too: the document is asked instead.
  const type = (name: string, text: string) =>
    page.evaluate(([name, text]) => {
      const input = document.querySelector<HTMLInputElement>(`#names-${name}`)!;
      input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }, [name, text] as const);
  const press = () =>
    page.evaluate(() => document.querySelector<HTMLElement>('[aria-label=Names] button:not([type=button])')!.click());
  const isBusy = () =>
    page.evaluate(() => document.querySelector('[aria-label=Names] form[aria-busy]') !== null).catch(() => true);
  // Between two documents there is nothing to read.
  const said = () =>
    page.evaluate(() => document.querySelector('[aria-label=Names]')?.textContent ?? '').catch(() => '');
  await app.visit('/workbench/bindery/names');
  const all = await page.evaluate(() =>
    [...document.querySelectorAll('[aria-label=Names] input:not([type=hidden])')].map((input) => input.getAttribute('name')!),
  );
  expect(all.length).toBeGreaterThan(30);
  await type('contains', 'nothing');
  await press();
  await app.result(async () => {
    await expect.poll(said).toContain('Nothing cannot be bound.');
    await expect.poll(isBusy).toBe(false);
  });
  await app.quiet();
  await type('contains', 'b');
  await press();
  const content = all.map((name) => `${name}=${name === 'contains' ? 'b' : 'a'}`).join(', ');
  await app.result(async () => {
    await expect.poll(said).toContain(`Bound: ${content}`);
    await expect.poll(isBusy).toBe(false);
  });
});

test(
  'what is no number is told and not sent as an empty field',
  only(['hydrated'], 'a native post sends what the browser has'),
  async ({ app, page }) => {
    const { copies, howMany, bindCopies, bound } = bindery(page);
    await app.visit('/workbench/bindery');
    await howMany.pressSequentially('1-2');
    await bindCopies.click();
    await expect(howMany).toBeFocused();
    expect(app.posts.length).toBe(0);
    await howMany.fill('12');
    await bindCopies.click();
    await app.result(() => expect(bound(copies)).toHaveText('Bound: copies=12'));
  },
);

test(
  'a double click is one press, also where the first answer comes between the clicks',
  only(['hydrated'], 'before hydration an answer takes longer, and the browser itself joins clicks'),
  async ({ app, page }) => {
    const { copies, howMany, bindCopies, bound } = bindery(page);
    await app.visit('/workbench/bindery');
    await withoutTimeBetweenClicks(page);
    await howMany.fill('7');
    await bindCopies.scrollIntoViewIfNeeded();
    const box = (await bindCopies.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.click(x, y);
    await expect(bound(copies)).toHaveText('Bound: copies=7');
    await page.mouse.down({ clickCount: 2 });
    await page.mouse.up({ clickCount: 2 });
    await app.quiet();
    expect(app.posts.length).toBe(1);
    await expect(bound(copies)).toHaveText('Bound: copies=7');
  },
);

test(
  'a sheet that is too large is refused before it is sent, and what was typed stays',
  only(['hydrated'], 'the browser sends it, and the server refuses it'),
  async ({ app, page }) => {
    const { cover, sheet, inks, bindCover } = bindery(page);
    await app.visit('/workbench/bindery');
    await inks.selectOption('red');
    await sheet.setInputFiles({ name: 'big.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(300_000) });
    await bindCover.click();
    await expect(failure(cover)).toContainText('send at most 256 KiB');
    expect(app.posts.length).toBe(0);
    expect(await inks.evaluate(selected)).toBe('red');
  },
);

/** As the browser's translator does it: each text is put into elements of its own, also what comes later. */
function translate() {
  const content = document.getElementById('content')!;
  const translate = () => {
    const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(node as Text);
    for (const text of texts) {
      if (!text.data.trim() || text.parentElement!.closest('font, option, script')) continue;
      const [outer, inner] = [document.createElement('font'), document.createElement('font')];
      text.replaceWith(outer);
      outer.append(inner);
      inner.append(text.data);
    }
  };
  translate();
  new MutationObserver(translate).observe(content, { childList: true, subtree: true });
}

const SCRIPT = only(['before-hydration', 'hydrated'], 'no script puts anything into a page without scripts');

test('a page that is translated goes on working, and says that it does', SCRIPT, async ({ app, page }) => {
  const { copies, howMany, bindCopies, bound } = bindery(page);
  const form = copies.locator('form');
  await app.visit('/workbench/bindery');
  await app.hydrate();
  await page.evaluate(translate);
  const posts = await app.holdPosts();
  await howMany.fill('5');
  await copies.getByRole('button').click();
  await posts.reached;
  // What is under way is said by the form, whatever has become of its words.
  await expect(form).toHaveAttribute('aria-busy', 'true');
  await expect(copies.getByRole('button')).toBeDisabled();
  posts.open();
  await expect(bound(copies)).toContainText('copies=5');
  await howMany.fill('6');
  await bindCopies.click();
  await app.quiet();
  expect(app.posts.length).toBe(2);
  await expect(form).not.toHaveAttribute('aria-busy');
  await expect(bindCopies).toBeEnabled();
});

test(
  'a page that is translated before the client starts keeps its forms, which work without it',
  only(['before-hydration'], 'it is about the start of the client'),
  async ({ app, page }) => {
    // Hydration needs each node where the server has put it, and says which one is not.
    app.expectConsole(/^(console error: (A hydration error occurred|panicked at .*\n?Unrecoverable hydration error|Formwork RuntimeError)|page error: RuntimeError: unreachable)/s);
    const { copies, howMany, bindCopies, bound } = bindery(page);
    await app.visit('/workbench/bindery');
    await page.evaluate(translate);
    await howMany.fill('5');
    await app.failsToStart();
    await expect(howMany).toHaveValue('5');
    for (const number of ['5', '6']) {
      await howMany.fill(number);
      await bindCopies.click();
      await expect(bound(copies)).toHaveText(`Bound: copies=${number}`);
      await app.quiet();
    }
    expect(app.posts.length).toBe(2);
    expect(await app.phase()).toBe('failed');
  },
);

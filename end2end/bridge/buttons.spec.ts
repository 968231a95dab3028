// Which button was pressed, where it leads, and who may say no.
import type { Page } from '@playwright/test';
import { expect, sameDocument, test, visit } from './fixtures';
import { form, type Site } from './site';

const caught = (page: Page) =>
  page.evaluate(() => {
    const caught: Record<string, boolean> = {};
    addEventListener('submit', (event) => {
      caught[(event.submitter as HTMLElement).innerText] = event.defaultPrevented;
      event.preventDefault();
    });
    for (const button of document.querySelectorAll('button')) button.click();
    return caught;
  });

test('what changes nothing in HTML changes nothing here', async ({ page, site }) => {
  const forms = [
    form('a', '<button>a</button>', 'target="_self"'),
    form('b', '<button formmethod="post">b</button>'),
    form('c', '<button formmethod="POST" formtarget="_SELF">c</button>'),
    form('d', '<button formtarget="">d</button>', 'target="_blank"'),
  ];
  site.page('/', { body: forms.join('') });
  await visit(page, site.origin);
  expect(await caught(page)).toEqual({ a: true, b: true, c: true, d: true });
});

test('an action of another site, or a parameter that ends like ours, is not ours', async ({ page, site }) => {
  const actions = { a: 'https://elsewhere.example/?_fw=a', b: '?show_fw=1', c: '/\\elsewhere.example/?_fw=c', d: '/page#?_fw=d', e: '?x=_fw=1', f: '/page?b=1&_fw=f' };
  const buttons = Object.entries(actions).map(([name, action]) => `<button formaction="${action}">${name}</button>`);
  site.page('/', { body: form('own', buttons.join('')) });
  await visit(page, site.origin);
  expect(await caught(page)).toEqual({ a: false, b: false, c: false, d: false, e: false, f: true });
});

/** Presses in turn, and gives what each press has sent, in the way the page was asked for. */
async function pairs(page: Page, site: Site, deleted: boolean) {
  const inner = '<input name="text" value="t"><button name="b" value="1">a</button><button name="b" value="2">b</button>';
  const body = form('sign', inner, 'id="f"') + '<button form="f" name="c" value="3">c</button><input type="image" form="f" name="spot" alt="d" width="20" height="20">';
  site.page('/', { body });
  if (deleted) await page.addInitScript(() => delete (SubmitEvent.prototype as any).submitter);
  const presses = [
    ...['a', 'b', 'c'].map((name) => () => page.click(`text="${name}"`)),
    () => page.locator('[type=image]').click({ position: { x: 3, y: 4 } }),
    () => page.locator('[name=text]').press('Enter'),
    () => page.locator('text="b"').press('Space'),
    async () => {
      // What was pressed before leaves nothing behind.
      await page.evaluate(() => {
        document.forms[0].addEventListener('submit', (event) => event.preventDefault(), { once: true });
        document.querySelector('button')!.click();
        document.forms[0].requestSubmit();
      });
    },
  ];
  for (const [n, press] of presses.entries()) {
    await visit(page, site.origin);
    await press();
    await expect.poll(() => site.submissions.length).toBe(n + 1);
  }
  const t = ['text', 't'];
  expect(site.submissions.map(({ fields }) => fields)).toEqual([
    [t, ['b', '1']],
    [t, ['b', '2']],
    [t, ['c', '3']],
    [t, ['spot.x', '3'], ['spot.y', '4']],
    [t, ['b', '1']],
    [t, ['b', '2']],
    [t],
  ]);
}

test('the button that was pressed is sent, and no other', async ({ page, site }) => {
  await pairs(page, site, false);
  expect(new Set(site.submissions.map(({ by }) => by))).toEqual(new Set(['bridge']));
});

test('where the browser does not tell which button was pressed, it posts by itself, with the same pairs', async ({ page, site }) => {
  await pairs(page, site, true);
});

for (const [what, attributes, button] of [
  ['a button', '', '<button formtarget="_blank">Open</button>'],
  ['a form', 'target="elsewhere"', '<button>Open</button>'],
] as const)
  test(`${what} that opens another window, pressed twice with the same text, runs twice`, async ({ page, context, site }) => {
    site.page('/', { body: form('sign', `<input name="name" value="Ada">${button}`, attributes) });
    site.posts = () => ({ body: `<h1>${site.submissions.length}</h1>` });
    await visit(page, site.origin);
    for (let n = 1; n <= 2; n++) {
      await page.click('button');
      await expect.poll(() => site.submissions.length).toBe(n);
    }
    expect(context.pages().length).toBeGreaterThan(1);
    expect(site.submissions.map(({ by }) => by)).toEqual(['browser', 'browser']);
    expect(site.submissions[0].id).not.toBe(site.submissions[1].id);
    await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
    expect(await sameDocument(page)).toBe(true);
  });

test('a dialog closes with the value of its button, and nothing is sent; its other button is a submission', async ({ page, site }) => {
  const inner = '<input name="name" required><button formmethod="dialog" formnovalidate value="no">Cancel</button><button>OK</button>';
  site.page('/', { body: `<dialog>${form('sign', inner)}</dialog>` });
  site.posts = () => ({ body: '<h1>Done</h1>' });
  await visit(page, site.origin);
  const open = () => page.evaluate(() => document.querySelector('dialog')!.showModal());
  await open();
  await page.click('text=Cancel');
  expect(await page.evaluate(() => [document.querySelector('dialog')!.open, document.querySelector('dialog')!.returnValue])).toEqual([false, 'no']);
  expect(site.submissions).toEqual([]);
  await open();
  await page.fill('[name=name]', 'Ada');
  await page.click('text=OK');
  await expect(page.locator('h1')).toHaveText('Done');
});

for (const [where, listen] of Object.entries({
  'on the form': () => document.forms[0].addEventListener('submit', (window as any).ask),
  'on the document': () => document.addEventListener('submit', (window as any).ask),
  'on the document, in capture': () => document.addEventListener('submit', (window as any).ask, true),
  'in an attribute': () => document.forms[0].setAttribute('onsubmit', 'return !ask(event)'),
}))
  test(`a handler ${where} that says no is heard: nothing is sent, and yes is sent once`, async ({ page, site }) => {
    site.page('/', { body: form('sign', '<button>Sign</button>') });
    site.posts = () => ({ body: '<h1>Done</h1>' });
    await visit(page, site.origin);
    await page.evaluate(() => {
      (window as any).answer = false;
      (window as any).ask = (event: Event) => ((window as any).answer ? false : (event.preventDefault(), true));
    });
    await page.evaluate(listen);
    await page.click('button');
    await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
    await page.evaluate(() => ((window as any).answer = true));
    await page.click('button');
    await expect(page.locator('h1')).toHaveText('Done');
    expect(site.submissions.length).toBe(1);
  });

test('a handler that asks in a dialog of its own, and then submits with the button, sends that button', async ({ page, site }) => {
  site.page('/', { body: form('sign', '<button name="how" value="loud">Sign</button>') });
  site.posts = () => ({ body: '<h1>Done</h1>' });
  await visit(page, site.origin);
  await page.evaluate(() => {
    let asked = false;
    document.forms[0].addEventListener('submit', (event) => {
      if (asked) return;
      event.preventDefault();
      asked = true;
      setTimeout(() => document.forms[0].requestSubmit(event.submitter));
    });
  });
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  expect(site.submissions.map(({ by, fields }) => [by, fields])).toEqual([['bridge', [['how', 'loud']]]]);
});

// What stands in fields: what is sent of it, and what becomes of it.
import { expect, test, visit } from './fixtures';
import { form } from './site';

/** Members of a form, of an element and of an object, which a field's name hides. */
const NAMES = `action method submit id name target enctype encoding elements length reset requestSubmit children firstChild lastChild
  nextSibling parentNode parentElement nodeType nodeName tagName localName querySelector querySelectorAll getAttribute setAttribute
  removeAttribute hasAttribute toggleAttribute matches closest contains addEventListener removeEventListener dispatchEvent append remove
  replaceWith isConnected ownerDocument dataset hidden form noValidate checkValidity reportValidity classList style textContent innerHTML
  __proto__ constructor toString valueOf hasOwnProperty then`.split(/\s+/);

test('fields may be named like any member of a form: sent, refused, sent again', async ({ page, site }) => {
  const inner = (attributes = '') =>
    NAMES.map((name) => `<input name="${name}" ${attributes}>`).join('') + '<button name="formAction" value="b">Send</button>';
  const wrong = form('names', inner('aria-invalid="true"'), 'id="hidden"');
  site.page('/', { body: form('names', inner(), 'id="hidden"') });
  site.posts = () =>
    site.submissions.length == 1
      ? { body: `<h1>Invalid</h1>${wrong}`, outcome: '{"outcome":{"invalid":[]}}' }
      : { body: `<h1>Done</h1>${form('names', inner())}` };
  await visit(page, site.origin);
  // Not through Playwright, which such names confuse.
  const press = () => page.evaluate(() => document.querySelector('button')!.click());
  const busy = () => page.evaluate(() => Element.prototype.getAttribute.call(document.forms[0], 'aria-busy'));
  await page.evaluate(() => {
    for (const input of document.querySelectorAll('input')) if (!/^_fw/.test(input.name)) input.value = `v${input.name}`;
  });
  for (const heading of ['Invalid', 'Done']) {
    await press();
    await expect(page.locator('h1')).toHaveText(heading);
    expect(await busy()).toBe(null);
  }
  for (const { by, fields } of site.submissions) {
    expect(by).toBe('bridge');
    expect(fields).toEqual([...NAMES.map((name) => [name, `v${name}`]), ['formAction', 'b']]);
  }
  expect(site.submissions.length).toBe(2);
});

test('a form with such fields is posted by the browser where a layer of the app redirects', async ({ page, site }) => {
  site.page('/', { body: form('names', '<input name="requestSubmit"><button>Send</button>') });
  site.page('/login', { body: '<h1>Log in</h1>' });
  site.posts = () => ({ location: '/login' });
  await visit(page, site.origin);
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Log in');
});

test('`formdata` is raised once for a submission, and what its listeners add makes a double click no second one', async ({ page, site }) => {
  const answer = site.hold('POST');
  site.page('/', { body: form('sign', '<input name="name"><button>Sign</button>') });
  await visit(page, site.origin);
  await page.evaluate(() => {
    (window as any).raised = 0;
    document.forms[0].addEventListener('formdata', ({ formData }) => formData.append('time', `${++(window as any).raised}`));
  });
  await page.click('button');
  await expect.poll(() => answer.reached).toBe(1);
  expect(await page.evaluate(() => (window as any).raised)).toBe(1);
  await page.click('button');
  expect(await page.evaluate(() => (window as any).__formwork.queue.length)).toBe(1);
  answer.open();
  await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
  expect(site.submissions.map(({ fields }) => fields)).toEqual([[['name', ''], ['time', '1']]]);
});

for (const [what, change] of Object.entries({
  'a text': () => (document.querySelector<HTMLInputElement>('[name=name]')!.value = 'set'),
  'a box': () => (document.querySelector<HTMLInputElement>('[type=checkbox]')!.checked = true),
  'a choice of several': () => (document.querySelectorAll('option')[1].selected = true),
  'a hidden field': () => (document.querySelector<HTMLInputElement>('[name=secret]')!.value = '2'),
}))
  test(`${what} that a script has changed makes the next press another submission`, async ({ page, site }) => {
    const inner = `<input name="name"><input type="checkbox" name="box"><select multiple name="many"><option selected>a<option>b</select>
      <input type="hidden" name="secret" value="1"><button>Sign</button>`;
    const answer = site.hold('POST');
    site.page('/', { body: form('sign', inner) });
    site.posts = () => ({ body: form('sign', inner) });
    await visit(page, site.origin);
    await page.click('button');
    await page.evaluate(change as () => void);
    await page.click('button');
    answer.open();
    await expect.poll(() => site.submissions.length).toBe(2);
    expect(site.submissions[0].fields).not.toEqual(site.submissions[1].fields);
  });

for (const [what, attributes, button] of [
  ['a form without constraints', 'novalidate', '<button>Send</button>'],
  ['a button without constraints', '', '<button formnovalidate>Send</button>'],
] as const)
  test(`${what}: a number that is none is said to the person, and not sent as nothing`, async ({ page, site }) => {
    site.page('/', { body: form('sign', `<input type="number" name="n">${button}`, attributes) });
    site.posts = () => ({ body: '<h1>Done</h1>' });
    await visit(page, site.origin);
    await page.locator('[name=n]').pressSequentially('1-2');
    await page.click('button');
    await expect(page.locator('[name=n]')).toBeFocused();
    await expect(page.locator('form')).not.toHaveAttribute('aria-busy');
    expect(await page.evaluate(() => (window as any).__formwork.queue.length)).toBe(0);
    await page.fill('[name=n]', '12');
    await page.click('button');
    await expect(page.locator('h1')).toHaveText('Done');
    expect(site.submissions.map(({ fields }) => fields)).toEqual([[['n', '12']]]);
  });

test('a number that is none in a disabled part of the form holds nothing up', async ({ page, site }) => {
  site.page('/', { body: form('sign', '<fieldset><input type="number" name="n"></fieldset><button>Send</button>', 'novalidate') });
  site.posts = () => ({ body: '<h1>Done</h1>' });
  await visit(page, site.origin);
  await page.locator('[name=n]').pressSequentially('1-2');
  await page.evaluate(() => (document.querySelector('fieldset')!.disabled = true));
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
});

test('what was submitted does not stay in the fields that leave the page', async ({ page, site }) => {
  const inner = `<input name="name" value="was"><textarea name="text">was</textarea><input type="checkbox" name="box">
    <select name="one"><option>a<option>b</select><input type="file" name="file"><button>Sign</button>`;
  const other = form('other', '<input name="kept">');
  site.page('/', { body: form('sign', inner, 'enctype="multipart/form-data"') + other });
  site.posts = () => ({ body: `<h1>Done</h1>${form('sign', inner)}${other}` });
  await visit(page, site.origin);
  await page.fill('[name=name]', 'sent');
  await page.fill('[name=text]', 'sent');
  await page.check('[name=box]');
  await page.selectOption('[name=one]', 'b');
  await page.setInputFiles('[name=file]', { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('content') });
  await page.fill('[name=kept]', 'kept');
  await page.evaluate(() => ((window as any).old = [...document.querySelectorAll('[name]:not([name^=_])')]));
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Done');
  // Firefox gives the state of these to the fields in their places after a reload.
  const state = await page.evaluate(() => (window as any).old.map((el: any) => [el.isConnected, el.name, el.type == 'checkbox' ? el.checked : el.value]));
  expect(state.slice(0, 5)).toEqual([[false, 'name', 'was'], [false, 'text', 'was'], [false, 'box', false], [false, 'one', 'a'], [false, 'file', '']]);
  await expect(page.locator('[name=kept]')).toHaveValue('kept');
});

test('a required field in a part that is hidden: where constraints are off the server says what is missing, and the focus goes there', async ({ page, site }) => {
  const hidden = '<div style="display:none"><input name="code" required></div>';
  site.page('/', { body: form('sign', `${hidden}<button formnovalidate>Send</button>`) });
  site.posts = () => ({ body: `<h1>Invalid</h1>${form('sign', '<input name="code" aria-invalid="true"><button>Send</button>')}`, outcome: '{"outcome":{"invalid":[]}}' });
  await visit(page, site.origin);
  await page.click('button');
  await expect(page.locator('h1')).toHaveText('Invalid');
  await expect(page.locator('[name=code]')).toBeFocused();
});

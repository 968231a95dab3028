import { expect, only, test, unique, type App } from '../fixtures';
import type { Page } from '@playwright/test';

type Imprint = { name: string; motto: string; paper: string; binding: string; subjects: string[]; isOpen: boolean };

const FIRST: Imprint = {
  name: 'Pressroom',
  motto: 'Slowly,\nand in two colours.',
  paper: 'laid',
  binding: 'sewn',
  subjects: ['poetry', 'type'],
  isOpen: true,
};

function form(page: Page) {
  const main = page.getByRole('main');
  const controls = {
    name: main.getByLabel('Name of the house'),
    motto: main.getByLabel('Motto'),
    paper: main.getByLabel('Paper'),
    binding: (value: string) => main.locator(`[name=binding][value=${value}]`),
    subjects: main.getByLabel('Subjects'),
    isOpen: main.getByLabel('Manuscripts may be sent in'),
  };
  return {
    ...controls,
    save: main.getByRole('button', { name: 'Save' }),
    undo: main.getByRole('button', { name: 'Undo changes' }),

    async fill(imprint: Imprint) {
      await controls.name.fill(imprint.name);
      await controls.motto.fill(imprint.motto);
      await controls.paper.selectOption(imprint.paper);
      await controls.binding(imprint.binding).check();
      await controls.subjects.selectOption(imprint.subjects);
      await controls.isOpen.setChecked(imprint.isOpen);
    },

    async shows(imprint: Imprint) {
      await expect(controls.name).toHaveValue(imprint.name);
      await expect(controls.motto).toHaveValue(imprint.motto);
      await expect(controls.paper).toHaveValue(imprint.paper);
      await expect(controls.binding(imprint.binding)).toBeChecked();
      await expect(controls.subjects).toHaveValues(imprint.subjects);
      await expect(controls.isOpen).toBeChecked({ checked: imprint.isOpen });
    },
  };
}

/** An imprint of its own for each scenario. */
async function open(app: App): Promise<string> {
  const path = `/imprint?house=${unique('house')}`;
  await app.visit(path);
  return path;
}

/** What was sent last, without what is Formwork's own. */
function sent(app: App): string {
  const pairs = new URLSearchParams(app.posts.at(-1)?.postData() ?? '');
  const own = [...pairs].filter(([name]) => !name.startsWith('_fw'));
  return JSON.stringify(own.map(([name, value]) => [name, value.replaceAll('\r\n', '\n')]));
}

test('every control shows what is stored', async ({ app, page }) => {
  await open(app);
  await app.result(() => form(page).shows(FIRST));
});

test('after a save every control shows what the server has now, and saving again sends the same', async ({ app, page }) => {
  const imprint = form(page);
  const path = await open(app);
  const typed = {
    name: ' Night Train Press ',
    motto: '\nOne line & <b>another</b>\nof it ',
    paper: 'cotton',
    binding: 'loose',
    subjects: ['travel'],
    isOpen: false,
  };
  const stored = { ...typed, name: 'Night Train Press', motto: 'One line & <b>another</b>\nof it' };
  await imprint.fill(typed);
  await imprint.save.click();
  await app.result(() => imprint.shows(stored));
  await imprint.save.click();
  await app.quiet();
  await app.result(() => imprint.shows(stored));
  const expected = [
    ['name', stored.name],
    ['motto', stored.motto],
    ['paper', 'cotton'],
    ['binding', 'loose'],
    ['subject', 'travel'],
  ];
  expect(sent(app)).toBe(JSON.stringify(expected));
  await app.visit(path);
  await imprint.shows(stored);
});

test('of several saves each leaves the form as the server has it', async ({ app, page }) => {
  const imprint = form(page);
  const path = await open(app);
  let shown = FIRST;
  const changes: Partial<Imprint>[] = [
    { isOpen: false },
    { subjects: [] },
    { motto: '' },
    { binding: 'stapled' },
    { subjects: ['type', 'travel', 'cookery'], isOpen: true },
    { paper: 'wove', motto: 'Anew' },
  ];
  for (const change of changes) {
    shown = { ...shown, ...change };
    await imprint.fill(shown);
    await imprint.save.click();
    await app.quiet();
    await imprint.shows(shown);
  }
  await app.result(() => imprint.shows(shown));
  await app.visit(path);
  await imprint.shows(shown);
});

test('a reset leads back to what was saved last', async ({ app, page }) => {
  const imprint = form(page);
  await open(app);
  const saved = { ...FIRST, name: 'Low Tide', paper: 'wove', binding: 'loose', subjects: ['cookery'], isOpen: false };
  await imprint.fill(saved);
  await imprint.save.click();
  await app.result(() => imprint.shows(saved));
  await app.quiet();
  await imprint.fill({ ...FIRST, motto: 'Never saved' });
  await imprint.undo.click();
  await imprint.shows(saved);
});

test(
  'never is what was there before shown again',
  only(['before-hydration', 'hydrated'], 'without JavaScript the answer is another document'),
  async ({ app, page }) => {
    const imprint = form(page);
    await open(app);
    await imprint.name.fill('Counterform');
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      const look = () => {
        const input = document.querySelector<HTMLInputElement>('main [name=name]');
        if (input && seen.at(-1) !== input.value) seen.push(input.value);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await imprint.save.click();
    await app.quiet();
    await app.result(() => expect(imprint.name).toHaveValue('Counterform'));
    const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    expect([...new Set(seen)]).toEqual(['Counterform']);
  },
);

test(
  'what is typed while a save is under way stays, with the caret',
  only(['before-hydration', 'hydrated'], 'without JavaScript the answer is another document'),
  async ({ app, page }) => {
    const imprint = form(page);
    await open(app);
    await imprint.name.fill('Low Tide');
    await imprint.motto.fill('Before the press');
    const posts = await app.holdPosts();
    await imprint.save.click();
    await posts.reached;
    await imprint.motto.fill('After the press');
    await imprint.motto.press('Home');
    posts.open();
    await app.quiet();
    await app.result(async () => {
      await expect(imprint.name).toHaveValue('Low Tide');
      await expect(imprint.motto).toHaveValue('After the press');
      await expect(imprint.motto).toBeFocused();
      expect(await imprint.motto.evaluate((area: HTMLTextAreaElement) => area.selectionStart)).toBe(0);
    });
    await imprint.save.click();
    await app.quiet();
    expect(JSON.parse(sent(app))[1]).toEqual(['motto', 'After the press']);
  },
);

test('what is wrong comes back as it was, and goes with the next save', async ({ app, page }) => {
  app.expectIssues();
  const imprint = form(page);
  await open(app);
  await app.withoutConstraints();
  const typed = { ...FIRST, name: '', paper: 'cotton', binding: 'loose', subjects: ['travel', 'cookery'], isOpen: false };
  await imprint.fill(typed);
  await imprint.save.click();
  await app.result(async () => {
    await expect(imprint.name).toHaveAccessibleDescription(/Fill in this field/);
    await imprint.shows(typed);
  });
  const saved = { ...typed, name: 'Ascender', subjects: ['poetry'] };
  await imprint.fill(saved);
  await imprint.save.click();
  await app.quiet();
  await imprint.shows(saved);
  await expect(imprint.name).not.toHaveAttribute('aria-invalid', 'true');
});

test(
  'another house by a link of the app is another form',
  only(['hydrated'], 'the client goes there'),
  async ({ app, page }) => {
    const imprint = form(page);
    const [first, second] = [unique('house'), unique('house')];
    await app.visit(`/imprint?house=${first}`);
    await imprint.name.fill('Typed for the first');
    await page.evaluate((house) => {
      const link = document.createElement('a');
      link.href = `/imprint?house=${house}`;
      document.querySelector('main')!.append(link);
      link.click();
    }, second);
    await expect(imprint.name).toHaveValue(FIRST.name);
    await imprint.name.fill('The second');
    await imprint.save.click();
    await app.quiet();
    await app.visit(`/imprint?house=${first}`);
    await imprint.shows(FIRST);
  },
);

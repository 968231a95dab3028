// Forms that are easily got wrong, on the stone and on the imposition of the workbench.
import type { Page } from '@playwright/test';
import { expect, only, test, unique, type App } from '../fixtures';
import { Gate } from '../support/gate';
import { workbench } from '../support/workbench';

const PATH = '/workbench/stone';

function stone(page: Page) {
  const main = page.getByRole('main');
  return {
    line: main.getByLabel('Line'),
    strike: main.getByRole('button', { name: 'Strike out' }),
    struck: main.getByText(/^Struck out:/),
    to: main.getByLabel('Where to'),
    go: main.getByRole('button', { name: 'Go' }),
    stays: main.getByText('You stay where you are.'),
  };
}

// --- who says no

function asking(capture: boolean): string {
  return `document.addEventListener('submit', (event) => confirm() || event.preventDefault(), ${capture})`;
}

/** The page asks before a submission, wherever it listens. Hydrated, the handler of the app asks as well, and is told the same. */
const ASKING = {
  'a handler of the app': '',
  'the form’s own handler': `document.querySelector('main form').onsubmit = () => confirm()`,
  'a listener on the document': asking(false),
  'a listener on the document that hears it first': asking(true),
};

for (const [who, listen] of Object.entries(ASKING)) {
  const isOfTheApp = listen === '';
  const modes = isOfTheApp ? (['hydrated'] as const) : (['before-hydration', 'hydrated'] as const);
  test(
    `where ${who} says no nothing is sent, and where it says yes one submission is`,
    only([...modes], isOfTheApp ? 'the handler is in the client' : 'without JavaScript nobody asks'),
    async ({ app, page }) => {
      const { line, strike, struck } = stone(page);
      const text = unique('a line');
      page.on('dialog', (dialog) => {
        const yes = asked.push(dialog.message()) && agrees;
        void (yes ? dialog.accept() : dialog.dismiss());
      });
      const asked: string[] = [];
      let agrees = false;
      await app.visit(PATH);
      await page.evaluate(listen);
      await line.fill(text);
      for (const yes of [false, false, true]) {
        agrees = yes;
        asked.length = 0;
        await strike.click();
        await expect.poll(() => asked.length).toBeGreaterThan(0);
        if (yes) continue;
        await expect(strike).toBeEnabled();
        await expect(page.locator('form[aria-busy=true]')).toHaveCount(0);
        expect(app.posts.length).toBe(0);
      }
      await app.result(() => expect(struck).toHaveText(`Struck out: ${text}`));
      await app.quiet();
      expect(app.posts.length).toBe(1);
    },
  );
}

test(
  'a dialog that asks first and submits then sends one submission, with the button that was pressed',
  only(['before-hydration', 'hydrated'], 'without JavaScript nobody asks'),
  async ({ app, page }) => {
    const { imposition } = workbench(page);
    await app.visit('/workbench');
    await page.evaluate(() => {
      const sure = new WeakSet<Event | HTMLFormElement>();
      document.addEventListener('submit', (event) => {
        const form = event.target as HTMLFormElement;
        if (sure.has(form)) return;
        event.preventDefault();
        const dialog = document.createElement('dialog');
        dialog.innerHTML = '<button value="no">No</button><button value="yes">Yes, do</button>';
        dialog.addEventListener('click', (click) => dialog.close((click.target as HTMLButtonElement).value));
        dialog.addEventListener('close', () => {
          dialog.remove();
          if (dialog.returnValue !== 'yes') return;
          sure.add(form);
          form.requestSubmit(event.submitter);
        });
        document.documentElement.append(dialog);
        dialog.showModal();
      });
    });
    await imposition.signature.fill('B');
    await imposition.button('Quarto').click();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    expect(app.posts.length).toBe(0);
    await imposition.button('Quarto').click();
    await page.getByRole('button', { name: 'Yes, do' }).click();
    await app.result(() => expect(imposition.said('Sheet B, folded: Quarto.')).toBeVisible());
    await app.quiet();
    expect(app.posts.length).toBe(1);
  },
);

// --- which button it was

test('each button sends its own pair, and no button leaves one behind', async ({ app, page }) => {
  const { imposition } = workbench(page);
  await app.visit('/workbench');
  const folds = async (how: () => Promise<unknown>, format: string) => {
    const before = app.posts.length;
    await imposition.signature.fill('C');
    await how();
    await expect.poll(() => app.posts.length).toBe(before + 1);
    await app.quiet();
    await expect(imposition.said(`Sheet C, folded: ${format}.`)).toBeVisible();
    const pairs = [...new URLSearchParams(app.posts.at(-1)!.postData() ?? '')].filter(([name]) => !name.startsWith('_fw'));
    expect(pairs, format).toEqual([
      ['signature', 'C'],
      ['fold', format],
    ]);
  };
  await folds(() => imposition.button('Quarto').click(), 'Quarto');
  await folds(() => imposition.button('Octavo').click(), 'Octavo');
  await folds(() => imposition.button('Folio').click(), 'Folio');
  await folds(() => imposition.button('Octavo').press('Space'), 'Octavo');
  // Enter in a field is the first button's.
  await folds(() => imposition.signature.press('Enter'), 'Quarto');
  await folds(() => imposition.button('Folio').press('Enter'), 'Folio');
});

test('a script that submits without a button sends none, whichever was pressed before', async ({ app, page }) => {
  // Without a button nobody says how to fold.
  app.expectConsole(/status of 400/);
  const { imposition } = workbench(page);
  await app.visit('/workbench');
  await imposition.signature.fill('D');
  await imposition.button('Octavo').click();
  await app.quiet();
  await expect(imposition.said('Sheet D, folded: Octavo.')).toBeVisible();
  await imposition.signature.fill('E');
  await page.evaluate(() => document.querySelector<HTMLFormElement>('#imposition')!.requestSubmit());
  await expect.poll(() => app.posts.length).toBe(2);
  await app.quiet();
  const names = [...new URLSearchParams(app.posts[1].postData() ?? '')].map(([name]) => name);
  expect(names.filter((name) => !name.startsWith('_fw'))).toEqual(['signature']);
});

// --- where a redirect leads

/** The signpost is far down on a low screen. */
async function farDown(app: App) {
  await app.page.setViewportSize({ width: 800, height: 400 });
  await app.visit(PATH);
}

/** How far the page is scrolled. */
const scrolled = (page: Page) => page.evaluate(() => scrollY);

const HERE = { 'to the page itself': '', 'to the page with a query': '?sheet=2' };

for (const [where, search] of Object.entries(HERE)) {
  test(`a redirect ${where} begins anew: no state, no issues, nothing under way`, async ({ app, page }) => {
    app.expectIssues();
    const { to, go, stays } = stone(page);
    await farDown(app);
    await to.selectOption('Nowhere');
    await go.click();
    await expect(stays).toBeVisible();
    await app.quiet();
    await to.selectOption('');
    await go.click();
    await app.quiet();
    await expect(to).toHaveAccessibleDescription(/Choose where to go/);
    await to.selectOption(PATH + search);
    const depth = await scrolled(page);
    await go.click();
    await app.result(async () => {
      await expect(page).toHaveURL((url) => url.pathname === PATH && url.search === search);
      await expect(to).not.toHaveAccessibleDescription(/Choose where to go/);
      await expect(to).toHaveValue('');
      await expect(go).toHaveText('Go');
      await expect(go).toBeEnabled();
    });
    if (app.mode !== 'no-js') expect(Math.abs((await scrolled(page)) - depth), 'how far it jumps').toBeLessThan(80);
    await expect(page.locator('form[aria-busy=true]')).toHaveCount(0);
  });
}

test('a redirect to a fragment leads there', async ({ app, page }) => {
  const { to, go } = stone(page);
  await farDown(app);
  await to.selectOption(`${PATH}#signpost`);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await go.click();
  await app.result(async () => {
    await expect(page).toHaveURL((url) => url.pathname === PATH && url.hash === '#signpost');
    const top = () => page.locator('#signpost').evaluate((heading) => heading.getBoundingClientRect().top);
    await expect.poll(async () => Math.abs(await top())).toBeLessThan(120);
  });
});

test('a redirect to another page begins at its top, and Back is where one was', async ({ app, page }) => {
  const { to, go } = stone(page);
  await farDown(app);
  await to.selectOption('The guestbook');
  await go.scrollIntoViewIfNeeded();
  const depth = await scrolled(page);
  expect(depth).toBeGreaterThan(200);
  await go.click();
  await app.result(async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'Guestbook' })).toBeVisible();
    await expect.poll(() => scrolled(page)).toBe(0);
  });
  await app.back();
  await expect(page.getByRole('heading', { level: 1, name: 'Stone' })).toBeVisible();
  await expect.poll(async () => Math.abs((await scrolled(page)) - depth)).toBeLessThan(80);
});

test('a redirect to what is no page of the app loads the document, and Back is a page that works', async ({ app, page }) => {
  const { to, go, stays } = stone(page);
  await app.visit(PATH);
  await to.selectOption('What robots may read');
  await go.click();
  await expect(page).toHaveURL((url) => url.pathname === '/robots.txt');
  await expect(page.getByText('User-agent')).toBeVisible();
  await app.back();
  await expect(go).toHaveText('Go');
  await expect(go).toBeEnabled();
  await to.selectOption('Nowhere');
  await go.click();
  await app.result(() => expect(stays).toBeVisible());
  expect(app.posts.length).toBe(2);
});

test(
  'on the way to another page what was chosen stays until that is shown',
  only(['before-hydration', 'hydrated'], 'without JavaScript the browser leaves the page as it is'),
  async ({ app, page }) => {
    const { to, go } = stone(page);
    await app.visit(PATH);
    const loading = new Gate();
    await page.route(
      (url) => ['/guestbook', '/_formwork/query'].includes(url.pathname),
      async (route) => {
        await loading.pass();
        await route.fallback();
      },
    );
    await to.selectOption('The guestbook');
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      const look = () => {
        const select = document.querySelector<HTMLSelectElement>('main [name=to]');
        if (select && seen.at(-1) !== select.value) seen.push(select.value);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    const seen = () => page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    await go.click({ noWaitAfter: true });
    await loading.reached;
    expect(await seen()).toEqual(['/guestbook']);
    // A document of its own has seen nothing.
    if (app.mode === 'hydrated') {
      await expect(page.getByRole('heading', { level: 1, name: 'Guestbook' })).toBeVisible();
      expect(await seen()).toEqual(['/guestbook']);
    }
    loading.open();
    await expect(page.getByRole('heading', { level: 1, name: 'Guestbook' })).toBeVisible();
    if (app.mode === 'before-hydration') await app.reaches('html');
  },
);

test(
  'a redirect to the page itself is followed each time, also while others are under way',
  only(['hydrated'], 'a document is loaded for each of them elsewhere'),
  async ({ app, page }) => {
    const { to, go, line, strike } = stone(page);
    page.on('dialog', (dialog) => void dialog.accept());
    await app.visit(PATH);
    for (let round = 0; round < 20; round++) {
      await line.fill(`round ${round}`);
      await to.selectOption(round % 2 ? PATH : `${PATH}?sheet=2`);
      await strike.click();
      await go.click();
      await expect(page).toHaveURL((url) => url.search === (round % 2 ? '' : '?sheet=2'));
      await expect(go).toHaveText('Go');
      await expect(page.locator('form[aria-busy=true]')).toHaveCount(0);
    }
  },
);

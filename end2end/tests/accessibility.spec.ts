// Pages are for everyone: on a phone and on a desk, by day and by night, by keyboard, by ear.
import type { Page } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';
import { expect, only, test, unique, type App } from '../fixtures';
import { launchOptions } from '../support/chromium';
import { guestbook, signup } from '../support/pages';
import { PATHS, SCREENS, type Screen } from '../support/paths';

// Scroll bars take room, as on a desk.
test.use({ launchOptions: { ...launchOptions, ignoreDefaultArgs: ['--hide-scrollbars'] } });

/** The screen that is looked at, for the reader of a failure. */
const named = ({ width, colorScheme }: Screen) => `${width} px wide, ${colorScheme}`;

async function show(page: Page, { width, height, colorScheme }: Screen) {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme });
}

async function visit(app: App, path: string) {
  if (path === '/nowhere') app.expectConsole(/status of 404/);
  await app.visit(path);
  // The document may be there before its styles.
  await expect(app.page.locator('body')).not.toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
}

for (const path of PATHS) {
  test(`${path} is as wide as its screen, and light or dark as one wants it`, async ({ app, page }) => {
    await visit(app, path);
    const brightness: Record<string, number> = {};
    for (const screen of SCREENS) {
      await show(page, screen);
      const { content, window, paper } = await page.evaluate(() => ({
        content: document.documentElement.scrollWidth,
        window: document.documentElement.clientWidth,
        paper: getComputedStyle(document.body).backgroundColor,
      }));
      expect(content, `what would have to be scrolled, ${named(screen)}`).toBeLessThanOrEqual(window);
      brightness[screen.colorScheme] = paper.match(/\d+/g)!.slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
    }
    expect(brightness.light).toBeGreaterThan(3 * 200);
    expect(brightness.dark).toBeLessThan(3 * 60);
  });

  test(`on ${path} the Tab key leads to each control, in order, and one sees where it is`, async ({ app, page }) => {
    await visit(app, path);
    if (path === '/feed' && app.mode === 'hydrated') await readToItsEnd(page);
    for (const screen of SCREENS) {
      await show(page, screen);
      await beginAtTheTop(page);
      const controls = await controlsInOrder(page);
      expect(controls.length, 'there are controls').toBeGreaterThan(2);
      for (const control of controls) {
        await page.keyboard.press('Tab');
        const { name, differs, isSeen } = await focused(page);
        expect(name, named(screen)).toBe(control);
        expect(differs, `the focus on ${control} changes its outline or shadow, ${named(screen)}`).toBe(true);
        expect(isSeen, `${control} with the focus is on the screen, ${named(screen)}`).toBe(true);
      }
    }
  });

  test(`${path} has one heading of the first rank, landmarks, and a name for each control`, async ({ app, page }) => {
    await visit(app, path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    for (const landmark of ['banner', 'main', 'contentinfo'] as const) await expect(page.getByRole(landmark)).toHaveCount(1);
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(page.getByRole('banner').getByRole('navigation', { name: 'Sections' })).toHaveCount(1);
    for (const landmark of ['navigation', 'region', 'complementary'] as const)
      for (const one of await page.getByRole(landmark).all()) await expect(one).toHaveAccessibleName(/\S/);
    const outside = page.locator('body > :not(.skip-link, header, main, footer, script, template)');
    await expect(outside, 'what stands outside of all landmarks').toHaveCount(0);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');

    const unlabelled = await page
      .locator('input:not([type=hidden], [type=submit], [type=image], [type=button]), select, textarea')
      .evaluateAll((controls: HTMLInputElement[]) =>
        controls.filter(({ labels }) => !labels?.length || ![...labels].every((label) => label.textContent?.trim())),
      );
    expect(unlabelled, 'inputs without a label').toEqual([]);
    const pressed = page.locator('a, button, [type=submit], [type=image], [type=button]').filter({ visible: true });
    for (const control of await pressed.all()) await expect(control).toHaveAccessibleName(/\S/);
  });
}

test('on a phone the sections open and close by keyboard', async ({ app, page }) => {
  await show(page, SCREENS[0]);
  await app.visit('/guestbook');
  const contents = page.getByRole('button', { name: 'Contents' });
  const sections = page.getByRole('navigation', { name: 'Sections' });
  await expect(sections).toBeHidden();
  await contents.focus();
  await page.keyboard.press('Enter');
  await expect(sections).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(sections.getByRole('link').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(sections).toBeHidden();
  await expect(contents).toBeFocused();

  await page.keyboard.press('Space');
  await app.follow('Editor');
  await expect(sections).toBeHidden();
});

test('each section is among the pages that are looked at here', async ({ app, page }) => {
  await app.visit('/');
  const links = page.getByRole('banner').getByRole('link');
  // They are seen when the styles are there.
  await expect(links.last()).toHaveText('Queue');
  const paths = await links.evaluateAll((links: HTMLAnchorElement[]) => links.map((link) => link.pathname));
  expect(paths.length).toBeGreaterThan(5);
  expect(PATHS).toEqual(expect.arrayContaining(paths));
});

const AXE = only(['hydrated'], 'hydration leaves the page as it is, which each scenario before hydration sees');

for (const path of PATHS) {
  test(`axe finds nothing serious on ${path}`, AXE, async ({ app, page }) => {
    await visit(app, path);
    await expectAccessible(page);
  });
}

test('axe finds nothing serious in the open list of sections', AXE, async ({ app, page }) => {
  const contents = page.getByRole('button', { name: 'Contents' });
  await app.visit('/guestbook');
  for (const screen of SCREENS.filter(({ width }) => width === 360)) {
    await show(page, screen);
    await contents.click();
    await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
    await expectAccessible(page, [screen]);
    await page.keyboard.press('Escape');
  }
});

test('axe finds nothing serious on a form with mistakes', AXE, async ({ app, page }) => {
  const form = signup(page);
  await app.visit('/signup');
  await app.withoutConstraints();
  await form.fill('not-an-address', 'short', false);
  await form.create.click();
  await expect(form.summary).toBeVisible();
  await expectAccessible(page);
});

test('axe finds nothing serious while an entry is on its way, and after it', AXE, async ({ app, page }) => {
  const message = unique('axe');
  const book = guestbook(page);
  await app.visit('/guestbook');
  const posts = await app.holdPosts();
  await book.fill('Ada', message);
  await book.sign.click();
  await expect(book.entry(message)).toContainText('Sending…');
  await expectAccessible(page);
  posts.open();
  await expect(book.thanks('Ada')).toBeVisible();
  await expectAccessible(page);
});

test('axe finds nothing serious on a form that was not sent', AXE, async ({ app, page, context }) => {
  app.expectConsole(/ERR_INTERNET_DISCONNECTED/);
  const book = guestbook(page);
  await app.visit('/guestbook');
  await book.fill('Ada', unique('axe'));
  await context.setOffline(true);
  await book.sign.click();
  await expect(page.getByRole('button', { name: 'Try again now' })).toBeVisible();
  await expectAccessible(page);
  await context.setOffline(false);
  await app.quiet();
});

async function expectAccessible(page: Page, screens = SCREENS) {
  for (const screen of screens) {
    await show(page, screen);
    await page.evaluate(axe.source);
    const { passes, violations } = await page.evaluate(
      () => (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    expect(passes.map(({ id }) => id), 'contrast was looked at').toContain('color-contrast');
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target}`));
    expect(serious, named(screen)).toEqual([]);
  }
}

/** The client reads a list on whose end comes into view. What is below it then leaves the screen. */
async function readToItsEnd(page: Page) {
  const end = page.getByText('That was the first job of the house.');
  await expect(async () => {
    await page.mouse.wheel(0, 100_000);
    await expect(end).toBeVisible({ timeout: 200 });
  }).toPass();
}

type Control = { element: Element; name: string; look: string };
type Noted = { controls: Control[]; lookOf(element: Element): string };

/**
 * What the Tab key must lead to, each by a name that it has from its place. Notes how each looks without the
 * focus: itself, and the list item of which it is the only control.
 */
function controlsInOrder(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const selector = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex^="-"])';
    const lookOf = (element: Element) => {
      const item = element.closest('li');
      const boxes = item?.querySelectorAll(selector).length === 1 ? [element, item] : [element];
      const looks = boxes.map((box) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(box);
        return [outlineStyle === 'none' ? '0px' : outlineWidth, boxShadow];
      });
      return looks.join();
    };
    const controls = [...document.querySelectorAll<HTMLInputElement>(selector)]
      .filter((element) => !element.disabled && element.checkVisibility({ visibilityProperty: true }))
      // Radio buttons of a group are one stop: the chosen one, or the first.
      .filter((element, _, all) => {
        if (element.type !== 'radio') return true;
        const group = all.filter(({ type, name, form }) => type === 'radio' && name === element.name && form === element.form);
        return element === (group.find(({ checked }) => checked) ?? group[0]);
      })
      .map((element, at): Control => {
        const text = element.getAttribute('alt') || element.name || element.textContent || '';
        return { element, name: `${at}: <${element.localName}> ${text.trim().slice(0, 30)}`, look: lookOf(element) };
      });
    Object.assign(window, { noted: { controls, lookOf } satisfies Noted });
    return controls.map(({ name }) => name);
  });
}

/** The Tab key goes on from where the focus was, also if that is gone. */
function beginAtTheTop(page: Page): Promise<void> {
  return page.evaluate(() => {
    const top = document.createElement('button');
    document.documentElement.prepend(top);
    top.focus();
    top.remove();
  });
}

/** What has the focus, whether its outline or shadow tells that, and whether it is on the screen. */
function focused(page: Page) {
  return page.evaluate(() => {
    const { controls, lookOf } = (window as unknown as { noted: Noted }).noted;
    const element = document.activeElement ?? document.body;
    const control = controls.find((control) => control.element === element);
    const { top, bottom, left, right } = element.getBoundingClientRect();
    return {
      name: control?.name ?? element.outerHTML.slice(0, 200),
      differs: control?.look !== lookOf(element),
      isSeen: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
    };
  });
}

// Submissions by the thousand leave nothing behind but what they have changed.
import type { Locator, Page } from '@playwright/test';
import { expect, only, test } from '../fixtures';
import { installClock } from '../support/clock';
import { Ledger, type Holdings } from '../support/holdings';
import { Gate } from '../support/gate';
import { goInside } from '../support/inside';
import { guestbook, signup } from '../support/pages';

const WARM_UP = 100;
const SUBMISSIONS = 1000;
/** How many are made until what nobody holds is freed. */
const LEG = 50;
/**
 * How many bytes more may be in use after all of them: hash tables and the like never shrink. A single word that each
 * submission left would be 4,000.
 */
const SPREAD = 2_000;
/**
 * What Leptos keeps of a row that was on the page once, in bytes: `<For>` makes an owner for each, whose parent's list
 * of children never forgets one.
 */
const ROW = 96;
/** Memory grows by this, and once because it is counted how much of it is free. */
const MEMORY_PAGE = 64 * 1024;

/** A hook can submit for a minute longer than its component is there. */
const MINUTE = '01:01';

const CLIENT = only(['hydrated'], 'it is about what the client holds');

test('1,000 entries by a form, pending and then stored, leave nothing behind', CLIENT, async ({ app, page }) => {
  test.slow();
  const ledger = await Ledger.open(page);
  await goInside(page);
  const book = guestbook(page);
  await app.visit('/guestbook');
  await expectNoGrowth(ledger, 2, (times) => sign(book.form, times));
  expect(app.posts.length).toBe(WARM_UP + SUBMISSIONS);
});

test('500 calls by a click and 500 submissions of the form around it leave nothing behind', CLIENT, async ({ app, page }) => {
  test.slow();
  const ledger = await Ledger.open(page);
  await goInside(page);
  await app.visit('/likes');
  await expectNoGrowth(ledger, 0, (times) => like(page, times));
  expect(app.posts.length).toBe(WARM_UP + SUBMISSIONS);
});

test('1,000 sign-ups that the server finds wrong leave nothing behind', CLIENT, async ({ app, page }) => {
  test.slow();
  const ledger = await Ledger.open(page);
  await goInside(page);
  const { form } = signup(page);
  await app.visit('/signup');
  await app.withoutConstraints();
  await expectNoGrowth(ledger, 0, (times) => signUp(form, times));
  expect(app.posts.length).toBe(WARM_UP + SUBMISSIONS);
});

test('who leaves the page with an entry on its way leaves no more behind than who just leaves it', CLIENT, async ({ app, page }) => {
  test.slow();
  const ROUNDS = 25;
  await installClock(page);
  const ledger = await Ledger.open(page);
  const book = guestbook(page);
  const heading = (name: string) => page.getByRole('heading', { level: 1, name });
  await app.visit('/guestbook');
  await app.follow('Editor');
  const growth = (sends: boolean) =>
    growthOver(page, ledger, ROUNDS, async (round) => {
      await app.follow('Guestbook');
      await expect(book.entry('').first()).toBeVisible();
      if (sends) await book.fill('Ada', `Round ${round}.`);
      await book.form.evaluate((form: HTMLFormElement, sends) => {
        if (sends) form.requestSubmit();
        document.querySelector<HTMLAnchorElement>('nav a[href="/editor"]')!.click();
      }, sends);
      await expect(heading('Editor')).toBeVisible();
      await app.quiet();
    });
  await growth(true);
  const [without, sending] = [await growth(false), await growth(true)];
  expect(app.posts.length).toBe(2 * ROUNDS);
  expectTheSame(sending, without);
  // The row of each was on the page.
  expect(sending.used - without.used).toBeLessThan(SPREAD + ROUNDS * 2 * ROW);
});

test('who is back while an entry is on its way leaves no more behind than who just goes and is back', CLIENT, async ({ app, page }) => {
  test.slow();
  const [ROUNDS, PAIRS] = [15, 3];
  await installClock(page);
  const ledger = await Ledger.open(page);
  const book = guestbook(page);
  await app.visit('/guestbook');
  await app.follow('Editor');
  const growth = (sends: boolean) =>
    growthOver(page, ledger, ROUNDS, async (round) => {
      await app.follow('Guestbook');
      const gate = new Gate();
      const letThrough = await app.onPost(async (route) => {
        await gate.pass();
        await route.fallback();
      });
      if (sends) {
        await book.fill('Ada', `Round ${round}.`);
        await book.sign.click();
        await gate.reached;
      }
      await app.follow('Editor');
      await app.follow('Guestbook');
      if (sends) await expect(book.form).toHaveAttribute('aria-busy', 'true');
      gate.open();
      await app.quiet();
      await letThrough();
      await app.follow('Editor');
    });
  await growth(true);
  const more: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const [without, sending] = [await growth(false), await growth(true)];
    expectTheSame(sending, without);
    more.push(sending.used - without.used);
  }
  expect(app.posts.length).toBe((1 + PAIRS) * ROUNDS);
  // Going back and forth makes tables of Leptos grow now and then, whoever sends. The row of each was on the page.
  const [, median] = more.sort((a, b) => a - b);
  expect(median).toBeLessThan(SPREAD + ROUNDS * 2 * ROW);
});

type Held = Pick<Holdings, 'documents' | 'nodes' | 'listeners' | 'objects'>;
type Growth = Held & Pick<Holdings, 'used'>;

function held(after: Holdings, before: Holdings): Held {
  return {
    documents: after.documents - before.documents,
    nodes: after.nodes - before.nodes,
    listeners: after.listeners - before.listeners,
    objects: after.objects - before.objects,
  };
}

/** By how much what the page and its client hold grows in so many rounds. */
async function growthOver(
  page: Page,
  ledger: Ledger,
  rounds: number,
  play: (round: number) => Promise<void>,
): Promise<Growth> {
  const read = async () => {
    await page.clock.fastForward(MINUTE);
    await ledger.collect();
    return ledger.read();
  };
  const before = await read();
  for (let round = 0; round < rounds; round++) {
    await play(round);
    await ledger.collect();
  }
  const after = await read();
  return { used: after.used - before.used, ...held(after, before) };
}

/** The same, but for a single node: the browser may free it before one count, or before the next. */
function expectTheSame({ nodes, ...one }: Held, other: Held) {
  const { documents, listeners, objects } = other;
  expect(one).toMatchObject({ documents, listeners, objects });
  expect(Math.abs(nodes - other.nodes), 'nodes').toBeLessThanOrEqual(1);
}

/** Each submission makes so many rows, which have gone by the end. */
async function expectNoGrowth(ledger: Ledger, rows: number, submit: (times: number) => Promise<void>) {
  const submitAll = async (times: number) => {
    for (let done = 0; done < times; done += LEG) {
      await submit(LEG);
      await ledger.collect();
    }
  };
  await submitAll(WARM_UP);
  const before = await ledger.read();
  await submitAll(SUBMISSIONS);
  const after = await ledger.read();

  const { documents, nodes, listeners, objects } = before;
  expect(after, 'what the page and its client hold').toMatchObject({ documents, nodes, listeners, objects });
  const bytes = SPREAD + SUBMISSIONS * rows * ROW;
  expect(after.used - before.used, 'bytes in use of the client’s memory').toBeLessThan(bytes);
  expect(after.memory - before.memory, 'bytes of the client’s memory').toBeLessThan(bytes + MEMORY_PAGE);
}

/** Signs the book so many times, the next one as soon as the one before has settled. */
function sign(form: Locator, times: number): Promise<void> {
  return form.evaluate(async (form: HTMLFormElement, times) => {
    const { name, message } = form.elements as unknown as Record<string, HTMLInputElement>;
    for (let at = 0; at < times; at++) {
      const text = `Entry ${String(at).padStart(3, '0')} of many.`;
      name.value = 'Ada';
      message.value = text;
      form.requestSubmit();
      await window.inside.until(() => {
        const [newest] = document.querySelectorAll('.entries > li');
        const isStored = newest.textContent?.includes(text) && !newest.hasAttribute('data-pending');
        return isStored && form.getAttribute('aria-busy') !== 'true' && message.value === '';
      });
    }
  }, times);
}

/** Signs up so many times with an address that is none, each time another one. */
function signUp(form: Locator, times: number): Promise<void> {
  return form.evaluate(async (form: HTMLFormElement, times) => {
    const { email, password } = form.elements as unknown as Record<string, HTMLInputElement>;
    for (let at = 0; at < times; at++) {
      email.value = `ada ${String(at).padStart(3, '0')}`;
      password.value = at % 2 ? 'a long password' : '';
      form.requestSubmit();
      const says = () => password.getAttribute('aria-invalid') === 'true';
      await window.inside.until(() => form.getAttribute('aria-busy') !== 'true' && says() === (at % 2 === 0));
    }
  }, times);
}

/** Likes the first print so many times, ten in a row: half of them by the button, whose handler calls the action. */
function like(page: Page, times: number): Promise<void> {
  return page.locator('.wall > li').first().evaluate(async (print, times) => {
    const [form, number, button] = ['form', 'output', 'button'].map((name) => print.querySelector(name)!);
    const likes = () => parseInt(number.textContent!, 10);
    for (let done = 0; done < times; done += 10) {
      const all = likes() + 10;
      for (let at = 0; at < 5; at++) {
        (button as HTMLButtonElement).click();
        (form as HTMLFormElement).requestSubmit();
      }
      await window.inside.until(
        () => likes() === all && !print.hasAttribute('data-pending') && form.getAttribute('aria-busy') !== 'true',
      );
    }
  }, times);
}

// The answer to what was sent before hydration, and the client, arrive at nearly the same time.
import { expect, only, test, unique } from '../fixtures';
import { guestbook } from '../support/pages';
import { gap, holdRaces, type Race, type Runner } from '../support/race';
import type { Random } from '../support/random';

const EARLY = only(['before-hydration'], 'it is about the moment of hydration');
const ROUNDS = 20;

type Races = {
  /** In each round. */
  race: (random: Random, round: number) => Race;
  /** By whom answers are shown: the bridge, which does so before hydration, or the client. */
  shownBy: (Runner | 'bridge')[];
};

const RACES: Record<string, Races> = {
  'just before the client starts': {
    race: (random) => ({ first: 'answer', gap: gap(random) }),
    shownBy: ['bridge'],
  },
  // In each round one microtask later: first while the bridge can still show it, at last when the client has taken over.
  'at the moment in which the client starts': {
    race: (_, round) => {
      const late = round - 5;
      return { first: late < 0 ? 'answer' : 'client', gap: { microtasks: Math.abs(late) } };
    },
    shownBy: ['bridge', 'client'],
  },
  'just after the client has started': {
    race: (random) => ({ first: 'client', gap: gap(random, ROUNDS) }),
    shownBy: ['client'],
  },
};

for (const [when, { race, shownBy }] of Object.entries(RACES)) {
  test(`an answer that comes ${when} leaves one entry, ${ROUNDS} times`, EARLY, async ({ app, page, random }) => {
    test.slow();
    await holdRaces(page);
    const book = guestbook(page);
    const seen = new Set<string>();
    for (let round = 1; round <= ROUNDS; round++) {
      const [message, next] = [unique('raced'), unique('next')];
      const run = race(random, round);
      const told = `round ${round}, ${JSON.stringify(run)}, ${random}`;
      await app.visit('/guestbook');
      await book.fill('Ada', message);
      await book.sign.click();
      const hydrated = app.hydrate();
      await page.evaluate(() => window.race.ready);
      await page.evaluate((run) => window.race.run(run), run);
      await hydrated;
      // The bridge puts the whole page of the answer there.
      seen.add(await page.evaluate(() => (document.body === window.race.body ? 'client' : 'bridge')));

      await expect(book.thanks('Ada'), told).toBeVisible();
      await expect(book.entry(message), told).toHaveCount(1);
      await expect(book.entry(message), told).not.toContainText('Sending…');
      await expect(book.message, told).toHaveValue('');
      await expect(book.sign, told).toBeEnabled();
      await app.quiet();

      await book.fill('Ada', next);
      await book.sign.click();
      await expect(book.entry(next), told).toHaveCount(1);
      await expect(book.entry(next), told).not.toContainText('Sending…');
      await expect(book.entry(message), told).toHaveCount(1);
      await app.quiet();
      expect(app.posts.length, told).toBe(2 * round);
      for (const text of [message, next]) expect(await app.stored('/guestbook', text), told).toBe(1);
    }
    expect([...seen].sort(), `by whom answers were shown, ${random}`).toEqual(shownBy);
  });
}

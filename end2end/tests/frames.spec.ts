// What is seen between a submission and its end, at every change of the page and in every frame.
import { expect, only, test, unique, type App } from '../fixtures';
import { goInside, type Watched } from '../support/inside';
import { thread } from '../support/pages';
import type { Random } from '../support/random';

const CLIENT = only(['hydrated'], 'optimistic rows are the client’s');
const SUBMISSIONS = 200;
/** A fresh value waits at most ten seconds for what is in the air: a burst is over long before. */
const BURST = 50;
const HELD = 12;

test('200 quick likes whose answers overtake each other: no number counts one twice or not at all', CLIENT, async ({ app, page, random }) => {
  await goInside(page);
  await app.visit('/likes');
  const numbers = () => page.locator('.wall output').evaluateAll((all) => all.map((one) => parseInt(one.textContent!, 10)));
  const counted = await numbers();
  await page.evaluate((before) => {
    const numbers = [...document.querySelectorAll('.wall output')];
    // As many rows of a print as it has new likes.
    const rows = () =>
      numbers.flatMap((number, at) => {
        const likes = parseInt(number.textContent!, 10) - before[at];
        return likes < 0 ? [`lost of print ${at}`] : Array<string>(likes).fill(`print ${at}`);
      });
    window.inside.watch(rows, false);
  }, counted);
  const overtakers = await shuffleAnswers(app, random);
  for (let done = 0; done < SUBMISSIONS; done += BURST) {
    const presses = Array.from({ length: BURST }, () => ({ print: random.below(counted.length), pause: pause(random) }));
    await page.evaluate(async (presses) => {
      const buttons = document.querySelectorAll<HTMLButtonElement>('.wall button');
      for (const { print, pause } of presses) {
        window.inside.watched.submitted(`print ${print}`);
        buttons[print].click();
        await window.inside.pause(pause);
      }
    }, presses);
    for (const { print } of presses) counted[print]++;
    await expect(page.locator('.wall [data-pending]')).toHaveCount(0);
  }
  await expectNothingWrong(app, random);
  expect(overtakers(), 'answers before that of an earlier submission').toBeGreaterThan(SUBMISSIONS / 2);
  await page.unrouteAll();
  await app.reload();
  expect(await numbers()).toEqual(counted);
});

test('200 quick messages, answered at random times: none is there twice or not at all, and all are in order', CLIENT, async ({ app, page, random }) => {
  test.slow();
  await goInside(page);
  const path = `/thread?room=${unique('room')}&last=${SUBMISSIONS}`;
  const talk = thread(page);
  await app.visit(path);
  await page.evaluate(() => {
    const rows = () => [...document.querySelectorAll('.said-text')].map((row) => row.textContent!);
    window.inside.watch(rows, true);
  });
  await delayAnswers(app, random);
  const texts = Array.from({ length: SUBMISSIONS }, (_, at) => `message ${at}`);
  await talk.text.evaluate(
    async (input: HTMLInputElement, said) => {
      for (const { text, pause } of said) {
        input.value = text;
        window.inside.watched.submitted(text);
        input.form!.requestSubmit();
        await window.inside.pause(pause);
      }
    },
    texts.map((text) => ({ text, pause: pause(random) })),
  );
  await expect(talk.pending).toHaveCount(0, { timeout: 60_000 });
  await expectNothingWrong(app, random);
  await app.reload();
  await expect(talk.texts).toHaveText(texts);
});

test('200 messages sent at once, whose answers overtake each other: no frame shows one twice or not at all', CLIENT, async ({ app, page, random }) => {
  test.slow();
  await goInside(page);
  const path = `/thread?room=${unique('room')}&last=${SUBMISSIONS}&order=any`;
  const talk = thread(page);
  await app.visit(path);
  await page.evaluate(() => {
    const rows = () => [...document.querySelectorAll('.said-text')].map((row) => row.textContent!);
    window.inside.watch(rows, false);
  });
  const overtakers = await shuffleAnswers(app, random);
  const texts = Array.from({ length: SUBMISSIONS }, (_, at) => `message ${at}`);
  for (let done = 0; done < SUBMISSIONS; done += BURST) {
    await talk.text.evaluate(
      async (input: HTMLInputElement, said) => {
        for (const { text, pause } of said) {
          input.value = text;
          window.inside.watched.submitted(text);
          input.form!.requestSubmit();
          await window.inside.pause(pause);
        }
      },
      texts.slice(done, done + BURST).map((text) => ({ text, pause: pause(random) })),
    );
    await expect(talk.pending).toHaveCount(0, { timeout: 30_000 });
  }
  await expectNothingWrong(app, random);
  expect(overtakers(), 'answers before that of an earlier submission').toBeGreaterThan(SUBMISSIONS / 2);
  await page.unrouteAll();
  await app.reload();
  expect((await talk.texts.allTextContents()).sort()).toEqual([...texts].sort());
});

/** How long until the next submission: a microtask, a task, or some frames. */
function pause(random: Random): number {
  return random.pick([-1, -1, 0, 0, 0, 1, 2]);
}

/** Some answers are always held, and one of them goes on when another one is there. Tells how many have overtaken. */
async function shuffleAnswers(app: App, random: Random): Promise<() => number> {
  const held: { number: number; go: () => Promise<void> }[] = [];
  let [sent, answered, overtakers] = [0, 0, 0];
  await app.onPost(async (route) => {
    const number = sent++;
    const response = await route.fetch();
    answered++;
    held.push({ number, go: () => route.fulfill({ response }) });
    const isLast = answered === sent && sent % BURST === 0;
    while (held.length > (isLast ? 0 : HELD)) {
      const answer = random.draw(held);
      if (held.some((other) => other.number < answer.number)) overtakers++;
      await answer.go();
    }
  });
  return () => overtakers;
}

async function delayAnswers(app: App, random: Random) {
  await app.onPost(async (route) => {
    const response = await route.fetch();
    await new Promise((resolve) => setTimeout(resolve, random.below(30)));
    await route.fulfill({ response });
  });
}

async function expectNothingWrong(app: App, random: Random) {
  expect(app.posts.length).toBe(SUBMISSIONS);
  const { wrong, changes, frames } = await app.page.evaluate(() => ({ ...window.inside.watched }) as Watched);
  expect(wrong, `what was seen; ${random}`).toEqual([]);
  expect(changes).toBeGreaterThan(SUBMISSIONS / 4);
  expect(frames).toBeGreaterThan(SUBMISSIONS / 10);
}

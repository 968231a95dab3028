// The moment in which an answer to the bridge is there, and that in which the client starts, held inside of the page:
// so that one can be let go a few microtasks after the other.
import type { Page } from '@playwright/test';
import type { Random } from './random';

export type Runner = 'answer' | 'client';

/** Who goes first, and how long the other one waits. */
export type Race = { first: Runner; gap: { microtasks: number } | { frames: number } | { ms: number } };

declare global {
  interface Window {
    race: {
      /** Both are ready to go. */
      ready: Promise<unknown>;
      run(race: Race): Promise<void>;
      /** What the server has sent as the page. */
      body: HTMLElement;
    };
  }
}

/** From the next page on. */
export async function holdRaces(page: Page) {
  await page.addInitScript(() => {
    const held = () => {
      let [arrive, go] = [() => {}, () => {}];
      const ready = new Promise<void>((resolve) => (arrive = resolve));
      const gone = new Promise<void>((resolve) => (go = resolve));
      const pass = () => {
        arrive();
        return gone;
      };
      return { ready, pass, go };
    };
    const runners = { answer: held(), client: held() };

    const { fetch } = window;
    window.fetch = async (input, init) => {
      const response = await fetch(input, init);
      // So does the bridge post; the client has a request of its own.
      if (init?.method !== 'POST') return response;
      const text = await response.text();
      await runners.answer.pass();
      // All of it is there.
      return Object.assign(new Response(text, response), { text: async () => text });
    };
    const instantiate = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...args) => {
      const made = await instantiate(...args);
      await runners.client.pass();
      return made;
    };

    window.race = {
      ready: Promise.all([runners.answer.ready, runners.client.ready]),
      body: document.body,
      async run({ first, gap }) {
        const second = first === 'answer' ? 'client' : 'answer';
        window.race.body = document.body;
        runners[first].go();
        if ('microtasks' in gap) for (let at = 0; at < gap.microtasks; at++) await undefined;
        else if ('frames' in gap) for (let at = 0; at < gap.frames; at++) await new Promise(requestAnimationFrame);
        else await new Promise((resolve) => setTimeout(resolve, gap.ms));
        runners[second].go();
      },
    };
  });
}

/** A short one of any kind; in microtasks not below this. */
export function gap(random: Random, least = 1): Race['gap'] {
  return random.pick([
    () => ({ microtasks: random.between(least, least + 20) }),
    () => ({ frames: random.between(1, 3) }),
    () => ({ ms: random.between(0, 40) }),
  ])();
}

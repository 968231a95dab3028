// What scenarios need inside of a page, where more happens than can be seen from outside.
import type { Page } from '@playwright/test';

declare global {
  interface Window {
    inside: {
      /** Waits for the change of the page after which this holds. */
      until(holds: () => boolean): Promise<void>;
      /** Lets so many frames go by; none is a task, less than none a microtask. */
      pause(frames: number): Promise<void>;
      /** Looks at rows, each named by a text, from now on. */
      watch(shown: () => string[], inOrder: boolean): void;
      watched: Watched;
    };
  }
}

/** Rows that are looked at whenever something on the page has changed, and in every frame. */
export type Watched = {
  /** Another one is submitted: from the next frame on it has to be there. */
  submitted(row: string): void;
  changes: number;
  frames: number;
  /** What should never have been seen. */
  wrong: string[];
};

/** Brings `window.inside` into each page that is visited from now on. */
export async function goInside(page: Page) {
  await page.addInitScript(() => {
    const EVERYTHING = { subtree: true, childList: true, attributes: true, characterData: true };

    const until = (holds: () => boolean) =>
      new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          if (!holds()) return;
          observer.disconnect();
          resolve();
        });
        observer.observe(document, EVERYTHING);
      });

    const pause = async (frames: number) => {
      if (frames === 0) await new Promise((resolve) => setTimeout(resolve));
      for (let at = 0; at < frames; at++) await new Promise(requestAnimationFrame);
    };

    const count = (rows: string[]) => {
      const counts = new Map<string, number>();
      for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
      return counts;
    };

    const watch = (shown: () => string[], inOrder: boolean) => {
      const submitted: string[] = [];
      let seen = new Map<string, number>();
      const watched: Watched = { submitted: (row) => submitted.push(row), changes: 0, frames: 0, wrong: [] };
      const look = (when: 'change' | 'frame') => {
        const rows = shown();
        const [now, most] = [count(rows), count(submitted)];
        // What was submitted in this very task is there when its microtasks have run, and from then on.
        const least = when === 'frame' ? most : seen;
        const wrong = (text: string) => watched.wrong.push(`${when}, ${submitted.length} submitted: ${text}`);
        for (const [row, times] of now) {
          const may = most.get(row) ?? 0;
          if (times > may) wrong(`“${row}” is there ${times} times, of ${may}`);
        }
        for (const [row, times] of least) {
          const is = now.get(row) ?? 0;
          if (is < times) wrong(`“${row}” is there ${is} times, of ${times}`);
        }
        if (inOrder && rows.some((row, at) => row !== submitted[at])) wrong(`the order is ${rows}`);
        seen = now;
        watched[when === 'frame' ? 'frames' : 'changes']++;
      };
      new MutationObserver(() => look('change')).observe(document, EVERYTHING);
      const frame = () => {
        look('frame');
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      window.inside.watched = watched;
    };

    window.inside = { until, pause, watch } as Window['inside'];
  });
}

// The three modes, and what to write where a scenario has no meaning in one of them:
//
//     test('…', only(['hydrated'], 'the key handler is in the client'), async ({ app }) => { … });
//
// Such a scenario is not part of the other projects. It is never skipped.
import type { TestDetails } from '@playwright/test';

/**
 * - `no-js`: JavaScript is off.
 * - `before-hydration`: it is on, and the client's WASM is held back until the early result has been seen.
 * - `hydrated`: the client has taken over before anything is done.
 */
export type Mode = 'no-js' | 'before-hydration' | 'hydrated';

const ALL: Mode[] = ['no-js', 'before-hydration', 'hydrated'];

/** The modes in which a scenario means something, and why not in the others. */
export function only(modes: Mode[], why: string): TestDetails {
  return {
    tag: ALL.filter((mode) => !modes.includes(mode)).map(tag),
    annotation: { type: `only ${modes.join(', ')}`, description: why },
  };
}

/** What a project leaves out. */
export function without(mode: Mode): RegExp {
  return new RegExp(`${tag(mode)}(?![\\w-])`);
}

function tag(mode: Mode): `@${string}` {
  return `@not-${mode}`;
}

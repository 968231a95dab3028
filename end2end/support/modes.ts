// The three modes, and what to write where a scenario has no meaning in one of them:
//
//     test('…', only(['hydrated'], 'the key handler is in the client'), async ({ app }) => { … });
//
// Such a scenario is not part of the other projects. It is never skipped.
//
// The main scenarios run in Firefox and WebKit, too. Their pages are driven by less (`engines/page.ts`):
//
//     test('…', inAllEngines(), async ({ app }) => { … });
//     test('…', inAllEngines(only(['hydrated'], 'the key handler is in the client')), async ({ app }) => { … });
import type { TestDetails } from '@playwright/test';

/**
 * - `no-js`: JavaScript is off.
 * - `before-hydration`: it is on, and the client's WASM is held back until the early result has been seen.
 * - `hydrated`: the client has taken over before anything is done.
 */
export type Mode = 'no-js' | 'before-hydration' | 'hydrated';

export const MODES: Mode[] = ['no-js', 'before-hydration', 'hydrated'];

/** The modes in which a scenario means something, and why not in the others. */
export function only(modes: Mode[], why: string): TestDetails {
  return {
    tag: MODES.filter((mode) => !modes.includes(mode)).map(tag),
    annotation: { type: `only ${modes.join(', ')}`, description: why },
  };
}

const IN_ALL_ENGINES = '@all-engines';

/** What the projects of other engines are made of. */
export const ALL_ENGINES = new RegExp(IN_ALL_ENGINES);

/** A main scenario: not of Chromium alone. */
export function inAllEngines(details: TestDetails = {}): TestDetails {
  return { ...details, tag: [IN_ALL_ENGINES, details.tag ?? []].flat() };
}

/** What a project leaves out. */
export function without(mode: Mode): RegExp {
  return new RegExp(`${tag(mode)}(?![\\w-])`);
}

function tag(mode: Mode): `@${string}` {
  return `@not-${mode}`;
}

// The modes, and what to write where a scenario has no meaning in one of them:
//
//     test('…', only(['hydrated'], 'the key handler is in the client'), async ({ app }) => { … });
//
// Such a scenario is not part of the other projects. It is never skipped. What has a meaning before hydration has one where
// the client is not loaded.
//
// The main scenarios run in Firefox and WebKit, too. Their pages are driven by less (`engines/page.ts`):
//
//     test('…', inAllEngines(), async ({ app }) => { … });
//     test('…', inAllEngines(only(['hydrated'], 'the key handler is in the client')), async ({ app }) => { … });
import type { TestDetails } from '@playwright/test';

/**
 * The three modes of every scenario:
 * - `no-js`: JavaScript is off.
 * - `before-hydration`: it is on, and the client's WASM is held back until the early result has been seen.
 * - `hydrated`: the client has taken over before anything is done.
 *
 * And two of some scenarios, in which pages do not load the client by themselves (`ClientLoad`):
 * - `never`: it is not loaded at all.
 * - `interaction`: it is not asked for until the early result has been seen, and then loaded by a click on the page.
 */
export type Mode = 'no-js' | 'before-hydration' | 'hydrated' | Unloaded;

export type Unloaded = 'never' | 'interaction';

export const MODES: Mode[] = ['no-js', 'before-hydration', 'hydrated'];

export const UNLOADED: Unloaded[] = ['never', 'interaction'];

export function isUnloaded(mode: Mode): mode is Unloaded {
  return UNLOADED.includes(mode as Unloaded);
}

/** The modes in which a scenario means something, and why not in the others. */
export function only(modes: Mode[], why: string): TestDetails {
  const meant = modes.includes('before-hydration') ? [...modes, ...UNLOADED] : modes;
  return {
    tag: [...MODES, ...UNLOADED].filter((mode) => !meant.includes(mode)).map(tag),
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

// Pressroom in a real browser: each scenario is one description, run in three modes, some in five (`support/modes.ts`),
// against a real server with a real SQLite file.
//
// PRESSROOM_BIN, PRESSROOM_SITE_ROOT   what `LEPTOS_HASH_FILES=true cargo leptos build` made; by default
//                                      ../target/debug/pressroom and ../target/site
// ISLANDS_BIN, ISLANDS_SITE_ROOT       the same of examples/islands; by default ../target/debug/islands and
//                                      ../target/site-islands
// CHROMIUM                             the browser; by default /usr/bin/chromium
// PRESSROOM_ENGINE                     `firefox` or `webkit`: the main scenarios in that engine (`engines/`), in place of
//                                      all of them in Chromium
// PRESSROOM_REPORT                     a file for the report as JSON
import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/chromium';
import { otherEngine } from './support/engine';
import { ALL_ENGINES, MODES, UNLOADED, without } from './support/modes';
import type { Options } from './fixtures';

/** About the server alone, in no mode: what no browser would send, what it serves, how it starts and stops. */
const NO_BROWSER = ['requests.spec.ts', 'assets.spec.ts', 'server.spec.ts'];

/** What also runs on pages that do not load the client by themselves. */
const ALSO_UNLOADED = ['guestbook.spec.ts', 'signup.spec.ts', 'editor.spec.ts', 'make-ready.spec.ts', 'load.spec.ts'];

const report = process.env.PRESSROOM_REPORT;

export default defineConfig<Options>({
  testDir: 'tests',
  outputDir: `test-results/${otherEngine ?? 'scenarios'}`,
  workers: 2,
  // A second try is told as flaky, not hidden, and makes no trouble good (`support/trouble.ts`). Locally nothing
  // is tried twice.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: report ? [['list'], ['json', { outputFile: report }]] : 'list',
  use: { launchOptions, actionTimeout: 10_000, navigationTimeout: 15_000 },
  projects: [
    ...MODES.map((mode) => ({
      name: otherEngine ? `${otherEngine}-${mode}` : mode,
      testIgnore: [...NO_BROWSER, 'load.spec.ts'],
      grep: otherEngine ? ALL_ENGINES : undefined,
      grepInvert: without(mode),
      use: { mode, javaScriptEnabled: mode !== 'no-js' },
    })),
    ...(otherEngine
      ? []
      : [
          ...UNLOADED.map((mode) => ({ name: mode, testMatch: ALSO_UNLOADED, grepInvert: without(mode), use: { mode } })),
          { name: 'requests', testMatch: NO_BROWSER },
        ]),
  ],
});

// Each test runs in three modes: without JavaScript, while the WASM has not arrived, and after hydration.
// `cargo leptos end-to-end` builds and serves the app around it. CHROMIUM names a browser of yours.
import { defineConfig, devices } from '@playwright/test';
import type { Mode } from './tests/fixtures';

const modes: Mode[] = ['no-js', 'before-hydration', 'hydrated'];

export default defineConfig<{ mode: Mode }>({
  testDir: 'tests',
  use: {
    ...devices['Desktop Chrome'],
    baseURL: process.env.BASE_URL ?? 'http://127.0.0.1:3000',
    launchOptions: { executablePath: process.env.CHROMIUM || undefined },
  },
  projects: modes.map((mode) => ({ name: mode, use: { mode, javaScriptEnabled: mode !== 'no-js' } })),
});

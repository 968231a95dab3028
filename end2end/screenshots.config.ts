// Pictures for people to look at: `npm run screenshots`. SCREENSHOTS names the folder they go to.
import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/chromium';

export default defineConfig({
  testMatch: 'screenshots.ts',
  outputDir: 'test-results/screenshots',
  workers: 1,
  timeout: 120_000,
  reporter: 'list',
  use: { launchOptions, mode: 'hydrated' } as object,
});

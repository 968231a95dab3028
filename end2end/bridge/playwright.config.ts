// The bridge's own tests: a browser, and a server which each test tells what to do. Nothing is built for them.
import { defineConfig } from '@playwright/test';
import { launchOptions } from '../support/chromium';

export default defineConfig({
  testDir: '.',
  fullyParallel: true,
  outputDir: '../test-results/bridge',
  use: { launchOptions },
});

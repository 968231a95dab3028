// The bridge's own tests: a browser, and a server which each test tells what to do. Nothing is built for them.
import { defineConfig } from '@playwright/test';
import { launchOptions } from '../support/chromium';

export default defineConfig({
  testDir: '.',
  fullyParallel: true,
  outputDir: '../test-results/bridge',
  // As in the scenarios: a second try is told as flaky, and locally nothing is tried twice.
  retries: process.env.CI ? 1 : 0,
  use: { launchOptions },
});

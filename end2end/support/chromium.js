// CommonJS, so that scenarios, which Playwright compiles, and plain scripts have the same browser.

/**
 * A Chromium that runs in a container, as root too, and leaves the network alone.
 * @type {import('@playwright/test').LaunchOptions}
 */
exports.launchOptions = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

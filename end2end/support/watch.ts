import type { Page, Request } from '@playwright/test';

/** What goes wrong on a page without a scenario having announced it. */
export class Watch {
  private readonly seen: string[] = [];
  private readonly announced: RegExp[] = [];

  constructor(page: Page) {
    page.on('console', (message) => {
      if (!['error', 'warning', 'assert'].includes(message.type())) return;
      this.seen.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.seen.push(`page error: ${error.stack ?? error}`));
    page.on('crash', () => this.seen.push('the page crashed'));
    page.on('requestfailed', (request) => {
      if (isDropped(request)) return;
      this.seen.push(`request failed: ${request.method()} ${request.url()} ${request.failure()?.errorText}`);
    });
  }

  announce(pattern: RegExp) {
    this.announced.push(pattern);
  }

  unannounced(): string[] {
    return this.seen.filter((text) => !this.announced.some((pattern) => pattern.test(text)));
  }
}

/**
 * Whoever leaves a page drops what it was still loading. And where JavaScript is off, the browser lets no script
 * be loaded, which it calls `csp`.
 */
function isDropped(request: Request): boolean {
  if (request.method() !== 'GET') return false;
  const why = request.failure()?.errorText;
  return why === 'net::ERR_ABORTED' || (why === 'csp' && /\/pkg\/.*\.js$/.test(request.url()));
}

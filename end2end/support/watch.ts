import type { Page, Request, TestInfo } from '@playwright/test';
import type { Trouble } from './trouble';

/** How a log says that something is wrong with the server. */
const ERROR = /\bERROR\b|panicked at/;

/** What servers say without a scenario having announced it. */
export class LogWatch {
  private readonly announced: RegExp[] = [];

  constructor(
    private readonly trouble: Trouble,
    private readonly info: TestInfo,
  ) {}

  announce(pattern: RegExp) {
    this.announced.push(pattern);
  }

  /** At the end of a scenario: what a server has said in it, on stderr and on stdout. */
  async check(name: string, log: string, stdout: string) {
    const errors = log
      .split('\n')
      .filter((line) => ERROR.test(line) && !this.announced.some((pattern) => pattern.test(line)));
    if (this.info.status !== this.info.expectedStatus || errors.length) {
      await this.info.attach(`log of ${name}`, { body: log, contentType: 'text/plain' });
      if (log) console.log(`log of ${name} in “${this.info.title}”:\n${log}`);
    }
    this.trouble.expectNone(`the log of ${name}`, errors);
    this.trouble.expectNone(`what ${name} wrote to stdout, which should be nothing`, stdout ? [stdout] : []);
  }
}

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

  /** Something else that goes wrong. */
  note(text: string) {
    this.seen.push(text);
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

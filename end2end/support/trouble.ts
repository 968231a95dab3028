import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, type TestInfo } from '@playwright/test';

/**
 * What no second try makes good: an error on a page or in the log is there, however seldom it shows. A try that
 * had trouble leaves a note of it, and the tries after it fail by that. What else goes wrong, above all what
 * takes too long on a busy machine, may be tried again.
 */
export class Trouble {
  private readonly note: string;

  /** Before anything else in a try. */
  constructor(info: TestInfo) {
    // Playwright empties the folder when it starts, and not between the tries.
    this.note = join(info.project.outputDir, 'trouble', `${info.testId}.txt`);
    if (info.retry === 0) rmSync(this.note, { force: true });
    const earlier = existsSync(this.note) ? readFileSync(this.note, 'utf8') : '';
    expect(earlier, 'what went wrong in an earlier try').toBe('');
  }

  /** Fails the try if there is any, and goes on. */
  expectNone(where: string, seen: string[]) {
    if (seen.length) {
      mkdirSync(dirname(this.note), { recursive: true });
      appendFileSync(this.note, seen.map((text) => `${where}: ${text}\n`).join(''));
    }
    expect.soft(seen, where).toEqual([]);
  }
}

import { randomUUID } from 'node:crypto';
import { test as base } from '@playwright/test';
import { fixtures } from './engines/fixtures';
import { App } from './support/app';
import { expect, otherEngine } from './support/engine';
import type { Mode } from './support/modes';
import { Random } from './support/random';
import { ISLANDS, Server } from './support/server';
import { Trouble } from './support/trouble';
import { LogWatch, Watch } from './support/watch';

export { expect };
export { inAllEngines, only } from './support/modes';
export type { App };

export type Options = { mode: Mode };

type Fixtures = {
  app: App;
  trouble: Trouble;
  /** A server which nobody has used yet. */
  freshServer: Server;
  /** What the servers may say of errors in their logs; anything else fails the scenario. */
  expectLog: (pattern: RegExp) => void;
  logWatch: LogWatch;
  /** Other ones in each run. */
  random: Random;
  checkedServer: void;
};

const scenarios = base.extend<Options & Fixtures, { server: Server }>({
  mode: ['hydrated', { option: true }],

  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
      expect(server.stdout, 'the library writes nothing to stdout').toBe('');
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  trouble: [async ({}, use, info) => use(new Trouble(info)), { auto: true }],

  logWatch: async ({ trouble }, use, info) => use(new LogWatch(trouble, info)),

  expectLog: async ({ logWatch }, use) => use((pattern) => logWatch.announce(pattern)),

  checkedServer: [
    async ({ server, logWatch }, use) => {
      const [log, stdout] = [server.log.length, server.stdout.length];
      await use();
      await logWatch.check('the server', server.log.slice(log), server.stdout.slice(stdout));
    },
    { auto: true },
  ],

  random: async ({}, use, info) => {
    const random = new Random();
    // It is told where the scenario fails.
    await info.attach('random numbers', { body: `${random}`, contentType: 'text/plain' });
    await use(random);
  },

  freshServer: async ({ logWatch }, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
    await logWatch.check('the fresh server', server.log, server.stdout);
  },

  app: async ({ page, mode, trouble, server }, use) => {
    const watch = new Watch(page);
    const app = new App(page, mode, watch, server.url);
    await app.prepare();
    await use(app);
    try {
      await app.finish();
    } finally {
      trouble.expectNone('console messages, page errors and failed requests', watch.unannounced());
    }
  },
});

/** The scenarios of the example with islands, on a server of its own. */
export const islands = scenarios.extend<object, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start({}, ISLANDS);
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

export const test: typeof scenarios = otherEngine ? scenarios.extend(fixtures(otherEngine)) : scenarios;

/** A name that nobody else has. */
export function unique(name: string): string {
  return `${name}-${randomUUID().slice(0, 8)}`;
}

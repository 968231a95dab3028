import { randomUUID } from 'node:crypto';
import { expect, test as base } from '@playwright/test';
import { App } from './support/app';
import type { Mode } from './support/modes';
import { Server } from './support/server';
import { Trouble } from './support/trouble';
import { Watch } from './support/watch';

export { expect };
export { only } from './support/modes';
export type { App };

export type Options = { mode: Mode };

type Fixtures = {
  app: App;
  trouble: Trouble;
  /** A server which nobody has used yet. */
  freshServer: Server;
  /** What the server may say of errors in its log; anything else fails the scenario. */
  expectLog: (pattern: RegExp) => void;
};

/** How the log says that something is wrong with the server. */
const ERROR = /\bERROR\b|panicked at/;

export const test = base.extend<Options & Fixtures, { server: Server }>({
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

  freshServer: async ({}, use, info) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
    if (info.status !== info.expectedStatus) await info.attach('log of the fresh server', { body: server.log });
  },

  expectLog: [
    async ({ server, trouble }, use, info) => {
      const start = server.log.length;
      const announced: RegExp[] = [];
      await use((pattern) => announced.push(pattern));
      const log = server.log.slice(start);
      const errors = log
        .split('\n')
        .filter((line) => ERROR.test(line) && !announced.some((pattern) => pattern.test(line)));
      if (info.status !== info.expectedStatus || errors.length) {
        await info.attach('server log', { body: log, contentType: 'text/plain' });
        if (log) console.log(`server log of “${info.title}”:\n${log}`);
      }
      trouble.expectNone('the server’s log', errors);
    },
    { auto: true },
  ],

  app: async ({ page, mode, trouble }, use) => {
    const watch = new Watch(page);
    const app = new App(page, mode, watch);
    await app.prepare();
    await use(app);
    try {
      await app.finish();
    } finally {
      trouble.expectNone('console messages, page errors and failed requests', watch.unannounced());
    }
  },
});

/** A name that nobody else has. */
export function unique(name: string): string {
  return `${name}-${randomUUID().slice(0, 8)}`;
}

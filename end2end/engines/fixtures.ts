// A page in another engine in place of Playwright's own.
import type { APIRequestContext } from '@playwright/test';
import type { Mode } from '../support/modes';
import type { Server } from '../support/server';
import { Firefox } from './firefox';
import { EnginePage } from './page';
import { Proxy } from './proxy';
import type { Engine } from './tab';
import { WebKit } from './webkit';

const ENGINES = { firefox: () => new Firefox(), webkit: () => new WebKit() };

export type OtherEngine = keyof typeof ENGINES;

type Given = { server: Server; engine: Engine; line: Proxy; mode: Mode; request: APIRequestContext };
type Use<T> = (value: T) => Promise<void>;

export function fixtures(name: OtherEngine): object {
  return {
    engine: [
      async ({}, use: Use<Engine>) => {
        const engine = ENGINES[name]();
        await use(engine);
        await engine.close();
      },
      { scope: 'worker' },
    ],
    line: async ({ server, engine, mode }: Given, use: Use<Proxy>) => {
      const proxy = await Proxy.start(server.url, mode === 'no-js' ? '' : engine.prelude);
      await use(proxy);
      proxy.stop();
    },
    page: async ({ engine, line, request, mode }: Given, use: Use<EnginePage>) => {
      let page: EnginePage | undefined;
      const tab = await engine.open(mode !== 'no-js', (text) => page?.trouble(text));
      page = new EnginePage(tab, line, request, mode !== 'no-js');
      await use(page);
      await tab.close();
    },
  };
}

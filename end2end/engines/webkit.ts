import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../support/port';
import { TELLS_OF_TROUBLE } from './proxy';
import { type Engine, type Key, type Tab, until } from './tab';

/** Where Debian has it. */
const MINI_BROWSER = process.env.MINI_BROWSER ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
const DRIVER = process.env.WEBKIT_DRIVER ?? '/usr/bin/WebKitWebDriver';

/** A new session comes in a second, or never: then another driver is asked. */
const SESSION_MS = 15_000;
const ATTEMPTS = 3;
/** A script whose page goes meanwhile may never be answered. */
const SCRIPT_MS = 3_000;

/** As WebDriver names keys. */
const KEYS: Record<Key, string> = {
  ArrowLeft: '\uE012',
  Backspace: '\uE003',
  End: '\uE010',
  Enter: '\uE007',
  Home: '\uE011',
  Tab: '\uE004',
};

type Capabilities = { capabilities: { alwaysMatch: Record<string, unknown> } };

/** WebKitGTK's MiniBrowser by its own driver, on a screen that nobody sees. */
export class WebKit implements Engine {
  readonly prelude = TELLS_OF_TROUBLE;
  private screen: Promise<Screen> | undefined;
  private driver: Promise<Driver> | undefined;

  async open(hasScript: boolean, _troubled: (text: string) => void): Promise<Tab> {
    const wanted: Capabilities = {
      capabilities: {
        alwaysMatch: {
          // What waits for a load by itself would wait for what a scenario holds back.
          pageLoadStrategy: 'none',
          unhandledPromptBehavior: 'accept',
          'webkitgtk:browserOptions': { binary: MINI_BROWSER, args: ['--automation', `--enable-javascript=${hasScript}`] },
        },
      },
    };
    this.screen ??= Screen.start();
    const { display } = await this.screen;
    for (let attempt = 1; ; attempt++) {
      this.driver ??= Driver.start(display);
      const driver = await this.driver;
      try {
        const { sessionId } = await driver.call<{ sessionId: string }>('POST', '/session', wanted, SESSION_MS);
        return new WebKitTab(driver, `/session/${sessionId}`, hasScript);
      } catch (error) {
        driver.stop();
        this.driver = undefined;
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  async close() {
    (await this.driver)?.stop();
    (await this.screen)?.stop();
  }
}

class Screen {
  private constructor(
    private readonly process: ChildProcess,
    readonly display: string,
  ) {}

  static async start(): Promise<Screen> {
    const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const [number] = (await Promise.race([once(child.stdio[3]!, 'data'), once(child, 'exit')])) as [unknown];
    if (child.exitCode !== null) throw new Error('Xvfb does not start');
    return new Screen(child, `:${String(number).trim()}`);
  }

  stop() {
    this.process.kill();
  }
}

class Driver {
  private constructor(
    private readonly process: ChildProcess,
    private readonly url: string,
  ) {}

  static async start(display: string): Promise<Driver> {
    const port = await freePort();
    const child = spawn(DRIVER, [`--port=${port}`, '--host=127.0.0.1'], {
      // A group of its own, so that its browsers end with it.
      detached: true,
      env: { ...process.env, DISPLAY: display, NO_AT_BRIDGE: '1', GTK_A11Y: 'none' },
      stdio: 'ignore',
    });
    const driver = new Driver(child, `http://127.0.0.1:${port}`);
    process.once('exit', () => driver.stop());
    await until('WebKitWebDriver', () => driver.call('GET', '/status').then(() => true));
    return driver;
  }

  async call<T>(method: string, path: string, body?: unknown, patience = 60_000): Promise<T> {
    const answer = await fetch(this.url + path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    });
    const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
    if (!answer.ok) throw new Error(`${path}: ${value?.error}: ${value?.message}`);
    return value;
  }

  stop() {
    try {
      if (this.process.pid) process.kill(-this.process.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

class WebKitTab implements Tab {
  constructor(
    private readonly driver: Driver,
    private readonly session: string,
    private readonly hasScript: boolean,
  ) {}

  async evaluate<T>(source: string, args: unknown[]): Promise<T> {
    // A promise comes true only where scripts run.
    const [way, script] = this.hasScript
      ? [
          'async',
          `const done = arguments[arguments.length - 1];
           new Promise((resolve) => resolve((${source})(...arguments[0])))
             .then((value) => done({ value }), (error) => done({ error: String(error) }))`,
        ]
      : ['sync', `return { value: (${source})(...arguments[0]) }`];
    const answer = await this.call<{ value: T; error?: string }>(`/execute/${way}`, { script, args: [args] }, SCRIPT_MS);
    if (answer?.error) throw new Error(answer.error);
    return answer.value ?? (undefined as T);
  }

  async goto(url: string) {
    await this.call('/url', { url });
  }

  async reload() {
    await this.call('/refresh', {});
  }

  async back() {
    await this.call('/back', {});
  }

  async forward() {
    await this.call('/forward', {});
  }

  async click(x: number, y: number, count: number) {
    const press = ['pointerDown', 'pointerUp'].map((type) => ({ type, button: 0 }));
    const actions = [{ type: 'pointerMove', x, y, origin: 'viewport', duration: 0 }, ...Array(count).fill(press).flat()];
    await this.act({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions });
  }

  async type(text: string) {
    const actions = [...text.replaceAll('\n', KEYS.Enter)].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.act({ type: 'key', id: 'keyboard', actions });
  }

  press(key: Key): Promise<void> {
    return this.type(KEYS[key]);
  }

  async close() {
    await this.driver.call('DELETE', this.session);
  }

  private async act(source: object) {
    await this.call('/actions', { actions: [source] });
  }

  private call<T>(path: string, body: object, patience?: number): Promise<T> {
    return this.driver.call('POST', this.session + path, body, patience);
  }
}

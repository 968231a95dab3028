import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from './port';

const TARGET = resolve(__dirname, '../../target');
/** The server of Pressroom. */
export const BINARY = resolve(process.env.PRESSROOM_BIN ?? join(TARGET, 'debug/pressroom'));
/** The folder with the client and whatever else is served as it is. */
export const SITE_ROOT = resolve(process.env.PRESSROOM_SITE_ROOT ?? join(TARGET, 'site'));
/** An app that is served. */
type Served = {
  binary: string;
  /** What its build is told of its files. */
  files: NodeJS.ProcessEnv;
};

const PRESSROOM: Served = {
  binary: BINARY,
  files: {
    LEPTOS_SITE_ROOT: SITE_ROOT,
    LEPTOS_OUTPUT_NAME: 'pressroom',
    LEPTOS_HASH_FILES: 'true',
    LEPTOS_HASH_FILE_NAME: 'hash.txt',
  },
};

/** The example with islands, which `CARGO_TARGET_DIR=../../target cargo leptos build` in its folder makes. */
export const ISLANDS: Served = {
  binary: resolve(process.env.ISLANDS_BIN ?? join(TARGET, 'debug/islands')),
  files: {
    LEPTOS_SITE_ROOT: resolve(process.env.ISLANDS_SITE_ROOT ?? join(TARGET, 'site-islands')),
    LEPTOS_OUTPUT_NAME: 'islands',
    LEPTOS_HASH_FILES: 'false',
  },
};

/** Another process may take the free port before the server does. */
const ATTEMPTS = 3;
/** How long one that cannot start may take to say so, in milliseconds. */
const PATIENCE = 20_000;

/** How a server has ended that was not to start. */
export type Ended = {
  /** Nothing where it had to be killed. */
  code: number | null;
  stderr: string;
  stdout: string;
  /** What it has left in its folder. */
  files: string[];
};

/** A Pressroom of its own, or another app: a free port, and a folder with a database that is not there before. */
export class Server {
  /** What it has said on stderr. */
  log = '';
  /** What it has said on stdout, which should be nothing. */
  stdout = '';
  private process!: ChildProcess;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly settings: NodeJS.ProcessEnv,
    private readonly served: Served,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** With environment variables other than the usual ones. */
  static async start(settings: NodeJS.ProcessEnv = {}, served = PRESSROOM): Promise<Server> {
    for (let attempt = 1; ; attempt++) {
      const server = new Server(await freePort(), await newFolder(), settings, served);
      if (await server.launch()) return server;
      await server.stop();
      if (attempt === ATTEMPTS) throw new Error(`${served.binary} does not start:\n${server.log}`);
    }
  }

  /** Starts one with which something is wrong, so that it ends by itself. */
  static async fail(settings: NodeJS.ProcessEnv): Promise<Ended> {
    const server = new Server(await freePort(), await newFolder(), settings, PRESSROOM);
    try {
      const child = server.spawn();
      const ended = once(child, 'close');
      const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
      await ended;
      clearTimeout(late);
      return { code: child.exitCode, stderr: server.log, stdout: server.stdout, files: await server.files() };
    } finally {
      await server.stop();
    }
  }

  /** Asks it to stop, as whoever runs it does. Comes true when it has, with the code with which it ended. */
  async terminate(): Promise<number | null> {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await ended;
    return this.process.exitCode;
  }

  /** What lies in its folder. */
  files(): Promise<string[]> {
    return readdir(this.folder);
  }

  /** Ends it and starts it again, with the same database; with the same keys for seals, or with others. */
  async restart({ newKeys = false } = {}) {
    await this.end();
    if (newKeys) await rm(join(this.folder, '.formwork'), { recursive: true });
    if (!(await this.launch())) throw new Error(`${this.served.binary} does not start again:\n${this.log}`);
  }

  async stop() {
    await this.end();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Whether it has come to answer; not when it ended before. */
  private async launch(): Promise<boolean> {
    const child = this.spawn();
    const before = this.log.length;
    const listens = await new Promise<boolean>((resolve) => {
      child.stderr.on('data', () => this.log.slice(before).includes(`listening on ${this.url}`) && resolve(true));
      child.once('exit', () => resolve(false));
      child.once('error', (error) => {
        this.log += `${error}\n`;
        resolve(false);
      });
    });
    return listens && (await fetch(this.url)).ok;
  }

  private spawn() {
    const child = spawn(this.served.binary, {
      cwd: this.folder,
      env: {
        ...process.env,
        DATABASE_URL: `sqlite://${join(this.folder, 'pressroom.sqlite')}`,
        LEPTOS_SITE_ADDR: `127.0.0.1:${this.port}`,
        LEPTOS_SITE_PKG_DIR: 'pkg',
        LEPTOS_ENV: 'PROD',
        ...this.served.files,
        ...this.settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = child;
    child.stdout.setEncoding('utf8').on('data', (text) => (this.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (this.log += text));
    return child;
  }

  private async end() {
    const child = this.process;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'pressroom-'));
}

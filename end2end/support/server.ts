import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const TARGET = resolve(__dirname, '../../target');
const BINARY = resolve(process.env.PRESSROOM_BIN ?? join(TARGET, 'debug/pressroom'));
const SITE_ROOT = resolve(process.env.PRESSROOM_SITE_ROOT ?? join(TARGET, 'site'));
/** Another process may take the free port before the server does. */
const ATTEMPTS = 3;

/** A Pressroom of its own: a free port, and a folder with a database that is not there before. */
export class Server {
  /** What it has said on stderr. */
  log = '';
  /** What it has said on stdout, which should be nothing. */
  stdout = '';

  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {
    process.stderr!.setEncoding('utf8').on('data', (text) => (this.log += text));
    process.stdout!.setEncoding('utf8').on('data', (text) => (this.stdout += text));
  }

  static async start(): Promise<Server> {
    for (let attempt = 1; ; attempt++) {
      const server = await Server.launch();
      if (await server.answers()) return server;
      await server.stop();
      if (attempt === ATTEMPTS) throw new Error(`${BINARY} does not start:\n${server.log}`);
    }
  }

  private static async launch(): Promise<Server> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'pressroom-'));
    const child = spawn(BINARY, {
      cwd: folder,
      env: {
        ...process.env,
        DATABASE_URL: `sqlite://${join(folder, 'pressroom.sqlite')}`,
        LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
        LEPTOS_SITE_ROOT: SITE_ROOT,
        LEPTOS_SITE_PKG_DIR: 'pkg',
        LEPTOS_OUTPUT_NAME: 'pressroom',
        LEPTOS_HASH_FILES: 'true',
        LEPTOS_HASH_FILE_NAME: 'hash.txt',
        LEPTOS_ENV: 'PROD',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new Server(`http://127.0.0.1:${port}`, folder, child);
    child.on('error', (error) => (server.log += `${error}\n`));
    return server;
  }

  /** Whether it answers; not when it has ended before. */
  private async answers(): Promise<boolean> {
    const ended = new Promise<false>((resolve) => {
      this.process.once('exit', () => resolve(false));
      this.process.once('error', () => resolve(false));
    });
    const listens = new Promise<true>((resolve) => {
      this.process.stderr!.on('data', () => this.log.includes(`listening on ${this.url}`) && resolve(true));
    });
    return (await Promise.race([ended, listens])) && (await fetch(this.url)).ok;
  }

  async stop(): Promise<void> {
    const { process: child } = this;
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}

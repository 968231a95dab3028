// A server which speaks to the bridge as Formwork's does, with pages, answers and delays that a test decides.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const scripts = join(__dirname, '../../crates/formwork/src/bridge');
const script = (name: string) => readFileSync(join(scripts, `${name}.min.js`), 'utf8');
const ofPages = { bridge: script('bridge'), start: script('start'), later: script('start.later'), show: script('show') };
const ofIslands = {
  bridge: script('bridge.islands'),
  start: script('start.islands'),
  later: script('start.later.islands'),
  show: script('show.islands'),
};
const wake = script('wake');
const keys = script('keys');

/** What the bridge says, in the language of the page. */
const words = 'data-offline="You are offline." data-failed="No answer." data-bridge="No client." data-ignored="Not sent."';

export type View = {
  body: string;
  title?: string;
  lang?: string;
  /** What `leptos_meta` would put behind its marker. */
  meta?: string;
  status?: number;
  headers?: Record<string, string>;
  outcome?: string;
  /** When the page loads the client; at once if nothing is said. */
  load?: 'idle' | 'interaction' | 'never';
  /** What the client says in the language of the page. */
  texts?: string;
  /** Sent one after another, each when its promise has come true. */
  stream?: (string | Promise<string>)[];
};

export type Submission = {
  by: string;
  /** Whether the bridge says that its page can show answers already. */
  hasShow: boolean;
  url: string;
  id: string;
  type: string;
  fields: [string, string][];
};

/** What a POST does: data for the next rendering, or where to go. */
export type Result = View | { redirect: string } | { raw: string; type: string; status: number } | { location: string };

/** Holds requests back until it is opened. */
export class Gate {
  private waiting: (() => void)[] = [];
  private opened = false;
  reached = 0;
  passed = 0;
  constructor(readonly matches: (request: string) => boolean) {}
  async pass() {
    this.reached++;
    if (!this.opened) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.passed++;
  }
  open() {
    this.opened = true;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
  /** Lets the longest waiting one through. */
  letOne() {
    this.waiting.shift()?.();
  }
}

export class Site {
  /** The policy without its nonce; none where undefined. */
  policy?: string;
  /** The name of the build, in the address of the bundle. */
  build = 'one';
  nonces = true;
  /** Whether our scripts stand behind Leptos' marker. */
  scriptsLast = false;
  submissions: Submission[] = [];
  requests: string[] = [];
  pages = new Map<string, (url: URL) => View>();
  posts: (submission: Submission, url: URL) => Result | Promise<Result> = () => this.view('/');
  /** What the client's `hydrate()` waits for before it begins. */
  load = '';
  /** The synchronous part of the client's `hydrate()`. */
  hydrate = '';
  /** The functions that the client exports for the islands of its pages; where there are any, it hydrates these. */
  islands = '';
  bundleStatus = 200;
  /** How large the client's WASM is. */
  wasmBytes = 0;
  private gates: Gate[] = [];

  private constructor(private server: Server) {}

  static async start(): Promise<Site> {
    const server = createServer();
    const site = new Site(server);
    server.on('request', (request, response) => {
      site.serve(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  get origin() {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop() {
    for (const gate of this.gates) gate.open();
    this.server.closeAllConnections();
    this.server.close();
  }

  hold(matches: string): Gate {
    const gate = new Gate((request) => request.startsWith(matches));
    this.gates.push(gate);
    return gate;
  }

  page(path: string, view: View | ((url: URL) => View)) {
    this.pages.set(path, typeof view == 'function' ? view : () => view);
  }

  view(path: string): View {
    const url = new URL(path, this.origin);
    return this.pages.get(url.pathname)?.(url) ?? { body: 'Not found', status: 404 };
  }

  private async serve(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', this.origin);
    const name = `${request.method} ${url.pathname}${url.search}`;
    this.requests.push(name);
    let result: Result | undefined;
    if (request.method == 'POST') {
      const submission = await read(request);
      this.submissions.push(submission);
      for (const gate of this.gates) if (gate.matches(name)) await gate.pass();
      result = await this.posts(submission, url);
    } else {
      for (const gate of this.gates) if (gate.matches(name)) await gate.pass();
    }
    const by = `${request.headers['x-formwork']}`;
    const forBridge = by.startsWith('bridge') && { hasShow: by.endsWith('+show') };
    if (url.pathname.startsWith('/pkg/')) return this.bundle(url.pathname, response);
    if (url.pathname.endsWith('.css')) return end(response, 200, 'text/css', 'h1 { color: rgb(1, 2, 3) }');
    if (url.pathname.endsWith('.bin')) return end(response, 200, 'application/octet-stream', 'content');
    if (url.pathname == '/favicon.ico') return end(response, 204, 'image/x-icon', '');
    if (result && 'raw' in result) return end(response, result.status, result.type, result.raw);
    if (result && 'location' in result) {
      response.setHeader('location', result.location);
      return end(response, 303, 'text/plain', '');
    }
    if (result && 'redirect' in result) {
      response.setHeader(forBridge ? 'x-formwork-redirect' : 'location', result.redirect);
      return end(response, forBridge ? 200 : 303, 'text/html', '');
    }
    await this.render(result ?? this.view(url.pathname + url.search), forBridge, response, url);
  }

  private bundle(path: string, response: ServerResponse) {
    if (this.bundleStatus != 200) return end(response, this.bundleStatus, 'text/plain', 'gone');
    if (path.endsWith('.wasm')) return end(response, 200, 'application/wasm', randomBytes(this.wasmBytes));
    const code = `
      export default async ({ module_or_path }) => {
        window.loading = (window.loading ?? 0) + 1;
        const response = await (typeof module_or_path == 'string' ? fetch(module_or_path) : module_or_path);
        if (!response.ok) throw new Error('no bundle');
        await response.arrayBuffer();
        window.loaded = (window.loaded ?? 0) + 1;
      };
      export async function hydrate() {
        ${this.load}
        if (__formwork.phase.includes('y')) return;
        __formwork.phase = 'hydrating';
        window.hydrations = (window.hydrations ?? 0) + 1;
        window.hydrated = document.body.innerHTML;
        ${this.hydrate}
        __formwork.phase = 'hydrated';
      }`;
    end(response, 200, 'text/javascript', this.islands ? this.withIslands(code) : code);
  }

  /** The client of pages with islands: called again, it hydrates those that are new. */
  private withIslands(code: string): string {
    const [begin] = code.split('export async function hydrate');
    return `${begin}
      export function hydrate() {
        if (__formwork.phase == 'html') __formwork.phase = 'hydrating';
        window.hydrations = (window.hydrations ?? 0) + 1;
        for (const [, enter, hydrate] of __formwork.islands()) {
          enter();
          hydrate();
        }
        __formwork.phase = 'hydrated';
        ${this.hydrate}
      }
      ${this.islands}`;
  }

  private async render(view: View, forBridge: false | { hasShow: boolean }, response: ServerResponse, url: URL) {
    const nonce = this.nonces ? randomBytes(16).toString('base64') : '';
    const attribute = nonce && ` nonce="${nonce}"`;
    const fill = (text: string) => text.replaceAll('NONCE', nonce);
    if (forBridge && nonce) response.setHeader('x-formwork-nonce', nonce);
    if (this.policy) response.setHeader('content-security-policy', fill(this.policy));
    for (const [name, value] of Object.entries(view.headers ?? {})) response.setHeader(name, value);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.statusCode = view.status ?? 200;
    const { load } = view;
    const bundle = `data-js="/pkg/${this.build}.js"${load ? ` data-load="${load}"` : ''}`;
    const { bridge, start, later, show } = this.islands ? ofIslands : ofPages;
    const waking = load && load != 'never' ? wake : '';
    const script = forBridge
      ? `<script type="text/plain" id="fw-show"${attribute} ${bundle}>${forBridge.hasShow ? 'document.currentScript.remove();' : show}${waking}</script>`
      : `<script id="fw-bridge"${attribute} ${bundle} data-wasm="/pkg/${this.build}.wasm" ${words}>${bridge}</script><script${attribute}>${load ? later + waking : start}</script>`;
    const outcome = view.outcome && `<script type="application/json" id="fw-outcome">${view.outcome}</script>`;
    const texts = view.texts && `<script type="application/json" id="fw-texts">${view.texts}</script>`;
    const ours = (outcome ?? '') + (texts ?? '') + script;
    const meta = `<!--HEAD-->${fill(view.meta ?? '')}<title>${view.title ?? url.pathname}</title>`;
    response.write(
      `<!DOCTYPE html><html lang="${view.lang ?? 'en'}"><head><meta charset="utf-8">` +
        `${this.scriptsLast ? meta + ours : ours + meta}</head><body>${fill(view.body)}`,
    );
    for (const part of view.stream ?? []) response.write(fill(await part));
    response.end(`<script${attribute}>__RESOLVED_RESOURCES=['${forBridge ? 'answer' : 'page'}'];</script></body></html>`);
  }
}

function end(response: ServerResponse, status: number, type: string, text: string | Buffer) {
  response.statusCode = status;
  response.setHeader('content-type', type);
  response.end(text);
}

async function read(request: IncomingMessage): Promise<Submission> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const type = request.headers['content-type'] ?? '';
  const body = Buffer.concat(chunks);
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  const fields: [string, string][] = [];
  for (const [name, value] of form) fields.push([name, typeof value == 'string' ? value : `${value.name}: ${await value.text()}`]);
  return {
    by: `${request.headers['x-formwork'] ?? 'browser'}`.split('+')[0],
    hasShow: request.headers['x-formwork'] == 'bridge+show',
    url: request.url ?? '',
    id: fields.find(([name]) => name == '_fw.id')?.[1] ?? '',
    type: type.split(';')[0],
    fields: fields.filter(([name]) => !name.startsWith('_fw.')),
  };
}

/** A form of ours, as the server renders it. */
export function form(key: string, inner: string, attributes = ''): string {
  return `<form method="post" action="?_fw=${key}" data-fw="${key}" ${attributes}>
    <input type="hidden" name="_fw.id" value="native-${key}">${inner}
    ${notice}${attributes.includes('data-fw-ctrl-enter') ? `<script nonce="NONCE">${keys}</script>` : ''}</form>`;
}

/** Where the bridge says of a form what is the matter. */
export const notice = '<p role="alert" data-fw-failure hidden> </p>';

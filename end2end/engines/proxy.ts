import { EventEmitter, once } from 'node:events';
import { createServer, request as ask, type ClientRequest, type IncomingMessage, type Server as Http, type ServerResponse } from 'node:http';

/** Where the pages of an engine that cannot tell of its console write what goes wrong on them. */
const TROUBLE = '/_trouble';

type Handler = (route: Route) => unknown;
type Matcher = RegExp | ((url: URL) => boolean);

/**
 * Stands between a browser and Pressroom, with Playwright's words for what can be done with requests on their way. The
 * host stays as the browser has named it, so that the server sees the origin which the page has.
 */
export class Proxy extends EventEmitter {
  private routes: { matches: Matcher; handler: Handler }[] = [];

  private constructor(
    private readonly http: Http,
    readonly target: string,
    /** What every page begins with, where its engine needs it. */
    readonly prelude: string,
  ) {
    super();
    http.on('request', (asked, answer) => void this.pass(asked, answer));
  }

  static async start(target: string, prelude = ''): Promise<Proxy> {
    const http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    return new Proxy(http, target, prelude);
  }

  get url(): string {
    const address = this.http.address();
    if (typeof address !== 'object' || !address) throw new Error('the proxy has ended');
    return `http://127.0.0.1:${address.port}`;
  }

  /** The latest one comes first. */
  route(matches: Matcher, handler: Handler) {
    this.routes.unshift({ matches, handler });
  }

  unroute(matches: Matcher, handler?: Handler) {
    this.routes = this.routes.filter((route) => route.matches !== matches || (handler && route.handler !== handler));
  }

  stop() {
    this.removeAllListeners();
    this.http.close();
    this.http.closeAllConnections();
  }

  private async pass(asked: IncomingMessage, answer: ServerResponse) {
    if (asked.url === TROUBLE) {
      this.emit('trouble', await textOf(asked));
      answer.writeHead(204).end();
      return;
    }
    const request = new Request(asked, answer, this);
    this.emit('request', request);
    const url = new URL(request.url());
    const matching = this.routes.filter(({ matches }) => (matches instanceof RegExp ? matches.test(url.href) : matches(url)));
    await new Route(request, matching.map(({ handler }) => handler)).go();
  }
}

/** A request of the browser, on its way or answered. */
export class Request {
  private why: string | undefined;
  private answered!: (response: Response | null) => void;
  private readonly answeredBy = new Promise<Response | null>((resolve) => (this.answered = resolve));

  constructor(
    private readonly asked: IncomingMessage,
    private readonly answer: ServerResponse,
    private readonly proxy: Proxy,
  ) {
    answer.on('close', () => {
      if (!answer.writableFinished) this.fail('net::ERR_ABORTED');
    });
  }

  method(): string {
    return this.asked.method ?? 'GET';
  }

  url(): string {
    return `http://${this.asked.headers.host}${this.asked.url}`;
  }

  response(): Promise<Response | null> {
    return this.answeredBy;
  }

  failure(): { errorText: string } | null {
    return this.why ? { errorText: this.why } : null;
  }

  /** The browser loses its connection. */
  cut() {
    this.fail('net::ERR_CONNECTION_RESET');
    this.asked.socket.resetAndDestroy();
  }

  end(status: number, headers: Record<string, string>, body: string | Buffer) {
    this.answered(new Response(status, headers, Promise.resolve(`${body}`)));
    const { 'transfer-encoding': _, 'content-length': __, ...others } = headers;
    this.answer.writeHead(status, { ...others, connection: 'close' }).write(body);
    this.asked.resume();
    this.hangUp();
  }

  /** Hands on what the server answers. */
  async forward(): Promise<void> {
    const got = await this.ask((sent) => this.answer.on('close', () => this.answer.writableFinished || sent.destroy()));
    if (!got) {
      this.cut();
      return;
    }
    const isText = /^(text\/html|application\/json)/.test(got.headers['content-type'] ?? '');
    const response = new Response(got.statusCode ?? 0, got.headers, isText ? textOf(got) : Promise.resolve(''));
    this.answered(response);
    this.proxy.emit('response', response);
    this.hand(got);
  }

  /** What the server answers, for whatever is done with it. */
  async fetch(): Promise<Response> {
    const got = await this.ask(() => {});
    if (!got) throw new Error('the browser or the server has gone');
    const response = new Response(got.statusCode ?? 0, got.headers, textOf(got));
    await response.text();
    return response;
  }

  private async ask(sending: (sent: ClientRequest) => void): Promise<IncomingMessage | undefined> {
    if (this.asked.socket.destroyed) return undefined;
    const { connection: _, 'accept-encoding': __, ...headers } = this.asked.headers;
    const sent = ask(this.proxy.target, { method: this.method(), path: this.asked.url, headers, agent: false });
    sending(sent);
    this.asked.pipe(sent);
    // Who has answered may read no more of it.
    sent.on('close', () => this.asked.unpipe(sent).resume());
    return new Promise((resolve) => {
      sent.on('response', resolve);
      sent.on('error', () => resolve(undefined));
    });
  }

  /** Ends an answer, when all of the request is there: browsers do not look at one whose connection is closed before. */
  private hangUp() {
    if (this.asked.complete || this.asked.destroyed) this.answer.end();
    else this.asked.once('close', () => this.answer.end());
  }

  /** Each answer is the last on its connection: no engine sends again what was lost on an old one. */
  private hand(got: IncomingMessage) {
    const { 'transfer-encoding': _, 'keep-alive': __, ...headers } = got.headers;
    const prelude = this.isDocument(got) ? this.preludeFor(got) : '';
    if (prelude) delete headers['content-length'];
    // What is in a browser's cache cannot be held back.
    if (this.url().includes('/pkg/')) headers['cache-control'] = 'no-store';
    this.answer.writeHead(got.statusCode ?? 0, { ...headers, connection: 'close' });
    this.answer.flushHeaders();
    let isBegun = !prelude;
    got.on('data', (chunk: Buffer) => {
      const text = isBegun ? '' : chunk.toString('latin1');
      isBegun ||= text.includes('<head>');
      this.answer.write(text ? Buffer.from(text.replace('<head>', `<head>${prelude}`), 'latin1') : chunk);
    });
    got.on('end', () => this.hangUp());
    got.on('error', () => this.asked.socket.resetAndDestroy());
  }

  private isDocument(got: IncomingMessage): boolean {
    return this.asked.headers['sec-fetch-dest'] === 'document' && /^text\/html/.test(got.headers['content-type'] ?? '');
  }

  private preludeFor(got: IncomingMessage): string {
    if (!this.proxy.prelude) return '';
    const [, nonce] = /'nonce-([^']+)'/.exec(`${got.headers['content-security-policy'] ?? ''}`) ?? [];
    return `<script${nonce ? ` nonce="${nonce}"` : ''}>${this.proxy.prelude}</script>`;
  }

  private fail(why: string) {
    if (this.why) return;
    this.why = why;
    this.answered(null);
    this.proxy.emit('requestfailed', this);
  }
}

export class Response {
  constructor(
    private readonly code: number,
    private readonly fields: NodeJS.Dict<string | string[]>,
    private readonly body: Promise<string>,
  ) {}

  status(): number {
    return this.code;
  }

  headers(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.fields).map(([name, value]) => [name, `${value}`]));
  }

  text(): Promise<string> {
    return this.body;
  }
}

/** What a handler may do with a request. */
export class Route {
  constructor(
    private readonly asked: Request,
    private readonly handlers: Handler[],
  ) {}

  async go(): Promise<void> {
    const [handler, ...others] = this.handlers;
    if (handler) await handler(new Route(this.asked, others));
    else await this.asked.forward();
  }

  request(): Request {
    return this.asked;
  }

  fallback(): Promise<void> {
    return this.go();
  }

  async abort(_why?: string) {
    this.asked.cut();
  }

  fetch(_options?: object): Promise<Response> {
    return this.asked.fetch();
  }

  async fulfill({ response, status = 200, contentType, body = '' }: Answer) {
    if (response) this.asked.end(response.status(), response.headers(), await response.text());
    else this.asked.end(status, contentType ? { 'content-type': contentType } : {}, body);
  }
}

type Answer = { response?: Response; status?: number; contentType?: string; body?: string | Buffer };

/** What goes wrong on a page is told to the proxy, in the order in which it happens. */
export const TELLS_OF_TROUBLE = `(() => {
  document.currentScript.remove();
  const tell = (text) => {
    const post = new XMLHttpRequest();
    post.open('POST', ${JSON.stringify(TROUBLE)}, false);
    post.send(text);
  };
  const words = (values) => values.map((value) => (value instanceof Error ? value.name + ': ' + value.message : String(value))).join(' ');
  for (const type of ['error', 'warn', 'assert']) {
    const log = console[type];
    console[type] = (...values) => {
      log.apply(console, values);
      if (type !== 'assert' || !values[0]) tell('console ' + type.replace('warn', 'warning') + ': ' + words(values));
    };
  }
  addEventListener('error', (event) => event.message && tell('page error: ' + event.message));
  addEventListener('unhandledrejection', (event) => tell('page error: ' + words([event.reason])));
})()`;

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  message.on('data', (chunk) => chunks.push(chunk));
  await new Promise<void>((resolve) => message.on('close', resolve));
  return Buffer.concat(chunks).toString();
}

import { test, type Page, type Request, type Route } from '@playwright/test';
import { expect } from './engine';
import { Gate } from './gate';
import { markup } from './markup';
import { isUnloaded, type Mode } from './modes';
import type { Watch } from './watch';

type Phase = 'html' | 'hydrating' | 'hydrated' | 'failed';

/** Pressroom as a scenario uses it, the same in all modes. */
export class App {
  /** The submissions that the browser has sent. */
  readonly posts: Request[] = [];
  /** What the browser has asked for of the client. */
  readonly asked: string[] = [];
  /** The client's WASM, before hydration. */
  private wasm = new Gate();
  /** What a page is in when a scenario begins. */
  private readonly first: Phase;
  private bodies: Promise<string>[] = [];
  /** Whether the client of the page waits for an interaction. */
  private waits = false;

  constructor(
    readonly page: Page,
    readonly mode: Mode,
    private readonly watch: Watch,
    private readonly baseURL: string,
  ) {
    // Nobody waits for a client that is never loaded.
    this.first = mode === 'hydrated' ? 'hydrated' : mode === 'never' ? 'failed' : 'html';
    page.on('request', (request) => {
      // Another document. No document asks for what is never loaded.
      if (mode !== 'never' && request.resourceType?.() === 'document') this.asked.length = 0;
      if (/\/pkg\/.*\.(js|wasm)$/.test(request.url())) this.asked.push(request.url());
      if (request.method() === 'POST') this.posts.push(request);
    });
    page.on('response', (response) => {
      const type = response.headers()['content-type'] ?? '';
      // A body is gone where the browser has left the page that it was for.
      if (/^(text\/html|application\/json)/.test(type)) this.bodies.push(response.text().catch(() => ''));
    });
  }

  /** Before the first page. */
  async prepare() {
    // Pressroom's visitors choose when their pages load the client.
    if (isUnloaded(this.mode))
      await this.page.context().addCookies([{ name: 'client', value: this.mode, url: this.baseURL }]);
    if (this.mode !== 'before-hydration') return;
    await this.page.route(/\.wasm$/, async (route) => {
      await this.wasm.pass();
      await route.fallback().catch(gone);
    });
  }

  // --- going somewhere

  async visit(path: string, phase = this.first) {
    await this.go(() => this.page.goto(path, { waitUntil: 'domcontentloaded' }), phase);
  }

  async reload() {
    await this.go(() => this.page.reload({ waitUntil: 'domcontentloaded' }));
  }

  async back() {
    await this.go(() => this.page.goBack({ waitUntil: 'domcontentloaded' }));
  }

  async forward() {
    await this.go(() => this.page.goForward({ waitUntil: 'domcontentloaded' }));
  }

  /** Back to a page which the browser has kept alive. Playwright's own way back waits for a load. */
  async backFromMemory(path: string) {
    await this.go(async () => {
      await this.page.evaluate(() => history.back());
      await expect.poll(async () => (await this.url()).pathname).toBe(path);
    });
  }

  /** By a link of the masthead. */
  async follow(link: string) {
    await this.go(async () => {
      await this.page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: link }).click();
      await expect(this.page.getByRole('heading', { level: 1, name: link })).toBeVisible();
    });
  }

  private async go(somewhere: () => Promise<unknown>, phase = this.first) {
    if (this.isEarly() && this.waits) this.expectNoClient();
    const left = this.wasm;
    this.wasm = new Gate();
    await somewhere();
    if (this.mode === 'no-js') return;
    if (await this.isSameDocument()) {
      // The client went there.
      this.wasm = left;
      return;
    }
    left.open();
    await this.page.evaluate(() => void Object.assign(window, { sameDocument: true }));
    // A page of its own, which waits for an interaction of its own.
    this.waits = await this.page.evaluate(() => document.getElementById('fw-bridge')?.dataset.load === 'interaction');
    if (this.waits && phase === 'hydrated') await this.wake();
    await this.reaches(phase);
  }

  private async url(): Promise<URL> {
    // Other engines have to be asked.
    return new URL(await this.page.url());
  }

  private isSameDocument(): Promise<boolean> {
    return this.page.evaluate(() => 'sameDocument' in window);
  }

  // --- hydration

  phase(): Promise<Phase | undefined> {
    return this.page.evaluate(() => (window as { __formwork?: { phase: Phase } }).__formwork?.phase);
  }

  async reaches(phase: Phase) {
    await expect.poll(() => this.phase(), { intervals: [20, 50, 100], message: 'the phase of the page' }).toBe(phase);
  }

  /** Lets the client start. Where nothing is under way, the page stays as it is. */
  async hydrate() {
    if (!this.isEarly()) return;
    const before = await markup(this.page);
    await this.letClientStart();
    await this.reaches('hydrated');
    if (!before) return;
    // What effects change they have changed when the page is painted.
    await this.painted();
    const after = await markup(this.page);
    const at = before.findIndex((line, at) => line !== after?.[at]);
    if (at >= 0) this.watch.note(`hydration changed the page: ${before[at]} has become ${after?.[at]}`);
    expect(after, 'the page before and after hydration').toEqual(before);
  }

  /** Whether the page still waits for its client. */
  private isEarly(): boolean {
    if (this.mode === 'before-hydration') return !this.wasm.isOpen;
    return this.mode === 'interaction' && this.waits;
  }

  private async letClientStart() {
    this.wasm.open();
    if (this.waits) await this.wake();
  }

  /** An interaction that neither the bridge nor the browser can serve. It is on no control, and the focus stays. */
  private async wake() {
    this.expectNoClient();
    this.waits = false;
    await this.page.evaluate(() => document.querySelector('h1')!.click());
  }

  /** Forms alone have not loaded the client. */
  expectNoClient() {
    expect(this.asked, 'what was asked for of the client').toEqual([]);
  }

  /** Lets the client start, which comes to nothing. */
  async failsToStart() {
    this.wasm.open();
    await this.reaches('failed');
  }

  private painted(): Promise<void> {
    return this.page.evaluate(
      () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
    );
  }

  /**
   * What a person must see. Before hydration they see it without the client, then it is let go, and they must
   * see it still.
   */
  async result(seen: () => Promise<void>) {
    await seen();
    if (!this.isEarly()) return;
    expect(await this.phase(), 'seen before hydration').toBe('html');
    await this.hydrate();
    await seen();
  }

  // --- the network

  /** Stops submissions on their way to the server until the gate is opened. */
  async holdPosts(): Promise<Gate> {
    const gate = new Gate();
    await this.onPost(async (route) => {
      await gate.pass();
      await route.fallback().catch(gone);
    });
    return gate;
  }

  /** Submissions reach the server and are run, and their answers are stopped on their way until the gate is opened. */
  async holdAnswers(): Promise<Gate> {
    const gate = new Gate();
    await this.onPost(async (route) => {
      const response = await route.fetch({ maxRedirects: 0 });
      await gate.pass();
      await route.fulfill({ response }).catch(gone);
    });
    return gate;
  }

  /** No submission reaches the server, until the answer is called. */
  async cutOff(): Promise<() => Promise<void>> {
    return this.onPost((route) => route.abort('connectionreset'));
  }

  /** Submissions reach the server and are run, and their answers are lost, until the answer is called. */
  async loseAnswers(): Promise<() => Promise<void>> {
    return this.onPost(async (route) => {
      await route.fetch({ maxRedirects: 0 });
      await route.abort('connectionreset');
    });
  }

  /** Whatever is done with submissions on their way, until the answer is called. */
  async onPost(handler: (route: Route) => Promise<void>): Promise<() => Promise<void>> {
    const matches = () => true;
    const onlyPosts = (route: Route) => (route.request().method() === 'POST' ? handler(route) : route.fallback());
    await this.page.route(matches, onlyPosts);
    return () => this.page.unroute(matches, onlyPosts);
  }

  /** Lets a form be sent as it is, as by a browser that keeps no rules. */
  async withoutConstraints() {
    await this.page.locator('form').evaluateAll((forms: HTMLFormElement[]) => {
      for (const form of forms) {
        form.noValidate = true;
        for (const control of form.elements) control.removeAttribute('maxlength');
      }
    });
  }

  /** The page is still the one at this address; with script it is even the same document. */
  async staysOnItsPage(path: string) {
    const url = await this.url();
    expect(url.pathname).toBe(path);
    if (this.mode === 'no-js') return;
    expect(url.search, 'the address keeps none of our parameters').toBe('');
    expect(await this.isSameDocument(), 'no document load').toBe(true);
  }

  /** Waits until nothing is under way. */
  async quiet() {
    await expect(this.page.locator('form[aria-busy=true]')).toHaveCount(0);
    for (const post of this.posts) await post.response();
  }

  /** For what needs a server that waits when a page asks it to: an optimised one does not. */
  async needsDelays() {
    const page = await (await this.page.request.get('/')).text();
    test.skip(!page.includes('?delay='), 'an optimised server does not wait');
  }

  /** All that the server has sent as pages and data, as far as the browser still has it. */
  async received(): Promise<string> {
    return (await Promise.all(this.bodies)).join('\n');
  }

  /** How often a text stands on a page as the server sends it now, its data aside. */
  async stored(path: string, text: string): Promise<number> {
    const page = await (await this.page.request.get(path)).text();
    return page.replace(/<script\b.*?<\/script>/gs, '').split(text).length - 1;
  }

  // --- what a scenario expects to go wrong

  /** Console messages, page errors and failed requests which belong to the scenario. Any other fails it. */
  expectConsole(...patterns: RegExp[]) {
    for (const pattern of patterns) this.watch.announce(pattern);
  }

  /**
   * The server finds mistakes in what is sent. It answers a browser with 422, which the browser writes into the
   * console; our own scripts get the issues with 200.
   */
  expectIssues() {
    if (this.mode === 'no-js') this.expectConsole(/status of 422/);
  }

  /** The end of a scenario. */
  async finish() {
    if (this.mode === 'no-js') return;
    if (this.mode === 'never') return this.expectNoClient();
    const phase = await this.phase();
    // A page that the browser or the server made in place of ours has none.
    if (phase === undefined || phase === 'failed') return;
    await this.hydrate();
    await this.reaches('hydrated');
  }
}

/** The browser has left the page that the request was for. */
function gone() {}

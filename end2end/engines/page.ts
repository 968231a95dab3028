import { EventEmitter, once } from 'node:events';
import type { APIRequestContext } from '@playwright/test';
import { find, look, middle, type Look, type Step, type Words } from './inside';
import type { Proxy } from './proxy';
import { type Key, type Tab, until } from './tab';

type Text = string | RegExp;
type Named = { name?: Text; exact?: boolean; level?: number };

/** Playwright's page, as far as scenarios for all engines need it. */
export class EnginePage extends EventEmitter {
  readonly keyboard: { type(text: string): Promise<void>; press(key: Key): Promise<void> };
  private documents = 0;

  constructor(
    readonly tab: Tab,
    private readonly proxy: Proxy,
    readonly request: APIRequestContext,
    readonly hasScript: boolean,
  ) {
    super();
    this.keyboard = tab;
    for (const event of ['request', 'response', 'requestfailed']) proxy.on(event, (...args) => this.emit(event, ...args));
    proxy.on('trouble', (text) => this.trouble(text));
  }

  /** What goes wrong on the page, in the words of `support/watch.ts`. */
  trouble(text: string) {
    const [, type, rest] = /^console (\w+): (.*)/s.exec(text) ?? [];
    if (type) this.emit('console', { type: () => type, text: () => rest, location: () => ({ url: this.proxy.url }) });
    else this.emit('pageerror', text.replace(/^page error: /, ''));
  }

  // --- going somewhere

  goto(path: string): Promise<void> {
    return this.leave(() => this.tab.goto(new URL(path, this.proxy.url).href));
  }

  reload(): Promise<void> {
    return this.leave(() => this.tab.reload());
  }

  goBack(): Promise<void> {
    return this.leave(() => this.tab.back());
  }

  goForward(): Promise<void> {
    return this.leave(() => this.tab.forward());
  }

  /** Until there is another document, or another address where the client goes. */
  private async leave(go: () => Promise<void>) {
    const mark = ++this.documents;
    const before = await this.evaluate((mark) => {
      Object.assign(window, { leaving: mark });
      return location.href;
    }, mark);
    await go();
    await until('another page', async () => {
      const now = await this.tab.evaluate<{ href: string; leaving?: number; state: string }>(
        '() => ({ href: location.href, leaving: window.leaving, state: document.readyState })',
        [],
      );
      const isOther = now.leaving !== mark || now.href !== before;
      return (isOther && now.state !== 'loading') || undefined;
    }, 15_000);
  }

  // --- looking at it

  /** Again where the page was left meanwhile. */
  async evaluate<A, T>(run: ((arg: A) => T | Promise<T>) | string, arg?: A): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.tab.evaluate<T>(`${run}`, [arg]);
      } catch (error) {
        const isLeft = /destroyed|navigat|no such (frame|window)|discarded|unload|timeout|Cannot find context|not fully active/i.test(`${error}`);
        if (!isLeft || attempt === 20) throw error;
      }
    }
  }

  url(): Promise<string> {
    return this.evaluate(() => location.href);
  }

  content(): Promise<string> {
    return this.evaluate(() => document.documentElement.outerHTML);
  }

  title(): Promise<string> {
    return this.evaluate(() => document.title);
  }

  async waitForEvent(event: string): Promise<unknown> {
    return (await once(this, event))[0];
  }

  locator(selector: string): EngineLocator {
    return new EngineLocator(this, []).locator(selector);
  }

  getByRole(role: string, named: Named = {}): EngineLocator {
    return new EngineLocator(this, []).getByRole(role, named);
  }

  getByLabel(text: Text, options: { exact?: boolean } = {}): EngineLocator {
    return new EngineLocator(this, []).getByLabel(text, options);
  }

  getByText(text: Text, options: { exact?: boolean } = {}): EngineLocator {
    return new EngineLocator(this, []).getByText(text, options);
  }

  // --- its requests

  async route(...args: Parameters<Proxy['route']>) {
    this.proxy.route(...args);
  }

  async unroute(...args: Parameters<Proxy['unroute']>) {
    this.proxy.unroute(...args);
  }
}

/** Playwright's locator, in the same measure. */
export class EngineLocator {
  constructor(
    readonly page: EnginePage,
    readonly steps: Step[],
  ) {}

  private after(step: Step): EngineLocator {
    return new EngineLocator(this.page, [...this.steps, step]);
  }

  locator(selector: string): EngineLocator {
    return this.after(selector === 'xpath=ancestor::form' ? { by: 'form' } : { by: 'css', css: selector });
  }

  getByRole(role: string, { name, exact, level }: Named = {}): EngineLocator {
    return this.after({ by: 'role', role, level, name: name === undefined ? undefined : words(name, exact) });
  }

  getByLabel(text: Text, { exact }: { exact?: boolean } = {}): EngineLocator {
    return this.after({ by: 'label', words: words(text, exact) });
  }

  getByText(text: Text, { exact }: { exact?: boolean } = {}): EngineLocator {
    return this.after({ by: 'text', words: words(text, exact) });
  }

  filter({ hasText, has }: { hasText?: Text; has?: EngineLocator }): EngineLocator {
    return this.after({ by: 'filter', words: hasText === undefined ? undefined : words(hasText), has: has?.steps });
  }

  and(other: EngineLocator): EngineLocator {
    return this.after({ by: 'and', steps: other.steps });
  }

  or(other: EngineLocator): EngineLocator {
    return this.after({ by: 'or', steps: other.steps });
  }

  nth(at: number): EngineLocator {
    return this.after({ by: 'nth', at });
  }

  first(): EngineLocator {
    return this.nth(0);
  }

  last(): EngineLocator {
    return this.nth(-1);
  }

  // --- looking at it

  /** All that it names, now. */
  look(): Promise<Look[]> {
    return this.page.evaluate<Step[], Look[]>(`(steps) => { ${find}; ${look}; return look(find(steps)); }`, this.steps);
  }

  async count(): Promise<number> {
    return (await this.look()).length;
  }

  async textContent(): Promise<string> {
    return (await this.one()).text;
  }

  async inputValue(): Promise<string> {
    return (await this.one()).value ?? '';
  }

  async getAttribute(name: string): Promise<string | null> {
    return (await this.one()).attributes[name] ?? null;
  }

  async evaluate<A, T>(run: (element: any, arg: A) => T | Promise<T>, arg?: A): Promise<T> {
    await this.one();
    return this.onAll(`([element], arg) => (${run})(element, arg)`, arg);
  }

  evaluateAll<A, T>(run: (elements: any[], arg: A) => T | Promise<T>, arg?: A): Promise<T> {
    return this.onAll(`${run}`, arg);
  }

  private onAll<A, T>(run: string, arg?: A): Promise<T> {
    return this.page.evaluate<[Step[], A?], T>(`([steps, arg]) => { ${find}; return (${run})(find(steps), arg); }`, [this.steps, arg]);
  }

  private one(): Promise<Look> {
    return until(`one element for ${this}`, async () => {
      const all = await this.look();
      if (all.length > 1) throw new Error(`there are ${all.length}`);
      return all[0];
    });
  }

  toString(): string {
    return JSON.stringify(this.steps);
  }

  // --- doing something with it

  async click({ force = false, clickCount = 1 }: { force?: boolean; noWaitAfter?: boolean; clickCount?: number } = {}) {
    let before = '';
    const at = await until(`${this} to be clicked`, async () => {
      const all = await this.look();
      if (all.length !== 1) throw new Error(`there are ${all.length}`);
      if (!force && (!all[0].isVisible || all[0].isDisabled)) return undefined;
      const now = await this.onAll<void, { x: number; y: number } | undefined>(`([element]) => { ${middle}; return middle(element); }`);
      const isStill = JSON.stringify(now) === before;
      before = JSON.stringify(now);
      return isStill ? now : undefined;
    });
    await this.reacting('click', !force, () => this.page.tab.click(at.x, at.y, clickCount));
  }

  dblclick(): Promise<void> {
    return this.click({ clickCount: 2 });
  }

  async focus() {
    await this.evaluate((element: HTMLElement) => element.focus());
  }

  /** As by keys, in place of what was there. */
  async fill(text: string) {
    await until(`${this} to be filled`, async () => (await this.one()).isVisible || undefined);
    await this.evaluate((control: HTMLInputElement) => {
      control.focus();
      control.select();
    });
    if (text) await this.page.tab.type(text);
    else await this.page.tab.press('Backspace');
    // Keys are on their way for a while.
    await until(`${this} to hold the text`, async () => (await this.one()).value === text || undefined);
  }

  async pressSequentially(text: string) {
    await this.focus();
    const before = await this.inputValue();
    await this.page.tab.type(text);
    await until(`${this} to hold more text`, async () => (await this.one()).value?.length === before.length + text.length || undefined);
  }

  async press(key: Key) {
    await this.focus();
    await this.reacting('keyup', true, () => this.page.tab.press(key));
  }

  async check() {
    await this.setChecked(true);
  }

  async setChecked(isChecked: boolean) {
    if ((await this.one()).isChecked !== isChecked) await this.click();
    await until(`${this} to be ticked or not`, async () => (await this.one()).isChecked === isChecked || undefined);
  }

  async selectOption(value: string) {
    await this.evaluate((select: HTMLSelectElement, value) => {
      select.value = value;
      for (const type of ['input', 'change']) select.dispatchEvent(new Event(type, { bubbles: true }));
    }, value);
  }

  /** Until the page has heard of it, or was left for it: drivers return before. */
  private async reacting(event: string, isHeard: boolean, act: () => Promise<void>) {
    if (!this.page.hasScript || !isHeard) return act();
    await this.page.evaluate((event) => {
      Object.assign(window, { heard: false });
      addEventListener(event, () => Object.assign(window, { heard: true }), { capture: true, once: true });
    }, event);
    await act();
    await until(`the ${event}`, async () => (await this.page.evaluate(() => (window as { heard?: boolean }).heard !== false)) || undefined);
  }
}

function words(text: Text, isExact = false): Words {
  return typeof text === 'string' ? { text, isExact } : { source: text.source, flags: text.flags };
}

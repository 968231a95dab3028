import puppeteer, { type Browser, type KeyInput, type Page } from 'puppeteer-core';
import { TELLS_OF_TROUBLE } from './proxy';
import type { Engine, Key, Tab } from './tab';

/** Firefox as it is, over WebDriver BiDi. */
export class Firefox implements Engine {
  /** The driver tells of the console, and not what an error in it says. */
  readonly prelude = TELLS_OF_TROUBLE;
  /** Whether a browser runs scripts is the same for all its pages. */
  private readonly browsers = new Map<boolean, Browser>();

  async open(hasScript: boolean, troubled: (text: string) => void): Promise<Tab> {
    const browser = this.browsers.get(hasScript) ?? (await this.launch(hasScript));
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    // Firefox before 144 has no orientation of a screen. It takes the size none the less.
    await page.setViewport({ width: 1280, height: 720 }).catch((error) => {
      if (!/unknown command emulation.setScreenOrientationOverride/.test(`${error}`)) throw error;
    });
    page.on('pageerror', (error) => troubled(`page error: ${error}`));
    page.on('dialog', (dialog) => void dialog.accept());
    return new FirefoxTab(page, () => context.close());
  }

  async close() {
    for (const browser of this.browsers.values()) await browser.close();
  }

  private async launch(hasScript: boolean): Promise<Browser> {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
      headless: true,
      extraPrefsFirefox: { 'javascript.enabled': hasScript },
    });
    this.browsers.set(hasScript, browser);
    return browser;
  }
}

class FirefoxTab implements Tab {
  constructor(
    private readonly page: Page,
    readonly close: () => Promise<void>,
  ) {}

  evaluate<T>(source: string, args: unknown[]): Promise<T> {
    return this.page.evaluate(`(${source})(...${JSON.stringify(args)})`) as Promise<T>;
  }

  async goto(url: string) {
    await this.page.goto(url, { waitUntil: 'domcontentloaded' });
  }

  async reload() {
    await this.page.reload({ waitUntil: 'domcontentloaded' });
  }

  async back() {
    await this.evaluate('() => history.back()', []);
  }

  async forward() {
    await this.evaluate('() => history.forward()', []);
  }

  click(x: number, y: number, count: number): Promise<void> {
    return this.page.mouse.click(x, y, { count });
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  press(key: Key): Promise<void> {
    return this.page.keyboard.press(key as KeyInput);
  }
}

// One visit of a page, by a browser that has never been there.
import { BINDING, inside } from './inside.mjs';

/** What has not happened by then does not happen, in milliseconds. */
const PATIENCE = 60_000;

/** Opens a page, and ends with what the callback answers; whatever goes wrong on the page is its error. */
export async function visit(browser, { url, target, setting, message, isEarly }, callback) {
  const context = await browser.newContext();
  let watched;
  try {
    const page = await context.newPage();
    watched = new Visit(page, await context.newCDPSession(page));
    await watched.prepare(setting, inside(target, message, isEarly));
    // What the page tells says when it is there.
    page.goto(url, { waitUntil: 'commit' }).catch((error) => watched.fail(`it does not open: ${error.message}`));
    return await callback(watched);
  } catch (error) {
    // What comes of it says less.
    throw watched?.reason ? new Error(watched.reason) : error;
  } finally {
    await context.close();
  }
}

class Visit {
  /** Bytes that have come, headers included. */
  bytes = 0;
  /** Why it has gone wrong. */
  reason;
  /** What has happened, and when, by the wall clock. */
  #events = new Map();
  /** The requests that are under way. */
  #open = new Set();
  #look = () => {};

  constructor(page, devtools) {
    this.page = page;
    this.devtools = devtools;
  }

  async prepare(setting, script) {
    const { page, devtools } = this;
    page.on('pageerror', (error) => this.fail(`an error on the page: ${error.message}`));
    page.on('crash', () => this.fail('the page has crashed'));
    devtools.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name != BINDING) return;
      const { what, when } = JSON.parse(payload);
      // Another document starts once more, and is painted once more.
      if (!this.#events.has(what)) this.#events.set(what, when);
      this.#look();
    });
    devtools.on('Network.requestWillBeSent', ({ requestId, request }) => {
      if (/^https?:/.test(request.url)) this.#open.add(requestId);
    });
    devtools.on('Network.responseReceived', ({ response: { status, url } }) => {
      if (status >= 400) this.fail(`${url} is answered with ${status}`);
    });
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      this.bytes += encodedDataLength;
      this.#close(requestId);
    });
    devtools.on('Network.loadingFailed', ({ requestId, canceled, errorText }) => {
      // Whoever leaves a page drops what it was still loading.
      if (!canceled) this.fail(`a request has failed: ${errorText}`);
      this.#close(requestId);
    });
    await devtools.send('Network.enable');
    await devtools.send('Runtime.enable');
    await devtools.send('Runtime.addBinding', { name: BINDING });
    if (setting) {
      await devtools.send('Network.emulateNetworkConditions', setting.line);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: setting.cpu });
    }
    await page.addInitScript({ content: script });
  }

  /** The visit has gone wrong. */
  fail(reason) {
    this.reason ??= reason;
    this.#look();
  }

  /** Milliseconds from one thing to another; waits for both. */
  async between(from, to) {
    await this.#until(`“${from}” and “${to}”`, () => this.#events.has(from) && this.#events.has(to));
    return this.#events.get(to) - this.#events.get(from);
  }

  /** Whether something has happened before something else. */
  isBefore(one, other) {
    return this.#events.get(one) < this.#events.get(other);
  }

  /** Waits until nothing is under way. */
  async idle() {
    await this.#until('the end of all requests', () => this.#open.size == 0);
  }

  #close(requestId) {
    this.#open.delete(requestId);
    this.#look();
  }

  #until(what, holds) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.fail(`${what} has not come in ${PATIENCE / 1000} s`), PATIENCE);
      const end = (settle) => {
        clearTimeout(late);
        this.#look = () => {};
        settle();
      };
      this.#look = () => {
        if (this.reason) end(() => reject(new Error(this.reason)));
        else if (holds()) end(resolve);
      };
      this.#look();
    });
  }
}

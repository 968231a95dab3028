// What a page holds on to: of the document as the browser counts it, of the client's memory as its allocator has it.
import type { CDPSession, Page } from '@playwright/test';

export type Holdings = {
  documents: number;
  nodes: number;
  listeners: number;
  /** Objects of JavaScript that the client refers to. */
  objects: number;
  /** Bytes of the client's memory that are in use. */
  used: number;
  /** Bytes of the client's memory altogether, which never shrinks. */
  memory: number;
};

type Client = {
  memory: WebAssembly.Memory;
  __wbindgen_externrefs: WebAssembly.Table;
  __wbindgen_malloc(size: number, align: number): number;
  __wbindgen_free(at: number, size: number, align: number): void;
};

export class Ledger {
  private constructor(
    private readonly page: Page,
    private readonly browser: CDPSession,
  ) {}

  /** Before the page is visited whose client it is about. */
  static async open(page: Page): Promise<Ledger> {
    await page.addInitScript(() => {
      const instantiate = WebAssembly.instantiateStreaming;
      WebAssembly.instantiateStreaming = async (...args) => {
        const made = await instantiate(...args);
        Object.assign(window, { client: made.instance.exports });
        return made;
      };
    });
    const browser = await page.context().newCDPSession(page);
    await browser.send('Performance.enable');
    return new Ledger(page, browser);
  }

  /**
   * Frees what nobody holds any more. The closures of timers that were stopped are in the client's memory until then:
   * so that it is done often, and what is measured is no matter of when the browser thinks of it.
   */
  async collect() {
    await this.browser.send('HeapProfiler.collectGarbage');
    // What was collected is told to the client in a task of its own.
    await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  }

  async read(): Promise<Holdings> {
    await this.collect();
    await this.collect();
    const { metrics } = await this.browser.send('Performance.getMetrics');
    const metric = (name: string) => {
      const found = metrics.find((metric) => metric.name === name);
      if (!found) throw new Error(`the browser does not count ${name}`);
      return found.value;
    };
    return {
      documents: metric('Documents'),
      nodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
      ...(await this.client()),
    };
  }

  private client(): Promise<Pick<Holdings, 'objects' | 'used' | 'memory'>> {
    return this.page.evaluate(() => {
      const { client } = window as unknown as { client: Client };
      const { memory, __wbindgen_externrefs: table, __wbindgen_malloc: take, __wbindgen_free: give } = client;
      let objects = 0;
      for (let at = 0; at < table.length; at++) if (table.get(at) != null) objects++;
      // What is free is found by taking all of it, in the smallest pieces that there are, until the memory has to grow.
      const [piece, taken] = [12, 16];
      const size = memory.buffer.byteLength;
      const pieces: number[] = [];
      while (memory.buffer.byteLength === size) pieces.push(take(piece, 4));
      for (const at of pieces) give(at, piece, 4);
      return { objects, used: size - (pieces.length - 1) * taken, memory: size };
    });
  }
}

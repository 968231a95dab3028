// A client that comes to grief in the middle of its start, as on a trap: nothing of it is cleaned up.
import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** How often the client has called the browser while it was hydrating, up to when it takes over. */
    hydrationCalls: { inHydrate: number; calls: number };
  }
}

const TRAP_AT = 'trap at';

/** From the next page on, what the client calls of the browser while it hydrates is counted. */
export async function countHydrationCalls(page: Page) {
  await page.addInitScript((key) => {
    const trapAt = Number(sessionStorage.getItem(key) ?? Infinity);
    window.hydrationCalls = { inHydrate: 0, calls: 0 };
    const counted =
      (call: Function) =>
      (...args: unknown[]) => {
        const { phase, queue } = (window as unknown as { __formwork: { phase: string; queue: unknown[] } }).__formwork;
        // In the first task, until it takes out what is under way.
        const counts = phase === 'hydrating' || (phase === 'hydrated' && queue.length > 0);
        if (phase === 'hydrating') window.hydrationCalls.inHydrate++;
        if (counts && window.hydrationCalls.calls++ === trapAt) throw new WebAssembly.RuntimeError('unreachable');
        return call(...args);
      };
    const { instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = (source, imports = {}) => {
      const all = Object.entries(imports).map(([name, module]) => {
        const calls = Object.entries(module).map(([name, value]) => [name, typeof value === 'function' ? counted(value) : value]);
        return [name, Object.fromEntries(calls)];
      });
      return instantiateStreaming(source, Object.fromEntries(all));
    };
  }, TRAP_AT);
}

/** On the next pages it traps at this call. */
export async function trapAtCall(page: Page, call: number) {
  await page.evaluate(([key, call]) => sessionStorage.setItem(key, call), [TRAP_AT, `${call}`]);
}

import { expect } from '@playwright/test';

/** Named as on keyboards. */
export type Key = 'ArrowLeft' | 'Backspace' | 'End' | 'Enter' | 'Home' | 'Tab';

/** What an engine is able to do with one page. Everything else is made of it (`page.ts`). */
export interface Tab {
  /** Runs the source of a function on the page. */
  evaluate<T>(source: string, args: unknown[]): Promise<T>;
  /** Each of these begins, and waits for nothing. */
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  back(): Promise<void>;
  forward(): Promise<void>;
  click(x: number, y: number, count: number): Promise<void>;
  type(text: string): Promise<void>;
  press(key: Key): Promise<void>;
  close(): Promise<void>;
}

/** A browser, or a driver of browsers, for all scenarios of a worker. */
export interface Engine {
  open(hasScript: boolean, troubled: (text: string) => void): Promise<Tab>;
  close(): Promise<void>;
  /** What each page has to begin with. */
  readonly prelude: string;
}

/** Tries until there is something. Pages come and go meanwhile. */
export async function until<T>(what: string, seen: () => Promise<T | undefined>, timeout = 10_000): Promise<T> {
  let last: T | undefined;
  let trouble = '';
  const look = async () => {
    last = await seen().catch((error) => void (trouble = `${error}`));
    return last !== undefined && last !== false;
  };
  await expect.poll(look, { message: what, timeout, intervals: [10, 20, 50, 100] }).toBe(true).catch((error) => {
    throw new Error(`${error.message}\n${trouble}`);
  });
  return last as T;
}

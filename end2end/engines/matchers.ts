// Playwright's matchers for a page and its elements, in engines that it does not drive.
import type { Look } from './inside';
import { EngineLocator, EnginePage } from './page';

type Text = string | RegExp;
type State = { isNot: boolean; timeout: number };
type Result = { pass: boolean; message: () => string };

/** Between two looks, in milliseconds. */
const PAUSES = [10, 20, 50, 100];

/** Looks until it is so, or until it is not where that is what is expected. */
async function eventually(state: State, options: { timeout?: number } | undefined, what: string, look: () => Promise<[boolean | undefined, unknown]>): Promise<Result> {
  const end = Date.now() + (options?.timeout ?? state.timeout);
  for (let times = 0; ; times++) {
    const [pass, seen] = await look().catch((error): [undefined, unknown] => [undefined, `${error}`]);
    if (pass === !state.isNot) return { pass, message: () => what };
    if (Date.now() > end) {
      return { pass: state.isNot, message: () => `expected${state.isNot ? ' not' : ''} ${what}; seen: ${JSON.stringify(seen)}` };
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSES[Math.min(times, PAUSES.length - 1)]));
  }
}

/** About one element, which must be there: there is no telling of any other number. */
function ofOne(what: string, holds: (look: Look, ...args: any[]) => [boolean, unknown]) {
  return function (this: State, locator: EngineLocator, ...args: any[]): Promise<Result> {
    const options = args.find((arg) => arg && typeof arg === 'object' && 'timeout' in arg);
    return eventually(this, options, `${locator} ${what} ${args.map(String)}`, async () => {
      const all = await locator.look();
      return all.length === 1 ? holds(all[0], ...args) : [undefined, `${all.length} elements`];
    });
  };
}

function ofTexts(what: string, says: (text: string, wanted: Text) => boolean) {
  return function (this: State, locator: EngineLocator, wanted: Text | Text[], options?: { timeout?: number }): Promise<Result> {
    return eventually(this, options, `${locator} ${what} ${wanted}`, async () => {
      const texts = (await locator.look()).map(({ text }) => text);
      if (!Array.isArray(wanted)) return [texts.length === 1 ? says(texts[0], wanted) : undefined, texts];
      return [texts.length === wanted.length && wanted.every((one, at) => says(texts[at], one)), texts];
    });
  };
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function is(text: string | undefined, wanted: Text): boolean {
  return wanted instanceof RegExp ? wanted.test(text ?? '') : text === wanted;
}

export const matchers = {
  toHaveCount(this: State, locator: EngineLocator, wanted: number, options?: { timeout?: number }): Promise<Result> {
    return eventually(this, options, `${locator} to be there ${wanted} times`, async () => {
      const count = await locator.count();
      return [count === wanted, count];
    });
  },
  toBeVisible(this: State, locator: EngineLocator, options?: { timeout?: number }): Promise<Result> {
    return eventually(this, options, `${locator} to be visible`, async () => {
      const all = await locator.look();
      return [all.length > 1 ? undefined : all.length === 1 && all[0].isVisible, `${all.length} elements`];
    });
  },
  toBeAttached(this: State, locator: EngineLocator, options?: { timeout?: number }): Promise<Result> {
    return eventually(this, options, `${locator} to be there`, async () => {
      const count = await locator.count();
      return [count > 0, count];
    });
  },
  toHaveText: ofTexts('to say', (text, wanted) => (typeof wanted === 'string' ? text === plain(wanted) : wanted.test(text))),
  toContainText: ofTexts('to contain', (text, wanted) => (typeof wanted === 'string' ? text.includes(plain(wanted)) : wanted.test(text))),
  toHaveValue: ofOne('to hold', ({ value }, wanted: Text) => [is(value, wanted), value]),
  toHaveAttribute: ofOne('to have the attribute', ({ attributes }, name: string, wanted?: Text) => [
    typeof wanted === 'string' || wanted instanceof RegExp ? name in attributes && is(attributes[name], wanted) : name in attributes,
    attributes,
  ]),
  toHaveAccessibleDescription: ofOne('to be described by', ({ description }, wanted: Text) => [is(description, wanted), description]),
  toBeFocused: ofOne('to have the focus', ({ isFocused }) => [isFocused, isFocused]),
  toBeChecked: ofOne('to be ticked', ({ isChecked }) => [isChecked, isChecked]),
  toBeEnabled: ofOne('to be enabled', ({ isDisabled }) => [!isDisabled, isDisabled]),
  toBeDisabled: ofOne('to be disabled', ({ isDisabled }) => [isDisabled, isDisabled]),
  toHaveTitle(this: State, page: EnginePage, wanted: Text): Promise<Result> {
    return eventually(this, undefined, `the title ${wanted}`, async () => {
      const title = await page.title();
      return [is(title, wanted), title];
    });
  },
};

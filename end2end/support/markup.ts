import type { Page } from '@playwright/test';

/** What the client changes by itself as soon as it is there: an attribute, or all that is in an element. */
type Change = { of: string; attribute?: string; why: string };

/** All there are. What is not in here is the same before and after hydration. */
const CHANGES: Change[] = [
  {
    of: 'button[type=button]',
    attribute: 'disabled',
    why: 'what only the client can do is disabled until it is there',
  },
  { of: '.brass, .brass ~ [role=status]', why: 'whoever looks into the window is counted when it is mounted' },
  { of: '.written', why: 'what counts letters counts those that were typed before it was there' },
  { of: '.day-book, .day-book-end', why: 'the day book is read on where its end is in view' },
];

/**
 * A page as hydration must leave it: its title, and of its body the elements with their attributes, what stands in
 * the controls, and the texts; one line each. Comments are left out, which Leptos needs to find its nodes, and
 * so is where a text is divided into nodes.
 *
 * Nothing while a submission is under way, or has failed: the client has more to say of that than the bridge,
 * which sets attributes only.
 */
export function markup(page: Page): Promise<string[] | undefined> {
  return page.evaluate((changes) => {
    if (document.querySelector('[aria-busy=true], [data-fw-error]')) return undefined;
    const lines = [document.title];
    let text = '';
    const endOfText = () => {
      if (text) lines.push(JSON.stringify(text));
      text = '';
    };
    const attributes = (element: Element) =>
      [...element.attributes]
        .filter(({ name }) => !changes.some(({ of, attribute }) => attribute === name && element.matches(of)))
        .map(({ name, value }) => `${name}=${JSON.stringify(value)}`)
        .sort();
    const state = (element: Element) => {
      if (element instanceof HTMLInputElement) return [`.value=${element.value}`, `.checked=${element.checked}`];
      if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return [`.value=${element.value}`];
      return [];
    };
    const walk = (node: Node) => {
      if (node instanceof Text) text += node.data;
      if (!(node instanceof Element)) return;
      endOfText();
      lines.push(['<' + node.localName, ...attributes(node), ...state(node)].join(' ') + '>');
      if (changes.some(({ of, attribute }) => !attribute && node.matches(of))) return;
      node.childNodes.forEach(walk);
      endOfText();
      lines.push(`</${node.localName}>`);
    };
    walk(document.body);
    return lines;
  }, CHANGES);
}

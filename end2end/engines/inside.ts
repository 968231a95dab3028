// What is looked up on a page, in the page: these functions are sent there by their source, and use nothing around them.

/** A text as a locator asks for it. */
export type Words = { text: string; isExact: boolean } | { source: string; flags: string };

/** One step of a locator, from the elements that the steps before have led to. */
export type Step =
  | { by: 'css'; css: string }
  | { by: 'role'; role: string; name?: Words; level?: number }
  | { by: 'label' | 'text'; words: Words }
  | { by: 'form' }
  | { by: 'filter'; words?: Words; has?: Step[] }
  | { by: 'and' | 'or'; steps: Step[] }
  | { by: 'nth'; at: number };

/** An element as it is seen at one moment. */
export type Look = {
  text: string;
  value: string | undefined;
  attributes: Record<string, string>;
  description: string;
  isVisible: boolean;
  isFocused: boolean;
  isChecked: boolean;
  isDisabled: boolean;
};

/** The elements that a locator names, in the page's order. */
export function find(steps: Step[], from: Document | Element = document): Element[] {
  const ROLES: Record<string, string> = {
    button: 'button, input[type=submit], input[type=button]',
    cell: 'td',
    definition: 'dd',
    group: 'fieldset',
    heading: 'h1, h2, h3, h4, h5, h6',
    link: 'a[href]',
    list: 'ul, ol',
    listitem: 'li',
    main: 'main',
    navigation: 'nav',
    progressbar: 'progress',
    region: 'section[aria-label], section[aria-labelledby]',
    row: 'tr',
    rowheader: 'th[scope=row]',
    status: 'output',
  };
  const plain = (text: string | null) => (text ?? '').replace(/\s+/g, ' ').trim();
  const textOf = (element: Element) => {
    if (element instanceof HTMLInputElement && /^(submit|button)$/.test(element.type)) return element.value;
    if (!element.querySelector('script, style, noscript')) return plain(element.textContent);
    const copy = element.cloneNode(true) as Element;
    for (const unseen of copy.querySelectorAll('script, style, noscript')) unseen.remove();
    return plain(copy.textContent);
  };
  const says = (text: string, words: Words) => {
    if ('source' in words) return new RegExp(words.source, words.flags).test(text);
    return words.isExact ? text === words.text : text.toLowerCase().includes(plain(words.text).toLowerCase());
  };
  const referred = (element: Element, attribute: string) =>
    (element.getAttribute(attribute) ?? '').split(/\s+/).map((id) => plain(document.getElementById(id)?.textContent ?? ''));
  const labels = (element: Element) => [
    ...[...((element as HTMLInputElement).labels ?? [])].map((label) => plain(label.textContent)),
    element.getAttribute('aria-label') ?? '',
    referred(element, 'aria-labelledby').join(' ').trim(),
  ];
  const nameOf = (element: Element) =>
    labels(element).reverse().find(Boolean) || plain(element.querySelector(':scope > legend')?.textContent ?? '') || textOf(element);
  const isHidden = (element: Element) => !element.checkVisibility({ visibilityProperty: true }) || !!element.closest('[aria-hidden=true]');

  const stepFrom = (root: Document | Element, step: Step): Element[] => {
    const below = (css: string) => [...root.querySelectorAll(css)];
    switch (step.by) {
      case 'css':
        return below(step.css);
      case 'role':
        return below([ROLES[step.role] ?? [], `[role=${step.role}]`].flat().join()).filter(
          (element) =>
            !isHidden(element) &&
            (step.level === undefined || element.localName === `h${step.level}`) &&
            (!step.name || says(nameOf(element), step.name)),
        );
      case 'label':
        return below('*').filter((element) => labels(element).some((label) => label && says(label, step.words)));
      case 'text': {
        const saying = below('body *').filter((element) => !/^(script|style|noscript)$/.test(element.localName) && says(textOf(element), step.words));
        return saying.filter((element) => !saying.some((other) => other !== element && element.contains(other)));
      }
      default:
        return [];
    }
  };
  const inOrder = (elements: Iterable<Element>) =>
    [...new Set(elements)].sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  let found: (Document | Element)[] = [from];
  for (const step of steps) {
    if (step.by === 'nth') {
      found = found.slice(step.at, step.at === -1 ? undefined : step.at + 1);
    } else if (step.by === 'filter') {
      found = (found as Element[]).filter(
        (element) => (!step.words || says(textOf(element), step.words)) && (!step.has || find(step.has, element).length > 0),
      );
    } else if (step.by === 'form') {
      found = inOrder((found as Element[]).flatMap((element) => element.closest('form') ?? []));
    } else if (step.by === 'or') {
      found = inOrder([...(found as Element[]), ...find(step.steps)]);
    } else if (step.by === 'and') {
      const others = find(step.steps);
      found = (found as Element[]).filter((element) => others.includes(element));
    } else {
      found = inOrder(found.flatMap((root) => stepFrom(root, step)));
    }
  }
  return found as Element[];
}

/** All that is asked of elements, at once. */
export function look(elements: Element[]): Look[] {
  const plain = (text: string | null) => (text ?? '').replace(/\s+/g, ' ').trim();
  return elements.map((element) => {
    const control = element as HTMLInputElement;
    const box = element.getBoundingClientRect();
    const described = (element.getAttribute('aria-describedby') ?? '').split(/\s+/).map((id) => document.getElementById(id));
    return {
      text: plain(element.textContent),
      value: control.value,
      attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
      description: plain(described.map((other) => other?.textContent ?? '').join(' ')),
      isVisible: box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true }),
      isFocused: document.activeElement === element,
      isChecked: control.checked,
      isDisabled: element.matches(':disabled'),
    };
  });
}

/** Brings an element into view. The middle of it, for the mouse; nothing while it is not where it will be, or under another. */
export function middle(element: Element): { x: number; y: number } | undefined {
  const sheets = document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]');
  if (![...sheets].every(({ sheet }) => sheet)) return undefined;
  const isInView = ({ top, bottom }: DOMRect) => top >= 0 && bottom <= innerHeight;
  if (!isInView(element.getBoundingClientRect())) element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const [box] = element.getClientRects();
  if (!box?.width || !box.height) return undefined;
  const [x, y] = [Math.floor(box.x + box.width / 2), Math.floor(box.y + box.height / 2)];
  const top = document.elementFromPoint(x, y);
  const isHit = top && (element.contains(top) || top.contains(element) || (element as HTMLInputElement).labels?.length);
  return isHit ? { x, y } : undefined;
}

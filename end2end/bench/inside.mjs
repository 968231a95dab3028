// What looks at a page from inside: it runs in every document, before anything of the page does.

/**
 * The script for a target. Where it presses early, it signs the book as soon as the document has been read, which is
 * before any client can have the form; otherwise it waits for somebody to press.
 */
export function inside(target, message, isEarly) {
  const { hydrated, ...selectors } = target;
  return `(${watch})(${JSON.stringify({ ...selectors, text: message, isEarly })}, ${hydrated});`;
}

/** The function that a document calls with what has happened, and when. */
export const BINDING = 'benchTell';

/** Stands for itself: its text is sent to the page. */
function watch({ name, message, submit, row, pending, text, isEarly }, whenHydrated) {
  // By the wall clock, since a press may lead to another document.
  const at = (now = performance.now()) => performance.timeOrigin + now;
  const tell = (what, when = at()) => window.benchTell(JSON.stringify({ what, when }));

  /** When the task that runs now has ended. */
  const afterTask = (then) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then;
    port2.postMessage(null);
  };
  /** When the next frame has been made, which has what is in the document now. */
  const afterFrame = (then) => requestAnimationFrame(() => afterTask(then));

  /** Tells of the first frame with such a row. */
  const tellRow = (what, matches) => {
    const isThere = () => [...document.querySelectorAll(row)].some((item) => item.textContent.includes(text) && matches(item));
    const look = () => {
      if (!isThere()) return false;
      observer.disconnect();
      afterFrame(() => tell(what));
      return true;
    };
    const observer = new MutationObserver(look);
    if (!look()) observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  };

  // A form that answers is one that answers when the task which made it do so has ended.
  whenHydrated(() => afterTask(() => tell('hydrated')));
  new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName('first-contentful-paint')) tell('paint', at(entry.startTime));
  }).observe({ type: 'paint', buffered: true });

  tell('start', at(0));
  const PRESSED = 'bench-pressed';
  if (isEarly) tellRow('visible', () => true);
  // The document after a native post: somebody has pressed already.
  if (PRESSED in sessionStorage) return;
  const onPress = (event) => {
    if (!event.target.closest?.(submit)) return;
    removeEventListener('click', onPress, true);
    sessionStorage[PRESSED] = 'yes';
    tell('press', at(event.timeStamp));
    if (isEarly) return;
    if (pending) tellRow('optimistic', (item) => item.matches(pending));
    tellRow('confirmed', (item) => !pending || !item.matches(pending));
  };
  addEventListener('click', onPress, true);
  if (!isEarly) return;
  addEventListener('DOMContentLoaded', () => {
    for (const [field, value] of [
      [name, 'Ada'],
      [message, text],
    ]) {
      const element = document.querySelector(field);
      element.value = value;
      element.dispatchEvent(new Event('input', { bubbles: true }));
    }
    document.querySelector(submit).click();
  });
}

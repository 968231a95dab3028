// Before hydration, Ctrl or ⌘ with Enter in a field submits the field's form, where that has `data-fw-ctrl-enter`.
//
// It stands in each such form, so that other pages do not carry it, and acts once on a page. Fields may stand
// outside of their form. `bridge.js` describes `window.__formwork`; the client listens once it is there.
window.__formworkKeys ??= addEventListener('keydown', (event) => {
  const { target } = event;
  const { form } = target;
  if (!form || Element.prototype.getAttribute.call(form, 'data-fw-ctrl-enter') == null) return;
  if (event.defaultPrevented || /y/.test(window.__formwork?.phase)) return; // hydrating, hydrated
  if (event.key != 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat || event.isComposing) return;
  // On a button, the key is that button's.
  if (/submit|image|button|reset/.test(target.type)) return;
  event.preventDefault();
  HTMLFormElement.prototype.requestSubmit.call(form);
}) ?? 1;

// Starts the client: Leptos' hydration script, with what the bridge and a page that comes back from memory need.
//
// It stands inline behind `bridge.js`, which describes `window.__formwork`.
{
  const api = __formwork;
  const { js, wasm: path } = document.getElementById('fw-bridge').dataset;
  let starts = 0;
  let tries = 0; // since the page has been shown
  let shown; // the URL of what the page shows
  let dead; // the client has trapped, and half of the page may be its

  const start = async () => {
    // A later start has a module of its own, which an earlier one cannot disturb, and which has not failed yet.
    const hash = starts++ ? '#' + starts : '';
    api._watch();
    try {
      const client = await import(js + hash);
      await client.default({ module_or_path: hash ? path : wasm });
      if (api._taken()) return;
      // From here on it is one task: nothing comes between.
      api.phase = 'hydrating';
      observer.disconnect();
      client.hydrate();
      api.phase = 'hydrated';
    } catch (error) {
      if (api.phase == 'hydrated') return;
      // What a lost connection or the way to another page has interrupted is tried once more.
      if (!api._taken() && !tries++) return setTimeout(start, RETRY_MS);
      console.error('Formwork', error);
      api.giveBack();
    }
  };
  const RETRY_MS = 1000;

  // Hydration compares nodes, and not what text is in them; `show.js` looks after what others put beside the app.
  const observer = new MutationObserver((records) => {
    api._foreign ||= records.some(({ target }) => target != document.body);
  });

  Object.assign(api, {
    // The forms are the bridge's again, for good where the client has trapped.
    giveBack() {
      dead ||= api._taken();
      api.phase = 'failed';
      api._watch();
      for (const entry of api.queue)
        if (!entry.url) api._fail(entry, 0, 'bridge');
        else if (entry._held) api._go(entry);
    },
    // While the document loads, the parser and Leptos' streaming scripts change it, and nobody can tell them
    // from others.
    _watch() {
      observer.disconnect();
      shown = api._own('');
      api._head = [...document.head.childNodes];
      api._body = [...document.body.childNodes];
      observer.observe(document.body, { subtree: true, childList: true });
    },
    _start: start,
  });

  // On its way from the first moment, yet only where there is JavaScript to run it.
  const wasm = fetch(path);
  wasm.catch(() => {}); // `start` tells of it

  // The document is there, and what others have deferred has run.
  if (document.readyState == 'loading') addEventListener('DOMContentLoaded', start);
  else setTimeout(start); // a script loader may have more to run
  // Back from memory: not every browser goes on loading.
  addEventListener('pageshow', ({ persisted }) => {
    tries = 0;
    if (persisted && !dead && !api._taken()) start();
  });

  // The address keeps none of our parameters: a reload or a bookmark must not repeat them.
  shown = api._own('');
  history.replaceState(history.state, '', shown + location.hash);
  // Back and forth between what scripts have put into the history: `show.js`, or the client before a reload.
  addEventListener('popstate', () => api._own('') == shown || api._taken() || location.reload());
}

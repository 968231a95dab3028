// Starts the client: Leptos' hydration script, with what the bridge and a page that comes back from memory need.
//
// It stands inline behind `bridge.js`, which describes `window.__formwork`. The build makes two scripts of it: `AT_ONCE`
// is false in `start.later.min.js`, which pages have whose client is loaded later (`wake.js`), or never. And as many again for
// pages with islands.
{
  const api = __formwork;
  const { js, wasm: path } = document.getElementById('fw-bridge').dataset;
  let hash = ''; // behind the address of the module
  let tries = 0; // since the page has been shown
  let shown; // the URL of what the page shows
  let dead; // the client has trapped, and half of the page may be its

  const start = async () => {
    // A later start has a module of its own, which an earlier one cannot disturb, and which has not failed yet.
    const own = hash;
    let client;
    hash += '#1';
    // Where the client comes later, what others have changed since the page was there still counts.
    if (AT_ONCE) api._watch();
    try {
      client = await import(js + own);
      const ready = client.default({ module_or_path: wasm });
      wasm = path;
      await ready;
      hash = own;
      if (api._off) return;
      if (ISLANDS) api._client = client;
      // Its chunks may still have to come: the client itself says when hydration begins and ends.
      await client.hydrate();
      observer.disconnect();
      if (ISLANDS)
        for (const entry of api.queue)
          if (!api.has(entry.form)) {
            // No client runs this closure, and none shows the answer that has waited for it.
            if (!entry.url) api._fail(entry, 0, 'bridge');
            else if (entry._held) api._go(entry);
          }
    } catch (error) {
      // A module that is there is used again: chunks belong to the first one.
      if (client) hash = own;
      if (api.phase == 'hydrated') return;
      // What a lost connection or the way to another page has interrupted is tried once more.
      if (!api._taken() && !tries++) return setTimeout(start, 1000 /* ms */);
      console.error('Formwork', error);
      api.giveBack();
    }
  };

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

  // As Leptos' own script for islands, but that the client calls these functions: it keeps the scope of each island.
  if (ISLANDS)
    api.islands = () =>
      [...document.querySelectorAll('leptos-island')]
        .filter((el) => !el.$$hydrated)
        .map((el) => [
          el,
          () => el.parentNode.closest('leptos-children')?.$$on_hydrate?.(),
          () => {
            const { component } = el.dataset;
            if (!api._client[component]) return console.warn('Formwork: no island ' + component);
            api._client[component](el);
            el.$$hydrated = true;
          },
        ]);

  let wasm;
  const begin = () => {
    // On its way from the first moment, yet only where there is JavaScript to run it.
    wasm = fetch(path);
    wasm.catch(() => {}); // `start` tells of it

    // The document is there, and what others have deferred has run.
    if (document.readyState == 'loading' && (AT_ONCE || !api._shown)) addEventListener('DOMContentLoaded', start);
    else setTimeout(start); // a script loader may have more to run
  };
  if (AT_ONCE) begin();
  else {
    api._begin = begin;
    api._off = document.getElementById('fw-bridge').dataset.load;
    if (api._off == 'never') api.phase = 'failed';
    const watch = () => api._shown || api._watch();
    if (document.readyState == 'loading') addEventListener('DOMContentLoaded', watch);
    else setTimeout(watch);
  }
  // Back from memory: not every browser goes on loading.
  addEventListener('pageshow', ({ persisted }) => {
    tries = 0;
    if (!persisted || dead || api._taken() || api._off) return;
    wasm = path; // the fetch that was under way may never end
    start();
  });

  // The address keeps none of our parameters: a reload or a bookmark must not repeat them.
  shown = api._own('');
  history.replaceState(history.state, '', shown + location.hash);
  // Back and forth between what scripts have put into the history: `show.js`, or the client before a reload.
  // Islands have no router: what is around them is always the server's.
  addEventListener('popstate', () => api._own('') == shown || (!ISLANDS && api._taken()) || location.reload());
}

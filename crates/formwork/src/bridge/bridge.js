// The bridge looks after the forms of a page until its WASM client has hydrated them.
//
// It stands inline in the head, so that it works from the first form on. What shows an answer is `show.js`:
// it comes with the answer. `npm run build` in this folder makes the `.min.js` of both.
//
// What it finds on the page
//   <script id="fw-bridge" nonce data-js data-wasm>    this script, and where the client's bundle lies
//   <form data-fw="KEY" method="post" action="?_fw=…"> a form; KEY names it on its page. `closure:…` has
//                                                      no server action: it waits for the client
//   data-fw-repeat                                     on a form: pressing again is another submission
//   <p role="alert" data-fw-failure="offline" hidden>  in a form: shown when no answer came
//   <p role="alert" data-fw-failure="failed" hidden>   … when what came is no page of ours
//
// What it sets is attributes alone, since hydration compares nodes. On a form: `aria-busy` and
// `data-fw-pending` while a submission is under way; after a failure `data-fw-error="offline|failed"`, and
// `hidden` comes off the matching `data-fw-failure`.
//
// What it asks of the server: a request with `x-formwork: bridge` is answered by the page, with
// `<script type="text/plain" id="fw-show" nonce data-js>` in its head and that nonce in `x-formwork-nonce`;
// a redirect by 200 and `x-formwork-redirect`. `x-formwork-done-url` names a page which shows the outcome.
//
// What the client finds: `window.__formwork`
//   phase   'html' → 'hydrating' → 'hydrated', or 'failed' when the bundle cannot load or traps.
//           'hydrating' lasts for the one call of `hydrate()`. The bridge acts in 'html' and 'failed' only.
//   queue   the entries which the page does not show yet, in the order of the person. The client reads it
//           while hydrating, and takes the entries out (`queue.splice(0)`) once it is hydrated. It acts on
//           an answer only while `phase` is 'hydrated': after a trap the entries are the bridge's again.
// An entry
//   key, form, submitter
//   id      the submission's id, also in `data` under `_fw.id`; a retry keeps it
//   url     where it goes; empty for a closure, which the client runs
//   data    FormData as it was when the person pressed the button, submitter included
//   edited  Set of the form's controls which the person changed since
//   failed  'offline' or 'failed': told to the person, who may press again; else falsy
//   settled whether the answer has come
//   answer  falsy: not sent yet, so the client sends it; else a promise, which never rejects, of
//     offline   true: there is no answer, and nothing below
//     native    true: a layer of the app redirects, and only a document load can follow
//     status    of the response
//     redirect  where to go instead, or ''
//     done      a URL which shows the outcome, or ''
//     doc       the page as the server rendered it; ours, with `#fw-outcome`, where `code` is not empty
//
// Order: one submission of the page is under way at a time. So each answer is the page after all
// submissions before it, and showing it never takes back what an earlier one did.
(() => {
  const KEEPALIVE_BYTES = 60_000; // browsers allow 64 KiB for all such requests together

  const script = document.currentScript;
  const queue = [];
  const observer = new MutationObserver(() => (api.foreign = 1));
  const api = (window.__formwork = { phase: 'html', queue, script, taken, mark, fail, drop, pump, watch, start });
  let pumping, started;

  // An input named "action" or "getAttribute" hides the form's own, so nothing is read off a form directly.
  const element = Element.prototype;
  function attr(el, name) {
    return el instanceof Element ? element.getAttribute.call(el, name) : null;
  }
  function setAttr(el, name, value) {
    value ? element.setAttribute.call(el, name, value) : element.removeAttribute.call(el, name);
  }
  function findAll(el, selector) {
    return [...element.querySelectorAll.call(el, selector)];
  }
  function on(type, listener) {
    addEventListener(type, listener, type != 'submit');
  }
  // Whether the client has taken over.
  function taken() {
    return /^hy/.test(api.phase);
  }

  // On its way from the first moment, yet only where there is JavaScript to run it.
  const wasm = fetch(attr(script, 'data-wasm'));
  wasm.catch(() => {}); // `start` tells of it

  // --- catching

  on('submit', (event) => {
    const { target: form, submitter } = event;
    const key = attr(form, 'data-fw');
    if (key == null || taken() || event.defaultPrevented) return;
    let entry = queue.filter((other) => other.key == key).pop();
    const failed = entry?.failed;
    if (failed) drop(entry);
    if (failed == 'failed' && entry.url) {
      // What came is not for us to show. The browser sends it once more, under the same id.
      for (const el of findAll(form, '[name="_fw.id"]')) el.value = entry.id;
      return;
    }
    const of = (name) => attr(submitter, 'form' + name) ?? attr(form, name) ?? '';
    let url = '';
    if (attr(submitter, 'formaction') != null || !/^closure:/.test(key)) {
      url = new URL(of('action'), document.baseURI);
      if (!url.searchParams.has('_fw') || url.origin != location.origin) return;
      if (!/^post$/i.test(of('method')) || !/^(_self)?$/i.test(of('target'))) return;
    }
    event.preventDefault();

    const data = new FormData(form, submitter);
    // Where on an image the person clicked, and what we put into the form ourselves, is no change.
    const noise = submitter?.type == 'image' ? /^_fw\.|(^|\.)[xy]$/ : /^_fw\./;
    const print = JSON.stringify([
      ['name', 'value', 'formaction'].map((name) => attr(submitter, name)),
      ...[...data].map(([name, value]) => !noise.test(name) && [name, value.name ?? value, value.size && value.lastModified]),
    ]);
    const again = entry?.print == print && !entry.edited.size;
    if (again && !failed && attr(form, 'data-fw-repeat') == null) return;
    if (again && failed) entry.failed = entry.answer = 0;
    else {
      entry = { key, form, submitter, url: `${url}`, data, print, edited: new Set() };
      data.set('_fw.id', (entry.id = crypto.getRandomValues(new Uint32Array(4)).join('-')));
    }
    if (!url && api.phase == 'failed') entry.failed = 'failed';
    queue.push(entry);
    mark(key);
    pump();
  });

  // Shows on a form how its submissions stand.
  function mark(key) {
    for (const form of findAll(document.body, `form[data-fw="${CSS.escape(key)}"]`)) {
      const mine = queue.filter((entry) => entry.key == key);
      const busy = mine.some((entry) => !entry.failed);
      const failed = !busy && mine.pop()?.failed;
      setAttr(form, 'aria-busy', busy);
      setAttr(form, 'data-fw-pending', busy);
      setAttr(form, 'data-fw-error', failed);
      for (const el of findAll(form, '[data-fw-failure]')) el.hidden = attr(el, 'data-fw-failure') != failed;
    }
  }

  function drop(entry) {
    queue.splice(queue.indexOf(entry), 1);
    mark(entry.key);
  }

  // What was typed stays in the form; pressing again retries with the same id.
  function fail(entry, kind) {
    entry.failed = kind;
    mark(entry.key);
  }

  // --- sending

  async function pump() {
    if (pumping) return;
    pumping = 1;
    let entry;
    while (!taken() && (entry = queue.find((entry) => entry.url && !entry.failed && !entry.held))) {
      const answer = await (entry.answer ||= send(entry));
      try {
        const url = answer.redirect && new URL(answer.redirect, location);
        const page = url ? (url.origin == location.origin ? await load(url) : {}) : answer;
        if (taken()) break;
        if (page.code) {
          const code = document.createElement('script');
          code.nonce = script.nonce;
          code.textContent = page.code;
          document.head.append(code);
          code.remove();
          api.show(entry, page, url);
        } else if (/^http/.test(url) && !page.offline) {
          drop(entry);
          location.assign(url);
        } else {
          fail(entry, page.offline ? 'offline' : 'failed');
          if (page.native) HTMLFormElement.prototype.requestSubmit.call(entry.form, entry.submitter);
        }
      } catch (error) {
        fail(entry, 'failed');
        console.error(error);
      }
    }
    pumping = 0;
  }

  async function send(entry) {
    const { data } = entry;
    const files = [...data].some(([, value]) => value.name != null);
    const body = files ? data : new URLSearchParams(data);
    const answer = await load(entry.url, { method: 'POST', body, keepalive: !files && `${body}`.length < KEEPALIVE_BYTES });
    entry.settled = 1;
    return answer;
  }

  async function load(url, init) {
    try {
      const response = await fetch(url, { ...init, cache: 'no-store', redirect: 'manual', headers: { 'x-formwork': 'bridge', accept: 'text/html' } });
      const header = (name) => response.headers.get('x-formwork-' + name) ?? '';
      const text = await response.text();
      const doc = new DOMParser().parseFromString(text, 'text/html');
      const nonce = header('nonce');
      return {
        status: response.status,
        native: response.type == 'opaqueredirect',
        redirect: header('redirect'),
        done: header('done-url'),
        text,
        doc,
        nonce,
        // A refusal before there was a page to show: one sentence for the person.
        said: /^text\/plain/.test(response.headers.get('content-type')) && text,
        // Whoever can put markup into a page does not know its nonce.
        code: findAll(doc.head, '#fw-show').find((el) => el.nonce == nonce)?.textContent,
      };
    } catch {
      return { offline: 1 };
    }
  }

  // --- starting the client

  async function start() {
    if (started) return;
    started = 1;
    try {
      const client = await import(attr(script, 'data-js'));
      await client.default({ module_or_path: wasm });
      // From here on it is one task: nothing comes between.
      api.phase = 'hydrating';
      observer.disconnect();
      client.hydrate();
      api.phase = 'hydrated';
    } catch (error) {
      api.phase = 'failed';
      console.error('Formwork: the client did not start', error);
      watch();
      for (const entry of queue) {
        entry.held = 0;
        if (!entry.url) fail(entry, 'failed');
      }
      pump();
    }
  }

  // While the document loads, the parser and Leptos' streaming scripts change it, and nobody can tell them
  // from others.
  function watch() {
    observer.disconnect();
    api.head = [...document.head.childNodes];
    observer.observe(document.body, { childList: true, characterData: true, subtree: true });
  }

  // --- listening

  on('input', ({ target }) => {
    if (taken()) return;
    const key = attr(element.closest.call(target.form || target, 'form'), 'data-fw');
    for (const entry of queue) if (entry.key == key) entry.edited.add(target);
  });
  on('compositionstart', () => (api.composing = 1));
  on('compositionend', () => (api.composing = 0));
  // What still waits for its turn goes now, or it never would.
  on('pagehide', () => {
    for (const entry of queue) if (entry.url && !taken()) entry.answer ||= send(entry);
  });
  document.addEventListener('readystatechange', () => {
    if (document.readyState == 'interactive' && !taken()) {
      watch();
      start();
    }
  });

  // The address keeps none of our parameters: a reload or a bookmark must not repeat them.
  const address = new URL(location);
  for (const name of [...address.searchParams.keys()]) /^_fw/.test(name) && address.searchParams.delete(name);
  if (address.search != location.search) history.replaceState(history.state, '', address);
})();

// The bridge looks after the forms of a page until its WASM client has hydrated them.
//
// It stands inline in the head, so that it works from the first form on. What shows an answer is `show.js`:
// it comes with the answer. `npm run build` in this folder makes the `.min.js` of all; this one is part of every
// page, and may have 2 kB compressed.
//
// What it finds on the page
//   <script id="fw-bridge" nonce data-js data-wasm>    this script, and where the client's bundle lies
//   <form data-fw="KEY" method="post" action="?_fw=…"> a form; KEY names it on its page. The action may have
//                                                      the path of another page, for where there is no JavaScript.
//                                                      `closure:…` has no action: it waits for the client
//   _fw_policy=…                                       in an action or formaction: what becomes of a press while
//                                                      another submission of the same hook is under way (`show.js`)
//   data-fw-repeat                                     on a form: pressing again is another submission
//   <p role="alert" data-fw-failure hidden> </p>       in a form: says what is the matter, by its attributes
//     data-offline                                     no answer came
//     data-failed                                      what came is no page of ours
//     data-ignored                                     a press was not sent, since its policy is drop
//
// What it sets on a form: `aria-busy` and `data-fw-pending` while a submission is under way; when something is the
// matter `data-fw-error="offline|failed|ignored"`, and `hidden` comes off its notice, with that text in it or with what
// the server said, in plain text, of why. Hydration compares nodes, and not what text is in them: none is added, moved
// or removed.
//
// What it asks of the server: a request with `x-formwork: bridge` is answered by the page, with
// `<script type="text/plain" id="fw-show" nonce data-js>` in its head and that nonce in `x-formwork-nonce`;
// a redirect by 200 and `x-formwork-redirect`. `x-formwork-done-url` names a page which shows the outcome.
// A refusal before there is a page is one sentence of `text/plain`.
//
// What the client finds: `window.__formwork`
//   phase   'html' → 'hydrating' → 'hydrated', or 'failed' when the bundle cannot load or traps.
//           'hydrating' lasts for the one call of `hydrate()`. The bridge acts in 'html' and 'failed' only.
//           Where the client traps after that, before it has taken the entries out, it says 'failed' itself.
//   queue   the entries which the page does not show yet, in the order of the person. The client takes them
//           out, one by one, once it is hydrated; after a trap those that are left are the bridge's again.
// An entry
//   key, form, submitter
//   url     where it goes: the page's own URL, with our parameters from the form's or the button's action; empty
//           for a closure, which the client runs
//   data    FormData as it was when the person pressed the button, submitter included. The submission's id is
//           in it under `_fw.id`; a retry keeps it
//   edited  Set of the form's controls which the person changed since
//   failed  'offline' or 'failed': told to the person, who may press again; else falsy
//   wake    truthy where no answer came and it is sent again by itself, for about a minute: what it says holds until
//           an answer comes, and what was pressed after it waits
//   answer  falsy: not under way, so the client sends it; else a promise, which rejects only where a policy forbids
//           to read pages, of
//     status    of the response; 0 where a layer of the app redirects, and only a document load can follow.
//               Without one there is no answer, and nothing below
//     header    gives a header of the response, or ''
//     redirect  where to go instead, or ''
//     said      the sentence of a refusal, else falsy
//     doc       the page as the server rendered it; ours, with `#fw-outcome`, where `_code` is not falsy
//
// Names that begin with an underscore are between this script and `show.js`; the build shortens them.
//
// Order: one submission of the page is under way at a time. So each answer is the page after all
// submissions before it, and showing it never takes back what an earlier one did.
{
  const queue = [];
  const script = document.currentScript;
  let turn; // of the submission that was made last
  let shown; // the URL of what the page shows

  // An input named "action" or "getAttribute" hides the form's own, so nothing is called on a form directly.
  const element = Element.prototype;
  const query = (el, selector) => element.querySelector.call(el, selector);
  const attr = (el, name) => el && element.getAttribute.call(el, name);

  // Whether the client has taken over.
  const taken = () => /y/.test(api.phase); // hydrating, hydrated

  // The page's own URL, with our parameters from another one.
  const own = (action) => {
    const pairs = (url, ours) => url.split(/[?&]/).filter((pair) => pair && ours == /^_fw/.test(pair));
    const url = new URL(location);
    url.hash = '';
    url.search = [...pairs(url.search, false), ...pairs(action, true)].join('&');
    return url.href;
  };

  // Shows on a form how its submissions stand, or what is to be said of a press which is none.
  const mark = (form, note) => {
    const last = queue.findLast((entry) => entry.form == form);
    const busy = queue.some((entry) => entry.form == form && !entry.failed);
    const failed = note || (!busy && last?.failed);
    const set = (name, value) =>
      value ? element.setAttribute.call(form, name, value) : element.removeAttribute.call(form, name);
    // Not there yet where the form is still streaming.
    const notice = query(form, '[data-fw-failure]');
    set('aria-busy', busy);
    set('data-fw-pending', busy);
    set('data-fw-error', failed);
    if (!notice) return;
    notice.firstChild._ours = 1;
    if (failed) notice.firstChild.data = last?.said || notice.dataset[failed];
    notice.hidden = !failed;
  };

  const drop = (entry) => {
    queue.splice(queue.indexOf(entry), 1);
    mark(entry.form);
  };

  // What was typed stays in the form; pressing again retries with the same id.
  const fail = (entry, said, kind = 'failed') => {
    entry.failed = kind;
    entry.said = said;
    mark(entry.form);
  };

  // Shows an answer by a document load: that of another page, or the browser sends the submission once more.
  const leave = (entry, url) => {
    if (url) {
      drop(entry);
      location = url;
    } else {
      fail(entry);
      entry.form.requestSubmit(entry.submitter);
    }
  };

  // --- sending

  // Whether it is no longer the bridge's to show: the client has it, or another has taken its place.
  const gone = (entry) => taken() || !queue.includes(entry);

  const go = (entry) => {
    turn = show(entry, turn);
  };
  // Whoever wakes an entry from its pause gives it another minute.
  const show = async (entry, before, pause = 500) => {
    if (await before) pause = 500;
    if (gone(entry)) return;
    try {
      let url;
      let page = await (entry.answer ||= send(entry));
      if (page.redirect) {
        url = new URL(page.redirect, location);
        // Nobody may read the pages of others, and a document load shows them.
        page = url.origin == location.origin ? await load(url) : { status: 1 };
      }
      if (gone(entry)) return;
      entry.wake = entry.failed = null;
      if (page._code) {
        const code = document.createElement('script');
        code.nonce = script.nonce;
        code.append(page._code);
        document.head.append(code);
        api._show(entry, page, url);
      } else if (page.status ? url?.host : page.status == 0) leave(entry, url);
      else {
        fail(entry, page.said, page.status ? 'failed' : 'offline');
        if (page.status || (pause *= 2) > 60_000) return;
        // It keeps its turn: what was pressed after it must not be stored before it.
        entry.answer = 0;
        await show(entry, new Promise((wake) => setTimeout((entry.wake = wake), pause)), pause);
      }
    } catch (error) {
      console.error(error);
      fail(entry);
    }
  };

  const wakeAll = () => queue.map((entry) => entry.wake?.(1));

  const KEEPALIVE_BYTES = 60_000; // browsers allow 64 KiB for all such requests together
  const send = ({ url, data, _size }) =>
    load(url, {
      method: 'POST',
      body: _size < 1 / 0 ? new URLSearchParams(data) : data,
      keepalive: _size < KEEPALIVE_BYTES,
    });

  const load = async (url, init) => {
    let response, text;
    try {
      response = await fetch(url, {
        ...init,
        cache: 'no-store',
        redirect: 'manual',
        headers: { 'x-formwork': 'bridge' },
      });
      text = await response.text();
    } catch {
      return {};
    }
    const header = (name) => response.headers.get(name) ?? '';
    const doc = new DOMParser().parseFromString(text, 'text/html');
    const code = query(doc.head, '#fw-show');
    return {
      status: response.status,
      redirect: header('x-formwork-redirect'),
      header,
      _text: text,
      doc,
      said: /plain/.test(header('content-type')) && text,
      // Whoever can put markup into a page does not know its nonce.
      _code: code?.nonce == header('x-formwork-nonce') && code.textContent,
    };
  };

  // --- starting the client

  const start = async () => {
    watch();
    try {
      const client = await import(script.dataset.js);
      await client.default({ module_or_path: wasm });
      // From here on it is one task: nothing comes between.
      api.phase = 'hydrating';
      observer.disconnect();
      client.hydrate();
      api.phase = 'hydrated';
    } catch (error) {
      console.error('Formwork', error);
      watch();
      api.phase = 'failed';
      for (const entry of queue)
        if (!entry.url) fail(entry);
        else if (entry._held) go(entry);
    }
  };

  // While the document loads, the parser and Leptos' streaming scripts change it, and nobody can tell them
  // from others.
  const watch = () => {
    observer.disconnect();
    shown = own('');
    api._head = [...document.head.childNodes];
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  };

  // A notice's text is ours to change.
  const observer = new MutationObserver((records) => (api._foreign ||= records.some(({ target }) => !target._ours)));
  const api = (window.__formwork = {
    phase: 'html',
    queue,
    _mark: mark,
    _fail: fail,
    _leave: leave,
    _go: go,
    _watch: watch,
    _start: start,
  });

  // On its way from the first moment, yet only where there is JavaScript to run it.
  const wasm = fetch(script.dataset.wasm);
  wasm.catch(() => {}); // `start` tells of it

  // --- catching

  addEventListener('submit', (event) => {
    const { target: form, submitter } = event;
    const key = attr(form, 'data-fw');
    if (key == null || event.defaultPrevented || taken() || attr(form, 'target')) return;
    if (attr(submitter, 'formmethod') || attr(submitter, 'formtarget')) return;
    let entry = queue.findLast((entry) => entry.form == form);
    const failed = entry?.failed;
    // What came is not for us to show: that is the browser's.
    if (failed == 'failed' && entry.url && !entry.said) return drop(entry);
    let url = attr(submitter, 'formaction') ?? attr(form, 'action') ?? '';
    // One of ours on this site, or none.
    if (!/^([?/](?!\/).*\b_fw=|$)/.test(url)) return;
    url &&= own(url);
    event.preventDefault();

    const data = new FormData(form, submitter);
    // Where on an image the person clicked, and what we put into the form ourselves, is no change.
    const typed = [...new FormData(form)].map(([name, value]) => /^_fw/.test(name) || [name, value.name ?? value]);
    const print = JSON.stringify([url, submitter?.name, submitter?.value, typed]);
    const same = entry?._print == print && !entry.edited.size;
    if (same && !failed && attr(form, 'data-fw-repeat') == null) return wakeAll();
    // Given up, or refused.
    if (failed && !entry.wake) drop(entry);
    if (!same || !failed) {
      // What can outlive the page is as large as it is.
      const files = [...data].some(([, value]) => value.size >= 0);
      const size = files || !url ? 1 / 0 : `${new URLSearchParams(data)}`.length;
      entry = { key, form, submitter, url, data, _print: print, _size: size, edited: new Set() };
      // In the form, too: where the browser sends it once more, it is the same submission.
      data.set('_fw.id', (query(form, '[name="_fw.id"]').value = crypto.getRandomValues(new Uint32Array(4)).join('-')));
    }
    entry.failed = entry.said = 0;
    if (!entry.wake) {
      entry.answer = 0;
      queue.push(entry);
      if (url) go(entry);
      else if (api.phase == 'failed') fail(entry);
    }
    mark(form);
    wakeAll();
    // While there is more under way than outlives the page, the browser asks.
    onbeforeunload = () => {
      let size = 0;
      return queue.some((entry) => entry.wake || (!entry.failed && (size += entry._size) > KEEPALIVE_BYTES)) || null;
    };
  });

  // --- listening

  addEventListener('online', wakeAll);
  const edited = ({ target, isComposing }) => {
    api._composing = isComposing;
    for (const entry of queue) if (entry.form == target.form) entry.edited.add(target);
  };
  addEventListener('input', edited, true);
  addEventListener('compositionend', () => (api._composing = 0), true);
  // What still waits for its turn goes now, or it never would; each names the one that it follows.
  addEventListener('pagehide', () => {
    let before = '';
    for (const entry of queue)
      if (entry.url) {
        entry.data.set('_fw.after', before);
        entry.answer ||= send(entry);
        before = entry.data.get('_fw.id');
      }
  });
  // The document is there, and what others have deferred has run.
  addEventListener('DOMContentLoaded', start);

  // The address keeps none of our parameters: a reload or a bookmark must not repeat them.
  shown = own('');
  history.replaceState(history.state, '', shown + location.hash);
  // Back and forth between what scripts have put into the history: `show.js`, or the client before a reload.
  addEventListener('popstate', () => own('') == shown || taken() || location.reload());
}

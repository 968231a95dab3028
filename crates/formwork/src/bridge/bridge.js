// The bridge looks after the forms of a page until its WASM client has hydrated them.
//
// It stands inline in the head, so that it works from the first form on. `start.js` behind it starts the client; where
// the page wants that later, `wake.js` says when. What shows an answer is `show.js`: it comes with the first answer. `npm run
// build` in this folder makes the `.min.js` of all; this one is part of every page, and may have 2 kB compressed.
//
// What it finds on the page
//   <script id="fw-bridge" nonce data-js data-wasm>    this script, and where the client's bundle lies;
//     data-load                                        when that is loaded: idle, interaction or never, without it at
//                                                      once; and what is said:
//     data-offline                                     no answer came
//     data-failed                                      what came is no page of ours
//     data-bridge                                      all there is is this bridge, and the form needs the client
//     data-ignored                                     a press was not sent, since its policy is drop
//   <form data-fw="KEY" method="post" action="?_fw=…"> a form; KEY names it on its page. The action may have
//                                                      the path of another page, for where there is no JavaScript.
//                                                      `closure:…` has no action: it waits for the client
//   _fw_policy=…                                       in an action or formaction: what becomes of a press while
//                                                      another submission of the same hook is under way (`show.js`)
//   data-fw-repeat                                     on a form: pressing again is another submission
//   <p role="alert" data-fw-failure hidden> </p>       in a form: says what is the matter
//
// What it sets on a form: `aria-busy` and `data-fw-pending` while a submission is under way; when something is the
// matter `data-fw-error="offline|failed|bridge|ignored"`, and `hidden` comes off its notice, with that text in it or with what
// the server said, in plain text, of why. Hydration compares nodes, and not what text is in them: none is added, moved
// or removed.
//
// What it asks of the server: a request with `x-formwork: bridge` is answered by the page, with
// `<script type="text/plain" id="fw-show" nonce data-js data-load>` in its head and that nonce in `x-formwork-nonce`.
// With `bridge+show`, which `show.js` has it send, the element does not hold `show.js` again. A redirect is answered
// by 200 and `x-formwork-redirect`. `x-formwork-done-url` names a page which shows the outcome.
// A refusal before there is a page is one sentence of `text/plain`.
//
// What the client finds: `window.__formwork`
//   phase   'html' → 'hydrating' → 'hydrated', or 'failed' when the bundle cannot load or traps, or is never
//           loaded.
//           The client's `hydrate()` may give a promise, and load chunks first. It leaves everything alone where the
//           client has taken over, else sets 'hydrating' right before the synchronous part of hydration and
//           'hydrated' right after it. The bridge acts in 'html' and 'failed' only; its listeners stay for good, and
//           come before the client's.
//   by      who says so in `x-formwork`
//   giveBack()  makes it 'failed': the client calls it where it traps later, and the forms are the bridge's again
//   has(form)   on pages with islands: whether the client has this form, since it is in an island that is hydrated. All
//           others are the bridge's for good
//   islands()   on such pages: the islands that are not hydrated, outer ones first, as [element, a function that goes into
//           the scope of the island around it, a function that hydrates it]
//   ask     the bridge's listener to `beforeunload`, which the client takes off with the last entry
//   queue   the entries which the page does not show yet, in the order of the person. The client takes them
//           out, one by one, once it is hydrated; after a trap those that are left are the bridge's again.
// An entry
//   key, form, submitter
//   url     where it goes: the page's own URL, with our parameters from the form's or the button's action; empty
//           for a closure, which the client runs
//   data    FormData as it was when the person pressed the button, submitter included. The submission's id is
//           in it under `_fw.id`; a retry keeps it
//   edited  Set of the form's controls which the person changed since
//   failed  'offline', 'failed' or 'bridge': told to the person, who may press again; else falsy
//   wake    truthy where no answer came and it is sent again by itself, for about a minute: what it says holds until
//           an answer comes, and what was pressed after it waits
//   answer  falsy: not under way, so the client sends it; else a promise, which outlives the browser's memory of pages
//           and rejects only where a policy forbids to read pages, of
//     status    of the response; 0 where a layer of the app redirects, and only a document load can follow.
//               Without one there is no answer, and nothing below
//     header    gives a header of the response, or ''
//     redirect  where to go instead, or ''
//     said      the sentence of a refusal, else falsy
//     doc       the page as the server rendered it; ours, with `#fw-outcome`, where `_code` is not falsy
//
// `ISLANDS` is set by the build: of this script, `start.js` and `show.js` it makes one each for pages with islands, and the
// others carry nothing of that.
//
// Names that begin with an underscore are between this script, `start.js`, `wake.js` and `show.js`; the build shortens them.
//
// Order: one submission of the page is under way at a time. So each answer is the page after all
// submissions before it, and showing it never takes back what an earlier one did.
{
  const queue = [];
  const script = document.getElementById('fw-bridge');
  let turn; // of the submission that was made last

  // An input named "action" or "getAttribute" hides the form's own, so nothing is called on a form directly.
  const element = HTMLFormElement.prototype;
  const query = (el, selector) => element.querySelector.call(el, selector);
  const attr = (el, name) => el && element.getAttribute.call(el, name);

  // Whether the client has taken over.
  const taken = () => /y/.test(api.phase); // hydrating, hydrated
  // And this form with it: not what is passed to an island as its children.
  const has = ISLANDS && ((form) => taken() && !!element.closest.call(form, 'leptos-island,leptos-children')?.$$hydrated);

  // The page's own URL, with our parameters from another one.
  const own = (action) => {
    const url = new URL(location);
    url.hash = '';
    const pairs = (from, ours) => from.split(/[?&]/).filter((pair) => pair && ours == /^_fw/.test(pair));
    url.search = [url.search, action].flatMap(pairs).join('&');
    return url.href;
  };

  // Shows on a form how its submissions stand, or what is to be said of a press which is none.
  const mark = (form, note) => {
    const last = queue.findLast((entry) => entry.form == form);
    const busy = queue.some((entry) => entry.form == form && !entry.failed);
    const failed = note || (!busy && last?.failed);
    const set = (name, value) => element[value ? 'setAttribute' : 'removeAttribute'].call(form, name, value);
    // Not there yet where the form is still streaming.
    const notice = query(form, '[data-fw-failure]');
    set('aria-busy', busy);
    set('data-fw-pending', busy);
    set('data-fw-error', failed);
    // A page that listens for this is not kept in memory by every browser.
    (queue.length ? addEventListener : removeEventListener)('beforeunload', ask);
    if (!notice) return;
    notice.hidden = !failed;
    if (failed) notice.firstChild.data = last?.said || script.dataset[failed];
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

  // A new id for the next submission of a form, in the form, too: where the browser sends it, it is the same one.
  const renew = (form) => (query(form, '[name="_fw.id"]').value = crypto.getRandomValues(new Uint32Array(4)).join('-'));

  // --- sending

  // Whether it is no longer the bridge's to show: the client has it, or another has taken its place.
  const gone = (entry) => (ISLANDS ? has(entry.form) : taken()) || !queue.includes(entry);

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
        document.head.append(Object.assign(code, { nonce: script.nonce, text: page._code }));
        api._show(entry, page, url);
      } else if (page.status && url?.host) {
        // What is there is shown by a document load.
        drop(entry);
        location = url;
      } else {
        fail(entry, page.said, page.status >= 0 ? 'failed' : 'offline');
        // A layer of the app redirects: the browser sends it once more, and follows.
        if (page.status == 0) element.requestSubmit.call(entry.form, entry.submitter);
        if (page.status >= 0 || (pause *= 2) > 60_000) return;
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

  const send = ({ url, data, _size }) =>
    load(url, {
      method: 'POST',
      body: _size < 1 / 0 ? new URLSearchParams(data) : data,
      keepalive: _size < 60_000, // as in `ask`: browsers allow 64 KiB for all such requests together
    });

  const flying = new Set(); // what sends again each that is under way
  const load = (url, init) =>
    new Promise((...settle) => {
      const fly = () => read(url, init).then(...settle).then(() => flying.delete(fly));
      flying.add(fly);
      fly();
    });

  const read = async (url, init) => {
    let response, text;
    try {
      response = await fetch(url, {
        ...init,
        cache: 'no-store',
        redirect: 'manual',
        headers: { 'x-formwork': api.by },
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

  // While there is more under way than outlives the page, as in `send`, the browser asks.
  const ask = (event) => {
    let size = 0;
    if (queue.some((entry) => entry.wake || (!entry.failed && (size += entry._size) > 60_000))) event.preventDefault();
  };

  const api = (window.__formwork = {
    phase: 'html',
    by: 'bridge',
    queue,
    ask,
    _own: own,
    _taken: taken,
    _mark: mark,
    _fail: fail,
    _go: go,
  });
  if (ISLANDS) api.has = has;

  // --- catching

  addEventListener('submit', (event) => {
    const { target: form, submitter } = event;
    const key = attr(form, 'data-fw');
    if (key == null || event.defaultPrevented) return;
    const where = [attr(submitter, 'formtarget') ?? attr(form, 'target'), submitter?.formMethod];
    // For another window, or no post: the browser's. Where this page stays, the next press is another submission.
    if (!/^(_self)?,(post)?$/i.test(where)) return /^_[tp]/i.test(where) || setTimeout(renew, 0, form);
    if (ISLANDS ? has(form) : taken()) return;
    let entry = queue.findLast((entry) => entry.form == form);
    const failed = entry?.failed;
    // What came is not for us to show: that is the browser's.
    if (failed == 'failed' && !entry.said) return drop(entry);
    let url = attr(submitter, 'formaction') ?? attr(form, 'action') ?? '';
    const to = url && new URL(url, location);
    // One of ours on this site, or none. A browser that does not tell the button posts it by itself.
    if (to && (to.origin != location.origin || !to.searchParams.has('_fw') || submitter === undefined)) return;
    url &&= own(url);
    event.preventDefault();

    const controls = [...document.querySelectorAll('[name]:not([name^=_fw],output),option')].filter((el) => el.form == form);
    // It would be sent as if nothing was there. Where constraints are on, the browser has said so before.
    if (controls.some((el) => el.validity?.badInput && !el.reportValidity())) return;
    const data = new FormData(form, submitter);
    // Read off the controls: what listeners add to the data, or where on an image the person clicked, is no change.
    const typed = JSON.stringify(controls.map((el) => [el.value, el.checked, el.selected]));
    const same = entry?._typed == typed && entry.submitter == submitter && !entry.edited.size;
    if (same && !failed && attr(form, 'data-fw-repeat') == null) return wakeAll();
    // Given up, or refused.
    if (failed && !entry.wake) drop(entry);
    if (!same || !failed) {
      // What can outlive the page is as large as it is.
      const files = [...data].some(([, value]) => value.size >= 0);
      const size = files || !url ? 1 / 0 : `${new URLSearchParams(data)}`.length;
      entry = { key, form, submitter, url, data, _typed: typed, _size: size, edited: new Set() };
      data.set('_fw.id', renew(form));
    }
    entry.failed = entry.said = 0;
    if (!entry.wake) {
      entry.answer = 0;
      queue.push(entry);
      if (url) go(entry);
      else if (ISLANDS ? /d$/.test(api.phase) : api.phase == 'failed') fail(entry, 0, 'bridge');
    }
    mark(form);
    wakeAll();
  });

  // --- listening

  addEventListener('online', wakeAll);
  const edited = ({ target, isComposing }) => {
    api._composing = isComposing; // the end of a composition has none
    for (const entry of queue) if (entry.form == target.form) entry.edited.add(target);
  };
  addEventListener('input', edited, true);
  addEventListener('compositionend', edited, true);
  // What still waits for its turn goes now, or it may never; each names the one that it follows.
  const leaving = () => {
    let before = '';
    for (const entry of queue)
      // By the policy "drop" what waits behind another of its form is not to be sent at all.
      if (entry.url && !(/policy=d/.test(entry.url) && queue.find((other) => other.form == entry.form) != entry)) {
        entry.data.set('_fw.after', before);
        entry.answer ||= send(entry);
        before = entry.data.get('_fw.id');
      }
  };
  // A tab in the background may be ended without a word; the way to another page hides this one, too.
  addEventListener('visibilitychange', leaving);
  // Back from memory: not every browser still answers what was under way.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) for (const fly of flying) fly();
  });
}

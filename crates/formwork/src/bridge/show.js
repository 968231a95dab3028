// Shows an answer of the server in the place of the page, before hydration or where none comes.
//
// It comes with the first answer to the bridge, so that pages do not carry it.
// `bridge.js` describes `window.__formwork`.
document.currentScript.remove();
if (!__formwork._show)
  (() => {
    // How long an answer waits for a client which may never come. It counts from when the answer is there, so that
    // the server's deadline for an action is no measure; and what is kept of the outcome lasts far longer. It is the
    // person who waits, before a button that says "busy": long enough for most bundles still on their way,
    // which a document load would cut off.
    const HOLD_MS = 10_000;
    const DOUBLE_CLICK_MS = 500; // how far apart its clicks may be
    const SPEAK_MS = 100; // a screen reader must have seen the empty region first

    const api = __formwork;
    const { queue } = api;
    // From now on answers come without this script.
    api.by = 'bridge+show';
    const script = document.getElementById('fw-bridge');
    const here = script.nonce || '';
    const root = document.documentElement;
    const element = Element.prototype;
    const speaker = document.createElement('div');
    const left = new Map(); // where pages were scrolled to that a redirect has left, by their URLs
    let started;
    let shown = {}; // the form whose answer came last, by its key, and when
    let staying; // the islands that an answer has left as they are, and those in whose place they are

    const attr = (el, name) => element.getAttribute.call(el, name);
    const setAttr = (el, name, value) =>
      value == null ? element.removeAttribute.call(el, name) : element.setAttribute.call(el, name, value);
    const findAll = (el, selector) => [...element.querySelectorAll.call(el, selector)];
    const formOf = (el, key) => findAll(el, `form[data-fw="${CSS.escape(key)}"]`)[0];
    const keyOf = (el) => {
      // A form may have a field named "form".
      const form = element.matches.call(el, 'form') ? el : el.form || element.closest.call(el, 'form');
      return form && attr(form, 'data-fw');
    };
    const take = (entry) => queue.splice(queue.indexOf(entry) >>> 0, 1);
    // What was sent once is sent again as it was.
    const isNew = (entry) => !entry.answer && !entry.failed;
    const pageOf = (url) => url.split('#')[0].split(/[?&]/).filter((part, n) => !n || !/^(_fw|$)/.test(part)).join();
    const drop = (entry) => {
      take(entry);
      api._mark(entry.form);
    };

    api._show = (entry, page, url) => {
      // Two may have seen that what held it back is over.
      if (!queue.includes(entry)) return;
      clearTimeout(entry._held);
      entry._held = 0;
      decide();
      // The next one of this form starts from the state which this one left.
      for (const prev of findAll(page.doc.documentElement, '[name="_fw.prev"]'))
        for (const next of queue)
          if (!url && next.key == entry.key && keyOf(prev) == entry.key && isNew(next) && next.data.has(prev.name))
            next.data.set(prev.name, prev.value);
      // And the page after any of them has the states which this page has.
      const [known] = findAll(page.doc.documentElement, 'form[action*="_fw_from="]');
      if (known && !url)
        for (const next of queue)
          if (next.url && isNew(next)) {
            const to = new URL(next.url);
            to.searchParams.set('_fw_from', new URL(attr(known, 'action'), location).searchParams.get('_fw_from'));
            next.url = `${to}`;
          }

      // Another answer has led to another page since: whoever has gone there stays there.
      if (pageOf(entry.url) != pageOf(location.href)) return drop(entry);
      // Where no client comes, nothing is lost by a swap that a document load would keep.
      if (api._composing || (api.phase == 'html' && isForeign())) return hold(entry, page, url);
      try {
        const doc = prepare(page);
        if (!doc) return leave(entry, page, url);
        take(entry);
        swap(entry, page, doc, url);
      } catch (error) {
        console.error(error);
        leave(entry, page, url);
      }
    };

    // What becomes, by their policies, of the submissions which wait behind others of their hooks.
    function decide() {
      const lanes = new Map();
      const ignored = findAll(document.body, 'form[data-fw-error=ignored]');
      for (const entry of queue.filter((entry) => entry.url && !entry.failed)) {
        const action = attr(entry.form, 'action') ?? '';
        const [lane, policy] = `${entry.url} ${action}`.match(/_fw_policy=(.)[^& ]*/) ?? [];
        const before = lanes.get(lane);
        if (policy == 'd' && before && !entry.answer) {
          drop(entry);
          ignored.push(entry.form);
        } else {
          // The newest of what has not been sent.
          if (policy == 'l' && before && !before.answer) drop(before);
          lanes.set(lane, entry);
        }
      }
      for (const form of ignored) api._mark(form, 'ignored');
    }

    // The person is in the middle of a word, or someone else has changed the DOM: the client will show it.
    // Where it does not come, and only a document load would help, the person decides.
    function hold(entry, page, url) {
      if (attr(entry.form, 'data-fw-error') != 'ignored') api._mark(entry.form);
      if (api._composing) {
        entry._held = 'composing';
        return addEventListener('compositionend', () => setTimeout(() => api._go(entry)), { once: true, capture: true });
      }
      api._wake?.();
      entry._held = setTimeout(() => {
        entry._held = 0;
        if (api.phase != 'html') return;
        leave(entry, page, url);
      }, HOLD_MS);
    }

    // Whether others have changed what the app has rendered. What they put beside it, as the browser's extensions and
    // many widgets do, is moved along; inside it a node may be an editor with what the person wrote, and hydration
    // needs each node where the server has put it.
    function isForeign() {
      const nodes = [...document.body.childNodes];
      return api._foreign || api._body?.some((node) => !nodes.includes(node));
    }

    // Shows the answer by a document load, or says that there is one. Only the person's press has the browser send
    // it once more, since what was invalid would run again.
    function leave(entry, page, url) {
      const to = url || page.header('x-formwork-done-url');
      if (!to) return api._fail(entry);
      drop(entry);
      location = to;
    }

    // The answer as it would be with this page's nonce; nothing where it must not take the page's place.
    function prepare(page) {
      let { doc, header, _text: text } = page;
      const nonce = header('x-formwork-nonce');
      if (nonce != here) {
        // Once the answer's nonce is replaced, whatever carries this page's would run: it must not know it.
        if (!nonce || !here || text.includes(here)) return;
        doc = new DOMParser().parseFromString(text.split(nonce).join(here), 'text/html');
      }
      const code = findAll(doc.head, '#fw-show')[0];
      code.remove();
      page._load = attr(code, 'data-load');
      // Another build's page does not fit this page's client, where one may come.
      const isFinal = api.phase == 'failed' && (!api._off || page._load == 'never');
      if (!isFinal && attr(code, 'data-js') != attr(script, 'data-js')) return;
      // Without scripting, as here, the parser makes elements of what is text on a page.
      for (const el of doc.querySelectorAll('noscript')) el.textContent = el.innerHTML;
      return doc;
    }

    function swap(entry, { status, _load: load }, doc, url) {
      const elsewhere = url && url.pathname != location.pathname;
      // Issues come with 200: browsers write every other status of a `fetch` into the console.
      const outcome = doc.getElementById('fw-outcome')?.textContent;
      const done = url || (status < 400 && !/"outcome":\{"invalid"/.test(outcome));
      const before = document.body;
      // That a press was not sent is still to be read when the one before it is answered.
      const ignored = findAll(before, 'form[data-fw-error=ignored]').map((form) => attr(form, 'data-fw'));
      // Where the client is there, the answer is what is around its islands.
      if (ISLANDS) staying = null;
      const live = ISLANDS && api._taken() && placing(before, doc.body, elsewhere);
      const old = [...controls(before)].map(([address, el]) => [address, el, el.scrollLeft, el.scrollTop]);
      const active = document.activeElement;
      const [x, y] = elsewhere ? [0, 0] : [scrollX, scrollY];
      // What was submitted is done with, but for what the person changed after that.
      const isCarried = (el) => !done || keyOf(el) != entry.key || entry.edited.has(el);
      // What others have put beside the app.
      const guests = [...before.childNodes].filter((node) => api._body?.includes(node) === false);

      // The address first: what comes in resolves its links against it.
      if (url) {
        left.set(location.href, [scrollX, scrollY]);
        history.pushState(null, '', url.href.split('#')[0]);
      }
      for (const name of ['lang', 'dir']) setAttr(root, name, attr(doc.documentElement, name));
      // What the client reads: how the submission ended, and what is said in the language of the page.
      for (const el of findAll(document.head, '#fw-outcome,#fw-texts')) el.remove();
      for (const el of findAll(doc.head, '#fw-outcome,#fw-texts')) document.head.prepend(document.adoptNode(el));
      swapHead(doc.head);
      const body = document.adoptNode(doc.body);
      // Leptos' serialised data; the answer's scripts set it anew.
      for (const name of ['RESOLVED_RESOURCES', 'SERIALIZED_ERRORS', 'PENDING_RESOURCES', 'RESOURCE_RESOLVERS', 'INCOMPLETE_CHUNKS'])
        delete window['__' + name];
      const fresh = elsewhere ? new Map() : controls(body);
      // Firefox gives the state of controls that are gone to those in their places after a reload.
      for (const [address, el] of old) if (!isCarried(el)) reset(el, fresh.get(address) ?? el);
      if (ISLANDS && live) live._place(before, body);
      else before.replaceWith(body);
      for (const el of ISLANDS && live ? live._scripts : findAll(body, 'script:not([src])')) revive(el);
      shown = { key: entry.key, at: performance.now() };

      for (const [address, el, left, top] of old) {
        const now = fresh.get(address);
        if (!now) continue;
        for (const other of queue) {
          if (other.edited.has(el)) other.edited.add(now);
          if (other.submitter == el) other.submitter = now;
        }
        if (isCarried(el)) carry(el, now);
        if (left || top) now.scrollTo({ left, top, behavior: 'instant' });
        if (el == active) {
          now.focus({ preventScroll: true });
          if (el.selectionStart != null) now.setSelectionRange(el.selectionStart, el.selectionEnd, el.selectionDirection);
        }
      }
      for (const other of queue) {
        other.form = formOf(body, other.key) || other.form;
        for (const el of findAll(other.form, '[name="_fw.id"]')) el.value = other.data.get(el.name);
        api._mark(other.form);
      }
      api._mark(entry.form); // though it is gone: nobody may have to be asked on leaving any more
      for (const key of elsewhere ? [] : ignored) {
        const form = formOf(body, key);
        if (form) api._mark(form, 'ignored');
      }
      scrollTo({ left: x, top: y, behavior: 'instant' });
      // To the first error, unless the person has gone on elsewhere.
      const form = formOf(body, entry.key);
      if (!done && form && !entry.edited.size && (active == before || keyOf(active) == entry.key))
        findAll(form, '[autofocus],[aria-invalid=true]')[0]?.focus();
      speak(body);
      api._foreign = 0;
      api._watch();
      // The browser finds the part, and tells of a step in the history: it has to be known by then that this page is shown.
      if (url?.hash) location.replace(url);
      // They are guests of the next answer, too.
      body.append(...guests);
      if (guests.some((node) => element.contains.call(node, active))) active.focus({ preventScroll: true });
      api._shown = 1;
      if (ISLANDS && live) live._hydrate(active);
      else loadClient(load);
    }

    // The nearest island around an element, or the children of one, which are no part of it.
    function islandOf(el) {
      return element.closest.call(el, 'leptos-island,leptos-children');
    }

    // How an answer is shown around the islands of a page that is hydrated. They stay as they are, if the answer has them all.
    // If not they are hydrated anew, all of them: Leptos counts what is read through all the islands of a page.
    function placing(from, to, elsewhere) {
      const known = ['__RESOLVED_RESOURCES', '__SERIALIZED_ERRORS', '__INCOMPLETE_CHUNKS'].map((name) => [name, window[name]]);
      const hydrated = elsewhere ? [] : findAll(from, 'leptos-island').filter((el) => el.$$hydrated);
      // An island ends with the one around it: it stays within the same one only. Outer ones come first.
      const stayed = new Map();
      const around = (el) => element.closest.call(el.parentNode, 'leptos-island');
      let pairs = findAll(to, 'leptos-island').map((next) => {
        const outer = around(next);
        const isSame = (el) =>
          around(el) == (outer && stayed.get(outer)) &&
          ['data-component', 'data-props'].every((name) => attr(el, name) == attr(next, name));
        const at = hydrated.findIndex(isSame);
        if (at < 0) return;
        const [el] = hydrated.splice(at, 1);
        stayed.set(next, el);
        return [el, next];
      });
      if (!pairs.every(Boolean)) pairs = [];
      staying = new Set(pairs.flat());
      return {
        _scripts: findAll(to, 'script:not([src])').filter((el) => !stays(el)),
        // Both bodies are in the document for a moment: what is moved within it may keep focus, selection and more.
        _place(before, body) {
          before.after(body);
          // The inner ones first.
          for (const [el, next] of pairs.reverse()) {
            const fresh = childrenOf(next);
            childrenOf(el).forEach((part, at) => {
              part.textContent = '';
              for (const node of [...(fresh[at]?.childNodes ?? [])]) move(node, part, null);
            });
            move(el, next.parentNode, next);
            next.remove();
          }
          before.remove();
        },
        // The client hydrates the islands that are new, and shows the answer's values in those that have stayed.
        _hydrate(active) {
          for (const [name, array] of known)
            if (array) {
              // It goes on with the arrays that it knows.
              array.length = 0;
              window[name] = Object.assign(array, window[name]);
            }
          if (stays(active) && active != document.activeElement) active.focus({ preventScroll: true });
          try {
            api._client.hydrate();
          } catch (error) {
            console.error('Formwork', error);
            api.giveBack();
          }
        },
      };
    }

    function stays(el) {
      return staying?.has(islandOf(el));
    }

    function childrenOf(island) {
      return findAll(island, 'leptos-children').filter((part) => islandOf(part.parentNode) == island);
    }

    function move(node, parent, before) {
      if (parent.moveBefore) parent.moveBefore(node, before);
      else parent.insertBefore(node, before);
    }

    // When the client is loaded is the choice of the page that is shown now. One that is on its way comes, unless the page
    // wants none.
    function loadClient(load) {
      const before = api._off;
      // It has failed, or it has trapped.
      if (api.phase == 'failed' && !before) return;
      api._off = (before || load == 'never') && load;
      api.phase = load == 'never' ? 'failed' : 'html';
      api._later?.(load);
      // The old stream, and with it the client's turn, may be far from its end.
      const isNext = document.readyState == 'loading' && !started;
      if (isNext || api._off) removeEventListener('DOMContentLoaded', api._start);
      if (api._off || !(before || isNext)) return;
      started = 1;
      (before && api._begin ? api._begin : api._start)();
    }

    // Brings what stands behind Leptos' marker up to date. Nodes that stay are not touched: a stylesheet
    // which moves is loaded again.
    function swapHead(head) {
      const behind = (head) => {
        const nodes = [...head.childNodes];
        return nodes.splice(nodes.findIndex((node) => node.nodeType == 8 && node.data == 'HEAD') >>> 0);
      };
      const bare = (node) => (node.outerHTML || node.data).replace(/ nonce="[^"]*"/, '');
      const [marker, ...old] = behind(document.head);
      const [, ...next] = behind(head);
      if (!marker) return;
      // What others have put there since the page was parsed stays.
      const gone = old.filter((node) => !api._head || api._head.includes(node));
      const kept = next.map((node) => {
        const at = gone.findIndex((other) => bare(other) == bare(node));
        return at < 0 ? null : gone.splice(at, 1)[0];
      });
      for (const node of gone) node.remove();
      let last = marker;
      next.forEach((node, at) => {
        const now = kept[at] || document.adoptNode(node);
        if (last.nextSibling != now) last.after(now);
        last = !kept[at] && now.localName == 'script' ? revive(now) : now;
      });
    }

    // A parsed script does not run. One which the answer's own policy allowed is made anew, and does.
    function revive(old) {
      if ((old.nonce || '') != here) return old;
      const fresh = document.createElement('script');
      for (const { name, value } of old.attributes) setAttr(fresh, name, value);
      fresh.nonce = here;
      fresh.textContent = old.textContent;
      old.replaceWith(fresh);
      return fresh;
    }

    // The elements with a state of their own, by an address which is the same on the next rendering.
    function controls(body) {
      const found = new Map();
      for (const el of findAll(body, 'a,button,details,input,select,summary,textarea,[id]:not(form)')) {
        if (ISLANDS && stays(el)) continue;
        const id = attr(el, 'id');
        const fixed = /^(submit|button|image|checkbox|radio)$/.test(el.type) ? 'value' : 'href';
        const names = id ? [id] : [keyOf(el), el.localName, attr(el, 'name'), attr(el, 'type'), attr(el, fixed)];
        let n = 0;
        let address;
        do address = JSON.stringify([...names, n++]);
        while (found.has(address));
        found.set(address, el);
      }
      return found;
    }

    // Carries over what the person did to a control.
    function carry(from, to) {
      if (from.localName == 'details') to.open ||= from.open;
      else if (from.type == 'file') {
        if (from.files.length) to.files = from.files;
      } else if (from.localName == 'select') {
        const all = [...from.options];
        if (all.some((option) => option.selected != option.defaultSelected))
          for (const option of to.options)
            option.selected = all.some((other) => other.selected && other.value == option.value);
      } else if (from.checked != from.defaultChecked) to.checked = from.checked;
      else if (from.defaultValue != null && from.value != from.defaultValue) to.value = from.value;
    }

    // Gives a control what its successor begins with, in place of what the person did to it.
    function reset(el, to) {
      if (el.type == 'file') el.value = '';
      else if (el.localName == 'select') {
        const all = [...(to.options ?? [])];
        for (const option of el.options)
          option.selected = all.some((other) => other.defaultSelected && other.value == option.value);
      } else if (el.checked != to.defaultChecked) el.checked = to.defaultChecked;
      else if (to.defaultValue != null && el.value != to.defaultValue) el.value = to.defaultValue;
    }

    // A double click is one press, also where its first click is answered before the second: the form may be empty by
    // then. What was typed in between makes it another one.
    addEventListener(
      'click',
      (event) => {
        const isSecond = event.detail > 1 && event.timeStamp - shown.at < DOUBLE_CLICK_MS;
        const button = isSecond && element.closest.call(event.target, 'button,[type=submit],[type=image]');
        if (button?.form && keyOf(button) == shown.key && attr(button.form, 'data-fw-repeat') == null)
          event.preventDefault();
      },
      true,
    );
    for (const name of ['input', 'change']) addEventListener(name, () => (shown = {}), true);

    // On the way back the bridge reloads the page, and the browser scrolls to where it was left: here, once it is as
    // long as it was.
    addEventListener('popstate', () => {
      const [x, y] = left.get(location.href) ?? [];
      if (y == null || (!ISLANDS && api._taken())) return;
      root.style.minHeight = `${y + innerHeight}px`;
      scrollTo({ left: x, top: y, behavior: 'instant' });
    });

    // Says what the page says of the outcome, or where one is now.
    function speak(body) {
      const said = findAll(body, '[role=alert]:not([hidden]),[role=status]').find(
        (el) => !(ISLANDS && stays(el)) && el.textContent.trim(),
      );
      // Outside of the body, which is hydrated, and which the next answer replaces.
      speaker.isConnected || root.append(speaker);
      speaker.textContent = '';
      setTimeout(() => (speaker.textContent = said ? said.textContent : document.title), SPEAK_MS);
    }
    speaker.setAttribute('role', 'status');
    speaker.style.cssText = 'position:fixed;top:0;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)';
  })();

// Loads the client of a page that does not load it at once: when the browser is idle, or at the first interaction that
// is the business neither of the bridge nor of the browser. What was missed meanwhile happens again when it is there.
//
// It stands inline behind `start.later.min.js`, and behind `show.js`, or what stands in its place, in
// the answers of such pages. `bridge.js` describes
// `window.__formwork`.
if (!__formwork._later)
  (() => {
    const IDLE_MS = 5_000; // a page that moves all the time may never be idle
    const SAFARI_MS = 200; // there is no telling there
    const BROWSERS = 'a[href],area[href],label,summary,audio,video,[popovertarget],[commandfor]';

    const api = __formwork;
    const element = Element.prototype;
    const attr = (el, name) => element.getAttribute.call(el, name);
    let phase = api.phase;
    let waits; // whether the page that is shown still waits for its client
    let missed = []; // the last event of each type for each control, and what is marked as busy for it

    // Now. Where the last attempt failed, once more.
    api._wake = () => {
      if (!waits || (!api._off && phase != 'failed')) return;
      api._off = '';
      api.phase = 'html';
      (api._begin ?? api._start)();
    };

    // The page that is shown now loads its client so.
    api._later = (load) => {
      missed = [];
      waits = /^i/.test(load);
      const idle = () => api._off == 'idle' && api._wake();
      const soon = () => (window.requestIdleCallback ? requestIdleCallback(idle, { timeout: IDLE_MS }) : setTimeout(idle, SAFARI_MS));
      if (document.readyState == 'complete' || api._shown) soon();
      else addEventListener('load', soon);
    };

    Object.defineProperty(api, 'phase', {
      get: () => phase,
      set(now) {
        phase = now;
        if (now == 'html') return;
        // Where it traps from here on, it does not start again.
        if (api._taken()) waits = 0;
        if (now == 'hydrating') return;
        const events = missed;
        missed = [];
        for (const { _busy: busy } of events) busy && element.removeAttribute.call(busy, 'aria-busy');
        // First the client adopts what the bridge has.
        if (now == 'hydrated') setTimeout(() => events.map(({ _target: target, _event: event }) => target.isConnected && target.dispatchEvent(event)));
      },
    });

    // Whether an event may be for the client, so that it is loaded; and whether the client has to hear of it, too.
    const LOAD = 1;
    const HEAR = 2;
    const sort = ({ type, key }, el) => {
      const isClick = type == 'click';
      const isKey = type == 'keydown';
      if (isKey && /^(Tab|Shift|Control|Alt|Meta|Escape)$/.test(key)) return;
      // Whatever is no control may listen to clicks.
      if (!el) return isClick && HEAR;
      // The browser needs nobody to follow a link or to open a popover.
      if (element.matches.call(el, BROWSERS)) return;
      const form = el.form && attr(el.form, 'data-fw');
      if (/^(submit|image|reset|button)$/.test(el.type))
        // The bridge or the browser submits and resets forms.
        return el.form && el.type != 'button' ? 0 : isClick ? HEAR : type == 'pointerdown' && LOAD;
      // The bridge sends what is typed. A closure of the client is to be there by then.
      if (form != null) return /^closure:/.test(form) && LOAD;
      // The browser has done to a field what a click does.
      if ('form' in el || el.isContentEditable) return isClick || type == 'pointerdown' ? LOAD : HEAR;
      return (isClick || (isKey && el.tabIndex >= 0)) && HEAR;
    };

    for (const type of ['pointerdown', 'click', 'keydown', 'input', 'change'])
      addEventListener(
        type,
        (event) => {
          const { target } = event;
          if (!waits || !(target instanceof Element)) return;
          const el = element.closest.call(target, `${BROWSERS},button,input,select,textarea,[contenteditable],[tabindex]`);
          const is = sort(event, el);
          if (!is) return;
          if (is == HEAR) {
            const of = el ?? target;
            const before = missed.find((other) => other._of == of && other._event.type == type);
            missed = missed.filter((other) => other != before);
            let busy = before?._busy;
            if (!busy && type == 'click' && el && attr(el, 'aria-busy') == null) {
              busy = el;
              element.setAttribute.call(el, 'aria-busy', 'true');
            }
            missed.push({ _of: of, _target: target, _event: new event.constructor(type, event), _busy: busy });
          }
          api._wake();
        },
        true,
      );
    // A closure of the client, which the bridge keeps.
    addEventListener('submit', () => api.queue.some(({ url }) => !url) && api._wake());

    api._later(api._off);
  })();

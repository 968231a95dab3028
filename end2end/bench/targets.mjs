// What is measured, and on which lines.
//
// A peer is one entry more here, and one in `xtask/src/bench/page.rs`, which builds it and starts it.

/** What all guestbooks have in common. */
const GUESTBOOK = {
  name: 'input[name=name]',
  message: 'textarea[name=message]',
  submit: 'button[type=submit]',
  row: 'ol > li',
  /** Of rows whose entry is on its way to the server; nothing where the target shows none. */
  pending: null,
};

/**
 * `hydrated` runs inside of the page, before anything of the page does, and calls what it is given when the client has
 * the form. Each function stands for itself: its text is sent to the page.
 */
export const TARGETS = {
  formwork: {
    ...GUESTBOOK,
    pending: '[data-pending]',
    // The bridge makes the object, and the client sets its phase.
    hydrated: (done) => {
      let bridge;
      const watch = (object) => {
        let { phase } = object;
        const set = (now) => {
          phase = now;
          if (now == 'hydrated') done();
        };
        Object.defineProperty(object, 'phase', { get: () => phase, set, enumerable: true, configurable: true });
      };
      Object.defineProperty(window, '__formwork', {
        get: () => bridge,
        set: (object) => watch((bridge = object)),
        configurable: true,
      });
    },
  },
  leptos: {
    ...GUESTBOOK,
    // The first listener for submissions that comes from WASM, and not from a script of the page.
    hydrated: (done) => {
      const add = EventTarget.prototype.addEventListener;
      EventTarget.prototype.addEventListener = function (type, ...rest) {
        if (type == 'submit' && /wasm/.test(new Error().stack)) {
          EventTarget.prototype.addEventListener = add;
          done();
        }
        return add.call(this, type, ...rest);
      };
    },
  },
};

/** Kilobits, in the bytes that DevTools counts in. */
const kilobits = (count) => (count * 1000) / 8;

/** How the browser is held back. The slow one is the phone of Lighthouse's reports. */
export const SETTINGS = {
  fast: null,
  slow: {
    line: {
      offline: false,
      latency: 150,
      downloadThroughput: kilobits(1600),
      uploadThroughput: kilobits(750),
    },
    cpu: 4,
  },
};

//! A double click is one press, also if the first one is answered before the second comes: nobody sees the issues
//! of a form that was emptied for it.

use super::{attached, dom::on_capture, state};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlFormElement, MouseEvent};

/// How far apart the clicks of a double click may be, as systems have it.
const DOUBLE_CLICK_MS: f64 = 500.0;

struct Pressed {
    form: HtmlFormElement,
    button: Element,
    /// When, as events count time.
    at: f64,
}

#[derive(Default)]
struct Clicks {
    /// The click that a submission came from.
    last: Option<Pressed>,
    /// When the newest click was.
    now: f64,
}

fn with<R>(f: impl FnOnce(&mut Clicks) -> R) -> R {
    state::with(f)
}

pub(super) fn listen() {
    // Before the browser looks at the constraints, which it does after all listeners.
    on_capture("click", |event| {
        with(|clicks| clicks.now = event.time_stamp());
        if is_second(event) {
            event.prevent_default();
        }
    });
    // A field that was edited in between makes the next click another press.
    for name in ["input", "change"] {
        on_capture(name, |_| with(|clicks| clicks.last = None));
    }
}

/// A submission by a button has begun.
pub(super) fn submitted(form: &HtmlFormElement, button: Option<&Element>) {
    with(|clicks| {
        clicks.last = button.map(|button| Pressed {
            form: form.clone(),
            button: button.clone(),
            at: clicks.now,
        });
    });
}

/// Whether an event is a further click of the press that was submitted last.
fn is_second(event: &Event) -> bool {
    let is_further = event
        .dyn_ref::<MouseEvent>()
        .is_some_and(|click| click.detail() >= 2);
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let (true, Some(target)) = (is_further, target) else {
        return false;
    };
    with(|clicks| {
        clicks.last.as_ref().is_some_and(|last| {
            let form = attached::of_element(&last.form);
            let counts = form.is_none_or(|form| form.handle.repeat);
            let is_same = last.button.contains(Some(&target));
            !counts && is_same && event.time_stamp() - last.at < DOUBLE_CLICK_MS
        })
    })
}

//! A double click is one press, also where the first one is answered before the second comes: nobody sees the issues
//! of a form that was emptied for it.

use super::forms;
use std::cell::{Cell, RefCell};
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

thread_local! {
    /// The click that a submission came from.
    static LAST: RefCell<Option<Pressed>> = const { RefCell::new(None) };
    static NOW: Cell<f64> = const { std::cell::Cell::new(0.0) };
}

pub(super) fn listen() {
    // Before the browser looks at the constraints, which it does after all listeners.
    forms::on_capture("click", |event| {
        NOW.set(event.time_stamp());
        if is_second(event) {
            event.prevent_default();
        }
    });
    // What was typed or chosen in between makes it another press.
    for name in ["input", "change"] {
        forms::on_capture(name, |_| {
            LAST.take();
        });
    }
}

/// A submission by a button has begun.
pub(super) fn submitted(form: &HtmlFormElement, button: Option<&Element>) {
    LAST.set(button.map(|button| Pressed {
        form: form.clone(),
        button: button.clone(),
        at: NOW.get(),
    }));
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
    LAST.with_borrow(|last| {
        last.as_ref().is_some_and(|last| {
            let of_form = forms::of_element(&last.form);
            let counts = of_form.is_none_or(|form| form.repeats_count());
            let is_same = last.button.contains(Some(&target));
            !counts && is_same && event.time_stamp() - last.at < DOUBLE_CLICK_MS
        })
    })
}

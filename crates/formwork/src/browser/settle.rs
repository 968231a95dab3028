//! What an answer does to the form that it belongs to.

use super::{dom, drive::Submission, forms, renew};
use crate::wire::{Answer, Outcome};
use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

/// What the answer does to the form.
pub(super) fn form(submission: &Submission, answer: &Answer) {
    let Some(form) = &submission.form else { return };
    match &answer.outcome {
        // What was typed since is the next submission's.
        Outcome::Done(_) if submission.reset && is_unchanged(form, submission.typed) => {
            dom::reset(form);
        }
        Outcome::Invalid(_) => {
            let form = form.clone();
            request_animation_frame(move || {
                let find = |selector| form.query_selector(selector).ok().flatten();
                // A summary may ask for the focus; otherwise it goes to the first field with an issue.
                let target = find("[data-fw-focus]").or_else(|| find("[aria-invalid='true']"));
                if let Some(target) = target {
                    let _ = target.unchecked_into::<web_sys::HtmlElement>().focus();
                }
            });
        }
        Outcome::Stale => leptos::task::spawn_local(renew::renew(form.clone())),
        _ => {}
    }
}

fn is_unchanged(form: &HtmlFormElement, typed: Option<u64>) -> bool {
    typed.is_some() && forms::typed_into(form) == typed
}

//! What an answer does to the form that it belongs to.

use super::{dom, drive::Submission, forms, renew};
use crate::{
    fields::FormData,
    wire::{Answer, Outcome},
};
use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsCast;

/// What the answer does to the form.
pub(super) fn form(submission: &Submission, answer: &Answer) {
    let Some(form) = &submission.form else { return };
    match &answer.outcome {
        Outcome::Done(_) if submission.reset => {
            // What was typed since is the next submission's.
            let now = dom::form_data(form, None).map(|data| FormData::from_web(&data));
            let unchanged = now.is_some_and(|now| {
                now.entries().all(|(name, _)| submission.visible.has(name))
                    && forms::content_of(&without_submitter(&submission.visible, &now))
                        == forms::content_of(&now)
            });
            if unchanged {
                dom::reset(form);
            }
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

/// What was sent, without the entry of the button that sent it.
fn without_submitter(sent: &FormData, now: &FormData) -> FormData {
    let mut data = FormData::new();
    for (name, entry) in sent.entries() {
        if now.has(name) {
            data.append(name, entry.clone());
        }
    }
    data
}

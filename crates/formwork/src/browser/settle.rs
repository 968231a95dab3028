//! What a submission and its answer do to the form that it belongs to.

use super::{
    dom, drive, forms,
    lanes::{self, Submission},
    outdated, renew,
};
use crate::{
    fields::FormData,
    form::Reset,
    hooks::Channel,
    submission::SubmissionId,
    wire::{Answer, Outcome},
};
use leptos::prelude::*;
use std::{cell::RefCell, collections::HashMap};
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

thread_local! {
    /// What stood in a form after it was emptied for a submission under way.
    static EMPTIED: RefCell<HashMap<SubmissionId, Option<u64>>> = RefCell::new(HashMap::new());
}

/// The form is emptied for the next one.
pub(super) fn empty(channel: &Channel, id: SubmissionId, submission: &Submission) {
    let Some(form) = &submission.form else { return };
    // A second attempt is not what stands in the form now.
    if is_unchanged(form, submission.typed) {
        dom::reset(form);
        // The next press is a new one, whatever it says.
        drive::edited(channel);
        EMPTIED.with_borrow_mut(|emptied| emptied.insert(id, forms::typed_into(form)));
    }
}

/// What the answer does to the form.
pub(super) fn form(channel: &Channel, id: SubmissionId, submission: &Submission, answer: &Answer) {
    let Some(form) = &submission.form else { return };
    if answer.outcome.is_success() {
        forgotten(id);
    } else {
        come_back(channel, id, submission);
    }
    if !matches!(answer.outcome, Outcome::Invalid(_)) {
        focus_back(submission);
    }
    match &answer.outcome {
        // What was typed since is the next submission's.
        Outcome::Done(_)
            if submission.reset == Reset::AfterDone && is_unchanged(form, submission.typed) =>
        {
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
        Outcome::Stale if answer.outdated && outdated::is_loaded_again(form, submission) => {}
        Outcome::Stale => leptos::task::spawn_local(renew::renew(form.clone())),
        _ => {}
    }
}

/// No answer has come, or it was cancelled.
pub(super) fn came_to_nothing(number: usize, id: SubmissionId) {
    let found = lanes::with(number, |driven| {
        let submission = driven.submissions.get(&id)?.clone();
        Some((driven.channel.clone(), submission))
    });
    if let Some((channel, submission)) = found.flatten() {
        come_back(&channel, id, &submission);
        focus_back(&submission);
    }
}

/// A button that was disabled meanwhile has lost the focus. Whoever works by keyboard goes on where they were,
/// unless they have gone elsewhere.
fn focus_back(submission: &Submission) {
    if let Some(focused) = submission.focused.clone() {
        focus_if_lost(focused);
    }
}

/// The focus goes here in the next frame, unless something has it.
pub(crate) fn focus_if_lost(element: web_sys::HtmlElement) {
    request_animation_frame(move || {
        let active = document().active_element();
        let is_lost = active.is_none_or(|active| Some(active) == document().body().map(Into::into));
        if is_lost && element.is_connected() {
            let _ = element.focus();
        }
    });
}

/// A form that is there again is as good as emptied for what was submitted in it before.
pub(super) fn is_there_again(id: SubmissionId, form: &HtmlFormElement) {
    let now = forms::typed_into(form);
    EMPTIED.with_borrow_mut(|emptied| emptied.insert(id, now));
}

/// Nothing of it will be put back.
pub(super) fn forgotten(id: SubmissionId) {
    EMPTIED.with_borrow_mut(|emptied| emptied.remove(&id));
}

/// What was submitted returns to the form that was emptied for it, or is offered where something was typed since.
fn come_back(channel: &Channel, id: SubmissionId, submission: &Submission) {
    let emptied = EMPTIED.with_borrow_mut(|emptied| emptied.remove(&id));
    let (Some(form), Some(emptied)) = (&submission.form, emptied) else {
        return;
    };
    // As it was, whoever has put it there.
    if is_unchanged(form, submission.typed) {
        return;
    }
    match is_unchanged(form, emptied) {
        true => forms::fill(form, &submission.visible),
        false => {
            let of_form = submission.others.first().unwrap_or(channel);
            of_form
                .shared
                .returned
                .set(Some(submission.visible.clone()));
        }
    }
}

/// The person wants it back in the form.
pub(crate) fn put_back(channel: &Channel, data: &FormData) {
    if let Some((form, _)) = forms::of_key(channel.shared.key.as_str()) {
        forms::fill(&form, data);
    }
}

/// The person goes on in a form that has come back.
pub(crate) fn focus(channel: &Channel) {
    let key = channel.shared.key.clone();
    request_animation_frame(move || {
        if let Some((form, _)) = forms::of_key(key.as_str())
            && let Some(control) = dom::all(&form, "input, select, textarea, button")
                .into_iter()
                .find(|control| control.get_attribute("type").as_deref() != Some("hidden"))
        {
            let _ = control.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    });
}

fn is_unchanged(form: &HtmlFormElement, typed: Option<u64>) -> bool {
    typed.is_some() && forms::typed_into(form) == typed
}

//! Forms and hooks that are there again while something of them is under way.

use super::{
    busy, dom,
    forms::FormHandle,
    lanes::{self, Submission, Work},
    report, settle,
};
use crate::{
    fields::FormData,
    hooks::{Channel, Failure},
    submission::SubmissionId,
    wire::FIELD_PREFIX,
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement};

/// A form goes on with what was submitted in the one that it stands for: it says that this is under way, and shows
/// how it ends. Its hook does, too, where it is another one now.
pub(super) fn take_up(handle: &FormHandle, form: &HtmlFormElement) {
    let mut taken = Vec::new();
    lanes::for_each_submission(|of, id, submission| {
        if stood_here(of, submission, handle) && has_the_same_hidden(form, &submission.visible) {
            submission.form = Some(form.clone());
            submission.on_submit = handle.on_submit.clone();
            taken.push((of.clone(), id));
        }
    });
    taken.sort_by_key(|(_, id)| *id);
    for (of, id) in taken {
        settle::is_there_again(id, form);
        go_on(&of, id, &handle.channel);
    }
}

/// A hook goes on with what its program has submitted before, without a form.
pub(super) fn take_up_calls(channel: &Channel) {
    if !lanes::has_twin(channel) {
        return;
    }
    let channel = channel.clone();
    // Whoever takes the place of another may be there before that has gone.
    leptos::task::spawn_local(async move {
        leptos::task::tick().await;
        if !lanes::is_there(&channel) {
            return;
        }
        let mut calls = Vec::new();
        lanes::for_each_submission(|of, id, submission| {
            let is_its = of.shared.key == channel.shared.key && submission.others.is_empty();
            if is_its && submission.typed.is_none() {
                calls.push((of.clone(), id));
            }
        });
        calls.retain(|(of, _)| !lanes::is_there(of));
        calls.sort_by_key(|(_, id)| *id);
        for (of, id) in calls {
            go_on(&of, id, &channel);
        }
    });
}

/// Whether a submission has lost its form, and this one is of the same place, action and arguments.
fn stood_here(of: &Channel, submission: &Submission, handle: &FormHandle) -> bool {
    let is_lost = submission
        .form
        .as_ref()
        .is_none_or(|form| !form.is_connected());
    let was_of = submission.others.first().unwrap_or(of);
    // A call has never had one. What a closure was made of, nobody knows.
    let has_one = submission.typed.is_some() && matches!(submission.work, Work::Post { .. });
    is_lost && has_one && was_of.shared.key == handle.channel.shared.key
}

/// Whether the form says of what it is about, in its hidden fields, what was submitted: else it stands for another row.
fn has_the_same_hidden(form: &HtmlFormElement, submitted: &FormData) -> bool {
    let hidden = dom::all(form, "input[type=hidden]");
    let mut hidden = hidden
        .into_iter()
        .filter_map(|input| input.dyn_into::<HtmlInputElement>().ok());
    hidden.all(|input| {
        let (name, value) = (input.name(), input.value());
        name.is_empty()
            || name.starts_with(FIELD_PREFIX)
            || submitted.get_all(&name).any(|submitted| submitted == value)
    })
}

/// The form's channel, and its hook's, tell of a submission in the lane of another one.
fn go_on(of: &Channel, id: SubmissionId, form: &Channel) {
    let number = lanes::number_of(of);
    let hook = match lanes::is_there(of) {
        true => None,
        false => lanes::channel_of_key(of.shared.key.as_str()),
    };
    let mut others: Vec<Channel> = Vec::new();
    for channel in [Some(form.clone()), hook].into_iter().flatten() {
        let own = lanes::number_of(&channel);
        let is_new = others.iter().all(|other| lanes::number_of(other) != own);
        if own != number && is_new {
            others.push(channel);
        }
    }
    busy::forgets_the_gone(id);
    let submission = lanes::with(number, |driven| {
        let submission = driven.submissions.get_mut(&id)?;
        submission.others = others.clone();
        // What has failed and can be sent again is not under way.
        let is_under_way = driven.lane.under_way().any(|under_way| under_way.id == id);
        is_under_way.then(|| submission.clone())
    });
    if let Some(submission) = submission.flatten() {
        for other in &others {
            busy::says(other, &submission);
            busy::begins(id, number, other);
            if of.shared.failure.get_untracked() == Some(Failure::Waiting) {
                other.fail(Failure::Waiting, id, lanes::newest_id());
            }
        }
        report::report(number);
    }
}

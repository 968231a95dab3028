//! Forms and hooks that are there again while something of them is under way.

use super::{
    busy, drive, form_element,
    forms::FormHandle,
    lanes::{self, Submission, Work},
    report, settle,
};
use crate::{
    fields::FormData,
    hooks::{Channel, Failure},
    submission::{Event, SubmissionId},
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
        if stood_here(submission, handle)
            && has_the_same_hidden(form, &submission.visible)
            && has_its_button(form, submission)
        {
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
            if is_its && submission.place.is_none() {
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

/// A channel's owner goes: what it has taken up is nothing of its any more. Gives the lanes that nobody shows now.
pub(super) fn leave(channel: &Channel) -> Vec<usize> {
    let shown = lanes::shown_by(channel);
    let left = lanes::number_of(channel);
    lanes::for_each_submission(|_, id, submission| {
        if submission.is_shown_by(channel) {
            settle::forgotten(id);
            submission
                .others
                .retain(|other| lanes::number_of(other) != left);
            submission.form = None;
            submission.focused = None;
            submission.on_submit = None;
        }
    });
    let is_unseen = |number: &usize| {
        lanes::with(*number, |driven| {
            let mut submissions = driven.submissions.values();
            driven.lane.gone() && submissions.all(|submission| submission.others.is_empty())
        })
    };
    let unseen = shown.into_iter().filter(|it| is_unseen(it) == Some(true));
    unseen.collect()
}

/// Whether a submission has lost its form, and this one is of the same place, action and arguments.
fn stood_here(submission: &Submission, handle: &FormHandle) -> bool {
    let is_lost = submission
        .form
        .as_ref()
        .is_none_or(|form| !form_element::is_connected(form));
    let is_of_key = submission.place.as_ref() == Some(&handle.channel.shared.key);
    // What a closure was made of, nobody knows.
    is_lost && is_of_key && matches!(submission.work, Work::Post { .. })
}

/// Whether it has the button that a submission was sent with, by name and value: that may name a row.
fn has_its_button(form: &HtmlFormElement, submission: &Submission) -> bool {
    let Some(submitter) = submission
        .submitter
        .as_ref()
        .filter(|it| !it.name.is_empty())
    else {
        return true;
    };
    form_element::buttons(form).into_iter().any(|button| {
        let of = |name| button.get_attribute(name).unwrap_or_default();
        of("name") == submitter.name && of("value") == submitter.value
    })
}

/// Whether the form says of what it is about, in its hidden fields, what was submitted: else it stands for another row.
fn has_the_same_hidden(form: &HtmlFormElement, submitted: &FormData) -> bool {
    let mut hidden = form_element::controls(form)
        .into_iter()
        .filter_map(|input| input.dyn_into::<HtmlInputElement>().ok())
        .filter(|input| input.type_() == "hidden");
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
    let is_of_button = of.shared.key != form.shared.key;
    let hook = match is_of_button && !lanes::is_there(of) {
        true => lanes::channel_of_key(of.shared.key.as_str()),
        false => None,
    };
    let mut others: Vec<Channel> = Vec::new();
    for channel in [Some(form.clone()), hook].into_iter().flatten() {
        let own = lanes::number_of(&channel);
        let is_new = others.iter().all(|other| lanes::number_of(other) != own);
        if own != number && is_new {
            others.push(channel);
        }
    }
    drive::raise(number, Event::Shown);
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
            if of.shared.failure.get_untracked() == Some(Failure::Waiting) {
                other.fail(Failure::Waiting, id, lanes::newest_id());
            }
        }
        busy::changed_for_others(number, id);
        report::report(number);
    }
}

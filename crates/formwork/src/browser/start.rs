//! An attempt: its request is sent, or its code is run.

use super::{
    dom,
    drive::{self, Stop, Submission, Values, Work},
    scope::{self, Scoped},
    send, updates,
};
use crate::{
    action::{ActionError, ClientAction},
    hooks::Channel,
    submission::{Event, SubmissionId},
    wire::{Answer, FIELD_ID, FIELD_PREV, Outcome, PARAM_CANCEL},
};
use futures::future::{AbortHandle, Abortable};
use leptos::prelude::*;
use std::time::Duration;
use web_sys::AbortController;

/// How long the client waits for an answer: longer than any deadline that the server has by default.
const PATIENCE: Duration = Duration::from_secs(90);

/// Starts an attempt.
pub(super) fn start(number: usize, id: SubmissionId, attempt: u32) {
    let found = drive::with(number, |driven| {
        let submission = driven.submissions.get(&id)?.clone();
        Some((driven.channel.clone(), submission))
    });
    let Some(Some((channel, submission))) = found else {
        return;
    };
    match &submission.work {
        Work::Post { url, data } => {
            let (url, data) = (url.clone(), data.clone());
            request(number, id, attempt, &channel, &submission, url, data);
        }
        Work::Closure(closure) => run(number, id, attempt, closure.clone(), submission.clone()),
    }
}

fn request(
    number: usize,
    id: SubmissionId,
    attempt: u32,
    channel: &Channel,
    submission: &Submission,
    url: String,
    data: web_sys::FormData,
) {
    // The state as the submission before this one has left it. A retry keeps what it was sent with, and a
    // button's other action cannot open it.
    let shared = &channel.shared;
    let prev = shared.prev.get_untracked();
    if let Some(prev) = prev.filter(|_| attempt == 1 && submission.action == shared.action) {
        let _ = data.set_with_str(FIELD_PREV, &prev);
    }
    let abort = AbortController::new().ok();
    let signal = abort.as_ref().map(AbortController::signal);
    if let Some(abort) = abort {
        drive::with(number, |driven| {
            driven.stops.insert(id, Stop::Request(abort))
        });
    }
    updates::sent(id);
    let numbered = updates::next_request();
    let patience = set_timeout_with_handle(
        move || drive::raise(number, Event::TimedOut { id, attempt }),
        PATIENCE,
    );
    let shown: Vec<_> = [Some(channel), submission.of_form.as_ref()]
        .into_iter()
        .flatten()
        .map(|channel| channel.shared.progress.clone())
        .collect();
    let progress = move |part: f64| {
        if drive::knows(number, id) {
            for progress in &shown {
                progress.set(Some(part));
            }
        }
    };
    leptos::task::spawn_local(async move {
        let result = send::post(&url, &data, signal.as_ref(), progress).await;
        if let Ok(handle) = patience {
            handle.clear();
        }
        match result {
            Ok(answer) => drive::answered(
                number,
                id,
                attempt,
                answer,
                Values::Along { request: numbered },
            ),
            Err(failure) if drive::knows(number, id) => {
                drive::failed(number, id, attempt, failure == send::NoAnswer::Network);
            }
            Err(_) => updates::came_to_nothing(id),
        }
    });
}

/// Runs a closure in the submission's scope. A run that is stopped is dropped where it waits.
fn run(
    number: usize,
    id: SubmissionId,
    attempt: u32,
    closure: ClientAction,
    submission: Submission,
) {
    let (stop, registration) = AbortHandle::new_pair();
    drive::with(number, |driven| driven.stops.insert(id, Stop::Code(stop)));
    updates::sent(id);
    let numbered = updates::next_request();
    // Made once for all attempts: the calls of a second one are those of the first.
    let wire = drive::with(number, |driven| driven.wire_id(id)).unwrap_or_else(dom::new_id);
    let scoped = Scoped::new(id, wire, || closure(submission.visible));
    leptos::task::spawn_local(async move {
        let Ok((result, came_true)) = Abortable::new(scoped, registration).await else {
            return updates::came_to_nothing(id);
        };
        match outcome_of(result) {
            Some(outcome) => {
                if outcome.is_success() {
                    updates::scope_ended(id, came_true);
                }
                let answer = Answer::bare(outcome);
                drive::answered(
                    number,
                    id,
                    attempt,
                    answer,
                    Values::Along { request: numbered },
                );
            }
            None if drive::knows(number, id) => drive::failed(number, id, attempt, false),
            None => updates::came_to_nothing(id),
        }
    });
}

/// What a closure has come to; nothing where no answer came to one of its calls.
fn outcome_of(result: Result<(), ActionError>) -> Option<Outcome> {
    let error = match result {
        Ok(()) => return serde_json::value::to_raw_value(&()).ok().map(Outcome::Done),
        Err(ActionError::Unanswered) => return None,
        Err(error) => error,
    };
    Some(match error {
        ActionError::Cancelled => Outcome::Interrupted,
        // Another call has taken its place, or is under way: nothing is wrong with this one.
        ActionError::Superseded | ActionError::Ignored => {
            return serde_json::value::to_raw_value(&()).ok().map(Outcome::Done);
        }
        ActionError::Unexpected(error) => {
            leptos::logging::error!("a form's closure failed: {error}");
            Outcome::Failed {
                error_id: String::new(),
            }
        }
        error => error.into_outcome()?,
    })
}

/// Tells the server that a run is wanted no longer. What it had committed by then stays.
pub(super) fn cancel(number: usize, id: SubmissionId) {
    let work = drive::with(number, |driven| {
        Some(driven.submissions.get(&id)?.work.clone())
    });
    match work.flatten() {
        Some(Work::Post { url, data }) => {
            if let Some(wire) = data.get(FIELD_ID).as_string() {
                send::send_and_forget(&format!("{url}&{PARAM_CANCEL}={wire}"), &empty(&data));
            }
        }
        Some(Work::Closure(_)) => scope::cancel_calls(id),
        None => {}
    }
}

fn empty(data: &web_sys::FormData) -> web_sys::FormData {
    web_sys::FormData::new().unwrap_or_else(|_| data.clone())
}

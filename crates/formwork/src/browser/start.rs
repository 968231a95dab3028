//! An attempt: its request is sent, or its code is run.

use super::{
    dom,
    drive::{self, Values},
    lanes::{self, Stop, Submission, Work},
    scope::{self, Scoped},
    send, updates,
};
use crate::{
    action::{ActionError, ClientAction},
    hooks::Channel,
    submission::{Event, SubmissionId, patience_ms},
    wire::{
        Answer, BRIDGE_ELEMENT, DEADLINE_ATTRIBUTE, DEFAULT_DEADLINE_MS, FIELD_ID, FIELD_PREV,
        Outcome, PARAM_CANCEL,
    },
};
use futures::future::{AbortHandle, Abortable};
use leptos::prelude::*;
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
    time::Duration,
};
use web_sys::AbortController;

thread_local! {
    /// Deadlines of actions that have one of their own.
    static DEADLINES_MS: RefCell<HashMap<&'static str, u64>> = RefCell::new(HashMap::new());
}

/// The runs of this action may take this long.
pub(crate) fn may_take(action: &'static str, deadline_ms: u64) {
    DEADLINES_MS.with_borrow_mut(|all| all.insert(action, deadline_ms));
}

/// How long an action may take before its answer is not waited for any more.
fn patience(action: &str) -> Duration {
    let own = DEADLINES_MS.with_borrow(|all| all.get(action).copied());
    let of_server = || {
        let script = dom::head_script(BRIDGE_ELEMENT)?;
        script.get_attribute(DEADLINE_ATTRIBUTE)?.parse().ok()
    };
    let deadline = own.or_else(of_server).unwrap_or(DEFAULT_DEADLINE_MS);
    Duration::from_millis(patience_ms(deadline))
}

/// The end of the client's patience with an attempt, which begins anew whenever more of an upload has been sent.
#[derive(Clone)]
pub(super) struct Patience {
    number: usize,
    id: SubmissionId,
    attempt: u32,
    lasts: Duration,
    timer: Rc<Cell<Option<TimeoutHandle>>>,
}

impl Patience {
    pub(super) fn new(number: usize, id: SubmissionId, attempt: u32, action: &str) -> Self {
        Self {
            number,
            id,
            attempt,
            lasts: patience(action),
            timer: Rc::default(),
        }
    }

    pub(super) fn begin(&self) {
        self.end();
        let Self {
            number,
            id,
            attempt,
            ..
        } = *self;
        let out_of_it = move || drive::raise(number, Event::TimedOut { id, attempt });
        self.timer
            .set(set_timeout_with_handle(out_of_it, self.lasts).ok());
    }

    pub(super) fn end(&self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }
}

/// Starts an attempt.
pub(super) fn start(number: usize, id: SubmissionId, attempt: u32) {
    let found = lanes::with(number, |driven| {
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
        lanes::with(number, |driven| {
            driven.stops.insert(id, Stop::Request(abort))
        });
    }
    updates::sent(id);
    let numbered = updates::next_request();
    let patience = Patience::new(number, id, attempt, &submission.action);
    patience.begin();
    let more_patience = patience.clone();
    let progress = move |part: f64| {
        let shown = lanes::with(number, |driven| driven.shown_by(id)).flatten();
        if let Some(channels) = shown {
            more_patience.begin();
            for channel in channels {
                channel.shared.progress.set(Some(part));
            }
        }
    };
    leptos::task::spawn_local(async move {
        let result = send::post(&url, &data, signal.as_ref(), progress).await;
        patience.end();
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
    lanes::with(number, |driven| driven.stops.insert(id, Stop::Code(stop)));
    updates::sent(id);
    let numbered = updates::next_request();
    // Made once for all attempts: the calls of a second one are those of the first.
    let wire = lanes::with(number, |driven| driven.wire_id(id)).unwrap_or_else(dom::new_id);
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
    let work = lanes::with(number, |driven| {
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

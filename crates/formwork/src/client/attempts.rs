//! Attempts: a request is sent, or code is run, and waited for.

use super::{
    code, dom,
    held::{
        Came, Stop, Values, Work, ask, channel_of, channels_of, dispatch, dispatch_with, with_held,
    },
    leave, mounted, redirect,
    reply::{NETWORK, NoAnswer},
    send, updates,
};
use crate::{
    channel::Code,
    fields::FormData,
    submission::{Event, Page, Reply, SubmissionId, SubmissionStatus, Timer, ViewId, jittered},
    wire::{Answer, FIELD_QUERIES},
};
use leptos::prelude::*;
use std::{mem, time::Duration};
use web_sys::AbortController;

/// An attempt has been answered.
pub(super) fn answered(id: SubmissionId, attempt: u32, answer: Answer, values: Values) {
    let how = answer.outcome.settlement();
    let stays = redirect::stays_here(&answer.outcome);
    let reply = Reply::Answer { how, stays };
    let event = Event::Replied { id, attempt, reply };
    dispatch_with(event, Some(Came { answer, values }));
}

/// Starts an attempt.
pub(super) fn start(id: SubmissionId, attempt: u32, with_state: bool, view: Option<ViewId>) {
    let found = with_held(id, |held| {
        (
            held.work.clone(),
            held.channel.clone(),
            held.visible.clone(),
        )
    });
    match found {
        Some((Work::Post { url, data }, channel, _)) => {
            // The state as the submission before this one has left it. A retry keeps what it was sent with.
            let channel = view.and_then(channel_of).or(channel);
            let prev = channel.and_then(|channel| channel.shared.prev.get_untracked());
            if let Some(prev) = prev.filter(|_| attempt == 1 && with_state) {
                let _ = data.set_with_str(crate::wire::FIELD_PREV, &prev);
            }
            request(id, attempt, url, data);
        }
        Some((Work::Code(code), _, visible)) => run(id, attempt, &code, visible),
        None => {}
    }
}

fn request(id: SubmissionId, attempt: u32, url: String, data: web_sys::FormData) {
    let abort = AbortController::new().ok();
    let signal = abort.as_ref().map(AbortController::signal);
    with_held(id, |held| held.running.stop = abort.map(Stop::Request));
    updates::sent(id);
    let numbered = updates::next_request();
    let (named, json) = mounted::named();
    let _ = data.set_with_str(FIELD_QUERIES, &json);
    be_patient(id, attempt);
    let progress = Box::new(move |part: f64| {
        // It moves: the patience begins anew.
        be_patient(id, attempt);
        for channel in channels_of(id) {
            channel.shared.progress.set(Some(part));
        }
    });
    leptos::task::spawn_local(async move {
        let result = send::post(&url, &data, signal.as_ref(), progress).await;
        attempt_ended(id, attempt);
        match result {
            Ok(answer) => {
                let request = numbered;
                answered(id, attempt, answer, Values::Along { request, named });
            }
            // A layer that answers in the action's place leads elsewhere, such as to a login: the browser posts it, and goes
            // there. Should it stay here after all, patience ends.
            Err(NoAnswer::Elsewhere) if with_held(id, |_| ()).is_some() => {
                be_patient(id, attempt);
                leave::post_as_document(&url, &data);
            }
            Err(failure) => lost(id, attempt, failure),
        }
    });
}

/// Runs a closure in the submission's scope. A run that is stopped is dropped where it waits.
fn run(id: SubmissionId, attempt: u32, code: &Code, visible: FormData) {
    let (stop, registration) = futures::future::AbortHandle::new_pair();
    updates::sent(id);
    let numbered = updates::next_request();
    // Made once for all attempts: the calls of a second one are those of the first.
    let wire = with_held(id, |held| {
        held.running.stop = Some(Stop::Code(stop));
        held.running.attempt = attempt;
        held.running.wire.get_or_insert_with(dom::new_id).clone()
    });
    let scoped = code::Scoped::new(id, wire.unwrap_or_default(), || code(visible));
    leptos::task::spawn_local(async move {
        let ended = futures::future::Abortable::new(scoped, registration).await;
        attempt_ended(id, attempt);
        let Ok((outcome, came_true)) = ended else {
            return;
        };
        match outcome {
            Some(outcome) => {
                if outcome.is_success() {
                    updates::scope_ended(id, came_true);
                }
                let values = Values::Along {
                    request: numbered,
                    named: Vec::new(),
                };
                answered(id, attempt, Answer::bare(outcome), values);
            }
            None => lost(id, attempt, NoAnswer::Foreign),
        }
    });
}

/// An attempt has no answer.
pub(super) fn lost(id: SubmissionId, attempt: u32, why: NoAnswer) {
    let after_ms = match why {
        NoAnswer::Again { after_ms } => Some(after_ms),
        NoAnswer::Foreign | NoAnswer::Elsewhere => None,
    };
    let reply = Reply::Lost {
        retryable: after_ms.is_some(),
        after_ms: after_ms.unwrap_or_default(),
    };
    dispatch(Event::Replied { id, attempt, reply });
}

/// The connections of all submissions in flight are lost, without an event: they are sent again at once.
pub(super) fn connections_are_lost() {
    let on_their_way: Vec<SubmissionId> = ask(Page::turns)
        .into_iter()
        .flatten()
        .filter(|(_, status)| *status == SubmissionStatus::Sending)
        .map(|(id, _)| id)
        .collect();
    for id in on_their_way {
        let attempt = with_held(id, |held| {
            matches!(held.work, Work::Post { .. }).then_some(held.running.attempt)
        });
        if let Some(attempt) = attempt.flatten() {
            stop(id);
            attempt_ended(id, attempt);
            lost(id, attempt, NETWORK);
            dispatch(Event::Retry { id });
        }
    }
}

/// Stops an attempt: closes its connection, or drops its code.
pub(super) fn stop(id: SubmissionId) {
    match with_held(id, |held| held.running.stop.take()).flatten() {
        Some(Stop::Request(abort)) => abort.abort(),
        Some(Stop::Code(code)) => code.abort(),
        None => {}
    }
}

/// Tells the server that a run is wanted no longer. Work that the run has committed stays committed.
pub(super) fn cancel_run(id: SubmissionId) {
    match with_held(id, |held| held.work.clone()) {
        Some(Work::Post { url, data }) => send::cancel(&url, &data),
        Some(Work::Code(_)) => code::cancel_calls(id),
        None => {}
    }
}

pub(super) fn start_timer(id: SubmissionId, timer: Timer, delay_ms: u32) {
    let fired = move || {
        with_held(id, |held| {
            held.running.timers.retain(|(it, _)| *it != timer)
        });
        dispatch(Event::Fired { id, timer });
    };
    let delay_ms = match timer {
        Timer::Retry => jittered(delay_ms, js_sys::Math::random()),
        Timer::Slow => delay_ms,
    };
    let delay = Duration::from_millis(u64::from(delay_ms));
    if let Ok(handle) = set_timeout_with_handle(fired, delay) {
        with_held(id, |held| held.running.timers.push((timer, handle)));
    }
}

pub(super) fn stop_timer(id: SubmissionId, timer: Timer) {
    let running = with_held(id, |held| {
        let timers = &mut held.running.timers;
        let at = timers.iter().position(|(it, _)| *it == timer)?;
        Some(timers.swap_remove(at).1)
    });
    if let Some(handle) = running.flatten() {
        handle.clear();
    }
}

/// An attempt is waited for from now on, for as long as its action may take.
pub(super) fn be_patient(id: SubmissionId, attempt: u32) {
    let Some(action) = with_held(id, |held| held.action.clone()) else {
        return;
    };
    let out_of_it = move || {
        let reply = Reply::TimedOut;
        dispatch(Event::Replied { id, attempt, reply });
    };
    let patience = set_timeout_with_handle(out_of_it, send::patience(&action)).ok();
    let before = with_held(id, |held| {
        held.running.attempt = attempt;
        mem::replace(&mut held.running.patience, patience)
    });
    if let Some(before) = before.flatten() {
        before.clear();
    }
}

/// An attempt has ended, in whatever way: nothing of it can be stopped any more.
pub(super) fn attempt_ended(id: SubmissionId, attempt: u32) {
    let patience = with_held(id, |held| {
        let running = &mut held.running;
        if running.attempt != attempt {
            return None;
        }
        running.stop = None;
        running.patience.take()
    });
    if let Some(patience) = patience.flatten() {
        patience.clear();
    }
}

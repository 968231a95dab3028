//! What the client tells a form or hook.

use crate::{
    channel::{Channel, Failure},
    fields::Issues,
    submission::Notice,
    wire::{Answer, EarlierState, HookValue, Outcome},
};
use leptos::prelude::*;

/// Takes state and seal from an answer.
pub(super) fn take_state(channel: &Channel, answer: &Answer) {
    let shared = &channel.shared;
    let listeners = shared.listeners.read().map(|listeners| listeners.clone());
    for listener in listeners.unwrap_or_default() {
        listener(answer);
    }
    if let (Outcome::Done(value), Ok(mut held)) = (&answer.outcome, shared.held.write()) {
        *held = Some(HookValue::Answer(value.clone()));
    }
    if answer.prev.is_some() || matches!(answer.outcome, Outcome::Stale) {
        shared.prev.set(answer.prev.clone());
    }
}

/// What its state is made of, as a page tells it.
pub(super) fn state_of(channel: &Channel) -> Option<EarlierState> {
    let shared = &channel.shared;
    let value = shared.held.read().ok().and_then(|held| held.clone());
    let prev = shared.prev.get_untracked();
    (value.is_some() || prev.is_some()).then(|| EarlierState {
        key: shared.key.as_str().to_string(),
        action: shared.action.to_string(),
        value,
        prev,
    })
}

/// Says of a submission what its answer says, or why there is none; or nothing any more.
pub(super) fn say(channel: &Channel, notice: Option<Notice>, answer: Option<&Outcome>) {
    let shared = &channel.shared;
    let failure = match notice {
        None => None,
        Some(Notice::Answer) => {
            let Some(outcome) = answer else { return };
            shared.issues.set(match outcome {
                Outcome::Invalid(issues) => issues.clone(),
                _ => Issues::default(),
            });
            Failure::of(outcome)
        }
        Some(Notice::Waiting) => Some(Failure::Waiting),
        Some(Notice::Unanswered) => Some(Failure::Unanswered),
        Some(Notice::Cancelled) => Some(Failure::Cancelled),
        Some(Notice::Ignored) => Some(Failure::Ignored),
    };
    shared.failure.set(failure);
}

/// Sets a signal, and wakes nobody where nothing changes.
pub(super) fn set<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, now: T) {
    if signal.with_untracked(|before| *before != now) {
        signal.set(now);
    }
}

//! What the client tells a form or hook.

use super::announce::announce;
#[cfg(debug_assertions)]
use super::held;
use crate::{
    channel::{Channel, FormError},
    fields::{Issue, Issues},
    submission::Notice,
    wire::{Answer, EarlierState, HookValue, Outcome},
};
#[cfg(debug_assertions)]
use crate::{submission::ViewId, wire::HOOK_KEY_PREFIX};
use leptos::prelude::*;
#[cfg(debug_assertions)]
use std::time::Duration;

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
        let prev = answer.prev.clone();
        shared
            .prev
            .set(prev.or_else(|| shared.initial.get().cloned()));
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
            announce_again(channel, outcome);
            shared.issues.set(match outcome {
                Outcome::Invalid(issues) => issues.clone(),
                _ => Issues::default(),
            });
            FormError::of(outcome)
        }
        Some(Notice::Waiting) => Some(FormError::Waiting),
        Some(Notice::Unanswered) => Some(FormError::Unanswered),
        Some(Notice::Cancelled) => Some(FormError::Cancelled),
        Some(Notice::Ignored) => Some(FormError::Ignored),
    };
    shared.failure.set(failure);
}

/// Says where two hooks of the page have one key: a button's answer may go to the wrong one.
#[cfg(debug_assertions)]
pub(super) fn warn_of_twins(channel: &Channel) {
    /// A hook that takes the place of another may come a little before the other goes.
    const LATER: Duration = Duration::from_millis(500);
    if !channel.shared.key.as_str().starts_with(HOOK_KEY_PREFIX) {
        return;
    }
    let (key, view) = (channel.shared.key.clone(), channel.shared.view);
    let twins = move || {
        let views: Vec<ViewId> = held::with(|state| {
            let of_key = state.channels.iter().filter(|it| it.shared.key == key);
            of_key.map(|it| it.shared.view).collect()
        });
        views
            .into_iter()
            .filter(|it| *it != view)
            .collect::<Vec<_>>()
    };
    let before = twins();
    if before.is_empty() {
        return;
    }
    let warn = move || {
        let own = held::channel_of(view).is_some();
        if own && twins().iter().any(|twin| before.contains(twin)) {
            leptos::logging::debug_warn!(
                "two hooks of this page have the same key, and each may get what is meant for the other. They are of one \
                 place in the source: give each a key by use_keyed_action_state, or, in a hook of your own, write \
                 #[track_caller] above the function"
            );
        }
    };
    set_timeout(warn, LATER);
}

/// Issues that stand there already change nothing on the page, and would not be read out.
fn announce_again(channel: &Channel, outcome: &Outcome) {
    if let Outcome::Invalid(issues) = outcome
        && channel
            .shared
            .issues
            .with_untracked(|shown| shown == issues)
    {
        let texts: Vec<String> = issues.iter().map(Issue::in_words).collect();
        announce(texts.join(" "));
    }
}

/// Sets a signal if its value changes.
pub(super) fn set<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, now: T) {
    if signal.with_untracked(|before| *before != now) {
        signal.set(now);
    }
}

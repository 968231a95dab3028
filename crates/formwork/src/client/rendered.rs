//! What the page is rendered with: the server's outcome while hydrating, and each answer for as long as what it changes is
//! rendered.

use super::{
    attached, channels,
    held::{self, with_held},
    state,
};
use crate::{
    fields::{FormArg, FormData},
    submission::SubmissionId,
    wire::{Answer, PageOutcome, place_of},
};
use leptos::prelude::*;
use std::{mem, sync::Arc, time::Duration};

#[derive(Default)]
struct Rendered {
    outcome: Option<Arc<PageOutcome>>,
    /// The keys of forms and hooks that were the only ones of their place when it was answered: rendered anew for the
    /// answer, they may have other arguments.
    alone: Vec<String>,
}

fn with<R>(f: impl FnOnce(&mut Rendered) -> R) -> R {
    state::with(f)
}

/// What the forms and hooks find that stand, after this answer, where others were: as on a fresh page.
pub(super) fn rendering(
    id: SubmissionId,
    lane: &str,
    prev: Option<String>,
    answer: &Answer,
) -> Option<PageOutcome> {
    let channels = held::with(|state| state.channels.clone());
    let earlier = channels.iter().filter_map(channels::state_of).collect();
    let place = with_held(id, |held| held.place.clone()).flatten();
    let form = place.and_then(|key| attached::of_key(&key));
    let is_secret = form.map_or(FormData::is_secret as fn(&str) -> bool, |form| {
        form.handle.is_secret
    });
    with_held(id, |held| {
        let form = held.place.clone().unwrap_or_else(|| lane.to_string());
        let is_of_button = form != lane;
        let is_kept = !answer.outcome.is_success() || held.keeps_values;
        PageOutcome {
            form,
            hook: is_of_button.then(|| lane.to_string()),
            action: held.action.clone(),
            submission: String::new(),
            values: match is_kept {
                true => held.visible.values_to_show(is_secret),
                false => Vec::new(),
            },
            state: None,
            earlier,
            answer: Answer {
                prev,
                ..Answer::bare(answer.outcome.clone())
            },
        }
    })
}

/// While hydrating.
pub(super) fn set_page_outcome(outcome: Option<PageOutcome>) {
    let before = with(|rendered| mem::replace(&mut rendered.outcome, outcome.map(Arc::new)));
    drop(before);
}

/// An answer changes the page: a form that is rendered anew for it finds the answer as it would on a fresh page.
pub(super) fn is_rendered_with(outcome: PageOutcome) {
    let keys = [Some(&outcome.form), outcome.hook.as_ref()].into_iter();
    let alone = keys.flatten().filter(|key| is_alone(key)).cloned();
    let alone = alone.collect();
    with(|rendered| rendered.alone = alone);
    set_page_outcome(Some(outcome));
    // Effects run in microtasks.
    set_timeout(|| set_page_outcome(None), Duration::ZERO);
}

/// Whether the page has no other form or hook in the place of this one, with other arguments.
fn is_alone(key: &str) -> bool {
    held::with(|state| {
        let mut keys = state
            .channels
            .iter()
            .map(|channel| channel.shared.key.as_str());
        keys.all(|other| other == key || place_of(other) != place_of(key))
    })
}

/// The outcome that the page was rendered with, while hydrating, or that it is being rendered with: as the form or hook
/// with this key finds it, which may have come in the place of one with other arguments.
pub(crate) fn page_outcome(own: &str, _: &'static str) -> Option<Arc<PageOutcome>> {
    let (outcome, alone) =
        with(|rendered| Some((rendered.outcome.clone()?, rendered.alone.clone())))?;
    let stands_in = |key: &str| {
        key != own && place_of(key) == place_of(own) && alone.iter().any(|other| other == key)
    };
    let keys = [Some(&outcome.form), outcome.hook.as_ref()].into_iter();
    if !keys.flatten().any(|key| stands_in(key)) {
        return Some(outcome);
    }
    let mut moved = (*outcome).clone();
    let hook = moved.hook.as_mut();
    for key in hook.into_iter().chain([&mut moved.form]) {
        if stands_in(key) {
            *key = own.to_string();
        }
    }
    // Seals of a state are bound to the arguments.
    moved.answer.prev = None;
    for state in &mut moved.earlier {
        if stands_in(&state.key) {
            state.key = own.to_string();
            state.prev = None;
        }
    }
    Some(Arc::new(moved))
}

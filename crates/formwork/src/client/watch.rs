//! `use_submissions`: the submissions of an action, for components.

use super::{
    held::{self, with_held},
    state,
};
use crate::{
    channel::{Listener, Standing},
    submission::{SubmissionId, SubmissionStatus},
};
use leptos::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// A `use_submissions`, until its owner goes.
#[derive(Clone)]
struct Watched {
    number: u64,
    action: &'static str,
    changed: ArcTrigger,
    listener: Option<Listener>,
}

#[derive(Default)]
struct Watching(Vec<Watched>);

/// Looks at the submissions of an action until the owner is gone. The trigger is woken at every change, and the
/// listener is called with what has changed.
pub(crate) fn watch(action: &'static str, listener: Option<Listener>) -> ArcTrigger {
    static NUMBERS: AtomicU64 = AtomicU64::new(0);
    let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
    let changed = ArcTrigger::new();
    state::with(|Watching(all)| {
        all.push(Watched {
            number,
            action,
            changed: changed.clone(),
            listener,
        })
    });
    Owner::on_cleanup(move || {
        let gone = state::with(|Watching(all)| {
            let at = all.iter().position(|it| it.number == number)?;
            Some(all.remove(at))
        });
        drop(gone);
    });
    changed
}

/// All submissions of an action that are pending or can be retried.
pub(crate) fn standing(action: &str) -> Vec<Standing> {
    let all = held::ask(|machine| machine.submissions());
    all.into_iter()
        .filter_map(|(id, status, slow)| of_action(action, id, status, slow))
        .collect()
}

fn of_action(
    action: &str,
    id: SubmissionId,
    status: SubmissionStatus,
    slow: bool,
) -> Option<Standing> {
    let input = with_held(id, |held| {
        (held.action == action).then(|| held.visible.clone())
    });
    Some(Standing {
        id,
        input: input.flatten()?,
        status,
        slow,
    })
}

fn watching(action: &str) -> Vec<Watched> {
    state::with(|Watching(all)| {
        let of_action = all.iter().filter(|it| it.action == action);
        of_action.cloned().collect()
    })
}

/// A submission stands like this now.
pub(super) fn changed(action: &str, id: SubmissionId, status: SubmissionStatus, slow: bool) {
    let watching = watching(action);
    if watching.is_empty() {
        return;
    }
    let standing = of_action(action, id, status, slow);
    for watched in watching {
        if let (Some(listener), Some(standing)) = (&watched.listener, &standing) {
            listener(standing);
        }
        watched.changed.notify();
    }
}

/// One can no longer be sent again, and is not listed any more.
pub(super) fn forgotten(action: &str) {
    for watched in watching(action) {
        watched.changed.notify();
    }
}

//! Who looks at the submissions of an action: `use_submissions`.

use super::report;
use crate::{
    hooks::SubmissionEntry,
    submission::{Status, SubmissionId},
};
use leptos::prelude::*;
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

type Listener = Rc<dyn Fn(&SubmissionEntry)>;

#[derive(Default)]
struct Watched {
    changed: ArcTrigger,
    listeners: Vec<(u64, Listener)>,
    /// How many hooks and listeners there are.
    hooks: usize,
    /// What was told last of each that has not ended.
    told: HashMap<SubmissionId, (Status, bool)>,
}

thread_local! {
    static WATCHED: RefCell<HashMap<String, Watched>> = RefCell::new(HashMap::new());
    static NEXT: Cell<u64> = const { Cell::new(0) };
}

/// The submissions of an action that are under way or can be sent again, until the owner is gone.
pub(crate) fn submissions_of(action: &'static str) -> Signal<Vec<SubmissionEntry>> {
    let changed = join(action);
    Owner::on_cleanup(move || leave(action, None));
    // One that ends with its owner: what it has shown is not woken after that.
    let all = move |_: Option<&_>| {
        changed.track();
        report::entries_of(action)
    };
    Memo::new_with_compare(all, |_, _| true).into()
}

/// Calls this at every change, until the owner is gone.
pub(crate) fn watch_submissions(action: &'static str, listener: Listener) {
    join(action);
    NEXT.set(NEXT.get() + 1);
    let number = NEXT.get();
    WATCHED.with_borrow_mut(|all| {
        if let Some(watched) = all.get_mut(action) {
            watched.listeners.push((number, listener));
        }
    });
    Owner::on_cleanup(move || leave(action, Some(number)));
}

fn join(action: &str) -> ArcTrigger {
    WATCHED.with_borrow_mut(|all| {
        let watched = all.entry(action.to_string()).or_default();
        watched.hooks += 1;
        watched.changed.clone()
    })
}

fn leave(action: &str, listener: Option<u64>) {
    let left = WATCHED.with_borrow_mut(|all| {
        let watched = all.get_mut(action)?;
        watched.hooks -= 1;
        let at = listener.and_then(|left| {
            let mut numbers = watched.listeners.iter();
            numbers.position(|(number, _)| *number == left)
        });
        let left = at.map(|at| watched.listeners.remove(at));
        let last = (watched.hooks == 0).then(|| all.remove(action));
        Some((left, last))
    });
    // What a listener holds may end with it, and leave in its turn.
    drop(left);
}

/// Whether anybody looks at the submissions of this action.
pub(super) fn is_watched(action: &str) -> bool {
    WATCHED.with_borrow(|all| all.contains_key(action))
}

/// This is how a submission stands now. Said once for each change.
pub(super) fn tell(action: &str, entry: &SubmissionEntry, is_last: bool) {
    let told = WATCHED.with_borrow_mut(|all| {
        let watched = all.get_mut(action)?;
        let now = (entry.status, entry.slow);
        let before = match is_last {
            true => watched.told.remove(&entry.id),
            false => watched.told.insert(entry.id, now),
        };
        (before != Some(now)).then(|| {
            let listeners: Vec<Listener> =
                watched.listeners.iter().map(|(_, f)| f.clone()).collect();
            (watched.changed.clone(), listeners)
        })
    });
    if let Some((changed, listeners)) = told {
        for listener in listeners {
            listener(entry);
        }
        changed.notify();
    }
}

/// It can no longer be sent again, and is not listed any more.
pub(super) fn forgotten(action: &str, id: SubmissionId) {
    let changed = WATCHED.with_borrow_mut(|all| {
        let watched = all.get_mut(action)?;
        watched.told.remove(&id)?;
        Some(watched.changed.clone())
    });
    if let Some(changed) = changed {
        changed.notify();
    }
}

//! Optimistic updates, and when the fresh values under them are shown.
//!
//! Every query that the page shows has a [`Base`], shared by all that show it; a base that is no query (a
//! signal) has one per submission, since no values come for it from here.

use super::{
    code, mounted,
    page::{Came, Values},
};
use crate::{
    submission::{Base, Fresh, HoldTimer, Stamp, SubmissionId, Turn},
    wire::{QueryRequest, QueryValue},
};
use leptos::prelude::*;
use serde_json::value::RawValue;
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    sync::Arc,
    time::Duration,
};

/// Takes the updates of these submissions away.
pub(crate) type Leave = Arc<dyn Fn(&[SubmissionId]) + Send + Sync>;

#[derive(Default)]
struct QueryBase {
    base: Base<Box<RawValue>>,
    /// Of each submission with an update on this base: how to take it away.
    leaves: Vec<(SubmissionId, Leave)>,
    timer: Option<TimeoutHandle>,
}

thread_local! {
    static BASES: RefCell<HashMap<QueryRequest, QueryBase>> = RefCell::new(HashMap::new());
    /// Which bases a submission has updates on.
    static OF_SUBMISSION: RefCell<HashMap<SubmissionId, Vec<QueryRequest>>> = RefCell::new(HashMap::new());
    /// How to take away updates on what is no query.
    static LOOSE: RefCell<HashMap<SubmissionId, Vec<Leave>>> = RefCell::new(HashMap::new());
    static REQUESTS: Cell<u64> = const { Cell::new(0) };
}

/// Numbers the requests of this page, so that of two values of one version the later request's wins.
pub(crate) fn next_request() -> u64 {
    REQUESTS.set(REQUESTS.get() + 1);
    REQUESTS.get()
}

/// An update has been added to an overlay.
pub(crate) fn add_update(id: SubmissionId, query: Option<QueryRequest>, leave: Leave) {
    match query {
        None => LOOSE.with_borrow_mut(|loose| loose.entry(id).or_default().push(leave)),
        Some(query) => {
            BASES.with_borrow_mut(|bases| {
                let base = bases.entry(query.clone()).or_default();
                base.base.add(id);
                // What is called from a scope may be on its way already.
                if code::current_runs() {
                    base.base.sent(id);
                }
                base.leaves.push((id, leave));
            });
            OF_SUBMISSION.with_borrow_mut(|of| of.entry(id).or_default().push(query));
        }
    }
}

/// A submission is in the air: from now on values may contain its row.
pub(super) fn sent(id: SubmissionId) {
    let queries = OF_SUBMISSION.with_borrow(|of| of.get(&id).cloned().unwrap_or_default());
    BASES.with_borrow_mut(|bases| {
        for query in queries {
            if let Some(base) = bases.get_mut(&query) {
                base.base.sent(id);
            }
        }
    });
}

/// Nobody wants this answer any more; its values are like any others.
pub(super) fn fresh(came: &mut Came) {
    let Values::Along { request } = came.values else {
        return;
    };
    for value in std::mem::take(&mut came.answer.queries) {
        arrived(value, request);
    }
    let unread = std::mem::take(&mut came.answer.unread);
    unread.into_iter().for_each(mounted::refetch);
}

/// A submission has ended with an answer: its updates leave together with the values that come in their
/// place, and all other values are shown. Takes the values out of the answer.
pub(super) fn ended(id: SubmissionId, came: &mut Came) {
    let (answer, values) = (&mut came.answer, came.values);
    let mut fresh = std::mem::take(&mut answer.queries);
    let mut unread = std::mem::take(&mut answer.unread);
    let came_true = answer.outcome.is_success();
    let changed = !answer.tags.is_empty();
    if changed {
        unread.extend(mounted::unnamed());
    }
    let request = match values {
        Values::Along { request } => request,
        Values::Unread => 0,
    };
    end(id, |base, query| {
        let value = match take(&mut fresh, query, request) {
            Some((value, stamp)) => Fresh::Value(value, stamp),
            None if changed && (values == Values::Unread || unread.contains(query)) => {
                Fresh::Coming {
                    after: REQUESTS.get(),
                }
            }
            None => Fresh::Nothing,
        };
        match came_true {
            true => base.came_true(id, value),
            false => base.came_to_nothing(id, value),
        }
    });
    for value in fresh {
        arrived(value, request);
    }
    if values != Values::Unread {
        unread.into_iter().for_each(mounted::refetch);
    }
}

/// A transition or a closure has ended: its updates leave, together with the values that its calls have brought.
/// Where none of its calls has come true nothing was changed, and no value is waited for.
pub(super) fn scope_ended(id: SubmissionId, came_true: bool) {
    end(id, |base, _| match came_true {
        true => base.ended(id),
        false => base.came_to_nothing(id, Fresh::Nothing),
    });
}

/// A submission came to nothing, without an answer.
pub(super) fn came_to_nothing(id: SubmissionId) {
    end(id, |base, _| base.came_to_nothing(id, Fresh::Nothing));
}

fn end(
    id: SubmissionId,
    mut ended: impl FnMut(&mut Base<Box<RawValue>>, &QueryRequest) -> Turn<Box<RawValue>>,
) {
    let queries = OF_SUBMISSION
        .with_borrow_mut(|of| of.remove(&id))
        .unwrap_or_default();
    for query in queries {
        let turn = BASES.with_borrow_mut(|bases| {
            bases
                .get_mut(&query)
                .map(|base| ended(&mut base.base, &query))
        });
        if let Some(turn) = turn {
            carry_out(&query, turn);
        }
    }
    for leave in LOOSE
        .with_borrow_mut(|loose| loose.remove(&id))
        .unwrap_or_default()
    {
        leave(&[id]);
    }
}

fn take(
    fresh: &mut Vec<QueryValue>,
    query: &QueryRequest,
    request: u64,
) -> Option<(Box<RawValue>, Stamp)> {
    let index = fresh
        .iter()
        .position(|value| value.query == query.query && value.args == query.args)?;
    let value = fresh.swap_remove(index);
    Some((
        value.value,
        Stamp {
            version: value.version,
            request,
        },
    ))
}

/// A value has come that no submission with an update has brought. Says whether it is shown: an older one never
/// is, and one that may hold the row of a submission under way is not yet.
pub(crate) fn arrived(value: QueryValue, request: u64) -> bool {
    let query = QueryRequest {
        query: value.query,
        args: value.args,
    };
    let stamp = Stamp {
        version: value.version,
        request,
    };
    // Nobody shows it any more.
    if !mounted::is_shown(&query) {
        return false;
    }
    let turn = BASES.with_borrow_mut(|bases| {
        bases
            .entry(query.clone())
            .or_default()
            .base
            .fresh(value.value, stamp)
    });
    let shown = turn.value.is_some();
    carry_out(&query, turn);
    shown
}

/// Nobody shows this query any more. The updates on it may still be seen, over other arguments: they leave when
/// their submissions end.
pub(crate) fn unmounted(query: &QueryRequest) {
    let Some(base) = BASES.with_borrow_mut(|bases| bases.remove(query)) else {
        return;
    };
    if let Some(timer) = base.timer {
        timer.clear();
    }
    for (id, leave) in base.leaves {
        match OF_SUBMISSION.with_borrow(|of| of.contains_key(&id)) {
            true => LOOSE.with_borrow_mut(|loose| loose.entry(id).or_default().push(leave)),
            false => leave(&[id]),
        }
    }
}

fn carry_out(query: &QueryRequest, turn: Turn<Box<RawValue>>) {
    let leaves: Vec<(SubmissionId, Leave)> = BASES.with_borrow_mut(|bases| {
        let Some(base) = bases.get_mut(query) else {
            return Vec::new();
        };
        match turn.timer {
            Some(HoldTimer::Start { delay_ms }) => {
                let expired = query.clone();
                base.timer = set_timeout_with_handle(
                    move || {
                        let turn = BASES.with_borrow_mut(|bases| {
                            bases.get_mut(&expired).map(|base| base.base.expired())
                        });
                        if let Some(turn) = turn {
                            carry_out(&expired, turn);
                        }
                    },
                    Duration::from_millis(u64::from(delay_ms)),
                )
                .ok();
            }
            Some(HoldTimer::Stop) => {
                if let Some(timer) = base.timer.take() {
                    timer.clear();
                }
            }
            None => {}
        }
        let (leaving, staying) = std::mem::take(&mut base.leaves)
            .into_iter()
            .partition(|(id, _)| turn.leave.contains(id));
        base.leaves = staying;
        leaving
    });
    if let Some(value) = turn.value {
        mounted::show(query, &value);
    }
    for (id, leave) in leaves {
        leave(&[id]);
    }
}

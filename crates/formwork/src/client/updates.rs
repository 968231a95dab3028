//! Optimistic updates, and when the fresh values under them are shown.
//!
//! Every query that the page shows has a [`Base`], shared by all that show it; a base that is no query (a
//! signal) has one per submission, since no values come for it from here.

use super::{
    held::{Came, Values},
    mounted, state,
};
use crate::{
    channel::Leave,
    submission::{Base, Fresh, HoldTimer, Stamp, SubmissionId, Turn, Version},
    wire::{QueryRequest, QueryValue},
};
use leptos::prelude::*;
use serde_json::value::RawValue;
use std::{mem, time::Duration};

#[derive(Default)]
struct QueryBase {
    base: Base<Box<RawValue>>,
    /// Of each submission with an update on this base: how to take it away.
    leaves: Vec<(SubmissionId, Leave)>,
    timer: Option<TimeoutHandle>,
}

/// Lists in place of maps: a page shows a handful of queries, and few submissions are pending.
#[derive(Default)]
struct Updates {
    bases: Vec<(QueryRequest, QueryBase)>,
    /// Which bases a submission has updates on.
    of_submission: Vec<(SubmissionId, QueryRequest)>,
    /// How to take away updates on what is no query.
    loose: Vec<(SubmissionId, Leave)>,
    requests: u64,
}

impl Updates {
    fn base(&mut self, query: &QueryRequest) -> Option<&mut QueryBase> {
        let mut bases = self.bases.iter_mut();
        bases.find_map(|(of, base)| (of == query).then_some(base))
    }

    /// The base of a query; it is made where there is none.
    fn base_of(&mut self, query: QueryRequest) -> &mut QueryBase {
        let at = self.bases.iter().position(|(of, _)| *of == query);
        let at = at.unwrap_or_else(|| {
            self.bases.push((query, QueryBase::default()));
            self.bases.len() - 1
        });
        &mut self.bases[at].1
    }
}

/// Takes what belongs to a submission out of a list.
fn take_of<T>(list: &mut Vec<(SubmissionId, T)>, id: SubmissionId) -> Vec<T> {
    let (of_it, others): (Vec<_>, Vec<_>) =
        mem::take(list).into_iter().partition(|(of, _)| *of == id);
    *list = others;
    of_it.into_iter().map(|(_, item)| item).collect()
}

fn with<R>(f: impl FnOnce(&mut Updates) -> R) -> R {
    state::with(f)
}

/// Numbers the requests of this page, so that of two values of one version the later request's wins.
pub(crate) fn next_request() -> u64 {
    with(|updates| {
        updates.requests += 1;
        updates.requests
    })
}

/// The page came with a value of this query, as the server had read it at this version.
pub(super) fn begins_with(query: QueryRequest, version: Version) {
    with(|updates| {
        let base = updates.base_of(query);
        // Before all requests of the page.
        base.base.begins_with(Stamp {
            version,
            request: 0,
        });
    });
}

/// An update has been added to an overlay. What is called from a scope that `runs` may be in flight already.
pub(super) fn add_update(id: SubmissionId, query: Option<QueryRequest>, leave: Leave, runs: bool) {
    // A query that is not shown waits for no value.
    let query = query.filter(mounted::is_shown);
    with(|updates| match query {
        None => updates.loose.push((id, leave)),
        Some(query) => {
            let base = updates.base_of(query.clone());
            base.base.add(id);
            if runs {
                base.base.sent(id);
            }
            base.leaves.push((id, leave));
            updates.of_submission.push((id, query));
        }
    });
}

/// A submission is in flight: from now on values may contain its row.
pub(super) fn sent(id: SubmissionId) {
    with(|updates| {
        let on = mem::take(&mut updates.of_submission);
        for (_, query) in on.iter().filter(|(of, _)| *of == id) {
            if let Some(base) = updates.base(query) {
                base.base.sent(id);
            }
        }
        updates.of_submission = on;
    });
}

/// Nobody wants this answer any more; its values are like any others. Returns the queries to read: the answer has no
/// values of them.
pub(super) fn fresh(came: &mut Came) -> Vec<QueryRequest> {
    let Values::Along { request, .. } = came.values else {
        return Vec::new();
    };
    for value in mem::take(&mut came.answer.queries) {
        arrived(value, request);
    }
    mem::take(&mut came.answer.unread)
}

/// A submission has ended with an answer: its updates leave together with the values that come in their
/// place, and all other values are shown. Takes the values out of the answer, and returns the queries to read.
pub(super) fn ended(id: SubmissionId, came: &mut Came) -> Vec<QueryRequest> {
    let (answer, values) = (&mut came.answer, &came.values);
    let mut fresh = mem::take(&mut answer.queries);
    let mut unread = mem::take(&mut answer.unread);
    let came_true = answer.outcome.is_success();
    let changed = !answer.tags.is_empty();
    let (request, is_unread) = match values {
        Values::Along { request, named } => {
            // What was mounted since it was sent, has other arguments by now, or had no room in the request.
            if changed {
                unread.extend(mounted::shown_but_not(named));
            }
            (*request, false)
        }
        Values::Unread => (0, true),
    };
    let newest = with(|updates| updates.requests);
    end(id, |base, query| {
        let value = match take(&mut fresh, query, request) {
            Some((value, stamp)) => Fresh::Value(value, stamp),
            None if changed && (is_unread || unread.contains(query)) => {
                Fresh::Coming { after: newest }
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
    match is_unread {
        true => Vec::new(),
        false => unread,
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
    let (queries, loose) = with(|updates| {
        (
            take_of(&mut updates.of_submission, id),
            take_of(&mut updates.loose, id),
        )
    });
    for query in queries {
        let turn = with(|updates| {
            let base = updates.base(&query)?;
            Some(ended(&mut base.base, &query))
        });
        if let Some(turn) = turn {
            carry_out(&query, turn);
        }
    }
    for leave in loose {
        leave(&[id]);
    }
}

fn take(
    fresh: &mut Vec<QueryValue>,
    query: &QueryRequest,
    request: u64,
) -> Option<(Box<RawValue>, Stamp)> {
    let index = fresh.iter().position(|value| value.is_of(query))?;
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
/// is, and one that may hold the row of a pending submission is not yet.
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
    let turn = with(|updates| {
        let base = updates.base_of(query.clone());
        base.base.fresh(value.value, stamp)
    });
    let shown = turn.value.is_some();
    carry_out(&query, turn);
    shown
}

/// Nobody shows this query any more. The updates on it may still be seen, over other arguments: they leave when
/// their submissions end.
pub(crate) fn unmounted(query: &QueryRequest) {
    let base = with(|updates| {
        let at = updates.bases.iter().position(|(of, _)| of == query)?;
        Some(updates.bases.swap_remove(at).1)
    });
    let Some(base) = base else { return };
    if let Some(timer) = base.timer {
        timer.clear();
    }
    for (id, leave) in base.leaves {
        let over = with(|updates| {
            let is_pending = updates.of_submission.iter().any(|(of, _)| *of == id);
            match is_pending {
                true => {
                    updates.loose.push((id, leave));
                    None
                }
                false => Some(leave),
            }
        });
        if let Some(leave) = over {
            leave(&[id]);
        }
    }
}

fn carry_out(query: &QueryRequest, turn: Turn<Box<RawValue>>) {
    let leaves: Vec<(SubmissionId, Leave)> = with(|updates| {
        let Some(base) = updates.base(query) else {
            return Vec::new();
        };
        match turn.timer {
            Some(HoldTimer::Start { delay_ms }) => {
                let expired = query.clone();
                base.timer = set_timeout_with_handle(
                    move || {
                        let turn = with(|updates| {
                            let base = updates.base(&expired)?;
                            Some(base.base.expired())
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
        let (leaving, staying) = mem::take(&mut base.leaves)
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

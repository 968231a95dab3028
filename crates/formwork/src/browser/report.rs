//! How submissions stand: what their forms, their callers and those who look at them are told.

use super::{
    lanes::{self, Driven, Submission},
    watched,
};
use crate::{
    form::FormKey,
    hooks::{Channel, Failure, SubmissionEntry},
    submission::{Retry, Settlement, Status, SubmissionId},
};
use leptos::prelude::*;

/// Says how the submissions stand that have not ended: to their form, and to whoever looks.
pub(super) fn report(number: usize) {
    let Some((channels, newest, entries)) = lanes::with(number, |driven| {
        let newest = driven.newest.and_then(|id| driven.lane.status(id));
        let watched = driven
            .submissions
            .values()
            .any(|submission| watched::is_watched(&submission.action));
        let entries = if watched {
            entries(number, driven)
        } else {
            Vec::new()
        };
        (told_of_newest(driven), newest, entries)
    }) else {
        return;
    };
    if newest.is_some() {
        says(&channels, newest);
    }
    for (action, entry) in entries {
        watched::tell(&action, &entry, false);
    }
}

/// Who is told how a lane's newest submission stands.
fn told_of_newest(driven: &Driven) -> Vec<Channel> {
    let shown_by = driven.newest.and_then(|id| driven.shown_by(id));
    shown_by.unwrap_or_else(|| vec![driven.channel.clone()])
}

fn says(channels: &[Channel], status: Option<Status>) {
    for channel in channels {
        if channel.shared.status.get_untracked() != status {
            channel.shared.status.set(status);
        }
    }
}

/// What is under way in a lane or can be sent again, with its action.
fn entries(number: usize, driven: &Driven) -> Vec<(String, SubmissionEntry)> {
    let under_way = driven
        .lane
        .under_way()
        .map(|under_way| (under_way.id, under_way.status, under_way.slow));
    let kept = driven
        .lane
        .kept()
        .map(|(id, how)| (id, Status::Settled(how), false));
    under_way
        .chain(kept)
        .filter_map(|(id, status, slow)| {
            let submission = driven.submissions.get(&id)?;
            Some((
                submission.action.clone(),
                entry(number, id, submission, status, slow),
            ))
        })
        .collect()
}

fn entry(
    lane: usize,
    id: SubmissionId,
    submission: &Submission,
    status: Status,
    slow: bool,
) -> SubmissionEntry {
    SubmissionEntry {
        id,
        input: submission.visible.clone(),
        status,
        slow,
        lane,
    }
}

/// All submissions of an action on this page that are under way or can be sent again, the oldest first.
pub(super) fn entries_of(action: &str) -> Vec<SubmissionEntry> {
    let mut found: Vec<SubmissionEntry> = lanes::of_each(entries)
        .into_iter()
        .filter(|(of, _)| of == action)
        .map(|(_, entry)| entry)
        .collect();
    found.sort_by_key(|entry| entry.id);
    found
}

/// Everything on this page that is under way, each lane in the order of its turns, behind those that it waits for.
pub(super) fn lanes() -> Vec<Vec<(SubmissionId, Status, Submission)>> {
    let mut lanes = lanes::of_each(|_, driven| {
        let of_lane = driven.lane.under_way().filter_map(|under_way| {
            let submission = driven.submissions.get(&under_way.id)?.clone();
            Some((under_way.id, under_way.status, submission))
        });
        let key = driven.channel.shared.key.clone();
        vec![(driven.opened, key, driven.lane.gone(), of_lane.collect())]
    });
    lanes.sort_by_key(|(opened, ..)| *opened);
    let mut in_turn: Vec<(FormKey, bool, Vec<_>)> = Vec::new();
    for (_, key, is_gone, of_lane) in lanes {
        match in_turn.iter_mut().rfind(|(before, ..)| *before == key) {
            Some((_, was_gone, before)) if *was_gone => {
                before.extend::<Vec<_>>(of_lane);
                *was_gone = is_gone;
            }
            _ => in_turn.push((key, is_gone, of_lane)),
        }
    }
    in_turn.into_iter().map(|(.., of_lane)| of_lane).collect()
}

/// It has ended: whoever waits for it is told, and whoever looks.
pub(super) fn tell_end(number: usize, id: SubmissionId, status: Status) {
    let Some(Some((channels, submission, is_newest))) = lanes::with(number, |driven| {
        let submission = driven.submissions.get(&id)?.clone();
        let is_newest = driven.newest == Some(id);
        Some((told_of_newest(driven), submission, is_newest))
    }) else {
        return;
    };
    if is_newest {
        says(&channels, Some(status));
    }
    // Of an answer the caller has been told with what it says.
    if let Some(caller) = &submission.caller
        && !matches!(status, Status::Settled(how) if how != Settlement::Unanswered)
    {
        caller.tell(Err(status));
    }
    // What can be sent again is listed until it is forgotten.
    let is_last = !matches!(status, Status::Settled(how) if how.retry() == Retry::SameId);
    if !submission.action.is_empty() {
        watched::tell(
            &submission.action,
            &entry(number, id, &submission, status, false),
            is_last,
        );
    }
}

/// It was not accepted, and was never in a lane: whoever looks is told.
pub(super) fn tell_unsent(lane: usize, id: SubmissionId, submission: &Submission, status: Status) {
    if !submission.action.is_empty() {
        let entry = entry(lane, id, submission, status, false);
        watched::tell(&submission.action, &entry, true);
    }
}

/// Says of a submission without an answer what is the matter.
pub(super) fn tell(number: usize, id: SubmissionId, failure: Failure) {
    let shown_by = lanes::with(number, |driven| driven.shown_by(id));
    for channel in shown_by.flatten().into_iter().flatten() {
        channel.fail(failure.clone(), id, lanes::newest_id());
    }
}

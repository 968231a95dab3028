//! What a form says of its own submissions, of those of its buttons' hooks, and of those from before it was there
//! again: that something is under way, and slow.

use super::{
    lanes::{self, Submission, number_of, with},
    leave,
};
use crate::{hooks::Channel, submission::SubmissionId};
use leptos::prelude::*;

/// What a form or hook says of a submission while it is under way.
pub(super) fn says(channel: &Channel, submission: &Submission) {
    let shared = &channel.shared;
    shared.data.set(Some(submission.visible.clone()));
    shared.sent_to.set(Some(submission.action.clone()));
    shared.submitter.set(submission.submitter.clone());
}

/// Whether something of a form's own, or of another lane for it, is under way.
pub(super) fn update(channel: &Channel) {
    let others = lanes::at_work_for(channel);
    let is_its = |number: &usize| lanes::has_key(*number, &channel.shared.key);
    let own = with(number_of(channel), |driven| {
        driven.lane.pending() || driven.renews.is_some()
    })
    .unwrap_or_default()
        || others.iter().any(is_its);
    let busy = own || !others.is_empty();
    let shared = &channel.shared;
    for (signal, now) in [(&shared.pending, own), (&shared.busy, busy)] {
        if signal.get_untracked() != now {
            signal.set(now);
        }
    }
    if !busy {
        shared.data.set(None);
        shared.sent_to.set(None);
        shared.submitter.set(None);
        shared.progress.set(None);
    }
    leave::asks_before_leaving(lanes::any_pending());
}

/// Something of a lane is slow, or no longer: whoever says how it stands says so.
pub(super) fn slow_changed(number: usize) {
    let channels = with(number, |driven| {
        let others = driven.submissions.values().flat_map(|it| &it.others);
        std::iter::once(&driven.channel)
            .chain(others)
            .cloned()
            .collect::<Vec<_>>()
    });
    channels.iter().flatten().for_each(update_slow);
}

/// Whether something of a form's own, or of another lane for it, is slow.
fn update_slow(channel: &Channel) {
    let number = number_of(channel);
    let mut lanes = lanes::at_work_for(channel);
    lanes.push(number);
    let is_slow = |number| with(number, |driven| driven.lane.slow()).unwrap_or_default();
    let slow = lanes.into_iter().any(is_slow);
    if channel.shared.slow.get_untracked() != slow {
        channel.shared.slow.set(slow);
    }
}

/// A submission of this lane is under way for others, or no longer.
pub(super) fn changed_for_others(number: usize, id: SubmissionId) {
    let others = with(number, |driven| {
        Some(driven.submissions.get(&id)?.others.clone())
    });
    for other in others.flatten().into_iter().flatten() {
        update(&other);
        update_slow(&other);
    }
}

//! What a form says of its own submissions, of those of its buttons' hooks, and of those from before it was there
//! again: that something is under way, and slow.

use super::{
    lanes::{self, Submission, number_of, with},
    leave,
};
use crate::{hooks::Channel, submission::SubmissionId};
use leptos::prelude::*;
use std::cell::RefCell;

/// A submission under way of another lane: of a button's hook, or of what stood here before.
struct Guest {
    id: SubmissionId,
    /// The number of that lane.
    number: usize,
    /// Who says so.
    form: Channel,
}

impl Guest {
    /// Whether it is the form's own, from before.
    fn is_own(&self) -> bool {
        let key = |channel: &Channel| channel.shared.key.clone();
        with(self.number, |driven| key(&driven.channel)) == Some(key(&self.form))
    }
}

thread_local! {
    static GUESTS: RefCell<Vec<Guest>> = const { RefCell::new(Vec::new()) };
}

/// A submission of another lane is under way for a form or hook.
pub(super) fn begins(id: SubmissionId, number: usize, form: &Channel) {
    let guest = Guest {
        id,
        number,
        form: form.clone(),
    };
    GUESTS.with_borrow_mut(|guests| guests.push(guest));
    update(form);
    update_slow(form);
}

/// Those who have said of a submission that it is under way, and are gone.
pub(super) fn forgets_the_gone(id: SubmissionId) {
    let is_left = |guest: &Guest| guest.id != id || lanes::is_there(&guest.form);
    GUESTS.with_borrow_mut(|guests| guests.retain(is_left));
}

/// The other lanes in which something is under way for a form or hook.
pub(super) fn other_lanes(form: &Channel) -> Vec<usize> {
    guests_of(form, |_| true)
}

/// Those of them that are its own, from before it was there again.
pub(super) fn earlier_lanes(form: &Channel) -> Vec<usize> {
    guests_of(form, Guest::is_own)
}

fn guests_of(form: &Channel, which: impl Fn(&Guest) -> bool) -> Vec<usize> {
    let number = number_of(form);
    GUESTS.with_borrow(|guests| {
        let of_form = guests
            .iter()
            .filter(|guest| number_of(&guest.form) == number && which(guest));
        of_form.map(|guest| guest.number).collect()
    })
}

/// What a form or hook says of a submission while it is under way.
pub(super) fn says(channel: &Channel, submission: &Submission) {
    let shared = &channel.shared;
    shared.data.set(Some(submission.visible.clone()));
    shared.sent_to.set(Some(submission.action.clone()));
    shared.submitter.set(submission.submitter.clone());
}

/// Whether something of a form's own, or of another lane for it, is under way.
pub(super) fn update(channel: &Channel) {
    let number = number_of(channel);
    let own = with(number, |driven| driven.lane.pending()).unwrap_or_default()
        || !earlier_lanes(channel).is_empty();
    let busy = own || !other_lanes(channel).is_empty();
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

/// Something of a lane is slow, or no longer: its form says so, and those whose buttons have the lane's hook.
pub(super) fn slow_changed(number: usize) {
    let forms = GUESTS.with_borrow(|guests| {
        let of_lane = guests.iter().filter(|guest| guest.number == number);
        of_lane.map(|guest| guest.form.clone()).collect::<Vec<_>>()
    });
    let own = with(number, |driven| driven.channel.clone());
    own.iter().chain(&forms).for_each(update_slow);
}

/// Whether something of a form's own, or of another lane for it, is slow.
fn update_slow(channel: &Channel) {
    let number = number_of(channel);
    let mut lanes = other_lanes(channel);
    lanes.push(number);
    let is_slow = |number| with(number, |driven| driven.lane.slow()).unwrap_or_default();
    let slow = lanes.into_iter().any(is_slow);
    if channel.shared.slow.get_untracked() != slow {
        channel.shared.slow.set(slow);
    }
}

/// A submission is no longer under way: its form may have been waiting for it.
pub(super) fn ended(id: SubmissionId) {
    let ended = GUESTS.with_borrow_mut(|guests| {
        let ended = guests.extract_if(.., |guest| guest.id == id);
        ended.collect::<Vec<_>>()
    });
    for Guest { form, .. } in ended {
        update(&form);
        update_slow(&form);
    }
}

//! What a form says of its own submissions and of those of its buttons' hooks: that something is under way, and slow.

use super::{
    lanes::{self, Submission, number_of, with},
    leave,
};
use crate::{hooks::Channel, submission::SubmissionId};
use leptos::prelude::*;
use std::cell::RefCell;

/// A submission under way of a button's hook.
struct Guest {
    id: SubmissionId,
    /// The number of the hook's channel.
    number: usize,
    form: Channel,
}

thread_local! {
    static GUESTS: RefCell<Vec<Guest>> = const { RefCell::new(Vec::new()) };
}

/// A submission of a button's hook is under way in a form.
pub(super) fn begins(id: SubmissionId, number: usize, form: &Channel) {
    let guest = Guest {
        id,
        number,
        form: form.clone(),
    };
    GUESTS.with_borrow_mut(|guests| guests.push(guest));
    update(form);
}

/// A form that is there again goes on with what its buttons' hooks have under way since before.
pub(super) fn takes_over(form: &Channel) {
    let is_of_it = |other: &Channel| {
        other.shared.key == form.shared.key
            && number_of(other) != number_of(form)
            && !lanes::is_there(other)
    };
    let taken: Vec<SubmissionId> = GUESTS.with_borrow_mut(|guests| {
        let of_form = guests.iter_mut().filter(|guest| is_of_it(&guest.form));
        let taken = of_form.map(|guest| {
            guest.form = form.clone();
            guest.id
        });
        taken.collect()
    });
    lanes::for_each_submission(|_, id, submission| {
        if taken.contains(&id) {
            submission.of_form = Some(form.clone());
            if Some(&id) == taken.iter().max() {
                says(form, submission);
            }
        }
    });
    if !taken.is_empty() {
        update(form);
        update_slow(form);
    }
}

/// What a form or hook says of a submission while it is under way.
pub(super) fn says(channel: &Channel, submission: &Submission) {
    let shared = &channel.shared;
    shared.data.set(Some(submission.visible.clone()));
    shared.sent_to.set(Some(submission.action.clone()));
    shared.submitter.set(submission.submitter.clone());
}

/// The lanes in which submissions of the form's buttons are under way.
pub(super) fn lanes_of_buttons(form: &Channel) -> Vec<usize> {
    let number = number_of(form);
    GUESTS.with_borrow(|guests| {
        let of_form = guests
            .iter()
            .filter(|guest| number_of(&guest.form) == number);
        of_form.map(|guest| guest.number).collect()
    })
}

/// Whether something of a form's own, or of its buttons' hooks, is under way.
pub(super) fn update(channel: &Channel) {
    let number = number_of(channel);
    let own = with(number, |driven| driven.lane.pending()).unwrap_or_default();
    let busy = own || !lanes_of_buttons(channel).is_empty();
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

/// Whether something of a form's own, or of its buttons' hooks, is slow.
fn update_slow(channel: &Channel) {
    let number = number_of(channel);
    let mut lanes = lanes_of_buttons(channel);
    lanes.push(number);
    let is_slow = |number| with(number, |driven| driven.lane.slow()).unwrap_or_default();
    let slow = lanes.into_iter().any(is_slow);
    if channel.shared.slow.get_untracked() != slow {
        channel.shared.slow.set(slow);
    }
}

/// A submission is no longer under way: its form may have been waiting for it.
pub(super) fn ended(id: SubmissionId) {
    let form = GUESTS.with_borrow_mut(|guests| {
        let index = guests.iter().position(|guest| guest.id == id)?;
        Some(guests.swap_remove(index).form)
    });
    if let Some(form) = form {
        update(&form);
        update_slow(&form);
    }
}

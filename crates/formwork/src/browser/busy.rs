//! What a form says of its own submissions and of those of its buttons' hooks: that something is under way, and slow.

use super::{
    lanes::{self, number_of, with},
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

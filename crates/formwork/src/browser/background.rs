//! What has outlived its form before it was sent: it is sent in the background, one after the other.

use super::{
    dom,
    drive::{Submission, Values, Work},
    scope::Scoped,
    send, updates,
};
use crate::submission::SubmissionId;
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};

thread_local! {
    static WAITING: RefCell<VecDeque<(SubmissionId, Submission)>> = const { RefCell::new(VecDeque::new()) };
    static RUNS: Cell<bool> = const { Cell::new(false) };
}

/// Sends a submission after those that came before it.
pub(super) fn send(id: SubmissionId, submission: Submission) {
    WAITING.with_borrow_mut(|waiting| waiting.push_back((id, submission)));
    if RUNS.replace(true) {
        return;
    }
    leptos::task::spawn_local(async {
        while let Some((id, submission)) = WAITING.with_borrow_mut(VecDeque::pop_front) {
            let request = updates::next_request();
            let (url, data) = match submission.work {
                Work::Post { url, data } => (url, data),
                Work::Closure(closure) => {
                    let scoped = Scoped::new(id, dom::new_id(), || closure(submission.visible));
                    let (_, came_true) = scoped.await;
                    updates::scope_ended(id, came_true);
                    continue;
                }
            };
            match send::post(&url, &data, None, |_| {}).await {
                Ok(mut answer) => updates::ended(id, &mut answer, Values::Along { request }),
                Err(_) => updates::came_to_nothing(id),
            }
        }
        RUNS.set(false);
    });
}

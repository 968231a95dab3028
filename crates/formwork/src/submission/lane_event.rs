//! What goes into a [`Lane`](super::Lane), and what comes out.

use super::{Settlement, Status, SubmissionId};

/// What was pressed, and with what content: the guard against accidental repeats compares it.
///
/// Both numbers are opaque here. Two presses of one button with the same form data must give equal
/// ones; a submission without a button counts as one by the form's default button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Press {
    /// The button of the form.
    pub button: u64,
    /// A digest of the form's data.
    pub content: u64,
}

/// Which clock of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// Until it counts as slow.
    Slow,
    /// Until it is sent again.
    Retry,
}

/// Something that happened. What does not fit a submission's status (a late or doubled answer, the failure
/// of an earlier attempt, an unknown id) is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaneEvent {
    /// A person or a program submits.
    Submit {
        /// The new submission. One that the lane already holds is ignored.
        id: SubmissionId,
        /// What was pressed; `None` for a call by the program, which is never taken for a repeat.
        press: Option<Press>,
    },
    /// The bridge has sent this one before hydration. It is under way from the first frame, as attempt 1,
    /// whatever the policy. What the bridge has queued but not sent is an ordinary [`LaneEvent::Submit`].
    Adopt {
        /// The submission.
        id: SubmissionId,
        /// What was pressed.
        press: Option<Press>,
    },
    /// The person changed something in the form: the next press is a new one.
    Edited,
    /// The answer to an attempt has come.
    Answered {
        /// The submission.
        id: SubmissionId,
        /// Which attempt, as [`LaneEffect::Send`] numbered it.
        attempt: u32,
        /// What the answer said. `Unanswered` is no answer; it is for the machine itself.
        how: Settlement,
    },
    /// An attempt ended without an answer.
    NetworkFailed {
        /// The submission.
        id: SubmissionId,
        /// Which attempt.
        attempt: u32,
        /// Whether sending it again by itself makes sense; `false` for what fails every time, such as a request
        /// that a content policy blocks. The person can always retry.
        retryable: bool,
    },
    /// The driver's patience with an attempt has ended. Must be longer than the action's own deadline.
    TimedOut {
        /// The submission.
        id: SubmissionId,
        /// Which attempt.
        attempt: u32,
    },
    /// A timer that [`LaneEffect::StartTimer`] asked for has run out.
    TimerFired {
        /// The submission.
        id: SubmissionId,
        /// Which of its timers.
        timer: Timer,
    },
    /// The browser is online again: what waits for a retry is sent now. Only a hint; without it the timers do it.
    Online,
    /// The person wants this one sent again: one that waits, or one that settled with [`Retry::SameId`](super::Retry).
    Retry {
        /// The submission.
        id: SubmissionId,
    },
    /// The person wants this one no longer.
    Cancel {
        /// The submission.
        id: SubmissionId,
    },
    /// Nothing that is under way is wanted any longer.
    CancelAll,
    /// A settled submission that could be sent again will not be.
    Dismiss {
        /// The submission.
        id: SubmissionId,
    },
    /// The seals of this submission's page are out of date, and fresh ones are on their way: nothing is sent until
    /// [`LaneEvent::Renewed`].
    Renewing {
        /// The submission that was answered as stale.
        id: SubmissionId,
    },
    /// They are there, or will not come.
    Renewed,
}

/// Something for the driver to do. All effects of one event belong to one turn.
///
/// Every accepted submission ends with exactly one of `Settle`, `Cancelled` or `Superseded`, every other one with
/// `Joined` or `Ignored`: see [`LaneEffect::end`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaneEffect {
    /// Build the request now, from the state as it is now, and send it.
    Send {
        /// The submission.
        id: SubmissionId,
        /// 1 for the first. A later one must carry the same id and the same input.
        attempt: u32,
        /// The last submission of this lane that was answered before: the state it left is the state before
        /// this one.
        after: Option<SubmissionId>,
    },
    /// Close the connection of this one and report nothing more about it. The run on the server goes on.
    Abort {
        /// The submission.
        id: SubmissionId,
    },
    /// Tell the server to stop this run, by its id, and close its connection if there is one.
    CancelRun {
        /// The submission.
        id: SubmissionId,
    },
    /// It has ended. With [`Retry::SameId`](super::Retry) its input is kept until [`LaneEffect::Forget`].
    Settle {
        /// The submission.
        id: SubmissionId,
        /// How.
        how: Settlement,
    },
    /// It has ended: cancelled.
    Cancelled {
        /// The submission.
        id: SubmissionId,
    },
    /// It has ended unsent: a newer one takes its place.
    Superseded {
        /// The submission.
        id: SubmissionId,
        /// The newer one.
        by: SubmissionId,
    },
    /// It was not accepted: another one is under way.
    Ignored {
        /// The submission.
        id: SubmissionId,
        /// The one under way.
        by: SubmissionId,
    },
    /// It was not accepted as another one: it is the same press. Who waits for `id` waits for `with`.
    Joined {
        /// The submission.
        id: SubmissionId,
        /// The one it is.
        with: SubmissionId,
    },
    /// A settled submission is under way again: its optimistic update is put back.
    Resumed {
        /// The submission.
        id: SubmissionId,
    },
    /// A settled submission can no longer be sent again: its input can go.
    Forget {
        /// The submission.
        id: SubmissionId,
    },
    /// Raise [`LaneEvent::TimerFired`] after this time.
    StartTimer {
        /// The submission.
        id: SubmissionId,
        /// Which of its timers. It is not running.
        timer: Timer,
        /// Milliseconds from now.
        delay_ms: u32,
    },
    /// Stop a running timer.
    StopTimer {
        /// The submission.
        id: SubmissionId,
        /// Which of its timers. It is running.
        timer: Timer,
    },
    /// Whether something of this lane is under way has changed.
    PendingChanged(bool),
    /// Whether something of this lane is slow has changed.
    SlowChanged(bool),
}

impl LaneEffect {
    /// The submission that this effect ends, with its last status.
    pub const fn end(self) -> Option<(SubmissionId, Status)> {
        match self {
            Self::Settle { id, how } => Some((id, Status::Settled(how))),
            Self::Cancelled { id } => Some((id, Status::Cancelled)),
            Self::Superseded { id, by } => Some((id, Status::Superseded { by })),
            Self::Ignored { id, by } => Some((id, Status::Ignored { by })),
            Self::Joined { id, with } => Some((id, Status::Joined { with })),
            _ => None,
        }
    }
}

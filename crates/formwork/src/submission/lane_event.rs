//! What goes into a [`Lane`](super::Lane), and what comes out.

use super::{SubmissionEnd, SubmissionId, SubmissionStatus};

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

/// Something that happened in a lane. What does not fit a submission's status is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaneEvent {
    /// The user or a program submits. Without a press it is never taken for a repeat.
    Submit {
        id: SubmissionId,
        press: Option<Press>,
    },
    /// The bridge has sent this one. It is pending from the first frame, as attempt 1, whatever the policy.
    Adopt {
        id: SubmissionId,
        press: Option<Press>,
    },
    /// The user changed something in the form: the next press is a new one.
    Edited,
    /// The answer to an attempt has come. `Unanswered` is no answer; it is for the lane itself.
    Answered {
        id: SubmissionId,
        attempt: u32,
        how: SubmissionEnd,
    },
    /// An attempt ended without an answer. Not `retryable` is what fails every time, such as a request that a content
    /// policy blocks; the user can always retry.
    NetworkFailed {
        id: SubmissionId,
        attempt: u32,
        retryable: bool,
        /// How long the server asks to wait before that, in milliseconds; 0 where it asks for nothing.
        after_ms: u32,
    },
    /// The driver's patience with an attempt has ended.
    TimedOut { id: SubmissionId, attempt: u32 },
    /// A timer that [`LaneEffect::StartTimer`] asked for has run out.
    TimerFired { id: SubmissionId, timer: Timer },
    /// The browser is online again: what waits for a retry is sent now. Only a hint; without it the timers do it.
    Online,
    /// The user wants this one sent again: one that waits, or one that settled with [`Retry::SameId`](super::Retry).
    Retry { id: SubmissionId },
    /// The user wants this one no longer.
    Cancel { id: SubmissionId },
    /// Nothing that is pending is wanted any longer.
    CancelAll,
    /// A settled submission that could be sent again will not be.
    Dismiss { id: SubmissionId },
    /// The seals of this submission's page are out of date, and fresh ones are on their way: nothing is sent until
    /// [`LaneEvent::Renewed`].
    Renewing { id: SubmissionId },
    /// They are there, or will not come.
    Renewed,
}

/// Something to do for a lane.
///
/// Every accepted submission ends with exactly one of `Settle`, `Cancelled` or `Superseded`, every other one with
/// `Joined` or `Ignored`: see [`LaneEffect::end`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaneEffect {
    /// Send it. `after`: the last submission of this lane that was answered before; the state it left is the state
    /// before this one.
    Send {
        id: SubmissionId,
        attempt: u32,
        after: Option<SubmissionId>,
    },
    /// Close the connection of this one and report nothing more about it. The run on the server goes on.
    Abort { id: SubmissionId },
    /// Tell the server to stop this run, by its id, and close its connection if there is one.
    CancelRun { id: SubmissionId },
    /// It has ended. With [`Retry::SameId`](super::Retry) its input is kept until [`LaneEffect::Forget`].
    Settle {
        id: SubmissionId,
        how: SubmissionEnd,
    },
    /// It has ended: cancelled.
    Cancelled { id: SubmissionId },
    /// It has ended unsent: a newer one takes its place.
    Superseded { id: SubmissionId, by: SubmissionId },
    /// It was not accepted: another one is pending.
    Ignored { id: SubmissionId, by: SubmissionId },
    /// It was not accepted as another one: it is the same press. Who waits for `id` waits for `with`.
    Joined {
        id: SubmissionId,
        with: SubmissionId,
    },
    /// A settled submission is pending again: its optimistic update is put back.
    Resumed { id: SubmissionId },
    /// A settled submission can no longer be sent again: its input can go.
    Forget { id: SubmissionId },
    /// Raise [`LaneEvent::TimerFired`] after this time. The timer is not running.
    StartTimer {
        id: SubmissionId,
        timer: Timer,
        delay_ms: u32,
    },
    /// Stop a running timer.
    StopTimer { id: SubmissionId, timer: Timer },
    /// Whether something of this lane is pending has changed.
    PendingChanged(bool),
    /// Whether something of this lane is slow has changed.
    SlowChanged(bool),
}

impl LaneEffect {
    /// The submission that this effect ends, with its last status.
    pub const fn end(self) -> Option<(SubmissionId, SubmissionStatus)> {
        match self {
            Self::Settle { id, how } => Some((id, SubmissionStatus::Settled(how))),
            Self::Cancelled { id } => Some((id, SubmissionStatus::Cancelled)),
            Self::Superseded { id, by } => Some((id, SubmissionStatus::Superseded { by })),
            Self::Ignored { id, by } => Some((id, SubmissionStatus::Ignored { by })),
            Self::Joined { id, with } => Some((id, SubmissionStatus::Joined { with })),
            _ => None,
        }
    }
}

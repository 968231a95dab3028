//! Where a submission is in its life.

use super::SubmissionId;

/// Where a submission is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubmissionStatus {
    /// It waits for its turn. It has not been sent, or not again.
    Queued,
    /// Its request is in flight.
    Sending,
    /// The network failed; it is retried automatically, for a minute at most.
    Waiting,
    /// It has ended, in this way.
    Settled(SubmissionEnd),
    /// The user or the program cancelled it.
    Cancelled,
    /// Never sent: a newer one replaced it ([`Policy::Latest`](super::Policy::Latest)).
    Superseded {
        /// The newer one.
        by: SubmissionId,
    },
    /// Never sent: another one was pending ([`Policy::Drop`](super::Policy::Drop)).
    Ignored {
        /// The pending one.
        by: SubmissionId,
    },
    /// Never sent: it was the same press as another one, whose end is its end too.
    Joined {
        /// The other one.
        with: SubmissionId,
    },
}

impl SubmissionStatus {
    /// Whether it is queued, sending or waiting.
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Waiting)
    }
}

/// How a submission ended: what the action answered, or that no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubmissionEnd {
    /// The action ran and returned its value.
    Done,
    /// The input was not valid; the user corrects it.
    Invalid,
    /// The action ran and redirects.
    Redirect,
    /// The guard or the action refused it, with a 4xx status. It can be retried.
    Refused,
    /// It came from an older page or an older build: the form asks for a confirmation. Nothing ran.
    Stale,
    /// The action failed.
    Failed,
    /// The action was stopped while it ran: by a cancel, a deadline or a crash.
    Interrupted,
    /// No answer came: offline, a lost connection, or no answer in time. It may have run.
    Unanswered,
}

impl SubmissionEnd {
    /// Whether the action did what it was asked for, so that its optimistic update came true.
    pub const fn came_true(self) -> bool {
        matches!(self, Self::Done | Self::Redirect)
    }

    /// What trying once more means for a submission that ended this way.
    pub const fn retry(self) -> Retry {
        match self {
            Self::Refused | Self::Unanswered => Retry::SameId,
            Self::Failed | Self::Interrupted => Retry::NewId,
            Self::Done | Self::Invalid | Self::Redirect | Self::Stale => Retry::Never,
        }
    }
}

/// What trying once more means for a submission that has settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// The same submission is sent again ([`Event::Retry`](super::Event::Retry)): nothing ran, or if it
    /// did, the server answers with what came of it. The lane keeps it ready.
    SameId,
    /// It has run, at least in part, and an id runs once. To run it once more is another submission with
    /// the same input, and a decision of the user.
    NewId,
    /// There is nothing to try again: it succeeded, or the same input would end the same way.
    Never,
}

/// One pending submission, as [`Lane::under_way`](super::Lane::under_way) lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnderWay {
    /// The submission.
    pub id: SubmissionId,
    /// Queued, sending or waiting.
    pub status: SubmissionStatus,
    /// How often it has been sent.
    pub attempt: u32,
    /// Whether it has been pending for longer than [`Options::slow_ms`](super::Options::slow_ms).
    pub slow: bool,
}

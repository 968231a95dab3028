//! What goes into a [`Page`](super::Page), and what comes out.

use super::{FormDo, Policy, Press, Reset, Settlement, Status, SubmissionId, Timer};
use std::sync::Arc;

/// Names a lane: the key of a form or hook, or of the calls of an action.
pub type Key = Arc<str>;

/// A form or hook, from when it is made until its owner goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ViewId(pub u64);

/// A form element of a view, while it is in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormId(pub u64);

/// What the page knows of a submission. The digests and the path are opaque numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The lane that it takes its turn in.
    pub lane: Key,
    /// What the action, or the form, says of several under way.
    pub policy: Policy,
    /// After how many milliseconds it counts as slow.
    pub slow_ms: u32,
    /// The form or hook of the lane; a button's hook, where the button has its own action.
    pub view: Option<ViewId>,
    /// Whether the answer makes the state of that hook: a button without a hook may have another action.
    pub makes_state: bool,
    /// Whether it is a call, which nobody shows.
    pub is_call: bool,
    /// The form that it was pressed in.
    pub form: Option<FormId>,
    /// The key of that form, where another form in its place may take it up.
    pub place: Option<Key>,
    /// The hidden fields of the form: they may name a row.
    pub hidden: Option<u64>,
    /// The button, where it has a name: its value may name a row.
    pub button: Option<u64>,
    /// What the guard against accidental repeats compares; `None` where repeats count, and for calls.
    pub press: Option<Press>,
    /// What the form held.
    pub typed: Option<u64>,
    /// When the form is emptied.
    pub reset: Reset,
    /// The page that was shown.
    pub path: u64,
}

/// How an attempt has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// With an answer.
    Answer {
        /// What it said. `Unanswered` is no answer; it is for the machine itself.
        how: Settlement,
        /// Whether it is a redirect to the page that is shown.
        stays: bool,
    },
    /// Without one.
    Lost {
        /// Whether sending it again by itself makes sense.
        retryable: bool,
    },
    /// The driver's patience has ended. It must be longer than the action's own deadline.
    TimedOut,
}

/// Something that happened. What does not fit a submission's status (a late or doubled answer, the failure of an
/// earlier attempt, an unknown id) is ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A form or hook is made.
    Opened {
        /// The view.
        view: ViewId,
        /// The lane that it shows.
        key: Key,
    },
    /// Its owner goes. What is under way goes on as ever.
    Closed {
        /// The view.
        view: ViewId,
    },
    /// A form element is in the document.
    Attached {
        /// The element.
        form: FormId,
        /// The view that it belongs to.
        view: ViewId,
        /// Its hidden fields.
        hidden: u64,
        /// Its named buttons.
        buttons: Vec<u64>,
    },
    /// The element has left the document.
    Detached {
        /// The element.
        form: FormId,
    },
    /// The driver has emptied a form.
    Emptied {
        /// The submission that it was emptied for.
        id: SubmissionId,
        /// What it holds now.
        holds: Option<u64>,
    },
    /// A person changed something in a form of this view: the next press is a new one.
    Edited {
        /// The view.
        view: ViewId,
    },
    /// A person or a program submits.
    Submitted {
        /// The new submission. One that the page already holds is ignored.
        id: SubmissionId,
        /// What is known of it.
        facts: Facts,
    },
    /// The bridge has sent this one before hydration: it is in the air, as attempt 1.
    Adopted {
        /// The submission.
        id: SubmissionId,
        /// What is known of it.
        facts: Facts,
    },
    /// An attempt has ended.
    Replied {
        /// The submission.
        id: SubmissionId,
        /// Which attempt, as [`Effect::Send`] numbered it.
        attempt: u32,
        /// How.
        reply: Reply,
    },
    /// A timer has run out.
    Fired {
        /// The submission.
        id: SubmissionId,
        /// Which of its timers.
        timer: Timer,
    },
    /// Fresh seals are there for the form of this submission, or will not come.
    Renewed {
        /// The submission.
        id: SubmissionId,
    },
    /// The bridge has ignored a press in a form of this view, since another one was under way.
    Ignored {
        /// The press.
        id: SubmissionId,
        /// The view.
        view: ViewId,
    },
    /// The browser is online again: what waits for a retry is sent now.
    Online,
    /// The person wants what this view shows sent now.
    RetryAll {
        /// The view.
        view: ViewId,
    },
    /// The person wants this one sent again.
    Retry {
        /// The submission.
        id: SubmissionId,
    },
    /// The person wants this one no longer.
    Cancel {
        /// The submission.
        id: SubmissionId,
    },
    /// One that could be sent again will not be.
    Dismiss {
        /// The submission.
        id: SubmissionId,
    },
}

/// How a view stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ViewState {
    /// Something of its own lane is under way, which it shows.
    pub pending: bool,
    /// The same, or something of a button's hook in its form.
    pub busy: bool,
    /// Something of that is slow.
    pub slow: bool,
    /// Where the newest submission is in its life.
    pub status: Option<Status>,
    /// Whose data, button and progress it shows: the newest under way.
    pub current: Option<SubmissionId>,
}

/// What a view says of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// What its answer says: issues, a failure, or nothing after success.
    Answer,
    /// No answer yet; it is sent again by itself.
    Waiting,
    /// No answer came.
    Unanswered,
    /// It was cancelled.
    Cancelled,
    /// Another one was under way.
    Ignored,
}

/// Something for the driver to do. All effects of one event belong to one turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is under way, newly or again: run the form's `on_submit`, show its updates.
    Accepted {
        /// The submission.
        id: SubmissionId,
        /// The form that shows it.
        form: Option<FormId>,
    },
    /// Build the request now, from the state as it is now, and send it.
    Send {
        /// The submission.
        id: SubmissionId,
        /// 1 for the first. A later one carries the same id and the same input.
        attempt: u32,
        /// Whether it is sent with the state that the one before it left.
        with_state: bool,
        /// The view that has this state, where one is there.
        view: Option<ViewId>,
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
    /// Raise [`Event::Fired`] after this time.
    Start {
        /// The submission.
        id: SubmissionId,
        /// Which of its timers. It is not running.
        timer: Timer,
        /// Milliseconds from now.
        delay_ms: u32,
    },
    /// Stop a running timer.
    Stop {
        /// The submission.
        id: SubmissionId,
        /// Which of its timers. It is running.
        timer: Timer,
    },
    /// Nobody wants this answer any more. The fresh values in it are shown like any others.
    Fresh {
        /// The submission.
        id: SubmissionId,
    },
    /// Its updates leave: with an answer, together with the fresh values in that.
    Values {
        /// The submission.
        id: SubmissionId,
        /// Whether there is an answer.
        answered: bool,
    },
    /// The hook of this view takes its state and seal from the answer.
    State {
        /// The view.
        view: ViewId,
        /// The submission.
        id: SubmissionId,
    },
    /// The view says this, or nothing any more.
    Say {
        /// The view.
        view: ViewId,
        /// Of which submission, and what.
        notice: Option<(SubmissionId, Notice)>,
    },
    /// A form changes.
    Form {
        /// The element.
        form: FormId,
        /// For which submission.
        id: SubmissionId,
        /// How.
        what: FormDo,
    },
    /// The view has changed.
    View {
        /// The view.
        view: ViewId,
        /// How it stands now.
        state: ViewState,
    },
    /// Its answer is wanted: the caller gets it, and what is rendered for it finds it.
    Answered {
        /// The submission.
        id: SubmissionId,
        /// Its lane.
        lane: Key,
        /// The view of its lane that shows it, where one is there.
        view: Option<ViewId>,
    },
    /// Follow the redirect in its answer.
    Follow {
        /// The submission.
        id: SubmissionId,
    },
    /// It stands like this now.
    Status {
        /// The submission.
        id: SubmissionId,
        /// Where it is in its life.
        status: Status,
        /// Whether it is slow.
        slow: bool,
    },
    /// Nothing is kept of it any more.
    Forget {
        /// The submission.
        id: SubmissionId,
    },
}

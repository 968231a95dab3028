//! What goes into a [`Page`](super::Page), and what comes out.

use super::{
    FormDo, Policy, Press, Reset, SLOW_MS, SubmissionEnd, SubmissionId, SubmissionStatus, Timer,
};
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
    /// The policy of the action, or of the form, for several pending ones.
    pub policy: Policy,
    /// After how many milliseconds it counts as slow.
    pub slow_ms: u32,
    /// The form or hook of the lane; a button's hook, where the button has its own action.
    pub view: Option<ViewId>,
    /// Whether the answer makes the state of that hook: a button without a hook may have another action.
    pub makes_state: bool,
    /// Whether it is a call, which no form or hook shows.
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
    /// When the form is reset.
    pub reset: Reset,
    /// The page that was shown.
    pub path: u64,
}

impl Facts {
    /// Of a submission that comes from no form: a call, or one that a program makes.
    pub fn of_no_form(lane: Key, policy: Policy, path: u64) -> Self {
        Self {
            lane,
            policy,
            slow_ms: SLOW_MS,
            view: None,
            makes_state: false,
            is_call: false,
            form: None,
            place: None,
            hidden: None,
            button: None,
            press: None,
            typed: None,
            reset: Reset::Never,
            path,
        }
    }
}

/// How an attempt has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// With an answer. `stays`: it is a redirect to the page that is shown.
    Answer { how: SubmissionEnd, stays: bool },
    /// Without one. `retryable`: sending it again by itself makes sense. `after_ms`: how long the server asks to wait before
    /// that; 0 where it asks for nothing.
    Lost { retryable: bool, after_ms: u32 },
    /// The driver's patience has ended. It must be longer than the action's own deadline.
    TimedOut,
}

/// Something that happened. What does not fit a submission's status (a late or doubled answer, the failure of an
/// earlier attempt, an unknown id) is ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A form or hook is made, which shows this lane.
    Opened { view: ViewId, key: Key },
    /// Its owner goes. Pending submissions go on as ever.
    Closed { view: ViewId },
    /// A form element of a view is in the document, with these hidden fields and named buttons.
    Attached {
        form: FormId,
        view: ViewId,
        hidden: u64,
        buttons: Vec<u64>,
    },
    /// The element has left the document.
    Detached { form: FormId },
    /// The driver has reset a form for a submission, and it holds this now.
    Emptied {
        id: SubmissionId,
        holds: Option<u64>,
    },
    /// The user changed something in a form of this view: the next press is a new one.
    Edited { view: ViewId },
    /// The user or a program submits. An id that the page already holds is ignored.
    Submitted { id: SubmissionId, facts: Facts },
    /// The bridge has sent this one before hydration: it is in flight, as attempt 1.
    Adopted { id: SubmissionId, facts: Facts },
    /// The bridge has ignored a press in a form of this view, since another one was pending.
    Ignored { id: SubmissionId, view: ViewId },
    /// An attempt has ended; [`Effect::Send`] numbered it.
    Replied {
        id: SubmissionId,
        attempt: u32,
        reply: Reply,
    },
    /// A timer has run out.
    Fired { id: SubmissionId, timer: Timer },
    /// Fresh seals are there for the form of this submission, or will not come.
    Renewed { id: SubmissionId },
    /// The browser is online again: what waits for a retry is sent now.
    Online,
    /// The user wants what this view shows sent now.
    RetryAll { view: ViewId },
    /// The user wants this one sent again.
    Retry { id: SubmissionId },
    /// The user wants this one no longer.
    Cancel { id: SubmissionId },
    /// One that could be sent again will not be.
    Dismiss { id: SubmissionId },
}

/// How a view stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ViewState {
    /// Something of its own lane is pending, which it shows.
    pub pending: bool,
    /// The same, or something of a button's hook in its form.
    pub busy: bool,
    /// Something of that is slow.
    pub slow: bool,
    /// Where the newest submission is in its life.
    pub status: Option<SubmissionStatus>,
    /// Whose data, button and progress it shows: the newest pending one.
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
    /// Another one was pending.
    Ignored,
}

/// Something for the driver to do. All effects of one event belong to one turn. They are carried out when the event has
/// been handled: the page may know nothing of a submission any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is pending, newly or again: run the `on_submit` of the form that shows it.
    Accepted {
        id: SubmissionId,
        form: Option<FormId>,
    },
    /// Build the request now, from the state as it is now, and send it. The first attempt is 1; a later one carries the
    /// same id and input. `with_state`: it is sent with the state that the one before it left, which `view` has.
    Send {
        id: SubmissionId,
        attempt: u32,
        with_state: bool,
        view: Option<ViewId>,
    },
    /// Close the connection of this one and report nothing more about it. The run on the server goes on.
    Abort { id: SubmissionId },
    /// Tell the server to stop this run, by its id, and close its connection if there is one.
    CancelRun { id: SubmissionId },
    /// Raise [`Event::Fired`] after this time. The timer is not running.
    Start {
        id: SubmissionId,
        timer: Timer,
        delay_ms: u32,
    },
    /// Stop a running timer.
    Stop { id: SubmissionId, timer: Timer },
    /// Nobody wants this answer any more. The fresh values in it are shown like any others.
    Fresh { id: SubmissionId },
    /// Its updates leave: with an answer, together with the fresh values in that.
    Values { id: SubmissionId, answered: bool },
    /// The hook of this view takes its state and seal from the answer.
    State { view: ViewId, id: SubmissionId },
    /// The view says this of a submission, or nothing any more.
    Say {
        view: ViewId,
        notice: Option<(SubmissionId, Notice)>,
    },
    /// A form changes for a submission.
    Form {
        form: FormId,
        id: SubmissionId,
        what: FormDo,
    },
    /// The view stands like this now.
    View { view: ViewId, state: ViewState },
    /// Its answer is wanted: the caller gets it, and what is rendered for it finds it. `view` shows its lane.
    Answered {
        id: SubmissionId,
        lane: Key,
        view: Option<ViewId>,
    },
    /// Follow the redirect in its answer.
    Follow { id: SubmissionId },
    /// It stands like this now.
    Status {
        id: SubmissionId,
        status: SubmissionStatus,
        slow: bool,
    },
    /// Nothing is kept of it any more.
    Forget { id: SubmissionId },
}

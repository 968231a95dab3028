//! The machine of the page with its queue of events, and what is kept of each submission beside what the machine knows.

use super::state;
use crate::{
    channel::{Channel, Code, End, Submitter},
    fields::FormData,
    submission::{Event, Page, SubmissionId, Timer, ViewId},
    wire::{Answer, QueryRequest},
};
use futures::channel::oneshot;
use leptos::prelude::*;
use std::{cell::Cell, collections::VecDeque, mem, rc::Rc};
use web_sys::AbortController;

/// What a submission is made of, beside what the machine knows.
pub(super) struct Held {
    pub(super) id: SubmissionId,
    /// The action's id; empty for a closure.
    pub(super) action: String,
    pub(super) work: Work,
    /// What it carries, without reserved fields.
    pub(super) visible: FormData,
    pub(super) submitter: Option<Submitter>,
    /// What had the focus in the form: a button that waits for the answer loses it.
    pub(super) focused: Option<web_sys::HtmlElement>,
    /// The form or hook of its lane, which may be gone: it has the state before this one.
    pub(super) channel: Option<Channel>,
    /// The key of the form that it was pressed in.
    pub(super) place: Option<String>,
    /// Whether the form goes on holding what was submitted, whatever the answer.
    pub(super) keeps_values: bool,
    /// The caller that waits for its end, if it is a call.
    pub(super) caller: Option<Caller>,
    pub(super) running: Running,
}

/// What is running for a submission.
#[derive(Default)]
pub(super) struct Running {
    pub(super) stop: Option<Stop>,
    pub(super) timers: Vec<(Timer, TimeoutHandle)>,
    /// The attempt that is running.
    pub(super) attempt: u32,
    /// Until the client's patience with it ends.
    pub(super) patience: Option<TimeoutHandle>,
    /// Of a closure: what the ids of its calls begin with, the same for all attempts.
    pub(super) wire: Option<String>,
}

/// What sending a submission means.
#[derive(Clone)]
pub(super) enum Work {
    /// A request to the server.
    Post {
        url: String,
        data: web_sys::FormData,
    },
    /// Code of the page.
    Code(Code),
}

/// Stops an attempt.
pub(super) enum Stop {
    Request(AbortController),
    Code(futures::future::AbortHandle),
}

/// Where the fresh values of what an answer has changed are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// In the answer to this request.
    Along {
        /// Its number.
        request: u64,
        /// The queries that it has named: those that the page has shown when it was sent.
        named: Vec<QueryRequest>,
    },
    /// Nowhere: they have to be read. So it is with the bridge's answers, which are pages.
    Unread,
}

/// An answer that has come.
pub(super) struct Came {
    pub(super) answer: Answer,
    pub(super) values: Values,
}

/// A caller that waits for the end of a submission.
#[derive(Clone)]
pub(super) struct Caller(pub(super) Rc<Cell<Option<oneshot::Sender<End>>>>);

impl Caller {
    /// Tells the end; only the first one counts. Nobody may be waiting any more.
    pub(super) fn tell(&self, end: End) {
        if let Some(waiting) = self.0.take() {
            let _ = waiting.send(end);
        }
    }
}

/// The machine, its submissions, and who shows them.
#[derive(Default)]
pub(super) struct State {
    pub(super) machine: Page,
    pub(super) queue: VecDeque<(Event, Option<Came>)>,
    is_running: bool,
    /// What works the queue off: [`super::page`] stands above those who raise events.
    work_off: Option<fn()>,
    newest: u64,
    pub(super) held: Vec<Held>,
    pub(super) channels: Vec<Channel>,
}

/// Looks at the state, or changes it.
pub(super) fn with<R>(f: impl FnOnce(&mut State) -> R) -> R {
    state::with(f)
}

/// What is known of a submission.
pub(super) fn with_held<R>(id: SubmissionId, f: impl FnOnce(&mut Held) -> R) -> Option<R> {
    with(|state| state.held.iter_mut().find(|held| held.id == id).map(f))
}

/// Asks the machine.
pub(super) fn ask<R>(f: impl FnOnce(&Page) -> R) -> R {
    with(|state| f(&state.machine))
}

/// The next number for a submission of this page.
pub(super) fn next_id() -> SubmissionId {
    with(|state| {
        state.newest += 1;
        SubmissionId::new(state.newest)
    })
}

pub(super) fn channel_of(view: ViewId) -> Option<Channel> {
    with(|state| {
        let mut channels = state.channels.iter();
        channels
            .find(|channel| channel.shared.view == view)
            .cloned()
    })
}

/// The channel of the form or hook with this key.
pub(super) fn channel_of_key(key: &str) -> Option<Channel> {
    ask(|machine| machine.view_of(key)).and_then(channel_of)
}

pub(super) fn channels_of(id: SubmissionId) -> Vec<Channel> {
    let views = ask(|machine| machine.shown_by(id));
    views.into_iter().filter_map(channel_of).collect()
}

/// Takes a submission in, as the event says.
pub(super) fn enter(held: Held, event: Event) {
    with(|state| state.held.push(held));
    dispatch(event);
}

/// From now on events are worked off by this.
pub(super) fn worked_off_by(work_off: fn()) {
    with(|state| state.work_off = Some(work_off));
}

/// Something has happened. What is raised while an event is being worked off waits in the queue.
pub(super) fn dispatch(event: Event) {
    dispatch_with(event, None);
}

/// The same, with the answer that has come.
pub(super) fn dispatch_with(event: Event, came: Option<Came>) {
    let work_off = with(|state| {
        state.queue.push_back((event, came));
        let is_free = state.work_off.is_some() && !mem::replace(&mut state.is_running, true);
        state.work_off.filter(|_| is_free)
    });
    if let Some(work_off) = work_off {
        work_off();
        with(|state| state.is_running = false);
    }
}

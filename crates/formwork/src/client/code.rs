//! In whose scope code runs: what its optimistic updates belong to, and the calls that it makes.
//!
//! A scope is a submission, or a transition, which is one that no lane knows. While a form's `on_submit` runs, the
//! scope is entered; a closure action and a transition enter it whenever they are polled, so that it is theirs
//! after an `await`, too.

use super::{
    dom,
    held::{self, dispatch},
    state, updates,
};
use crate::submission::{Event, SubmissionId};
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

#[derive(Clone, Copy)]
struct Scope {
    id: SubmissionId,
    /// Whether it is running code, and not a request in flight.
    runs: bool,
}

/// A scope that runs code.
struct Running {
    id: SubmissionId,
    /// What the ids of its calls begin with, and how many there were. A closure that is run again for a retry calls
    /// with the same ids, so that nothing runs twice.
    wire: String,
    calls: u32,
    /// The calls that it waits for.
    called: Vec<SubmissionId>,
    /// Whether one of them has done what it was asked for.
    came_true: bool,
}

#[derive(Default)]
struct Scopes {
    current: Option<Scope>,
    running: Vec<Running>,
}

impl Scopes {
    fn running(&mut self, id: SubmissionId) -> Option<&mut Running> {
        self.running.iter_mut().find(|running| running.id == id)
    }
}

fn with<R>(f: impl FnOnce(&mut Scopes) -> R) -> R {
    state::with(f)
}

/// The submission in whose scope code runs now.
pub(crate) fn current_submission() -> Option<SubmissionId> {
    with(|scopes| scopes.current.map(|scope| scope.id))
}

/// Whether the current scope is one that runs code.
pub(super) fn current_runs() -> bool {
    with(|scopes| scopes.current.is_some_and(|scope| scope.runs))
}

/// Runs `f` in the scope of a submission that is about to be sent.
pub(super) fn in_submission<R>(id: SubmissionId, f: impl FnOnce() -> R) -> R {
    enter(Scope { id, runs: false }, f)
}

fn enter<R>(scope: Scope, f: impl FnOnce() -> R) -> R {
    let before = with(|scopes| scopes.current.replace(scope));
    let result = f();
    with(|scopes| scopes.current = before);
    result
}

/// A future that is polled in its scope. Beside its value it says whether one of its calls has come true.
pub(super) struct Scoped<F> {
    id: SubmissionId,
    future: Pin<Box<F>>,
}

impl<F: Future> Scoped<F> {
    /// Opens the scope and makes the future in it. `wire` begins the ids of its calls.
    pub(super) fn new(id: SubmissionId, wire: String, make: impl FnOnce() -> F) -> Self {
        let running = Running {
            id,
            wire,
            calls: 0,
            called: Vec::new(),
            came_true: false,
        };
        with(|scopes| {
            scopes.running.retain(|other| other.id != id);
            scopes.running.push(running);
        });
        let future = Box::pin(enter(Scope { id, runs: true }, make));
        Self { id, future }
    }
}

impl<F: Future> Future for Scoped<F> {
    type Output = (F::Output, bool);

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let id = self.id;
        let polled = enter(Scope { id, runs: true }, || {
            self.future.as_mut().poll(context)
        });
        polled.map(|value| {
            let came_true = with(|scopes| scopes.running(id).is_some_and(|it| it.came_true));
            (value, came_true)
        })
    }
}

impl<F> Drop for Scoped<F> {
    fn drop(&mut self) {
        with(|scopes| scopes.running.retain(|running| running.id != self.id));
    }
}

/// The id that a call travels with.
pub(super) fn next_wire_id() -> String {
    let within = with(|scopes| {
        let id = scopes.current?.id;
        let running = scopes.running(id)?;
        running.calls += 1;
        Some(format!("{}-{}", running.wire, running.calls))
    });
    within.unwrap_or_else(dom::new_id)
}

/// The current scope has made a call.
pub(super) fn called(call: SubmissionId) {
    with(|scopes| {
        let id = scopes.current?.id;
        scopes.running(id)?.called.push(call);
        Some(())
    });
}

/// A call has done what it was asked for.
pub(super) fn call_came_true(call: SubmissionId) {
    with(|scopes| {
        for running in &mut scopes.running {
            running.came_true |= running.called.contains(&call);
        }
    });
}

/// What a scope has called is wanted no longer.
pub(super) fn cancel_calls(id: SubmissionId) {
    let called = with(|scopes| Some(std::mem::take(&mut scopes.running(id)?.called)));
    for id in called.into_iter().flatten() {
        dispatch(Event::Cancel { id });
    }
}

/// Runs a transition in a scope of its own, and `ended` after it.
pub(crate) fn run_in_scope(
    future: impl Future<Output = ()> + 'static,
    ended: impl FnOnce() + 'static,
) {
    let id = held::next_id();
    let scoped = Scoped::new(id, dom::new_id(), || future);
    leptos::task::spawn_local(async move {
        let ((), came_true) = scoped.await;
        updates::scope_ended(id, came_true);
        ended();
    });
}

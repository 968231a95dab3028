//! In whose scope code runs: what its optimistic updates belong to, and the calls that it makes.
//!
//! A scope is a submission, or a transition, which is one that no lane knows. While a form's `on_submit` runs, the
//! scope is entered; a closure action and a transition enter it whenever they are polled, so that it is theirs
//! after an `await`, too.

use super::{dom, drive, lanes, updates};
use crate::submission::SubmissionId;
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

#[derive(Clone, Copy)]
struct Scope {
    id: SubmissionId,
    /// Whether it is running code, and not a request on its way.
    runs: bool,
}

/// A scope that runs code.
struct Running {
    /// What the ids of its calls begin with, and how many there were. A closure that is run again for a retry calls
    /// with the same ids, so that nothing runs twice.
    wire: String,
    calls: u32,
    /// The calls that it waits for.
    called: Vec<(usize, SubmissionId)>,
    /// Whether one of them has done what it was asked for.
    came_true: bool,
}

thread_local! {
    static CURRENT: Cell<Option<Scope>> = const { Cell::new(None) };
    static RUNNING: RefCell<HashMap<SubmissionId, Running>> = RefCell::new(HashMap::new());
}

/// The submission in whose scope code runs now.
pub(crate) fn current_submission() -> Option<SubmissionId> {
    CURRENT.get().map(|scope| scope.id)
}

/// Whether the current scope is one that runs code.
pub(super) fn current_runs() -> bool {
    CURRENT.get().is_some_and(|scope| scope.runs)
}

/// Runs `f` in the scope of a submission that is about to be sent.
pub(super) fn in_submission<R>(id: SubmissionId, f: impl FnOnce() -> R) -> R {
    enter(Scope { id, runs: false }, f)
}

fn enter<R>(scope: Scope, f: impl FnOnce() -> R) -> R {
    let before = CURRENT.replace(Some(scope));
    let result = f();
    CURRENT.set(before);
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
            wire,
            calls: 0,
            called: Vec::new(),
            came_true: false,
        };
        RUNNING.with_borrow_mut(|all| all.insert(id, running));
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
        polled.map(|value| (value, has_come_true(id)))
    }
}

impl<F> Drop for Scoped<F> {
    fn drop(&mut self) {
        RUNNING.with_borrow_mut(|all| all.remove(&self.id));
    }
}

fn has_come_true(id: SubmissionId) -> bool {
    RUNNING.with_borrow(|all| all.get(&id).is_some_and(|running| running.came_true))
}

/// The id that a call travels with.
pub(super) fn next_wire_id() -> String {
    let within = CURRENT.get().and_then(|scope| {
        RUNNING.with_borrow_mut(|all| {
            let running = all.get_mut(&scope.id)?;
            running.calls += 1;
            Some(format!("{}-{}", running.wire, running.calls))
        })
    });
    within.unwrap_or_else(dom::new_id)
}

/// The current scope has made a call.
pub(super) fn called(lane: usize, call: SubmissionId) {
    if let Some(scope) = CURRENT.get() {
        RUNNING.with_borrow_mut(|all| {
            if let Some(running) = all.get_mut(&scope.id) {
                running.called.push((lane, call));
            }
        });
    }
}

/// A call has done what it was asked for.
pub(super) fn call_came_true(call: SubmissionId) {
    RUNNING.with_borrow_mut(|all| {
        for running in all.values_mut() {
            running.came_true |= running.called.iter().any(|(_, called)| *called == call);
        }
    });
}

/// What a scope has called is wanted no longer.
pub(super) fn cancel_calls(id: SubmissionId) {
    let called = RUNNING.with_borrow_mut(|all| {
        let running = all.get_mut(&id)?;
        Some(std::mem::take(&mut running.called))
    });
    for (lane, call) in called.into_iter().flatten() {
        drive::cancel_submission(lane, call);
    }
}

/// Runs a transition in a scope of its own, and `ended` after it.
pub(crate) fn run_in_scope(
    future: impl Future<Output = ()> + 'static,
    ended: impl FnOnce() + 'static,
) {
    let id = lanes::next_id();
    let scoped = Scoped::new(id, dom::new_id(), || future);
    leptos::task::spawn_local(async move {
        let ((), came_true) = scoped.await;
        updates::scope_ended(id, came_true);
        ended();
    });
}

//! The one loop of the client: steps run one after the other, and none begins inside of another.
//!
//! A step may call code of the app: a listener of `use_submissions`, an `on_submit`, a cleanup, a handler of an event that
//! a form's reset raises. What such code asks for (retry, cancel, submit) is a step of its own, after the current one.

use leptos::prelude::*;
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    time::Duration,
};

type Step = Box<dyn FnOnce()>;

thread_local! {
    static STEPS: RefCell<VecDeque<Step>> = const { RefCell::new(VecDeque::new()) };
    static RUNS: Cell<bool> = const { Cell::new(false) };
}

/// Runs this step: now, or after those that run or wait.
pub(super) fn dispatch(step: impl FnOnce() + 'static) {
    STEPS.with_borrow_mut(|steps| steps.push_back(Box::new(step)));
    if RUNS.get() {
        // Whoever runs takes it along. After a trap in a step nobody does, and the next task has to.
        set_timeout(run, Duration::ZERO);
    } else {
        run();
    }
}

fn run() {
    RUNS.set(true);
    while let Some(step) = STEPS.with_borrow_mut(VecDeque::pop_front) {
        step();
    }
    RUNS.set(false);
}

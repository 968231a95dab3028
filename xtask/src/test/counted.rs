//! Runs what a step consists of, and counts the tests in what it prints.

use std::process::Command;

use super::{Outcome, counts, counts::Counts};
use crate::process;

pub fn counted_playwright(mut command: Command) -> Outcome {
    counted(&mut command, counts::of_playwright)
}

/// A step that counts as one test.
pub fn check(command: &mut Command) -> Outcome {
    match counted(command, |_| Counts::ONE_PASSED) {
        Outcome::Failed(_, why) => nothing_counted(why),
        outcome => outcome,
    }
}

pub fn cargo_tests(command: &mut Command) -> Outcome {
    counted(command, counts::of_cargo)
}

/// Runs the command and counts what passed and failed. No test at all is a failure.
fn counted(command: &mut Command, count: impl Fn(&str) -> Counts) -> Outcome {
    match process::tee(command) {
        Err(error) => nothing_counted(error),
        Ok(captured) => {
            let counts = count(&captured.output);
            if !captured.success {
                let mut why = vec![format!("`{}` failed", process::shown(command))];
                why.extend(counts::failures(&captured.output));
                Outcome::Failed(counts, why.join("\n"))
            } else if counts.is_empty() {
                nothing_counted("it ran no tests")
            } else {
                Outcome::Passed(counts)
            }
        }
    }
}

pub fn nothing_counted(why: impl Into<String>) -> Outcome {
    Outcome::Failed(Counts::NONE, why.into())
}

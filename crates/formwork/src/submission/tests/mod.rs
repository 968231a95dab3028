//! What the machine promises.
//!
//! `*_properties` run thousands of random interleavings; each test is named after the promise it checks.
//! The other files are examples to read.

mod base;
mod base_properties;
mod lane;
mod lane_properties;
mod lane_trouble;
mod page_properties;
mod page_world;
mod steps;
mod together;
mod world;

use super::*;

/// Cases per property. `PROPTEST_CASES` asks for more.
const CASES: u32 = 10_000;

fn config() -> proptest::test_runner::Config {
    let default = proptest::test_runner::Config::default();
    proptest::test_runner::Config {
        cases: default.cases.max(CASES),
        failure_persistence: None,
        ..default
    }
}

fn id(number: u64) -> SubmissionId {
    SubmissionId::new(number)
}

fn press(content: u64) -> Option<Press> {
    Some(Press { button: 0, content })
}

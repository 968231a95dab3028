//! `cargo xtask test`: everything that must be green, one step after another, and a summary.
//!
//! A step that fails does not stop the next one. The last line is always `N passed, N failed`.

mod counted;
mod counts;
mod starter;
mod steps;
mod targets;

use std::time::{Duration, Instant};

use crate::setup::{Need, Tools, WasmWay};
use crate::{Result, client, ui};
use counts::Counts;

/// What to test, and how.
#[derive(Debug, PartialEq)]
pub struct Options {
    pub steps: Vec<Step>,
    pub release: bool,
    pub wasm: WasmWay,
}

/// The steps by the names under which they can be asked for, in the order in which they run: the quick ones
/// first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Fmt,
    Clippy,
    Native,
    Doc,
    Macros,
    Browser,
    E2e,
    Firefox,
    WebKit,
    Starter,
    Size,
}

impl Step {
    pub const ALL: [Self; 11] = [
        Self::Fmt,
        Self::Clippy,
        Self::Native,
        Self::Doc,
        Self::Macros,
        Self::Browser,
        Self::E2e,
        Self::Firefox,
        Self::WebKit,
        Self::Starter,
        Self::Size,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::Native => "native",
            Self::Doc => "doc",
            Self::Macros => "macros",
            Self::Browser => "browser",
            Self::E2e => "e2e",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
            Self::Starter => "starter",
            Self::Size => "size",
        }
    }

    /// The steps that the words name, in the suite's order; all of them if there are no words.
    pub fn parse_all(words: &[String]) -> Result<Vec<Self>> {
        if words.is_empty() {
            return Ok(Self::ALL.to_vec());
        }
        let known = |word: &&String| Self::ALL.iter().any(|step| step.name() == **word);
        if let Some(word) = words.iter().find(|word| !known(word)) {
            return Err(format!("there is no step named {word}"));
        }
        let wanted = |step: &Self| words.iter().any(|word| word == step.name());
        Ok(Self::ALL.into_iter().filter(wanted).collect())
    }

    fn needs(self, release: bool) -> Vec<Need> {
        match self {
            Self::Fmt | Self::Native | Self::Doc | Self::Macros => Vec::new(),
            Self::Clippy => vec![Need::WasmTarget],
            Self::Size => client::NEEDS.to_vec(),
            Self::Browser => vec![Need::WasmTarget, Need::WasmBindgen, Need::Browser],
            Self::E2e | Self::Starter => {
                let mut needs = Need::of_a_build(release);
                needs.extend([Need::Browser, Need::Playwright]);
                needs
            }
            Self::Firefox | Self::WebKit => {
                let mut needs = Need::of_a_build(release);
                needs.push(Need::Playwright);
                needs.push(if self == Self::Firefox {
                    Need::Firefox
                } else {
                    Need::WebKit
                });
                needs
            }
        }
    }
}

/// How a step ended.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    Passed(Counts),
    /// There is nothing to run yet.
    Skipped(&'static str),
    /// With the tests that were counted all the same.
    Failed(Counts, String),
}

impl Outcome {
    /// Both one after the other: the counts are added, and one failure is enough.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Skipped(_), other) | (other, Self::Skipped(_)) => other,
            (Self::Passed(one), Self::Passed(two)) => Self::Passed(one + two),
            (Self::Failed(one, why), Self::Passed(two) | Self::Failed(two, _))
            | (Self::Passed(one), Self::Failed(two, why)) => Self::Failed(one + two, why),
        }
    }
}

/// Of a step, or of the set-up where not even that could be done.
struct Report {
    name: &'static str,
    outcome: Outcome,
    took: Duration,
}

impl Report {
    /// What failed in it, below the step's name. A log's last lines are often all that is kept of it.
    fn reasons(&self) -> Option<String> {
        let Outcome::Failed(_, why) = &self.outcome else {
            return None;
        };
        let (_, reasons) = why.split_once('\n')?;
        Some(format!("{}:\n{reasons}", self.name))
    }
}

/// Runs the steps. The answer is whether all is well.
pub fn run(options: &Options) -> bool {
    let needs: Vec<Need> = options
        .steps
        .iter()
        .flat_map(|step| step.needs(options.release))
        .collect();
    ui::step("looking for the tools");
    let started = Instant::now();
    let reports = match Tools::get(&needs, options.wasm) {
        Ok(tools) => run_steps(options, &tools),
        Err(error) => {
            eprintln!("\nerror: {error}");
            vec![Report {
                name: "set-up",
                outcome: Outcome::Failed(Counts::NONE, error),
                took: started.elapsed(),
            }]
        }
    };
    for failed in reports.iter().filter_map(Report::reasons) {
        println!("\n{failed}");
    }
    let (lines, total, all_well) = summary(&reports);
    println!(
        "\n{lines}\n{} passed, {} failed",
        total.passed, total.failed
    );
    all_well
}

fn run_steps(options: &Options, tools: &Tools) -> Vec<Report> {
    let mut reports = Vec::new();
    for step in &options.steps {
        ui::step(format!("{} …", step.name()));
        let started = Instant::now();
        let outcome = match tools.lacking(&step.needs(options.release)) {
            Some(reason) => Outcome::Failed(Counts::NONE, reason),
            None => steps::run(*step, tools, options.release),
        };
        reports.push(Report {
            name: step.name(),
            outcome,
            took: started.elapsed(),
        });
    }
    reports
}

/// One line for each step, the sum, and whether all is well. A step that failed without a failed test (it did
/// not compile, it lacked a tool, it ran nothing) counts as one.
fn summary(reports: &[Report]) -> (String, Counts, bool) {
    let mut lines = Vec::new();
    let mut total = Counts::NONE;
    let mut all_well = true;
    for report in reports {
        let (counts, verdict, remark) = match &report.outcome {
            Outcome::Passed(counts) => (*counts, "ok", None),
            Outcome::Skipped(why) => (Counts::NONE, "skipped", Some(*why)),
            Outcome::Failed(counts, why) => {
                all_well = false;
                let counts = Counts {
                    failed: counts.failed.max(1),
                    ..*counts
                };
                (counts, "FAILED", why.lines().next())
            }
        };
        let mut line = format!(
            "{:<8} {verdict:<8} {:>5} passed {:>4} failed {:>7.1} s",
            report.name,
            counts.passed,
            counts.failed,
            report.took.as_secs_f64(),
        );
        for (number, word) in [(counts.ignored, "ignored"), (counts.flaky, "flaky")] {
            if number > 0 {
                line.push_str(&format!("  {number} {word}"));
            }
        }
        if let Some(remark) = remark {
            line.push_str(&format!("  {remark}"));
        }
        lines.push(line);
        total = total + counts;
    }
    (lines.join("\n"), total, all_well)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(step: Step, outcome: Outcome) -> Report {
        Report {
            name: step.name(),
            outcome,
            took: Duration::from_secs(1),
        }
    }

    #[test]
    fn the_summary_adds_the_tests_of_all_steps() {
        let counts = |passed, failed| Counts {
            passed,
            failed,
            ..Counts::NONE
        };
        let (lines, total, all_well) = summary(&[
            report(Step::Fmt, Outcome::Passed(counts(1, 0))),
            report(Step::Browser, Outcome::Skipped("no tests yet")),
            report(
                Step::Native,
                Outcome::Failed(counts(40, 2), "2 tests failed".into()),
            ),
        ]);
        assert_eq!(total, counts(41, 2));
        assert!(!all_well);
        assert_eq!(lines.lines().count(), 3);
        assert!(lines.contains("no tests yet"));
    }

    /// What is lacking fails the step (`run_steps`), so that no engine is left out unseen.
    #[test]
    fn each_engine_needs_itself_and_no_other() {
        let needs = [Step::E2e, Step::Firefox, Step::WebKit].map(|step| step.needs(false));
        let engines = [Need::Browser, Need::Firefox, Need::WebKit];
        for (step, needs) in needs.iter().enumerate() {
            for (engine, need) in engines.iter().enumerate() {
                assert_eq!(needs.contains(need), step == engine, "{need:?}");
            }
        }
    }

    #[test]
    fn one_failure_of_two_is_enough() {
        let passed = || Outcome::Passed(Counts::ONE_PASSED);
        let failed = || Outcome::Failed(Counts::ONE_PASSED, "why".into());
        let both = Counts::ONE_PASSED + Counts::ONE_PASSED;
        assert_eq!(passed().and(passed()), Outcome::Passed(both));
        assert_eq!(passed().and(failed()), Outcome::Failed(both, "why".into()));
        assert_eq!(failed().and(passed()), Outcome::Failed(both, "why".into()));
    }

    #[test]
    fn a_step_that_did_not_compile_counts_as_one_failure() {
        let (_, total, all_well) = summary(&[report(
            Step::Native,
            Outcome::Failed(Counts::NONE, "it did not compile".into()),
        )]);
        assert_eq!(total.failed, 1);
        assert!(!all_well);
    }
}

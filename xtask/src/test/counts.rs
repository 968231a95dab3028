//! Counting tests in what the test runners print.

use std::ops::Add;

/// Tests by how they ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub passed: usize,
    pub failed: usize,
    pub ignored: usize,
    /// Of those that passed, the ones that needed a second try.
    pub flaky: usize,
}

impl Counts {
    pub const NONE: Self = Self {
        passed: 0,
        failed: 0,
        ignored: 0,
        flaky: 0,
    };
    pub const ONE_PASSED: Self = Self {
        passed: 1,
        ..Self::NONE
    };

    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            ignored: self.ignored + other.ignored,
            flaky: self.flaky + other.flaky,
        }
    }
}

/// The sum of all `test result:` lines, which Rust's test harness and wasm-bindgen's print.
pub fn of_cargo(output: &str) -> Counts {
    let output = without_colours(output);
    let mut total = Counts::NONE;
    let results = output
        .lines()
        .filter_map(|line| line.trim().strip_prefix("test result: "));
    for result in results {
        let parts = result.split(['.', ';']);
        for (number, word) in parts.filter_map(number_and_word) {
            match word {
                "passed" => total.passed += number,
                "failed" => total.failed += number,
                "ignored" => total.ignored += number,
                _ => {}
            }
        }
    }
    total
}

/// What Playwright's closing lines say: `3 failed`, `1 skipped`, `40 passed (1.2m)`. Of each the last line
/// counts, since a test may print such words too.
pub fn of_playwright(output: &str) -> Counts {
    let output = without_colours(output);
    let last = |wanted: &str| {
        let numbers = output.lines().filter_map(number_and_word);
        let mut numbers = numbers.filter(|(_, word)| *word == wanted);
        numbers.next_back().map_or(0, |(number, _)| number)
    };
    Counts {
        passed: last("passed") + last("flaky"),
        failed: last("failed") + last("interrupted") + last("did not run"),
        ignored: last("skipped"),
        flaky: last("flaky"),
    }
}

/// How many lines of a failure are said again at the end, and of how many failures.
const LINES_OF_A_FAILURE: usize = 30;
const FAILURES_SAID: usize = 8;

/// What the runners and the compiler said of each failure, for the end of a long log: its head and the lines
/// below.
pub fn failures(output: &str) -> Vec<String> {
    let output = without_colours(output);
    let mut failures: Vec<Vec<&str>> = Vec::new();
    let mut within = false;
    for line in output.lines() {
        if opens_a_failure(line) {
            failures.push(Vec::new());
            within = true;
        } else if line == "failures:"
            || number_and_word(line).is_some_and(|(_, word)| word == "failed")
        {
            within = false;
        }
        if within
            && let Some(failure) = failures.last_mut()
            && failure.len() < LINES_OF_A_FAILURE
            && !line.trim().is_empty()
        {
            failure.push(line.trim_end());
        }
    }
    failures.truncate(FAILURES_SAID);
    failures.into_iter().map(|lines| lines.join("\n")).collect()
}

/// `---- a::test stdout ----` of Rust's harness, `---- a::test output ----` of wasm-bindgen's, `  1) [mode] › …` of
/// Playwright, `error: …` of cargo and the compiler.
fn opens_a_failure(line: &str) -> bool {
    let numbered = |line: &str| {
        let (number, rest) = line.trim_start().split_once(") [")?;
        (number.parse::<usize>().is_ok() && rest.contains('›')).then_some(())
    };
    (line.starts_with("---- ") && line.ends_with(" ----"))
        || line.starts_with("error: ")
        || line.starts_with("error[")
        || numbered(line).is_some()
}

/// `(3, "failed")` of `  3 failed`; what stands in brackets behind is left out.
fn number_and_word(text: &str) -> Option<(usize, &str)> {
    let (number, rest) = text.trim().split_once(' ')?;
    let word = rest.split(" (").next()?.trim();
    Some((number.parse().ok()?, word))
}

/// The text without terminal escapes.
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once("\x1b[") {
        plain.push_str(before);
        rest = escape
            .find(|c: char| c.is_ascii_alphabetic())
            .map_or("", |end| &escape[end + 1..]);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_the_results_of_several_test_programs() {
        let output = "
running 2 tests
test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
test result: \x1b[31mFAILED\x1b[0m. 5 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.50s
";
        let expected = Counts {
            passed: 7,
            failed: 3,
            ignored: 1,
            flaky: 0,
        };
        assert_eq!(of_cargo(output), expected);
    }

    #[test]
    fn output_without_results_counts_nothing() {
        assert!(of_cargo("error: could not compile `formwork`\n5 passed; 3 failed").is_empty());
    }

    #[test]
    fn reads_playwrights_closing_lines() {
        let output = "
  ✓  1 [native] › forms.spec.ts:3:1 › 12 passed (1.2s)
  2 failed
    [native] › forms.spec.ts:9:1 › a form
  \x1b[33m1 flaky\x1b[39m
  4 skipped
  1 did not run
  31 passed (1.2m)
";
        let expected = Counts {
            passed: 32,
            failed: 3,
            ignored: 4,
            flaky: 1,
        };
        assert_eq!(of_playwright(output), expected);
    }

    #[test]
    fn failures_are_said_with_their_reasons() {
        let output = "
running 2 tests
test a ... FAILED

failures:

---- a stdout ----
thread 'a' panicked at src/a.rs:1:1

failures:
    a

  1) [firefox-hydrated] › tests/a.spec.ts:3:1 › a form ────

    Error: a line

  1 failed
    [firefox-hydrated] › tests/a.spec.ts:3:1 › a form
\x1b[31merror[E0425]\x1b[0m: cannot find value
";
        let expected = [
            "---- a stdout ----\nthread 'a' panicked at src/a.rs:1:1",
            "  1) [firefox-hydrated] › tests/a.spec.ts:3:1 › a form ────\n    Error: a line",
            "error[E0425]: cannot find value",
        ];
        assert_eq!(failures(output), expected);
    }

    #[test]
    fn removes_colours_and_nothing_else() {
        assert_eq!(
            without_colours("a \x1b[1;32mgreen\x1b[0m [b]"),
            "a green [b]"
        );
        assert_eq!(without_colours("cut off \x1b[3"), "cut off ");
    }
}

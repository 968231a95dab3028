//! Which test programs there are, and which step runs them.

use std::path::{Path, PathBuf};

use super::Step;
use crate::workspace;

/// Tests that run in a browser have names that begin so.
const BROWSER_PREFIX: &str = "browser";
/// Tests of what the macros say to wrong code are the ones that use this crate.
const COMPILER_TESTS: &str = "trybuild";

/// The names of the integration tests that a step runs, of all packages, each once.
pub fn of(step: Step) -> Vec<String> {
    let mut names: Vec<String> = test_directories()
        .iter()
        .flat_map(|directory| tests_in(directory))
        .filter(|(name, source)| step_of(name, source) == step)
        .map(|(name, _)| name)
        .collect();
    names.sort();
    names.dedup();
    names
}

fn step_of(name: &str, source: &str) -> Step {
    if name.starts_with(BROWSER_PREFIX) {
        Step::Browser
    } else if source.contains(COMPILER_TESTS) {
        Step::Macros
    } else {
        Step::Native
    }
}

/// `tests/` of the packages at the top and under `crates/`.
fn test_directories() -> Vec<PathBuf> {
    let root = workspace::root();
    [root.join("crates"), root]
        .iter()
        .flat_map(|parent| children(parent))
        .map(|package| package.join("tests"))
        .filter(|tests| tests.is_dir() && tests.with_file_name("Cargo.toml").is_file())
        .collect()
}

/// Names and sources of what cargo finds in `tests/`: files, and directories with a `main.rs`.
fn tests_in(directory: &Path) -> Vec<(String, String)> {
    let name_and_source = |path: PathBuf| {
        let source = if path.is_dir() {
            path.join("main.rs")
        } else if path.extension()? == "rs" {
            path.clone()
        } else {
            return None;
        };
        let name = path.file_stem()?.to_str()?.to_owned();
        Some((name, std::fs::read_to_string(source).ok()?))
    };
    children(directory)
        .into_iter()
        .filter_map(name_and_source)
        .collect()
}

fn children(directory: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(directory)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_belongs_to_one_step() {
        assert_eq!(
            step_of("browser_bridge", "use wasm_bindgen_test::*;"),
            Step::Browser
        );
        assert_eq!(
            step_of("macros", "trybuild::TestCases::new()"),
            Step::Macros
        );
        assert_eq!(step_of("gateway", "use formwork::server;"), Step::Native);
    }
}

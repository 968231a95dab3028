//! What each step runs.
//!
//! All of them share one debug build: the same `--cfg erase_components` that cargo-leptos adds to its debug
//! builds, and its directory for what is compiled to WASM. Only the lints of the client do without the flag:
//! release builds do, and lints compile nothing twice that others compile.

use std::process::Command;

use super::counted::{cargo_tests, check, counted_playwright, nothing_counted};
use super::{Outcome, Step, counts::Counts, starter, targets};
use crate::setup::Tools;
use crate::{build, size, workspace};

/// Packages that are compiled for the browser only. In one native build with the server their features would
/// meet the server's.
const BROWSER_PACKAGES: &[&str] = &["client"];

const SERVER_FEATURES: &str = "--features=formwork/ssr,formwork/multipart,app/ssr";
const CLIENT_FEATURES: &str = "--features=formwork/hydrate,app/hydrate";
const ISLANDS_FEATURES: &str = "--features=formwork/hydrate,formwork/islands";
const WASM: &str = "--target=wasm32-unknown-unknown";

/// The configuration of the scenarios against the real server.
const SCENARIOS: &str = "playwright.config.ts";

/// A browser on a busy machine is slow to start; the runner's own limits are 5 and 20 seconds.
const DRIVER_SECONDS: &str = "60";
const BROWSER_TEST_SECONDS: &str = "300";

/// What Chromium needs in a container and as root, and to leave the network alone.
const CHROMIUM_ARGUMENTS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Runs one step.
pub fn run(step: Step, tools: &Tools, release: bool) -> Outcome {
    match step {
        Step::Fmt => check(tools.command("cargo").args(["fmt", "--all", "--check"])),
        Step::Clippy => clippy(tools),
        Step::Native => native(tools),
        Step::Doc => cargo_tests(native_tests(tools).arg("--doc")),
        Step::Macros => macros(tools),
        Step::Browser => browser(tools),
        Step::E2e => end_to_end(tools, release),
        Step::Firefox | Step::WebKit => in_another_engine(step, tools, release),
        Step::Starter => starter::run(tools),
        Step::Size => sizes(tools),
    }
}

fn clippy(tools: &Tools) -> Outcome {
    let mut server = build::erased(tools.command("cargo"));
    server.args(["clippy", "--workspace", "--all-targets", SERVER_FEATURES]);
    exclude_browser_packages(&mut server);
    server.args(["--", "-D", "warnings"]);

    let mut client = tools.command("cargo");
    client
        .args(["clippy", "--lib", WASM, CLIENT_FEATURES])
        .args(["-p", "formwork", "-p", "app", "-p", "client"])
        .args(tests(Step::Browser))
        .arg("--target-dir")
        .arg(workspace::front_target_dir())
        .args(["--", "-D", "warnings"]);

    // What the feature adds. The rest is looked at above.
    let mut islands = tools.command("cargo");
    islands
        .args(["clippy", "--lib", WASM, ISLANDS_FEATURES])
        .args(["-p", "formwork"])
        .arg("--target-dir")
        .arg(workspace::front_target_dir())
        .args(["--", "-D", "warnings"]);

    let all = [check(&mut server), check(&mut client), check(&mut islands)];
    let is_failed = |outcome: &Outcome| matches!(outcome, Outcome::Failed(..));
    let failed = all.into_iter().find(is_failed);
    failed.unwrap_or(Outcome::Passed(Counts::ONE_PASSED))
}

fn native(tools: &Tools) -> Outcome {
    let mut command = native_tests(tools);
    cargo_tests(command.args(["--lib", "--bins"]).args(tests(Step::Native)))
}

fn macros(tools: &Tools) -> Outcome {
    match tests(Step::Macros) {
        tests if tests.is_empty() => Outcome::Skipped("no tests with trybuild yet"),
        tests => cargo_tests(native_tests(tools).args(tests)),
    }
}

fn browser(tools: &Tools) -> Outcome {
    let tests = tests(Step::Browser);
    if tests.is_empty() {
        return Outcome::Skipped("no tests named browser* yet");
    }
    let Some(browser) = &tools.browser else {
        return nothing_counted("no browser");
    };
    let configuration = workspace::target_dir().join("webdriver.json");
    let capabilities = webdriver_configuration(&browser.program.to_string_lossy());
    if let Err(error) = std::fs::write(&configuration, capabilities) {
        return nothing_counted(format!("cannot write {}: {error}", configuration.display()));
    }
    let mut command = build::erased(tools.command("cargo"));
    command
        .args([
            "test",
            "-p",
            "formwork",
            "--features=formwork/hydrate",
            WASM,
        ])
        .arg("--no-fail-fast")
        .args(tests)
        .arg("--target-dir")
        .arg(workspace::front_target_dir())
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            "wasm-bindgen-test-runner",
        )
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", configuration)
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", DRIVER_SECONDS)
        .env("WASM_BINDGEN_TEST_TIMEOUT", BROWSER_TEST_SECONDS);
    cargo_tests(&mut command)
}

/// The bridge's own tests, for which nothing is built, and the scenarios against the real server.
fn end_to_end(tools: &Tools, release: bool) -> Outcome {
    let bridge = "bridge/playwright.config.ts";
    let directory = workspace::root().join("end2end");
    if !directory.join(SCENARIOS).is_file() {
        return nothing_counted("no end-to-end tests yet");
    }
    let mut outcome = Outcome::Passed(Counts::NONE);
    if directory.join(bridge).is_file() {
        outcome = outcome.and(counted_playwright(playwright(tools, bridge, release)));
    }
    match build::islands(tools) {
        Ok(()) => outcome.and(scenarios(tools, release, |command| {
            command
                .env("ISLANDS_BIN", workspace::islands_binary())
                .env("ISLANDS_SITE_ROOT", workspace::islands_site_dir());
        })),
        Err(error) => outcome.and(nothing_counted(error)),
    }
}

/// The main scenarios in Firefox or WebKit. The configuration takes them from among all.
fn in_another_engine(engine: Step, tools: &Tools, release: bool) -> Outcome {
    scenarios(tools, release, |command| {
        command.env("PRESSROOM_ENGINE", engine.name());
        if let Some(firefox) = &tools.firefox {
            command.env("FIREFOX", firefox);
        }
        if let Some(webkit) = &tools.webkit {
            command.env("MINI_BROWSER", &webkit.browser);
            command.env("WEBKIT_DRIVER", &webkit.driver);
        }
    })
}

/// The bytes that a visitor downloads keep to the budget.
fn sizes(tools: &Tools) -> Outcome {
    match size::measure(tools) {
        Ok(over) if over.is_empty() => Outcome::Passed(Counts::ONE_PASSED),
        Ok(over) => nothing_counted(over.join("; ")),
        Err(error) => nothing_counted(error),
    }
}

fn scenarios(tools: &Tools, release: bool, set_up: impl FnOnce(&mut Command)) -> Outcome {
    match build::pressroom(tools, release) {
        Ok(()) => {
            let mut command = playwright(tools, SCENARIOS, release);
            set_up(&mut command);
            counted_playwright(command)
        }
        Err(error) => nothing_counted(error),
    }
}

fn playwright(tools: &Tools, configuration: &str, release: bool) -> Command {
    let mut command = tools.command("npx");
    command
        .args([
            "playwright",
            "test",
            "--reporter=list",
            "--config",
            configuration,
        ])
        .current_dir(workspace::root().join("end2end"))
        .env("PRESSROOM_BIN", workspace::server_binary(release))
        .env("PRESSROOM_SITE_ROOT", workspace::site_dir(release));
    if let Some(browser) = &tools.browser {
        command.env("CHROMIUM", &browser.program);
    }
    command
}

/// `cargo test` for what runs on this machine.
fn native_tests(tools: &Tools) -> Command {
    let mut command = build::erased(tools.command("cargo"));
    command.args(["test", "--workspace", "--no-fail-fast", SERVER_FEATURES]);
    exclude_browser_packages(&mut command);
    command
}

fn exclude_browser_packages(command: &mut Command) {
    for package in BROWSER_PACKAGES {
        command.args(["--exclude", package]);
    }
}

/// `--test NAME` for each test of a step.
fn tests(step: Step) -> Vec<String> {
    let named = |name| ["--test".to_owned(), name];
    targets::of(step).into_iter().flat_map(named).collect()
}

/// What chromedriver is asked for: this browser with these arguments.
fn webdriver_configuration(program: &str) -> String {
    let arguments: Vec<String> = CHROMIUM_ARGUMENTS
        .iter()
        .map(|argument| format!("{argument:?}"))
        .collect();
    format!(
        "{{\"goog:chromeOptions\": {{\"binary\": {program:?}, \"args\": [{}]}}}}\n",
        arguments.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_driver_is_told_the_browser_and_its_arguments() {
        let configuration = webdriver_configuration("/usr/bin/chromium");
        assert!(configuration.starts_with(
            r#"{"goog:chromeOptions": {"binary": "/usr/bin/chromium", "args": ["--headless", "--no-sandbox""#
        ));
    }
}

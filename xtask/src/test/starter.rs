//! The starters in `templates/`: each is scaffolded into an empty folder as a person does, and its own tests run there. They
//! share the checkout's build outputs and its `Cargo.lock`, so that nothing is compiled twice or differs from day to day.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::Outcome;
use super::counted::{cargo_tests, check, counted_playwright, nothing_counted};
use crate::setup::Tools;
use crate::{Result, build, port, process, ui, workspace};

/// A folder in `templates/`, and how its packages are named to cargo that are built for this machine.
struct Starter {
    name: &'static str,
    packages: &'static [&'static str],
}

const STARTERS: &[Starter] = &[
    Starter {
        name: "start-axum",
        packages: &["--features=ssr"],
    },
    Starter {
        name: "starter",
        packages: &["--package=app", "--package=server", "--features=app/ssr"],
    },
];

/// What a person would call the project: a name with a dash, which is none of a crate.
const NAME: &str = "my-notes";

/// After this port a free one is looked for: nobody's development server is in the way.
const PORT: u16 = 3400;

/// How often the server is asked whether it is there.
const ASK_EVERY: Duration = Duration::from_millis(100);

pub fn run(tools: &Tools) -> Outcome {
    let outcomes = STARTERS.iter().map(|starter| one(tools, starter));
    outcomes
        .reduce(Outcome::and)
        .unwrap_or(Outcome::Skipped("there is no starter"))
}

fn one(tools: &Tools, starter: &Starter) -> Outcome {
    let started = Instant::now();
    let scaffold = match Scaffold::new(tools, starter.name) {
        Ok(scaffold) => scaffold,
        Err(error) => return nothing_counted(error),
    };
    let cargo = || build::erased(scaffold.command(tools, "cargo"));
    let is_formatted = check(cargo().args(["fmt", "--check"]));
    let is_linted = check(cargo().arg("clippy").args(starter.packages).args([
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]));
    let tested = cargo_tests(cargo().arg("test").args(starter.packages));
    let Some(port) = port::free_after(PORT) else {
        return nothing_counted("there is no free port");
    };
    let mut end_to_end = scaffold.command(tools, "cargo");
    end_to_end
        .args(["leptos", "end-to-end"])
        .env("LEPTOS_SITE_ADDR", port::address(port).to_string())
        .env("BASE_URL", format!("http://{}", port::address(port)));
    if let Some(browser) = &tools.browser {
        end_to_end.env("CHROMIUM", &browser.program);
    }
    let is_over = AtomicBool::new(false);
    let in_browser = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                if port::answers(port) {
                    let seconds = started.elapsed().as_secs();
                    ui::step(format!(
                        "{}: the first answer after {seconds} s",
                        starter.name
                    ));
                    return;
                }
                std::thread::sleep(ASK_EVERY);
            }
        });
        let outcome = counted_playwright(end_to_end);
        is_over.store(true, Ordering::Relaxed);
        outcome
    });
    is_formatted.and(is_linted).and(tested).and(in_browser)
}

/// A project that a starter has made, in a folder outside of the checkout. It is removed with this.
struct Scaffold {
    parent: PathBuf,
}

impl Scaffold {
    fn new(tools: &Tools, starter: &str) -> Result<Self> {
        ui::step(format!("{starter}: cargo leptos new"));
        let parent =
            std::env::temp_dir().join(format!("formwork-{starter}-{}", std::process::id()));
        let scaffold = Self { parent };
        let failed = |error| format!("cannot make {}: {error}", scaffold.parent.display());
        fs::create_dir_all(&scaffold.parent).map_err(failed)?;
        let root = workspace::root();
        let template = root.join("templates").join(starter);
        let formwork = root.join("crates/formwork");
        let mut new = tools.command("cargo");
        process::run(
            new.args(["leptos", "new", "--name", NAME, "--path"])
                .arg(template)
                .current_dir(&scaffold.parent)
                // What it would ask.
                .env(
                    "CARGO_GENERATE_VALUE_FORMWORK",
                    format!("path = {:?}", formwork.display().to_string()),
                ),
        )?;
        let folder = scaffold.folder();
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).map_err(failed)?;
        let modules = |folder: &Path| folder.join("end2end/node_modules");
        symlink(modules(&root), modules(&folder)).map_err(failed)?;
        Ok(scaffold)
    }

    fn folder(&self) -> PathBuf {
        self.parent.join(NAME)
    }

    fn command(&self, tools: &Tools, program: &str) -> Command {
        let mut command = tools.command(program);
        command
            .current_dir(self.folder())
            .env("CARGO_TARGET_DIR", workspace::target_dir())
            // Cargo gives Pressroom's name to what it runs here.
            .env("LEPTOS_OUTPUT_NAME", NAME)
            .env("LEPTOS_SITE_ROOT", self.folder().join("site"))
            .env("LEPTOS_HASH_FILES", "false");
        command
    }
}

impl Drop for Scaffold {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.parent);
    }
}

//! What npm provides: `wasm-opt` and Playwright.

use std::path::PathBuf;

use super::{apt, install};
use crate::{Result, process, ui, workspace};

/// npm's build of Binaryen. Debian's (108) is too old: it builds, and then hydration dies in the browser.
pub const BINARYEN: &str = "132.0.0";

/// The oldest Node.js that Playwright runs on.
const OLDEST_NODE: u32 = 20;
const NODE_PACKAGES: &[&str] = &["nodejs", "npm"];

/// npm writes it last, so that it says what was installed to the end.
const INSTALLED_LOCK: &str = "node_modules/.package-lock.json";

pub const WASM_OPT_PURPOSE: &str = "makes the optimised client small";

pub fn wasm_opt_dir() -> Result<PathBuf> {
    Ok(binaryen_dir()?.join("node_modules/.bin"))
}

/// Whether it is in the cache, or PATH leads to one that is not too old.
pub fn wasm_opt_is_installed() -> Result<bool> {
    if wasm_opt_dir()?.join("wasm-opt").is_file() {
        return Ok(true);
    }
    let version = process::quiet(process::command("wasm-opt").arg("--version"));
    Ok(version.is_some_and(|version| is_recent_wasm_opt(&version)))
}

pub fn install_wasm_opt() -> Result<()> {
    need_npm("wasm-opt comes from npm")?;
    install::whole(&binaryen_dir()?, |partial| {
        let mut npm = process::command("npm");
        npm.args([
            "install",
            "--no-fund",
            "--no-audit",
            "--no-save",
            "--prefix",
        ])
        .arg(partial)
        .arg(format!("binaryen@{BINARYEN}"))
        .current_dir(partial);
        process::run(&mut npm).map_err(|error| wasm_opt_advice(&error))
    })
}

pub(super) fn wasm_opt_advice(error: &str) -> String {
    format!(
        "{error}\nwasm-opt {WASM_OPT_PURPOSE}. By hand: npm install -g binaryen@{BINARYEN}, or put another wasm-opt of \
         this version or a newer one on PATH"
    )
}

/// Whether what the lock file names is there, and was installed to the end.
pub fn playwright_is_installed() -> bool {
    let directory = end2end_dir();
    let read = |file: &str| std::fs::read_to_string(directory.join(file));
    matches!(
        (read("package-lock.json"), read(INSTALLED_LOCK)),
        (Ok(wanted), Ok(installed)) if holds_packages(&installed, &wanted)
    )
}

pub fn install_playwright() -> Result<()> {
    need_npm("Playwright comes from npm")?;
    need_recent_node()?;
    let directory = end2end_dir();
    let mut npm = process::command("npm");
    npm.args(["ci", "--no-fund", "--no-audit"])
        .current_dir(&directory)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    process::run(&mut npm).map_err(|error| playwright_advice(&error))
}

pub(super) fn playwright_advice(error: &str) -> String {
    format!(
        "{error}\nThe end-to-end tests need Playwright. By hand: cd {} && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci",
        end2end_dir().display()
    )
}

/// Whether a program that says this of itself is as new as the one that would be installed.
fn is_recent_wasm_opt(version: &str) -> bool {
    let number = |text: &str| text.split('.').next()?.parse::<u32>().ok();
    let own = version
        .strip_prefix("wasm-opt version ")
        .and_then(|rest| number(rest.split_whitespace().next()?));
    own >= number(BINARYEN)
}

/// Whether one lock file of npm's names every package of another in the same version, but for those that are
/// for other systems.
fn holds_packages(installed: &str, wanted: &str) -> bool {
    let installed = packages(installed);
    let wanted = packages(wanted);
    let mut needed = wanted.iter().filter(|package| !package.optional);
    !wanted.is_empty()
        && needed.all(|package| {
            installed.iter().any(|other| {
                (other.path, other.version, other.integrity)
                    == (package.path, package.version, package.integrity)
            })
        })
}

#[derive(Default)]
struct Package<'a> {
    path: &'a str,
    version: &'a str,
    integrity: &'a str,
    optional: bool,
}

/// The packages in a lock file as npm writes it: one line for each of a package's properties.
fn packages(lock: &str) -> Vec<Package<'_>> {
    let mut packages: Vec<Package> = Vec::new();
    for line in lock.lines() {
        let Some((name, value)) = line.trim().split_once(": ") else {
            continue;
        };
        let (name, value) = (name.trim_matches('"'), value.trim_end_matches(','));
        if name.starts_with("node_modules/") && value == "{" {
            packages.push(Package {
                path: name,
                ..Package::default()
            });
        } else if let Some(package) = packages.last_mut() {
            match name {
                "version" => package.version = value,
                "integrity" => package.integrity = value,
                "optional" => package.optional = value == "true",
                _ => {}
            }
        }
    }
    packages
}

fn need_npm(why: &str) -> Result<()> {
    if process::find(&["npm"]).is_some() && process::find(&["node"]).is_some() {
        return Ok(());
    }
    ui::note(format!("{why}, and Node.js is not there"));
    apt::install(NODE_PACKAGES).map_err(|error| npm_advice(&error, why))
}

pub(super) fn npm_advice(error: &str, why: &str) -> String {
    format!(
        "{error}\n{why}. By hand: install Node.js {OLDEST_NODE} or newer with npm, from https://nodejs.org or by your \
         system's packages"
    )
}

fn need_recent_node() -> Result<()> {
    let version = process::quiet(process::command("node").arg("--version")).unwrap_or_default();
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(npm_advice(
            &format!("this is Node.js {version:?}, which is too old"),
            "Playwright needs a newer one",
        )),
    }
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn binaryen_dir() -> Result<PathBuf> {
    install::tool_dir(&format!("binaryen-{BINARYEN}"))
}

fn end2end_dir() -> PathBuf {
    workspace::root().join("end2end")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"{
  "lockfileVersion": 3,
  "packages": {
    "": {
      "devDependencies": {
        "tool": "1.2.0"
      }
    },
    "node_modules/tool": {
      "version": "1.2.0",
      "integrity": "sha512-AAAA==",
      "dev": true,
      "optionalDependencies": {
        "for-another-system": "2.0.0"
      }
    },
    "node_modules/for-another-system": {
      "version": "2.0.0",
      "optional": true,
      "os": [
        "darwin"
      ]
    }
  }
}"#;

    #[test]
    fn what_npm_installed_by_hand_counts() {
        let (start, _) = LOCK
            .split_once(",\n    \"node_modules/for-another")
            .unwrap();
        assert!(holds_packages(&format!("{start}\n  }}\n}}"), LOCK));
    }

    #[test]
    fn another_version_and_a_missing_package_do_not_count() {
        assert!(!holds_packages(&LOCK.replace("1.2.0", "1.3.0"), LOCK));
        assert!(!holds_packages("{\n  \"packages\": {}\n}", LOCK));
        assert!(!holds_packages("", ""));
    }

    #[test]
    fn the_lock_of_the_real_tests_can_be_read() {
        let lock = std::fs::read_to_string(end2end_dir().join("package-lock.json")).unwrap();
        let packages = packages(&lock);
        let playwright = packages
            .iter()
            .find(|package| package.path == "node_modules/@playwright/test")
            .unwrap();
        assert!(!playwright.version.is_empty() && playwright.integrity.contains("sha512"));
    }

    #[test]
    fn debians_wasm_opt_is_too_old() {
        assert!(!is_recent_wasm_opt("wasm-opt version 108"));
        assert!(is_recent_wasm_opt("wasm-opt version 132 (version_132)"));
        assert!(is_recent_wasm_opt(
            "wasm-opt version 140 (version_140-2-gabc)"
        ));
        assert!(!is_recent_wasm_opt("wasm-opt: command not found"));
    }

    #[test]
    fn reads_nodes_major_version() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20.20.2"), None);
        assert_eq!(major(""), None);
    }
}

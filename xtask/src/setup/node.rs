//! What npm provides: `wasm-opt` and Playwright.

use std::path::PathBuf;

use super::{apt, install};
use crate::{Result, process, ui, workspace};

/// npm's build of Binaryen. Debian's (108) is too old: it builds, and then hydration dies in the browser.
pub const BINARYEN: &str = "132.0.0";

/// The oldest Node.js that Playwright runs on.
const OLDEST_NODE: u32 = 20;
const NODE_PACKAGES: &[&str] = &["nodejs", "npm"];

/// Kept beside the installed packages: the lock file they were installed from.
const INSTALLED_LOCK: &str = "node_modules/.installed-package-lock.json";

pub fn wasm_opt_dir() -> Result<PathBuf> {
    Ok(binaryen_dir()?.join("node_modules/.bin"))
}

pub fn wasm_opt_is_installed() -> Result<bool> {
    Ok(wasm_opt_dir()?.join("wasm-opt").is_file())
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
        process::run(&mut npm).map_err(|error| {
            format!(
                "{error}\nwasm-opt makes the optimised client small. By hand: npm install -g binaryen@{BINARYEN}"
            )
        })
    })
}

/// Whether what the lock file names is there, and was installed to the end.
pub fn playwright_is_installed() -> bool {
    let directory = end2end_dir();
    let wanted = std::fs::read(directory.join("package-lock.json"));
    let installed = std::fs::read(directory.join(INSTALLED_LOCK));
    matches!((wanted, installed), (Ok(wanted), Ok(installed)) if wanted == installed)
}

pub fn install_playwright() -> Result<()> {
    need_npm("Playwright comes from npm")?;
    need_recent_node()?;
    let directory = end2end_dir();
    let mut npm = process::command("npm");
    npm.args(["ci", "--no-fund", "--no-audit"])
        .current_dir(&directory)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    process::run(&mut npm).map_err(|error| {
        format!("{error}\nThe end-to-end tests need Playwright. By hand: npm ci, in end2end/")
    })?;
    let (lock, installed) = (
        directory.join("package-lock.json"),
        directory.join(INSTALLED_LOCK),
    );
    std::fs::copy(&lock, &installed)
        .map(|_| ())
        .map_err(|error| install::trouble("copy", &lock, &error))
}

fn need_npm(why: &str) -> Result<()> {
    if process::find(&["npm"]).is_some() && process::find(&["node"]).is_some() {
        return Ok(());
    }
    ui::note(format!("{why}, and Node.js is not there"));
    apt::install(NODE_PACKAGES).map_err(|error| {
        format!("{error}\n{why}. By hand: install Node.js {OLDEST_NODE} or newer with npm")
    })
}

fn need_recent_node() -> Result<()> {
    let version = process::quiet(process::command("node").arg("--version")).unwrap_or_default();
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(format!(
            "Playwright needs Node.js {OLDEST_NODE} or newer and this is {version:?}. By hand: install a newer one"
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

    #[test]
    fn reads_nodes_major_version() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20.20.2"), None);
        assert_eq!(major(""), None);
    }
}

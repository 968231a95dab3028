//! Chromium and its driver, for the tests.

use std::path::PathBuf;

use super::apt;
use crate::{Result, process};

/// Programs that are Chromium or understand the same options.
const BROWSERS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];
const PACKAGES: &[&str] = &["chromium", "chromium-driver"];

/// The browser for Playwright and the driver for wasm-bindgen-test.
pub struct Browser {
    pub program: PathBuf,
    pub driver: PathBuf,
}

/// What `CHROMIUM` and `CHROMEDRIVER` name, else what PATH leads to.
pub fn find() -> Option<Browser> {
    Some(Browser {
        program: named("CHROMIUM").or_else(|| process::find(BROWSERS))?,
        driver: named("CHROMEDRIVER").or_else(|| process::find(&["chromedriver"]))?,
    })
}

pub fn install() -> Result<()> {
    let result = apt::install(PACKAGES);
    match find() {
        Some(_) => Ok(()),
        None => Err(advice(
            &result.err().unwrap_or("installed, and not found".into()),
        )),
    }
}

pub(super) fn advice(error: &str) -> String {
    format!(
        "{error}\nThe browser tests need Chromium (or Chrome) and the chromedriver of the same version. By hand: \
         install both, and name them in CHROMIUM and CHROMEDRIVER if PATH does not lead to them."
    )
}

/// The program that a variable names.
pub(super) fn named(variable: &str) -> Option<PathBuf> {
    let path = PathBuf::from(std::env::var_os(variable)?);
    path.is_file().then_some(path)
}

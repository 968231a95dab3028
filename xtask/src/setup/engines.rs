//! Firefox and WebKit, for the main end-to-end scenarios.

use std::path::{Path, PathBuf};

use super::{apt, browser::named};
use crate::{Result, process};

const FIREFOXES: &[&str] = &["firefox-esr", "firefox"];
const FIREFOX_PACKAGES: &[&str] = &["firefox-esr"];

/// The driver, the browser that it drives, and a screen which nobody sees.
const WEBKIT_PACKAGES: &[&str] = &["webkit2gtk-driver", "xvfb"];
/// Where systems put the browser that comes with the library, below a directory for libraries.
const MINI_BROWSERS: &[&str] = &["webkit2gtk-4.1/MiniBrowser", "webkit2gtk-4.0/MiniBrowser"];
const LIBRARIES: &[&str] = &["/usr/lib", "/usr/libexec", "/usr/lib64"];

/// What `FIREFOX` names, else what PATH leads to.
pub fn find_firefox() -> Option<PathBuf> {
    named("FIREFOX").or_else(|| process::find(FIREFOXES))
}

pub fn install_firefox() -> Result<()> {
    let result = apt::install(FIREFOX_PACKAGES);
    match find_firefox() {
        Some(_) => Ok(()),
        None => Err(firefox_advice(&reason(result))),
    }
}

pub(super) fn firefox_advice(error: &str) -> String {
    format!(
        "{error}\nThe main end-to-end scenarios need Firefox. By hand: install firefox-esr (or Firefox), and name it in \
         FIREFOX if PATH does not lead to it."
    )
}

/// WebKitGTK's own browser and its driver.
pub struct WebKit {
    pub browser: PathBuf,
    pub driver: PathBuf,
}

/// What `WEBKIT_DRIVER` and `MINI_BROWSER` name, else what PATH and the system's libraries hold. Without a virtual
/// screen they are of no use.
pub fn find_webkit() -> Option<WebKit> {
    process::find(&["Xvfb"])?;
    Some(WebKit {
        driver: named("WEBKIT_DRIVER").or_else(|| process::find(&["WebKitWebDriver"]))?,
        browser: named("MINI_BROWSER").or_else(mini_browser)?,
    })
}

pub fn install_webkit() -> Result<()> {
    let result = apt::install(WEBKIT_PACKAGES);
    match find_webkit() {
        Some(_) => Ok(()),
        None => Err(webkit_advice(&reason(result))),
    }
}

pub(super) fn webkit_advice(error: &str) -> String {
    format!(
        "{error}\nThe main end-to-end scenarios need WebKitGTK's MiniBrowser, its driver and Xvfb. By hand: install \
         {} (or what your system calls them), and name the programs in MINI_BROWSER and WEBKIT_DRIVER if they are not \
         found.",
        WEBKIT_PACKAGES.join(" and ")
    )
}

fn reason(result: Result<()>) -> String {
    result.err().unwrap_or("installed, and not found".into())
}

/// Debian has a directory for each architecture below that for libraries, others have none.
fn mini_browser() -> Option<PathBuf> {
    let below = |directory: &Path| {
        let candidates = MINI_BROWSERS.iter().map(|browser| directory.join(browser));
        candidates.into_iter().find(|path| path.is_file())
    };
    LIBRARIES.iter().find_map(|libraries| {
        let libraries = Path::new(libraries);
        below(libraries).or_else(|| {
            let entries = std::fs::read_dir(libraries).ok()?;
            entries.flatten().find_map(|entry| below(&entry.path()))
        })
    })
}

//! Where things are: the checkout, its target directory, the cache; and what Cargo.lock says.

use std::path::{Path, PathBuf};

use crate::Result;

/// The name of the binary, of the WASM bundle and of the database.
pub const APP: &str = "pressroom";

/// What a build must be told whose files browsers may keep for ever, and the server of these files too. It is
/// not in the metadata: cargo-leptos renames the files after the first build only, and while it watches, a page
/// would go on loading the old client.
pub const HASHED_NAMES: (&str, &str) = ("LEPTOS_HASH_FILES", "true");

/// Lies beside the server and says what the names are then.
pub const HASH_FILE: &str = "hash.txt";

/// The checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask/ lies in the workspace")
        .to_path_buf()
}

/// Where cargo builds the native side.
pub fn target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// Where cargo-leptos builds the WASM side. What else builds for WASM uses it too, so that the dependencies
/// are compiled once.
pub fn front_target_dir() -> PathBuf {
    target_dir().join("front")
}

/// The example with islands, a workspace of its own.
pub const ISLANDS: &str = "examples/islands";

/// Its server, as the end-to-end tests have it built.
pub fn islands_binary() -> PathBuf {
    target_dir().join("debug").join("islands")
}

/// What that serves.
pub fn islands_site_dir() -> PathBuf {
    target_dir().join("site-islands")
}

/// The server that cargo-leptos builds.
pub fn server_binary(release: bool) -> PathBuf {
    let profile = if release { "release" } else { "debug" };
    target_dir().join(profile).join(APP)
}

/// Where in the checkout cargo-leptos puts the files that the server serves: the metadata's folder, and one that
/// debug builds leave alone.
pub fn site_root(release: bool) -> &'static str {
    if release {
        "target/site-release"
    } else {
        "target/site"
    }
}

/// The same folder, for who does not work in the checkout.
pub fn site_dir(release: bool) -> PathBuf {
    root().join(site_root(release))
}

/// What the server of an optimised build must be told; cargo-leptos tells the one that it watches over.
pub fn server_environment() -> [(&'static str, String); 6] {
    let (hashed, yes) = HASHED_NAMES;
    [
        ("LEPTOS_OUTPUT_NAME", APP.into()),
        ("LEPTOS_SITE_ROOT", site_dir(true).display().to_string()),
        ("LEPTOS_SITE_PKG_DIR", "pkg".into()),
        (hashed, yes.into()),
        ("LEPTOS_HASH_FILE_NAME", HASH_FILE.into()),
        ("LEPTOS_ENV", "PROD".into()),
    ]
}

/// Where downloaded and built tools live: `FORMWORK_CACHE`, or `formwork` in the user's cache directory.
pub fn cache_dir() -> Result<PathBuf> {
    if let Some(dir) = std::env::var_os("FORMWORK_CACHE") {
        return Ok(root().join(dir));
    }
    let parent = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    match parent {
        Some(parent) => Ok(parent.join("formwork")),
        None => {
            Err("neither HOME nor FORMWORK_CACHE is set, so there is nowhere to keep tools".into())
        }
    }
}

/// The version of a package in this workspace's Cargo.lock.
pub fn locked_version(package: &str) -> Result<String> {
    let path = root().join("Cargo.lock");
    let lock = std::fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    version_in_lock(&lock, package).ok_or_else(|| format!("{package} is not in {}", path.display()))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
[[package]]
name = "wasm-bindgen-macro"
version = "0.2.1"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry"
dependencies = [
 "cfg-if",
]
"#;

    #[test]
    fn finds_the_version_of_exactly_the_named_package() {
        let version = version_in_lock(LOCK, "wasm-bindgen");
        assert_eq!(version.as_deref(), Some("0.2.130"));
    }

    #[test]
    fn a_package_that_is_not_locked_has_no_version() {
        assert_eq!(version_in_lock(LOCK, "cfg-if"), None);
    }

    #[test]
    fn the_real_lock_names_wasm_bindgen() {
        assert!(locked_version("wasm-bindgen").is_ok());
    }
}

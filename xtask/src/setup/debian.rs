//! The WASM target without rustup's server: Debian's compiler, and a standard library built once from the
//! source that Debian packages with it.
//!
//! 1. Debian's packages bring a compiler, its library's source with vendored dependencies, and the linker.
//! 2. An empty crate is built with `-Zbuild-std`, and the library's parts are copied to where the compiler
//!    looks for them. The crate must be empty: from one with dependencies they would be copied too, and clash.
//!    `test` must be among them, for the tests that run in the browser.
//! 3. Debian's compiler becomes a rustup toolchain with a name, which builds server and client.

use std::path::{Path, PathBuf};

use super::{apt, install, wasm_std};
use crate::{Result, process, ui, workspace};

/// The name under which rustup knows Debian's compiler.
pub const TOOLCHAIN: &str = "formwork-debian";

const PACKAGES: &[&str] = &[
    "rustc-web",
    "cargo-web",
    "libstd-rust-web-dev",
    "rust-web-src",
    "rust-web-llvm",
    "lld-22",
    "rust-web-clippy",
    "rustfmt-web",
];

/// Debian's compiler, past rustup's proxies, and its sysroot.
const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";
const SYSROOT: &str = "/usr";

/// Where the compiler looks for the target's libraries.
const LIBRARIES: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";
/// Lies beside them and says which compiler they were built by; another one cannot use them.
const STAMP: &str = "formwork-built-by";

/// How the library is built, and where cargo puts its parts.
const BUILD: &[&str] = &[
    "build",
    "--release",
    "--target=wasm32-unknown-unknown",
    "-Zbuild-std=std,panic_abort,test",
];
const BUILT: &str = "target/wasm32-unknown-unknown/release/deps";

const EMPTY_CRATE: &str = "[package]\nname = \"empty\"\nedition = \"2024\"\n\n[workspace]\n";

/// Whether the compiler has a library of its own version and cargo can be told to use it.
pub fn is_ready() -> bool {
    has_library() && is_linked()
}

pub fn install() -> Result<()> {
    if !has_packages() {
        apt::install(PACKAGES)?;
    }
    if !has_library() {
        build_library()?;
    }
    if !is_linked() {
        ui::note(format!("$ rustup toolchain link {TOOLCHAIN} {SYSROOT}"));
        process::run(process::command("rustup").args(["toolchain", "link", TOOLCHAIN, SYSROOT]))?;
    }
    Ok(())
}

/// The commands that do the same, for a shell.
pub fn by_hand() -> String {
    let rustup = match process::find(&["rustup"]) {
        Some(_) => format!("\n  rustup toolchain link {TOOLCHAIN} {SYSROOT}"),
        None => String::new(),
    };
    format!(
        "  sudo apt-get install {}
  cd \"$(mktemp -d)\" && mkdir src && touch src/lib.rs && printf {EMPTY_CRATE:?} > Cargo.toml
  RUSTC={RUSTC} RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=target {CARGO} {}
  sudo mkdir -p {LIBRARIES}
  sudo cp $(ls {BUILT}/*.rlib | grep -v /libempty-) {LIBRARIES}
  {RUSTC} -vV | sudo tee {LIBRARIES}/{STAMP}{rustup}",
        PACKAGES.join(" "),
        BUILD.join(" "),
    )
}

fn has_packages() -> bool {
    PACKAGES.iter().all(|package| {
        let mut query = process::command("dpkg-query");
        query.args(["-W", "-f", "${db:Status-Status}", package]);
        process::quiet(&mut query).as_deref() == Some("installed")
    })
}

fn has_library() -> bool {
    let libraries = Path::new(LIBRARIES);
    let built_by = std::fs::read_to_string(libraries.join(STAMP)).ok();
    let built_by = built_by.as_deref().map(str::trim);
    built_by.is_some()
        && built_by == compiler_version().as_deref()
        && wasm_std::holds_std(libraries)
}

fn compiler_version() -> Option<String> {
    process::quiet(process::command(RUSTC).arg("-vV"))
}

/// Whether rustup knows the toolchain. Without rustup there is nothing to tell: Debian's is the only one.
fn is_linked() -> bool {
    if process::find(&["rustup"]).is_none() {
        return true;
    }
    let list = process::quiet(process::command("rustup").args(["toolchain", "list"]));
    list.is_some_and(|list| {
        list.lines()
            .any(|line| line.split(' ').next() == Some(TOOLCHAIN))
    })
}

fn build_library() -> Result<()> {
    let version =
        compiler_version().ok_or_else(|| format!("{RUSTC} is not there or does not run"))?;
    ui::agree_to(&format!(
        "The library goes where Debian's compiler looks for it: {LIBRARIES}."
    ))?;
    let project = workspace::cache_dir()?.join("build").join("wasm-std");
    write_empty_crate(&project)?;
    ui::step("building the standard library (about a minute)");
    process::run(
        process::command(CARGO)
            .args(BUILD)
            .current_dir(&project)
            .env("RUSTC", RUSTC)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", project.join("target"))
            .env_remove("RUSTFLAGS")
            .env_remove("RUSTUP_TOOLCHAIN"),
    )?;
    let built = project.join(BUILT);
    install::whole(Path::new(LIBRARIES), |partial| {
        copy_libraries(&built, partial, &version)
    })?;
    install::empty(&project)
}

fn write_empty_crate(project: &Path) -> Result<()> {
    let source = project.join("src");
    std::fs::create_dir_all(&source)
        .map_err(|error| install::trouble("create", &source, &error))?;
    for (path, content) in [
        (project.join("Cargo.toml"), EMPTY_CRATE),
        (source.join("lib.rs"), ""),
    ] {
        std::fs::write(&path, content).map_err(|error| install::trouble("write", &path, &error))?;
    }
    Ok(())
}

/// Copies the library's parts, all but the empty crate's own, and the stamp last.
fn copy_libraries(built: &Path, to: &Path, version: &str) -> Result<()> {
    let entries =
        std::fs::read_dir(built).map_err(|error| install::trouble("read", built, &error))?;
    for from in entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| is_part(path))
    {
        let name = from.file_name().expect("a file has a name");
        std::fs::copy(&from, to.join(name))
            .map_err(|error| install::trouble("copy", &from, &error))?;
    }
    let stamp: PathBuf = to.join(STAMP);
    std::fs::write(&stamp, version).map_err(|error| install::trouble("write", &stamp, &error))
}

fn is_part(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".rlib") && !name.starts_with("libempty-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_crates_own_library_stays_behind() {
        assert!(is_part(Path::new("deps/libstd-1a2b.rlib")));
        assert!(!is_part(Path::new("deps/libempty-1a2b.rlib")));
        assert!(!is_part(Path::new("deps/std-1a2b.d")));
    }
}

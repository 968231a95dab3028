//! Building Pressroom to be served as it is built: for `dev --release` and for the end-to-end tests; and the example with
//! islands for these.
//!
//! cargo-leptos begins with the client's bundle each time, and for an optimised one that takes a while although
//! nothing has changed. So a stamp is kept beside it, of all that goes into the build and of what came out.

use std::hash::{DefaultHasher, Hasher};
use std::io::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::UNIX_EPOCH;

use crate::setup::Tools;
use crate::{Result, process, ui, workspace};

/// What of the checkout goes into the build.
const SOURCES: &[&str] = &[
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "app",
    "client",
    "crates",
    "public",
    "server",
    "style",
];

/// What cargo-leptos adds to `RUSTFLAGS` in debug builds; to the letter, or everything is built twice.
const DEBUG_FLAGS: &str = "--cfg erase_components";

/// The beginnings of the variables that cargo, the compilers and cargo-leptos read.
const VARIABLES: &[&str] = &[
    "CARGO_BUILD_",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_PROFILE_",
    "CARGO_TARGET_",
    "CC",
    "CFLAGS",
    "LEPTOS_",
    "RUSTC",
    "RUSTFLAGS",
    "RUSTUP_TOOLCHAIN",
    "SERVER_FN_",
];

/// The programs whose versions make a difference, and how they are asked.
const PROGRAMS: &[(&str, &str)] = &[
    ("rustc", "-vV"),
    ("cargo-leptos", "--version"),
    ("wasm-bindgen", "--version"),
    ("wasm-opt", "--version"),
];

/// Builds server and client. An optimised build of the same sources is not made twice.
pub fn pressroom(tools: &Tools, release: bool) -> Result<()> {
    let mut build = command(tools, release);
    if !release {
        ui::step(format!("$ {}", process::shown(&build)));
        return process::run(&mut build);
    }
    let stamp = workspace::site_dir(release).with_extension("stamp");
    let sources = digest_of_sources(tools)?;
    let kept = std::fs::read_to_string(&stamp).unwrap_or_default();
    if stamp_of(sources, release).is_ok_and(|current| current == kept) {
        ui::step("nothing has changed since the last optimised build: building is skipped");
        return Ok(());
    }
    ui::step("building, optimised (the first time takes minutes)");
    process::run(&mut build)?;
    let written = stamp_of(sources, release).and_then(|current| std::fs::write(&stamp, current));
    written.map_err(|error| format!("cannot write {}: {error}", stamp.display()))
}

/// Builds the example with islands, for the end-to-end tests: as a debug build, since Pressroom is there for the other.
pub fn islands(tools: &Tools) -> Result<()> {
    let mut build = leptos_build(tools);
    build
        .current_dir(workspace::root().join(workspace::ISLANDS))
        .env("CARGO_TARGET_DIR", workspace::target_dir())
        // Cargo gives Pressroom's name to what it runs here.
        .env("LEPTOS_OUTPUT_NAME", "islands")
        // The names of Pressroom's files stand in one file beside both servers.
        .env("LEPTOS_HASH_FILES", "false")
        .env("LEPTOS_SITE_ROOT", workspace::islands_site_dir());
    ui::step(format!("$ {}", process::shown(&build)));
    process::run(&mut build)
}

fn command(tools: &Tools, release: bool) -> Command {
    let mut build = match release {
        // Without components' types the client is a fifth smaller.
        true => split(erased(optimised(tools))),
        false => leptos_build(tools),
    };
    let (name, value) = workspace::HASHED_NAMES;
    build
        .env(name, value)
        .env("LEPTOS_SITE_ROOT", workspace::site_root(release));
    build
}

fn leptos_build(tools: &Tools) -> Command {
    let mut build = tools.command("cargo");
    build.args(["leptos", "build"]);
    build
}

/// A build as the guide advises for a deployment.
pub fn optimised(tools: &Tools) -> Command {
    let mut build = leptos_build(tools);
    build.args(["--release", "--precompress"]);
    build
}

/// An app with lazy routes is built in chunks.
pub fn split(mut build: Command) -> Command {
    build.arg("--split");
    build
}

/// Adds what cargo-leptos adds, in the same way: behind the person's own flags.
pub fn erased(mut command: Command) -> Command {
    for variable in ["RUSTFLAGS", "RUSTDOCFLAGS"] {
        let flags = match std::env::var(variable) {
            Ok(own) if !own.is_empty() => format!("{own} {DEBUG_FLAGS}"),
            _ => DEBUG_FLAGS.to_owned(),
        };
        command.env(variable, flags);
    }
    command
}

/// Sources by their content: a checkout of the same commit is the same, whatever its times say.
fn digest_of_sources(tools: &Tools) -> Result<u64> {
    let mut digest = DefaultHasher::new();
    for (program, question) in PROGRAMS {
        let answer = process::quiet(tools.command(program).arg(question));
        put(&mut digest, answer.unwrap_or_default().as_bytes());
    }
    let mut variables: Vec<_> = std::env::vars_os()
        .filter(|(name, _)| {
            let name = name.to_string_lossy();
            VARIABLES.iter().any(|start| name.starts_with(start))
        })
        .collect();
    variables.sort();
    for (name, value) in variables {
        put(&mut digest, name.as_encoded_bytes());
        put(&mut digest, value.as_encoded_bytes());
    }
    let root = workspace::root();
    for source in SOURCES {
        for file in files_below(&root.join(source)) {
            let content = std::fs::read(&file)
                .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
            put(&mut digest, file.as_os_str().as_encoded_bytes());
            put(&mut digest, &content);
        }
    }
    Ok(digest.finish())
}

/// What is kept of a build: which sources went in, and what came out.
fn stamp_of(sources: u64, release: bool) -> Result<String, Error> {
    let server = workspace::server_binary(release);
    let mut files = files_below(&workspace::site_dir(release));
    files.extend([server.with_file_name(workspace::HASH_FILE), server]);
    let results = digest_of_results(&files)?;
    Ok(format!("{sources:016x} {results:016x}\n"))
}

/// Results by their sizes and times: something else may build the same files, or remove them.
fn digest_of_results(files: &[PathBuf]) -> Result<u64, Error> {
    let mut digest = DefaultHasher::new();
    for file in files {
        let metadata = file.metadata()?;
        let modified = metadata.modified()?.duration_since(UNIX_EPOCH);
        put(&mut digest, file.as_os_str().as_encoded_bytes());
        digest.write_u64(metadata.len());
        digest.write_u128(modified.unwrap_or_default().as_nanos());
    }
    Ok(digest.finish())
}

/// Puts the length first, so that two pieces never look like two others.
fn put(digest: &mut DefaultHasher, piece: &[u8]) {
    digest.write_usize(piece.len());
    digest.write(piece);
}

/// All files below a path in a fixed order; the path itself where it is one, and none where nothing is there.
fn files_below(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let mut children: Vec<PathBuf> = std::fs::read_dir(path)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    children.sort();
    children
        .iter()
        .flat_map(|child| files_below(child))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_built_is_among_the_sources() {
        let root = workspace::root();
        let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
        let (_, members) = manifest.split_once("members = [").unwrap();
        let (members, _) = members.split_once(']').unwrap();
        for member in members
            .split(',')
            .map(|member| member.trim().trim_matches('"'))
            .filter(|member| !member.is_empty())
        {
            let top = member.split('/').next().unwrap();
            assert!(
                top == "xtask" || SOURCES.contains(&top),
                "{member} is built, and its changes go unnoticed"
            );
        }
        for source in SOURCES {
            assert!(root.join(source).exists(), "{source} is not there");
        }
    }

    #[test]
    fn results_that_something_else_built_or_removed_are_noticed() {
        let file = std::env::temp_dir().join(format!("xtask-results-{}", std::process::id()));
        let digest = |content: &str| {
            std::fs::write(&file, content).unwrap();
            digest_of_results(std::slice::from_ref(&file)).unwrap()
        };
        let before = digest("a server");
        assert_ne!(before, digest("another server"));
        std::fs::remove_file(&file).unwrap();
        assert!(digest_of_results(&[file]).is_err());
    }

    #[test]
    fn pieces_do_not_run_into_each_other() {
        let digest = |pieces: &[&str]| {
            let mut digest = DefaultHasher::new();
            for piece in pieces {
                put(&mut digest, piece.as_bytes());
            }
            digest.finish()
        };
        assert_eq!(digest(&["ab", "c"]), digest(&["ab", "c"]));
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }

    #[test]
    fn files_come_in_a_fixed_order() {
        let sources = workspace::root().join("xtask/src");
        let files = files_below(&sources);
        assert!(files.contains(&sources.join("setup/mod.rs")));
        assert!(files.is_sorted());
        assert!(files_below(&sources.join("nothing")).is_empty());
        assert_eq!(files_below(&sources.join("main.rs")).len(), 1);
    }
}

//! Installing into the cache all or nothing: into a temporary directory, then one rename.

use std::path::{Path, PathBuf};

use crate::{Result, workspace};

/// `tools/<name>` in the cache.
pub fn tool_dir(name: &str) -> Result<PathBuf> {
    Ok(workspace::cache_dir()?.join("tools").join(name))
}

/// Lets `fill` fill a temporary directory and gives it its final name when that went well, so that what was
/// broken off half-way is never taken for installed.
pub fn whole(directory: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let name = directory
        .file_name()
        .expect("a tool's directory has a name")
        .to_string_lossy();
    let partial = directory.with_file_name(format!(".partial-{name}"));
    empty(&partial)?;
    std::fs::create_dir_all(&partial).map_err(|error| trouble("create", &partial, &error))?;
    fill(&partial)?;
    empty(directory)?;
    std::fs::rename(&partial, directory).map_err(|error| trouble("rename", &partial, &error))
}

/// Removes a directory that may not exist.
pub fn empty(directory: &Path) -> Result<()> {
    match std::fs::remove_dir_all(directory) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(trouble("remove", directory, &error))
        }
        _ => Ok(()),
    }
}

/// An error that says what could not be done to which path.
pub fn trouble(verb: &str, path: &Path, error: &std::io::Error) -> String {
    format!("cannot {verb} {}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()))
    }

    #[test]
    fn what_was_broken_off_is_not_installed() {
        let directory = scratch("broken").join("tool");
        let result = whole(&directory, |partial| {
            std::fs::write(partial.join("half"), "").unwrap();
            Err("no network".into())
        });
        assert_eq!(result, Err("no network".into()));
        assert!(!directory.exists());
        empty(&scratch("broken")).unwrap();
    }

    #[test]
    fn what_was_finished_replaces_what_was_there() {
        let directory = scratch("finished").join("tool");
        for content in ["old", "new"] {
            whole(&directory, |partial| {
                std::fs::write(partial.join("file"), content).unwrap();
                Ok(())
            })
            .unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(directory.join("file")).unwrap(),
            "new"
        );
        assert_eq!(std::fs::read_dir(scratch("finished")).unwrap().count(), 1);
        empty(&scratch("finished")).unwrap();
    }
}

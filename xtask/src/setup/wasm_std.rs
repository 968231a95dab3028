//! The standard library for WASM, whichever toolchain has it.

use std::path::Path;

/// Whether a target's library directory holds a standard library.
pub fn holds_std(directory: &Path) -> bool {
    std::fs::read_dir(directory).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}

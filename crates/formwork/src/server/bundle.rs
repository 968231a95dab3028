//! Where the client's bundle lies.

use super::cached_file::CachedFile;
use leptos::config::LeptosOptions;
use std::{io, path::Path};

/// The addresses of the client's JavaScript and WASM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bundle {
    pub(super) js: String,
    pub(super) wasm: String,
}

impl Bundle {
    /// As cargo-leptos names the files. `root` stands before the paths.
    pub(super) fn of(options: &LeptosOptions, root: &str) -> Self {
        let hashes = if options.hash_files {
            hashes(options)
        } else {
            Hashes::default()
        };
        // Only cargo-leptos sets the variable, and only it renames what wasm-bindgen calls `…_bg.wasm`.
        let bare = !options.hash_files && option_env!("LEPTOS_OUTPUT_NAME").is_none();
        Self::named(options, root, &hashes, if bare { "_bg" } else { "" })
    }

    fn named(options: &LeptosOptions, root: &str, hashes: &Hashes, suffix: &str) -> Self {
        let (directory, name) = (&options.site_pkg_dir, &options.output_name);
        let file = |hash: &Option<String>, suffix: &str, extension: &str| {
            let (dot, hash) = hash.as_ref().map_or(("", ""), |hash| (".", hash));
            let parts = [
                root, "/", directory, "/", name, suffix, dot, hash, ".", extension,
            ];
            parts.concat()
        };
        Self {
            js: file(&hashes.js, "", "js"),
            wasm: file(&hashes.wasm, suffix, "wasm"),
        }
    }
}

/// What cargo-leptos puts into the names of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hashes {
    js: Option<String>,
    wasm: Option<String>,
    /// Of the manifest of a split bundle, and of the script that loads its chunks.
    pub(super) manifest: Option<String>,
    pub(super) split: Option<String>,
}

impl Hashes {
    /// Reads lines such as `js: 5jrbNzhNdKsGEcIw`.
    fn parse(text: &str) -> Self {
        let mut hashes = Self::default();
        for (file, hash) in text.lines().filter_map(|line| line.split_once(':')) {
            match file.trim() {
                "js" => hashes.js = Some(hash.trim().to_string()),
                "wasm" => hashes.wasm = Some(hash.trim().to_string()),
                "manifest" => hashes.manifest = Some(hash.trim().to_string()),
                "split" => hashes.split = Some(hash.trim().to_string()),
                _ => {}
            }
        }
        hashes
    }
}

/// The hashes as the file beside the executable has them now; a new build of the client alone changes it
/// while the server runs.
pub(super) fn hashes(options: &LeptosOptions) -> Hashes {
    static READ: CachedFile<Hashes> = CachedFile::new();

    let folder = std::env::current_exe()
        .ok()
        .and_then(|path| path.parent().map(Path::to_path_buf));
    let path = folder.unwrap_or_default().join(&*options.hash_file);
    let hashes = READ.get(&path, |bytes| {
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).map_err(io::Error::other));
        match text {
        Ok(text) => Some(Hashes::parse(&text)),
        Err(error) => {
            tracing::error!(
                %error,
                path = %path.display(),
                "`hash-files` is on, and the file with the hashes cannot be read: the client will not load. \
                 Put it beside the server's executable, where `cargo leptos build` has it."
            );
            None
        }
        }
    });
    hashes.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> LeptosOptions {
        LeptosOptions::builder()
            .output_name("app")
            .site_pkg_dir("pkg")
            .build()
    }

    #[test]
    fn hashes_come_from_the_lines_of_the_file() {
        let hashes = Hashes::parse("js: abc\nwasm: def\ncss: ghi\nmanifest: jkl\nsplit: mno\n\n");
        assert_eq!(
            hashes,
            Hashes {
                js: Some("abc".into()),
                wasm: Some("def".into()),
                manifest: Some("jkl".into()),
                split: Some("mno".into()),
            }
        );
    }

    #[test]
    fn names_carry_the_hashes() {
        let hashes = Hashes {
            js: Some("abc".into()),
            wasm: Some("def".into()),
            ..Hashes::default()
        };
        let bundle = Bundle::named(&options(), "", &hashes, "");
        assert_eq!(
            bundle,
            Bundle {
                js: "/pkg/app.abc.js".into(),
                wasm: "/pkg/app.def.wasm".into()
            }
        );
    }

    #[test]
    fn a_root_stands_before_the_paths() {
        let bundle = Bundle::named(&options(), "https://cdn.example", &Hashes::default(), "_bg");
        assert_eq!(bundle.js, "https://cdn.example/pkg/app.js");
        assert_eq!(bundle.wasm, "https://cdn.example/pkg/app_bg.wasm");
    }
}

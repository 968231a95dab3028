//! `cargo xtask size`: what a visitor downloads, by part, and whether it keeps to the budget.
//!
//! All apps are built as the guide advises for a deployment: optimised, and compressed as they are served. Their pages
//! come from a server, since HTML is what it writes.

mod budget;
mod pages;
mod why;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::client::{Client, NEEDS};
use crate::setup::{Tools, WasmWay};
use crate::{Result, ui, workspace};
use budget::Budget;

/// What to print beside the sizes.
#[derive(Debug, PartialEq)]
pub struct Options {
    /// Which functions and generics the bytes of the WASM are.
    pub why: bool,
    pub wasm: WasmWay,
}

/// An app that is measured.
struct App {
    client: Client,
    /// Its server's package, and the features that make it one.
    server: &'static str,
    features: &'static [&'static str],
    pages: &'static [&'static str],
}

const APPS: [App; 3] = [
    App {
        client: Client::of_bench("guestbook"),
        server: "guestbook",
        features: &["--features", "ssr"],
        pages: &["/", "/signup"],
    },
    App {
        client: Client {
            name: "islands",
            workspace: workspace::ISLANDS,
            is_split: false,
            is_erased: false,
        },
        server: "islands",
        features: &["--features", "ssr"],
        pages: &["/"],
    },
    App {
        client: Client {
            name: "pressroom",
            workspace: ".",
            is_split: true,
            is_erased: true,
        },
        server: "server",
        features: &[],
        pages: &["/guestbook"],
    },
];

/// One part of an app, in bytes.
struct Part {
    /// Such as `guestbook wasm`.
    name: String,
    raw: u64,
    /// Compressed by brotli, as it is served.
    sent: u64,
}

/// The chore: prints the sizes, and says whether they keep to the budget.
pub fn run(options: &Options) -> Result<bool> {
    let tools = Tools::get(&NEEDS, options.wasm)?;
    if let Some(reason) = tools.lacking(&NEEDS) {
        return Err(reason);
    }
    let over = measure(&tools)?;
    if options.why {
        why::explain(&tools)?;
    }
    for line in &over {
        eprintln!("{line}");
    }
    Ok(over.is_empty())
}

/// Measures every app. The answer is what goes beyond the budget, a line for each part.
pub fn measure(tools: &Tools) -> Result<Vec<String>> {
    let budget = Budget::read(&workspace::root().join("bench/budget.txt"))?;
    let mut parts = Vec::new();
    for app in &APPS {
        let site = app.client.build(tools)?;
        parts.extend(files(app.client.name, &site.join("pkg"))?);
        parts.extend(pages::measure(tools, app, &site)?);
    }
    println!("{}", table(&parts));
    let (over, under) = budget.compare(&parts);
    for line in under {
        ui::note(line);
    }
    Ok(over)
}

/// The bundle's files, added up by kind: the WASM that every page loads, and that of lazy routes apart.
fn files(app: &str, folder: &Path) -> Result<Vec<Part>> {
    let wrong = |error| format!("cannot read {}: {error}", folder.display());
    let mut parts = Vec::new();
    for kind in ["wasm", "chunks", "js", "css"] {
        let (mut raw, mut sent) = (0, 0);
        for entry in fs::read_dir(folder).map_err(wrong)? {
            let path = entry.map_err(wrong)?.path();
            if kind_of(app, &path) == Some(kind) {
                let compressed = PathBuf::from(format!("{}.br", path.display()));
                raw += path.metadata().map_err(wrong)?.len();
                sent += compressed.metadata().map_err(wrong)?.len();
            }
        }
        if sent > 0 {
            parts.push(Part {
                name: format!("{app} {kind}"),
                raw,
                sent,
            });
        }
    }
    Ok(parts)
}

fn kind_of(app: &str, path: &Path) -> Option<&'static str> {
    let is_bundle = path.file_name()?.to_str()?.starts_with(app);
    match path.extension()?.to_str()? {
        "wasm" if is_bundle => Some("wasm"),
        "wasm" => Some("chunks"),
        "js" => Some("js"),
        "css" => Some("css"),
        _ => None,
    }
}

fn table(parts: &[Part]) -> String {
    let mut lines = vec![format!("{:<28} {:>10} {:>10}", "", "raw", "brotli")];
    for part in parts {
        lines.push(format!(
            "{:<28} {:>10} {:>10}",
            part.name, part.raw, part.sent
        ));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_added_up_by_kind_as_they_are_sent() {
        let folder = std::env::temp_dir().join(format!("xtask-size-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in [
            ("app.wasm", 30),
            ("app.wasm.br", 10),
            ("split_app_page.wasm", 3),
            ("split_app_page.wasm.br", 1),
            ("a.js", 7),
            ("a.js.br", 5),
            ("a.js.gz", 6),
        ] {
            fs::write(folder.join(name), vec![0; bytes]).unwrap();
        }
        let parts = files("app", &folder).unwrap();
        let sizes = parts
            .iter()
            .map(|part| (part.name.as_str(), part.raw, part.sent));
        assert_eq!(
            sizes.collect::<Vec<_>>(),
            [("app wasm", 30, 10), ("app chunks", 3, 1), ("app js", 7, 5)]
        );
        fs::write(folder.join("c.wasm"), "not compressed").unwrap();
        assert!(files("app", &folder).is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}

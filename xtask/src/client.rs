//! The client of an app as it is deployed: what `size` weighs, and what browsers load in `bench page`.

use std::{fs, path::PathBuf};

use crate::setup::{Need, Tools};
use crate::{Result, build, process, ui, workspace};

/// What building one needs.
pub const NEEDS: [Need; 4] = [
    Need::WasmTarget,
    Need::WasmBindgen,
    Need::CargoLeptos,
    Need::WasmOpt,
];

/// An app that has one.
#[derive(Clone, Copy, Debug)]
pub struct Client {
    /// The app's project for cargo-leptos, and the name of its files.
    pub name: &'static str,
    /// The folder of its workspace.
    pub workspace: &'static str,
    /// Whether it has lazy routes.
    pub is_split: bool,
    /// Whether it is smaller without the types of its components. A small app is not.
    pub is_erased: bool,
}

impl Client {
    /// The client of an app in `bench/`: small, and with one page or two.
    pub const fn of_bench(name: &'static str) -> Self {
        Self {
            name,
            workspace: "bench",
            is_split: false,
            is_erased: false,
        }
    }

    /// Builds it as the guide advises for a deployment, and answers where its files are: optimised, with a compressed
    /// copy of each, under the names that a server without settings has for them.
    pub fn build(&self, tools: &Tools) -> Result<PathBuf> {
        let site = workspace::target_dir().join(format!("site-size-{}", self.name));
        // Files of an earlier build may be there under other names.
        let _ = fs::remove_dir_all(&site);
        ui::step(format!("{}: building its client, optimised", self.name));
        let mut build = build::optimised(tools);
        if self.is_erased {
            build = build::erased(build);
        }
        if self.is_split {
            build = build::split(build);
        }
        process::run(
            build
                .args(["--frontend-only", "--project", self.name])
                .current_dir(workspace::root().join(self.workspace))
                .env("CARGO_TARGET_DIR", workspace::target_dir())
                .env("LEPTOS_OUTPUT_NAME", self.name)
                .env("LEPTOS_HASH_FILES", "false")
                .env("LEPTOS_SITE_ROOT", &site),
        )?;
        Ok(site)
    }
}

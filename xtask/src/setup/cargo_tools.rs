//! Tools that cargo builds from source: cargo-leptos and wasm-bindgen.

use std::borrow::Cow;
use std::path::PathBuf;

use super::install;
use crate::{Result, process, workspace};

/// A program on crates.io, kept in the cache by its version.
pub struct CargoTool {
    package: &'static str,
    version: Cow<'static, str>,
    programs: &'static [&'static str],
    flags: &'static [&'static str],
}

/// 0.3.10 is the last that the stable compiler we ask for can build, and only with its own lock file. With
/// `no_downloads` a tool that is missing is an error and not a download that may hang.
pub const CARGO_LEPTOS: CargoTool = CargoTool {
    package: "cargo-leptos",
    version: Cow::Borrowed("0.3.10"),
    programs: &["cargo-leptos"],
    flags: &["--locked", "--features", "no_downloads"],
};

/// The tool and the library speak a private format: their versions must be equal. Its own lock file names a
/// pre-release that not every mirror has, so it is built without.
pub fn wasm_bindgen() -> Result<CargoTool> {
    Ok(CargoTool {
        package: "wasm-bindgen-cli",
        version: workspace::locked_version("wasm-bindgen")?.into(),
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        flags: &[],
    })
}

impl CargoTool {
    pub fn title(&self) -> String {
        format!("{} {}", self.package, self.version)
    }

    pub fn bin_dir(&self) -> Result<PathBuf> {
        Ok(self.dir()?.join("bin"))
    }

    pub fn is_installed(&self) -> Result<bool> {
        let directory = self.bin_dir()?;
        Ok(self
            .programs
            .iter()
            .all(|program| directory.join(program).is_file()))
    }

    /// Builds in the debug profile without debug information: fast enough in use, and minutes faster to build
    /// than the release profile. The build directory outlives an abort, so that the next try goes on.
    pub fn install(&self) -> Result<()> {
        let build = workspace::cache_dir()?.join("build").join(self.package);
        install::whole(&self.dir()?, |partial| {
            let mut cargo = process::command("cargo");
            cargo
                .args([
                    "install",
                    self.package,
                    "--version",
                    &self.version,
                    "--debug",
                ])
                .args(self.flags)
                .arg("--root")
                .arg(partial)
                .arg("--target-dir")
                .arg(&build)
                .env("CARGO_PROFILE_DEV_DEBUG", "0");
            process::run(&mut cargo).map_err(|error| self.by_hand(&error))
        })?;
        install::empty(&build)
    }

    fn dir(&self) -> Result<PathBuf> {
        install::tool_dir(&format!("{}-{}", self.package, self.version))
    }

    fn by_hand(&self, error: &str) -> String {
        let directory = match self.dir() {
            Ok(directory) => directory.display().to_string(),
            Err(_) => "DIR".into(),
        };
        format!(
            "{error}\n{} is needed and could not be built. By hand: cargo install {} --version {} --debug {} --root {directory}",
            self.title(),
            self.package,
            self.version,
            self.flags.join(" "),
        )
    }
}

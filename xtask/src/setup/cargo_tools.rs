//! Tools that cargo builds from source: cargo-leptos and wasm-bindgen.

use std::borrow::Cow;
use std::path::PathBuf;
use std::process::Command;

use super::install;
use crate::{Result, process, workspace};

/// What makes the tools cheap to build; an empty machine spends most of its first start on them. They run for
/// seconds at a time, so that nothing is optimised, and nobody debugs them. Fewer codegen units are less work
/// as long as there are more crates than cores, and what runs during the build needs them named once more.
const CHEAP_BUILD: &[(&str, &str)] = &[
    ("CARGO_INCREMENTAL", "0"),
    ("CARGO_PROFILE_DEV_BUILD_OVERRIDE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_DEV_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_DEV_DEBUG", "0"),
    ("CARGO_PROFILE_DEV_DEBUG_ASSERTIONS", "false"),
    ("CARGO_PROFILE_DEV_OVERFLOW_CHECKS", "false"),
    ("CARGO_PROFILE_DEV_PANIC", "abort"),
];

/// The versions of OpenSSL that cargo-leptos can use where the machine has the headers of one of them.
/// Otherwise it builds its own from source, which takes a minute of both cores.
const SYSTEM_OPENSSL: &[&str] = &["openssl >= 1.1.1", "openssl < 4"];

/// A program on crates.io, kept in the cache by its version.
pub struct CargoTool {
    package: &'static str,
    version: Cow<'static, str>,
    programs: &'static [&'static str],
    flags: &'static [&'static str],
    pub purpose: &'static str,
}

/// 0.3.10 is the last that the stable compiler we ask for can build, and only with its own lock file. With
/// `no_downloads` a tool that is missing is an error and not a download that may hang.
pub const CARGO_LEPTOS: CargoTool = CargoTool {
    package: "cargo-leptos",
    version: Cow::Borrowed("0.3.10"),
    programs: &["cargo-leptos"],
    flags: &["--locked", "--features", "no_downloads"],
    purpose: "builds server and client together and rebuilds on change",
};

/// Only `cargo xtask size --why` asks it.
pub const TWIGGY: CargoTool = CargoTool {
    package: "twiggy",
    version: Cow::Borrowed("0.8.0"),
    programs: &["twiggy"],
    flags: &[],
    purpose: "says which functions the bytes of the client are",
};

/// The tool and the library speak a private format: their versions must be equal. Its own lock file names a
/// pre-release that not every mirror has, so it is built without; and without TLS, since it speaks to a driver
/// on this machine only.
pub fn wasm_bindgen() -> Result<CargoTool> {
    Ok(CargoTool {
        package: "wasm-bindgen-cli",
        version: workspace::locked_version("wasm-bindgen")?.into(),
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        flags: &["--no-default-features"],
        purpose: "writes the JavaScript around the client and runs its tests in a browser, in exactly Cargo.lock's version",
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

    /// Builds in the debug profile, which takes minutes less than the release profile and is fast enough in use.
    /// All tools share one build directory, since they share dependencies. It outlives an abort, so that the
    /// next try goes on, and goes when it has done its work.
    pub fn install(&self) -> Result<()> {
        let build = workspace::cache_dir()?.join("build").join("cargo-tools");
        install::whole(&self.dir()?, |partial| {
            let mut cargo = self.cargo_install();
            cargo
                .arg("--root")
                .arg(partial)
                .arg("--target-dir")
                .arg(&build)
                .envs(CHEAP_BUILD.iter().copied());
            if has_openssl() {
                cargo.env("OPENSSL_NO_VENDOR", "1");
            }
            process::run(&mut cargo).map_err(|error| self.by_hand(&error))
        })?;
        if CARGO_LEPTOS.is_installed()? && wasm_bindgen()?.is_installed()? {
            install::empty(&build)?;
        }
        Ok(())
    }

    fn cargo_install(&self) -> Command {
        let mut cargo = process::command("cargo");
        cargo
            .args(["install", self.package, "--version", &self.version])
            .arg("--debug")
            .args(self.flags);
        for program in self.programs {
            cargo.args(["--bin", program]);
        }
        cargo
    }

    fn dir(&self) -> Result<PathBuf> {
        install::tool_dir(&format!("{}-{}", self.package, self.version))
    }

    pub(super) fn by_hand(&self, error: &str) -> String {
        let directory = match self.dir() {
            Ok(directory) => directory.display().to_string(),
            Err(_) => "DIR".into(),
        };
        format!(
            "{error}\n{} could not be built. It {}. By hand: {} --root {directory}",
            self.title(),
            self.purpose,
            process::shown(&self.cargo_install()),
        )
    }
}

fn has_openssl() -> bool {
    let mut query = process::command("pkg-config");
    process::quiet(query.arg("--exists").args(SYSTEM_OPENSSL)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_advice_says_why_and_installs_where_the_tool_is_looked_for() {
        let advice = CARGO_LEPTOS.by_hand("no network");
        let directory = CARGO_LEPTOS.dir().unwrap();
        assert!(advice.starts_with("no network\n"));
        assert!(advice.contains("rebuilds on change"));
        assert!(advice.contains("cargo install cargo-leptos --version 0.3.10 --debug --locked"));
        assert!(advice.ends_with(&format!("--root {}", directory.display())));
    }
}

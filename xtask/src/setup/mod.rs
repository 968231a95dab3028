//! Set-up: finds out what is missing, says what will be installed and why, and installs it once.
//!
//! Each module here knows one kind of thing; this one knows which command needs which.

mod apt;
mod browser;
mod cargo_tools;
mod debian;
mod engines;
mod install;
mod node;
mod wasm_std;
mod wasm_target;

use std::path::PathBuf;
use std::process::Command;

use crate::{Result, process, ui};
use wasm_target::Toolchain;

pub use wasm_target::WasmWay;

/// Something that must be there before a command can do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    WasmTarget,
    WasmBindgen,
    CargoLeptos,
    WasmOpt,
    Browser,
    Playwright,
    Firefox,
    WebKit,
}

impl Need {
    /// Everything, in the order in which it is installed: what the build needs comes first.
    const ALL: [Self; 8] = [
        Self::WasmTarget,
        Self::WasmBindgen,
        Self::CargoLeptos,
        Self::WasmOpt,
        Self::Browser,
        Self::Playwright,
        Self::Firefox,
        Self::WebKit,
    ];

    /// What building and serving needs.
    pub fn of_a_build(release: bool) -> Vec<Self> {
        let mut needs = vec![Self::WasmTarget, Self::WasmBindgen, Self::CargoLeptos];
        if release {
            needs.push(Self::WasmOpt);
        }
        needs
    }

    fn name(self) -> Result<String> {
        Ok(match self {
            Self::WasmTarget => "Rust's standard library for wasm32-unknown-unknown".into(),
            Self::WasmBindgen => cargo_tools::wasm_bindgen()?.title(),
            Self::CargoLeptos => cargo_tools::CARGO_LEPTOS.title(),
            Self::WasmOpt => format!("wasm-opt (npm's binaryen {})", node::BINARYEN),
            Self::Browser => "Chromium and its driver".into(),
            Self::Playwright => "Playwright, as end2end/package-lock.json names it".into(),
            Self::Firefox => "Firefox".into(),
            Self::WebKit => "WebKit's MiniBrowser, its driver and Xvfb".into(),
        })
    }

    fn why(self) -> Result<String> {
        Ok(match self {
            Self::WasmTarget => {
                "the client is compiled to WebAssembly; seconds from rustup, two minutes from Debian's packages"
                    .into()
            }
            Self::WasmBindgen => format!(
                "{}; about 2 minutes, from source",
                cargo_tools::wasm_bindgen()?.purpose
            ),
            Self::CargoLeptos => format!(
                "{}; about 7 minutes, from source",
                cargo_tools::CARGO_LEPTOS.purpose
            ),
            Self::WasmOpt => format!("{}; seconds", node::WASM_OPT_PURPOSE),
            Self::Browser => "the tests run in it; the system's packages, about a minute".into(),
            Self::Playwright => {
                "drives the browser in the end-to-end tests; seconds, no browser download".into()
            }
            Self::Firefox | Self::WebKit => {
                "the main end-to-end scenarios run in it, too; the system's packages, half a minute".into()
            }
        })
    }

    fn is_met(self, way: WasmWay) -> Result<bool> {
        Ok(match self {
            Self::WasmTarget => Toolchain::ready(way).is_some(),
            Self::WasmBindgen => cargo_tools::wasm_bindgen()?.is_installed()?,
            Self::CargoLeptos => cargo_tools::CARGO_LEPTOS.is_installed()?,
            Self::WasmOpt => node::wasm_opt_is_installed()?,
            Self::Browser => browser::find().is_some(),
            Self::Playwright => node::playwright_is_installed(),
            Self::Firefox => engines::find_firefox().is_some(),
            Self::WebKit => engines::find_webkit().is_some(),
        })
    }

    fn install(self, way: WasmWay) -> Result<()> {
        match self {
            Self::WasmTarget => wasm_target::install(way),
            Self::WasmBindgen => cargo_tools::wasm_bindgen()?.install(),
            Self::CargoLeptos => cargo_tools::CARGO_LEPTOS.install(),
            Self::WasmOpt => node::install_wasm_opt(),
            Self::Browser => browser::install(),
            Self::Playwright => node::install_playwright(),
            Self::Firefox => engines::install_firefox(),
            Self::WebKit => engines::install_webkit(),
        }
    }
}

/// `cargo xtask setup`.
pub fn all(way: WasmWay) -> Result<()> {
    let tools = Tools::get(&Need::ALL, way)?;
    tools.complete()?;
    ui::step("everything is there");
    Ok(())
}

/// Where twiggy is; it is installed first where it is missing.
pub fn twiggy() -> Result<PathBuf> {
    let tool = &cargo_tools::TWIGGY;
    if !tool.is_installed()? {
        ui::step(format!("installing {}: it {}", tool.title(), tool.purpose));
        tool.install()?;
    }
    Ok(tool.bin_dir()?.join("twiggy"))
}

/// What set-up left behind: how to call the tools, and which of the needs could not be met.
pub struct Tools {
    toolchain: Option<Toolchain>,
    directories: Vec<PathBuf>,
    pub browser: Option<browser::Browser>,
    pub firefox: Option<PathBuf>,
    pub webkit: Option<engines::WebKit>,
    unmet: Vec<(Need, String)>,
}

impl Tools {
    /// Meets the needs: announces what is missing, then installs it. A need that cannot be met does not stop
    /// the others.
    pub fn get(needs: &[Need], way: WasmWay) -> Result<Self> {
        let mut missing = Vec::new();
        for need in Need::ALL.into_iter().filter(|need| needs.contains(need)) {
            if !need.is_met(way)? {
                missing.push(need);
            }
        }
        if !missing.is_empty() {
            ui::step("this is missing and will be installed:");
            for need in &missing {
                ui::note(format!("{}: {}", need.name()?, need.why()?));
            }
        }
        let mut unmet = Vec::new();
        for need in missing {
            ui::step(format!("installing {}", need.name()?));
            if let Err(reason) = need.install(way) {
                ui::note(&reason);
                unmet.push((need, reason));
            }
        }
        Ok(Self {
            toolchain: Toolchain::ready(way),
            directories: vec![
                cargo_tools::CARGO_LEPTOS.bin_dir()?,
                cargo_tools::wasm_bindgen()?.bin_dir()?,
                node::wasm_opt_dir()?,
            ],
            browser: browser::find(),
            firefox: engines::find_firefox(),
            webkit: engines::find_webkit(),
            unmet,
        })
    }

    /// Why these needs are not met, if they are not.
    pub fn lacking(&self, needs: &[Need]) -> Option<String> {
        let reasons: Vec<&str> = self
            .unmet
            .iter()
            .filter(|(need, _)| needs.contains(need))
            .map(|(_, reason)| reason.as_str())
            .collect();
        (!reasons.is_empty()).then(|| reasons.join("\n"))
    }

    /// An error unless everything asked for is there.
    pub fn complete(&self) -> Result<()> {
        match self.lacking(&Need::ALL) {
            Some(reasons) => Err(reasons),
            None => Ok(()),
        }
    }

    /// A command that finds the tools, and runs Rust with the toolchain that has the WASM target.
    pub fn command(&self, program: &str) -> Command {
        let mut command = process::command(program);
        let old = std::env::var_os("PATH").unwrap_or_default();
        let directories = self.directories.iter().cloned();
        let path = std::env::join_paths(directories.chain(std::env::split_paths(&old)))
            .expect("no directory of PATH holds a separator");
        command.env("PATH", path);
        if let Some(toolchain) = self.toolchain.and_then(Toolchain::name) {
            command.env("RUSTUP_TOOLCHAIN", toolchain);
        }
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each tool that cannot be had is named, with why it is needed and what to do by hand.
    #[test]
    fn an_error_says_which_tool_why_and_what_to_do_by_hand() {
        let error = "the registry does not answer";
        for need in Need::ALL {
            let (advice, named) = match need {
                Need::WasmTarget => (
                    wasm_target::advice(error),
                    ["wasm32-unknown-unknown", "client cannot be compiled"],
                ),
                Need::WasmBindgen => {
                    let tool = cargo_tools::wasm_bindgen().unwrap();
                    (tool.by_hand(error), ["wasm-bindgen-cli", "cargo install"])
                }
                Need::CargoLeptos => (
                    cargo_tools::CARGO_LEPTOS.by_hand(error),
                    ["cargo-leptos", "cargo install"],
                ),
                Need::WasmOpt => (
                    node::wasm_opt_advice(error),
                    ["wasm-opt makes the optimised client small", "npm install"],
                ),
                Need::Browser => (
                    browser::advice(error),
                    ["browser tests need Chromium", "CHROMEDRIVER"],
                ),
                Need::Playwright => (
                    node::playwright_advice(error),
                    ["end-to-end tests need Playwright", "npm ci"],
                ),
                Need::Firefox => (
                    engines::firefox_advice(error),
                    ["scenarios need Firefox", "firefox-esr"],
                ),
                Need::WebKit => (
                    engines::webkit_advice(error),
                    ["need WebKitGTK's MiniBrowser", "webkit2gtk-driver and xvfb"],
                ),
            };
            assert!(advice.starts_with(error), "{advice}");
            assert!(advice.contains("By hand: "), "{advice}");
            for named in named {
                assert!(advice.contains(named), "{named}: {advice}");
            }
        }
        let node = node::npm_advice(error, "wasm-opt comes from npm");
        assert!(
            node.starts_with(error) && node.contains("By hand: install Node.js"),
            "{node}"
        );
    }
}

//! The WASM target: rustup's where it can be had, else Debian's compiler and a standard library built from
//! its source.

use std::path::PathBuf;
use std::time::Duration;

use super::{debian, wasm_std::holds_std};
use crate::{Result, process, ui};

const TARGET: &str = "wasm32-unknown-unknown";

/// rustup has no time limit of its own; without a network its attempt must not hold up the other way.
const RUSTUP_LIMIT: Duration = Duration::from_secs(120);

/// Chooses the way: this variable, or the option of the same meaning.
const WAY_VARIABLE: &str = "FORMWORK_WASM_TARGET";

/// How to come by the WASM target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WasmWay {
    /// rustup's if it is there or can be had, else Debian's.
    Any,
    /// Debian's, even where rustup could: so that this way is tested too.
    Debian,
}

impl WasmWay {
    pub fn from_env() -> Result<Self> {
        match std::env::var(WAY_VARIABLE) {
            Ok(word) if !word.is_empty() => Self::parse(&word),
            _ => Ok(Self::Any),
        }
    }

    pub fn parse(word: &str) -> Result<Self> {
        match word {
            "any" => Ok(Self::Any),
            "debian" => Ok(Self::Debian),
            _ => Err(format!(
                "the WASM target comes from `any` or `debian`, not from {word}"
            )),
        }
    }
}

/// A toolchain that has the WASM target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toolchain {
    /// Whichever is active in the checkout.
    Usual,
    /// Debian's, under the name that set-up gave it.
    Debian,
}

impl Toolchain {
    /// The toolchain that can be used as it is, if there is one.
    pub fn ready(way: WasmWay) -> Option<Self> {
        if way == WasmWay::Any && usual_toolchain_has_it() {
            return Some(Self::Usual);
        }
        debian::is_ready().then_some(Self::Debian)
    }

    /// What rustup must be told, if anything.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Usual => None,
            Self::Debian => Some(debian::TOOLCHAIN),
        }
    }
}

pub fn install(way: WasmWay) -> Result<()> {
    if way == WasmWay::Any {
        ui::note(format!("$ rustup target add {TARGET}"));
        let mut rustup = process::command("rustup");
        rustup.args(["target", "add", TARGET]);
        match process::run_within(RUSTUP_LIMIT, &mut rustup) {
            Ok(()) if usual_toolchain_has_it() => return Ok(()),
            Ok(()) => ui::note("rustup added it, and rustc does not find it"),
            Err(error) => ui::note(error),
        }
        ui::note("rustup could not; Debian's packages can");
    }
    debian::install().map_err(|error| advice(&error))
}

pub(super) fn advice(error: &str) -> String {
    format!(
        "{error}\nThe client cannot be compiled without {TARGET}. By hand: `rustup target add {TARGET}` where rustup's \
         server can be reached, or on Debian:\n{}",
        debian::by_hand()
    )
}

fn usual_toolchain_has_it() -> bool {
    let mut rustc = process::command("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    process::quiet(&mut rustc).is_some_and(|directory| holds_std(&PathBuf::from(directory)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_is_any_or_debian() {
        assert_eq!(WasmWay::parse("debian"), Ok(WasmWay::Debian));
        assert_eq!(WasmWay::parse("any"), Ok(WasmWay::Any));
        assert!(WasmWay::parse("fedora").unwrap_err().contains("fedora"));
    }
}

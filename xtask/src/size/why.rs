//! Which functions and generics the bytes of the WASM are, by twiggy.

use crate::setup::{self, Tools};
use crate::{Result, process, ui, workspace};

/// The features of the WASM that the compiler makes.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// How many functions are listed, and how many generics.
const FUNCTIONS: &str = "40";
const GENERICS: &str = "30";

/// Prints the largest of the guestbook. What cargo-leptos serves has no names any more, so that what the compiler made is
/// optimised once more, with them.
pub fn explain(tools: &Tools) -> Result<()> {
    let twiggy = setup::twiggy()?;
    let compiled =
        workspace::front_target_dir().join("wasm32-unknown-unknown/wasm-release/guestbook.wasm");
    let named = workspace::target_dir().join("guestbook-named.wasm");
    ui::step("guestbook: optimising with names");
    process::run(
        tools
            .command("wasm-opt")
            .args(["-Os", "-g", "--one-caller-inline-max-function-size=30"])
            .args(FEATURES)
            .arg(&compiled)
            .arg("-o")
            .arg(&named),
    )?;
    for (title, words) in [
        ("the largest functions", ["top", "-n", FUNCTIONS]),
        ("the largest generics", ["monos", "-n", GENERICS]),
    ] {
        ui::step(title);
        process::run(process::command(&twiggy).args(words).arg(&named))?;
    }
    Ok(())
}

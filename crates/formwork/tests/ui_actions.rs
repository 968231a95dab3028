//! What the compiler says where `#[action]`, `#[query]` and `<Form>` are misused.
#![cfg(feature = "ssr")]

use std::process::Command;

#[test]
fn misuse_explains_itself() {
    let cases = trybuild::TestCases::new();
    for of_the_macros in ["access", "options", "signature"] {
        cases.compile_fail(format!("tests/ui/actions/{of_the_macros}.rs"));
    }
    if is_the_compiler_of_the_messages() {
        cases.compile_fail("tests/ui/actions/rustc_*.rs");
    }
}

/// What stands around a message of ours is the compiler's, and changes from version to version.
fn is_the_compiler_of_the_messages() -> bool {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let version = Command::new(rustc)
        .arg("--version")
        .output()
        .map(|output| output.stdout);
    let version = String::from_utf8(version.unwrap_or_default()).unwrap_or_default();
    version.starts_with(concat!("rustc ", env!("CARGO_PKG_RUST_VERSION"), "."))
}

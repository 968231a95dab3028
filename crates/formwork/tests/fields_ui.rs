//! What the compiler says where `#[derive(Fields)]` is misused.
#![cfg(feature = "ssr")]

use std::process::Command;

#[test]
fn misuse_explains_itself() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/fields/pass.rs");
    cases.compile_fail("tests/ui/fields/fail_*.rs");
    if is_the_compiler_of_the_messages() {
        cases.compile_fail("tests/ui/fields/bound_*.rs");
    }
}

/// Around a message of ours on a trait, the compiler's own words change from version to version.
fn is_the_compiler_of_the_messages() -> bool {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let version = Command::new(rustc)
        .arg("--version")
        .output()
        .map(|output| output.stdout);
    let version = String::from_utf8(version.unwrap_or_default()).unwrap_or_default();
    version.starts_with(concat!("rustc ", env!("CARGO_PKG_RUST_VERSION"), "."))
}

//! What the compiler says where `#[action]`, `#[query]` and `<Form>` are misused.
#![cfg(feature = "ssr")]

#[test]
fn misuse_explains_itself() {
    let cases = trybuild::TestCases::new();
    for of_the_macros in ["access", "options", "signature"] {
        cases.compile_fail(format!("tests/ui/actions/{of_the_macros}.rs"));
    }
}

/// What stands around a message of ours is the compiler's, and changes from version to version.
#[rustversion::attr(
    not(all(since(1.95), before(1.96))),
    ignore = "tests/ui/actions/rustc_*.rs expect the words of rustc 1.95"
)]
#[test]
fn misuse_that_the_compiler_finds_explains_itself() {
    trybuild::TestCases::new().compile_fail("tests/ui/actions/rustc_*.rs");
}

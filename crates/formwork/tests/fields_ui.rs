//! What the compiler says where `#[derive(Fields)]` is misused.
#![cfg(feature = "ssr")]

#[test]
fn misuse_explains_itself() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/fields/pass.rs");
    cases.compile_fail("tests/ui/fields/fail_*.rs");
}

/// Around a message of ours on a trait, the compiler's own words change from version to version.
#[rustversion::attr(
    not(all(since(1.95), before(1.96))),
    ignore = "tests/ui/fields/bound_*.rs expect the words of rustc 1.95"
)]
#[test]
fn misuse_of_traits_explains_itself() {
    trybuild::TestCases::new().compile_fail("tests/ui/fields/bound_*.rs");
}

//! Whether the client's bundle is split into chunks: cargo-leptos' `--split` has the linker keep the relocations.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(formwork_split)");
    // cargo makes the second of the first, or of its configuration.
    println!("cargo::rerun-if-env-changed=RUSTFLAGS");
    println!("cargo::rerun-if-env-changed=CARGO_ENCODED_RUSTFLAGS");
    let set = |name| std::env::var(name).unwrap_or_default();
    let is_split = set("CARGO_ENCODED_RUSTFLAGS").contains("--emit-relocs");
    if is_split && set("CARGO_CFG_TARGET_FAMILY").contains("wasm") {
        println!("cargo::rustc-cfg=formwork_split");
    }
}

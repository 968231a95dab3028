//! WASM entry.

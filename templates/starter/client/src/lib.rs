//! The entry of the WASM bundle.

/// Called by the page's script as soon as the bundle is there.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    formwork::hydrate_body(app::App);
}

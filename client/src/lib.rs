//! Pressroom's WASM entry: hydrates the page that the server has rendered.

use wasm_bindgen::prelude::*;

/// Called by the page's script as soon as the bundle is there.
#[wasm_bindgen]
pub fn hydrate() -> JsValue {
    formwork::hydrate_lazy_body(app::App)
}

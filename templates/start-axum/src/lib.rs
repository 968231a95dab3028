//! The pages, their actions and queries: the same on both sides.

mod app;

pub use app::{App, NewNote, add_note, notes, shell};

/// Called by the page's script as soon as the bundle is there.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    formwork::hydrate_body(App);
}

//! Between the browser's `FormData` and ours.

use super::{Entry, File, FormData};
use wasm_bindgen::{JsCast, JsValue};

impl FormData {
    /// What a form in the browser holds, without the reserved names.
    pub fn from_web(form: &web_sys::FormData) -> Self {
        let mut data = Self::new();
        // An iterator of pairs which cannot fail; should a page have replaced it, the form counts as empty.
        let Ok(Some(pairs)) = js_sys::try_iter(form) else {
            return data;
        };
        for pair in pairs.flatten() {
            let pair: js_sys::Array = pair.unchecked_into();
            let (name, value) = (pair.get(0), pair.get(1));
            let Some(name) = name.as_string() else {
                continue;
            };
            if let Some(entry) = entry_of(value) {
                data.append(name, entry);
            }
        }
        data.strip_reserved();
        data
    }
}

fn entry_of(value: JsValue) -> Option<Entry> {
    match value.as_string() {
        Some(text) => Some(text.into()),
        None => value
            .dyn_into()
            .ok()
            .map(|file| File::from_web(file).into()),
    }
}

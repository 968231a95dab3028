//! Between the browser's `FormData` and ours.

use crate::fields::{Entry, File, FormData};
use send_wrapper::SendWrapper;
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

impl File {
    /// A file that the user chose.
    pub fn from_web(file: web_sys::File) -> Self {
        // A JavaScript number; whole and far below 2^53.
        let size = file.size() as u64;
        Self::of(file.name(), file.type_(), size, SendWrapper::new(file))
    }

    /// The browser's own handle.
    pub fn as_web(&self) -> Option<&web_sys::File> {
        self.content::<SendWrapper<web_sys::File>>()
            .map(|file| &**file)
    }
}

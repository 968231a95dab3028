//! The chunks of a page's lazy routes.
//!
//! They are there before the page is hydrated: hydration is one task, in which the bridge need not look after forms, and
//! Leptos waits for a chunk in its middle. The page names its chunks, and the script that loads them.

use super::dom;
use crate::{
    json,
    wire::{BRIDGE_ELEMENT, CHUNKS_SLOT},
};
use js_sys::{Array, Function, Promise};
use leptos::prelude::GetUntracked;
use leptos_router::hooks::use_url;
use std::{
    ffi::c_void,
    sync::atomic::{AtomicBool, Ordering},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Whether one of them could not be loaded.
static IS_MISSING: AtomicBool = AtomicBool::new(false);

/// What the loader of a chunk calls in the end.
extern "C" fn is_loaded(_: *const c_void, succeeded: bool) {
    if !succeeded {
        IS_MISSING.store(true, Ordering::Relaxed);
    }
}

/// Loads the page's chunks. They fail where one of them is not there, or belongs to another instance of this client.
pub(super) async fn of_the_page() -> Result<(), JsValue> {
    let mut loaded = None;
    // The bridge may have shown another page meanwhile.
    while let Some(wanted) = wanted()
        && loaded.as_ref() != Some(&wanted)
    {
        let (loader, chunks) = &wanted;
        is_of_this_instance().await?;
        let loader = import(loader).await?;
        IS_MISSING.store(false, Ordering::Relaxed);
        let loading: Array = chunks
            .iter()
            .map(|chunk| {
                // One that the loader does not know is of another build.
                let load = dom::property(&loader, &format!("__wasm_split_load_{chunk}"));
                let load: Function = load.dyn_into()?;
                let callback = is_loaded as extern "C" fn(*const c_void, bool) as usize;
                load.call2(&JsValue::NULL, &callback.into(), &0.into())
            })
            .collect::<Result<_, JsValue>>()?;
        JsFuture::from(Promise::all(&loading)).await?;
        if IS_MISSING.load(Ordering::Relaxed) {
            return Err(js_sys::Error::new("a chunk of the page cannot be loaded").into());
        }
        loaded = Some(wanted);
    }
    Ok(())
}

/// The script that loads the page's chunks, and their names; nothing where it has none.
fn wanted() -> Option<(String, Vec<String>)> {
    if !cfg!(formwork_split) {
        return None;
    }
    let data = dom::property(&js_sys::global(), "__RESOLVED_RESOURCES");
    let json = dom::property(&data, &CHUNKS_SLOT.to_string()).as_string()?;
    json::from_str(&json).ok()
}

/// The chunks find the bundle's first module. A later start of the client may have one of its own, which they do not
/// belong to.
async fn is_of_this_instance() -> Result<(), JsValue> {
    let script =
        dom::head_script(BRIDGE_ELEMENT).and_then(|script| script.get_attribute("data-js"));
    let Some(address) = script else {
        return Ok(());
    };
    let bundle = import(&address).await?;
    let init: Function = dom::property(&bundle, "initSync").dyn_into()?;
    let exports = init.call0(&JsValue::NULL)?;
    match dom::property(&exports, "memory") == wasm_bindgen::memory() {
        true => Ok(()),
        false => Err(js_sys::Error::new("the chunks belong to another start").into()),
    }
}

async fn import(address: &str) -> Result<JsValue, JsValue> {
    JsFuture::from(imported::import(address)).await
}

/// The code of the route that is to be shown cannot be loaded.
pub(crate) fn load_document() {
    let url = use_url().get_untracked();
    let search = url.search();
    let query = if search.is_empty() {
        String::new()
    } else {
        format!("?{search}")
    };
    dom::load(&format!("{}{query}{}", url.path(), url.hash()), false);
}

mod imported {
    use js_sys::Promise;
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_name = "import")]
        pub fn import(address: &str) -> Promise;
    }
}

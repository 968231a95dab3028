//! `use_hydrated`.

use crate::support::*;
use std::sync::{Arc, Mutex};

#[wasm_bindgen_test]
async fn it_is_false_while_the_component_is_rendered_and_true_from_then_on() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sees = Arc::clone(&seen);
    let page = Page::mount(move || {
        let hydrated = use_hydrated();
        view! {
            <button disabled=move || !hydrated.get()>"Only with the client"</button>
            <p>{move || sees.lock().unwrap().push(hydrated.get())}</p>
        }
    })
    .await;
    assert_eq!(*seen.lock().unwrap(), [false, true]);
    assert!(!page.find("button").has_attribute("disabled"));
}

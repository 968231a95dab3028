//! `on_visible` and `debounced`.

use crate::support::*;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use std::time::Duration;

#[wasm_bindgen_test]
async fn each_rendering_of_an_element_is_observed() {
    let shown = RwSignal::new(0);
    let seen = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&seen);
    let _page = Page::mount(move || {
        let end = NodeRef::<leptos::html::P>::new();
        on_visible(end, move || {
            count.fetch_add(1, Ordering::Relaxed);
        });
        move || (shown.get() % 3 != 2).then(|| view! { <p node_ref=end>{shown.get()}</p> })
    })
    .await;
    eventually(|| seen.load(Ordering::Relaxed) == 1).await;
    // The same element, none, and another one.
    for round in 1..4 {
        shown.set(round);
        for_a_while().await;
    }
    eventually(|| seen.load(Ordering::Relaxed) >= 2).await;
}

#[wasm_bindgen_test]
async fn what_waits_is_not_lost_when_the_page_is_out_of_sight() {
    let saved = Arc::new(AtomicUsize::new(0));
    let save = Arc::clone(&saved);
    let page = Page::mount(move || {
        let changed = debounced(Duration::from_secs(600), move |length: usize| {
            save.store(length, Ordering::Relaxed);
        });
        view! { <input name="text" on:input:target=move |event| changed(event.target().value().len())/> }
    })
    .await;
    page.type_into("text", "Hello");
    let hide = "Object.defineProperty(document, 'hidden', { configurable: true, value: true });
                document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
                delete document.hidden";
    script(&page.find("[name=text]"), hide);
    assert_eq!(saved.load(Ordering::Relaxed), 5);
}

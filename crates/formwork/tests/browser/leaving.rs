//! Leaving the page, hiding it, and coming back.

use crate::support::*;
use leptos::wasm_bindgen::JsValue;

#[component]
fn Notes() -> impl IntoView {
    view! {
        <Form action=note>
            <input name="text"/>
            <button id="send">"Send"</button>
        </Form>
    }
}

async fn sent(page: &Page, text: &str) -> Sent {
    page.type_into("text", text);
    page.press("#send");
    next_request().await
}

/// Whether the browser would ask before this page is left.
fn asks() -> bool {
    let ask = js_sys::Function::new_no_args(
        "return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))",
    );
    ask.call0(&JsValue::NULL).unwrap().is_truthy()
}

#[wasm_bindgen_test]
async fn the_apps_own_question_before_leaving_stays() {
    let page = Page::mount(|| view! { <Notes/> }).await;
    let set = js_sys::Function::new_no_args(
        "window.asked = 0; window.onbeforeunload = () => { window.asked += 1 }",
    );
    set.call0(&JsValue::NULL).unwrap();
    let first = sent(&page, "one").await;
    assert!(!asks());
    first.lose().await;
    // What waits for the network would be lost.
    assert!(asks());
    next_request().await.answer(done(())).await;
    assert!(!asks());
    let asked = js_sys::Function::new_no_args("window.onbeforeunload = null; return window.asked");
    assert_eq!(asked.call0(&JsValue::NULL).unwrap().as_f64(), Some(3.0));
}

#[wasm_bindgen_test]
async fn a_page_that_is_hidden_sends_what_waits_for_its_turn() {
    let page = Page::mount(|| view! { <Notes/> }).await;
    let first = sent(&page, "one").await;
    page.type_into("text", "two");
    page.press("#send");
    nothing_is_sent().await;
    visibility(true);
    let second = next_request().await;
    assert_eq!(second.field("text"), "two");
    assert_eq!(second.field("_fw.after"), first.id());
    visibility(false);
    // It goes on: the same id once more, in its turn.
    let id = second.id().to_string();
    first.answer(done(())).await;
    let again = next_request().await;
    assert_eq!(again.id(), id);
    assert_eq!(again.field("_fw.after"), "");
    again.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn back_from_memory_what_was_on_its_way_goes_again_under_its_id() {
    let page = Page::mount(|| view! { <Notes/> }).await;
    let lost = sent(&page, "one").await;
    let id = lost.id().to_string();
    pageshow(false);
    nothing_is_sent().await;
    pageshow(true);
    let again = next_request().await;
    assert_eq!(again.id(), id);
    assert_eq!(again.field("text"), "one");
    assert!(page.find("form").has_attribute("aria-busy"));
    again.answer(done(())).await;
    assert!(!page.find("form").has_attribute("aria-busy"));
    assert_eq!(page.input("text").value(), "");
    // The old connection may tell all the same.
    lost.answer(done(())).await;
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn back_from_memory_what_is_shown_is_read_again() {
    let page = Page::mount(|| {
        let names = use_query(|| latest(0));
        let rows = move || names.value();
        view! { <ul>{move || rows().into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul> }
    })
    .await;
    next_request().await.read(entries(0, &["Ada"], 1)).await;
    pageshow(true);
    next_request()
        .await
        .read(entries(0, &["Ada", "Grace"], 2))
        .await;
    assert_eq!(page.rows(), ["Ada", "Grace"]);
}

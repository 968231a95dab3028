//! Fields that are called like what a form is asked for.

use crate::support::*;

const NAMES: [&str; 33] = [
    "action",
    "method",
    "submit",
    "id",
    "name",
    "target",
    "enctype",
    "elements",
    "length",
    "reset",
    "requestSubmit",
    "children",
    "firstChild",
    "nextSibling",
    "parentNode",
    "nodeType",
    "tagName",
    "querySelector",
    "querySelectorAll",
    "getAttribute",
    "setAttribute",
    "removeAttribute",
    "addEventListener",
    "dispatchEvent",
    "contains",
    "isConnected",
    "closest",
    "__proto__",
    "constructor",
    "toString",
    "then",
    "form",
    "noValidate",
];

async fn with_all_names() -> Page {
    Page::mount(|| {
        let fields = NAMES.map(|name| view! { <input name=name value="a"/> });
        view! { <Form action=note ctrl_enter=true>{fields.collect_view()}<button>"Send"</button></Form> }
    })
    .await
}

#[wasm_bindgen_test]
async fn all_of_them_are_sent_and_what_comes_of_it_is_shown() {
    let page = with_all_names().await;
    for name in NAMES {
        page.type_into(name, "b");
    }
    page.press("button");
    let sent = next_request().await;
    assert_eq!(
        sent.form
            .texts()
            .filter(|(name, _)| NAMES.contains(name))
            .count(),
        NAMES.len()
    );
    assert!(NAMES.iter().all(|name| sent.field(name) == "b"));
    assert!(page.has("form[aria-busy]"));
    sent.answer(refused("Not today.")).await;
    assert!(!page.has("form[aria-busy]") && !page.has("form[data-fw-pending]"));
    assert!(page.text("form > p.fw-failure").contains("Not today."));
    assert_eq!(page.input("contains").value(), "b");
    page.press("button");
    next_request().await.answer(done(())).await;
    assert!(NAMES.iter().all(|name| page.input(name).value() == "a"));
    assert!(!page.has("form[aria-busy]"));
}

#[wasm_bindgen_test]
async fn the_focus_goes_to_the_one_with_an_issue() {
    let page = with_all_names().await;
    script(
        &page.input("contains"),
        "element.setAttribute('aria-invalid', 'true')",
    );
    page.press("button");
    next_request()
        .await
        .answer(invalid("contains", "Contain yourself."))
        .await;
    eventually(|| page.has_focus("[name=contains]")).await;
}

#[wasm_bindgen_test]
async fn control_and_enter_submit_it() {
    let page = with_all_names().await;
    script(
        &page.input("length"),
        "element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))",
    );
    next_request().await.answer(done(())).await;
}

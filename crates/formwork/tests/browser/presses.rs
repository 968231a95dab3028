//! What a press of a button becomes: one submission, another one, or none.

use crate::support::*;

#[component]
fn Note() -> impl IntoView {
    view! {
        <Form action=note>
            <input name="text" value="Hello"/>
            <button id="send">"Send"</button>
            <button id="urgent" name="urgent" value="yes">"Send at once"</button>
        </Form>
    }
}

#[wasm_bindgen_test]
async fn the_same_press_twice_while_it_is_under_way_is_one_request() {
    let page = Page::mount(|| view! { <Note/> }).await;
    page.press("#send");
    page.press("#send");
    let sent = next_request().await;
    page.press("#send");
    nothing_is_sent().await;
    sent.answer(done(())).await;
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn after_the_answer_the_same_press_is_another_submission() {
    let page = Page::mount(|| view! { <Note/> }).await;
    page.press("#send");
    let first = next_request().await;
    let id = first.id().to_string();
    first.answer(done(())).await;
    page.press("#send");
    let second = next_request().await;
    assert_ne!(second.id(), id);
    second.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn edited_in_between_it_is_two() {
    let page = Page::mount(|| view! { <Note/> }).await;
    page.press("#send");
    page.type_into("text", "Good evening");
    page.press("#send");
    let first = next_request().await;
    assert_eq!(first.field("text"), "Hello");
    first.answer(done(())).await;
    let second = next_request().await;
    assert_eq!(second.field("text"), "Good evening");
    second.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn the_same_text_typed_again_is_two() {
    let page = Page::mount(|| view! { <Note/> }).await;
    page.press("#send");
    page.type_into("text", "");
    page.type_into("text", "Hello");
    page.press("#send");
    next_request().await.answer(done(())).await;
    next_request().await.answer(done(())).await;
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn another_button_is_two() {
    let page = Page::mount(|| view! { <Note/> }).await;
    page.press("#send");
    page.press("#urgent");
    let first = next_request().await;
    assert!(!first.form.has("urgent"));
    first.answer(done(())).await;
    let second = next_request().await;
    assert_eq!(second.field("urgent"), "yes");
    second.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn with_repeat_every_press_counts() {
    let page = Page::mount(|| {
        view! { <Form action=note dedupe=false><button>"+1"</button></Form> }
    })
    .await;
    for _ in 0..3 {
        page.press("button");
    }
    let mut ids = Vec::new();
    for _ in 0..3 {
        let sent = next_request().await;
        ids.push(sent.id().to_string());
        sent.answer(done(())).await;
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3);
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn a_button_with_its_own_hook_counts_edits_too() {
    #[component]
    fn Drafts() -> impl IntoView {
        let kept = use_action_state(keep_for_later.bind(7), 0_u32);
        view! {
            <Form action=note>
                <input name="text" value="Hello"/>
                <button formaction=kept.action.formaction()>"Keep"</button>
            </Form>
        }
    }
    let page = Page::mount(|| view! { <Drafts/> }).await;
    page.press("button");
    page.press("button");
    page.type_into("text", "");
    page.type_into("text", "Hello");
    page.press("button");
    next_request().await.answer(done(7)).await;
    next_request().await.answer(done(7)).await;
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn of_what_waits_for_an_autosave_only_the_newest_is_sent() {
    let page = Page::mount(|| {
        view! { <Form action=autosave reset=false><input name="text"/><button>"Save"</button></Form> }
    })
    .await;
    for text in ["a", "ab", "abc"] {
        page.type_into("text", text);
        page.press("button");
    }
    let first = next_request().await;
    assert_eq!(first.field("text"), "a");
    nothing_is_sent().await;
    first.answer(done(())).await;
    let second = next_request().await;
    assert_eq!(second.field("text"), "abc");
    second.answer(done(())).await;
    nothing_is_sent().await;
    assert!(!page.find("form").has_attribute("aria-busy"));
}

#[wasm_bindgen_test]
async fn what_makes_no_sense_twice_is_ignored_while_it_is_under_way() {
    let page = Page::mount(|| {
        view! { <Form action=pay reset=false><input name="sum" value="5"/><button>"Pay"</button></Form> }
    })
    .await;
    page.press("button");
    page.type_into("sum", "6");
    page.press("button");
    let sent = next_request().await;
    assert_eq!(sent.field("sum"), "5");
    sent.answer(done(())).await;
    nothing_is_sent().await;
    page.press("button");
    let sent = next_request().await;
    assert_eq!(sent.field("sum"), "6");
    sent.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn what_is_independent_is_sent_at_once() {
    let page = Page::mount(|| {
        view! {
            <Form action=add>
                <Field of=NewEntry::name/>
                <button>"Add"</button>
            </Form>
        }
    })
    .await;
    for name in ["Ada", "Grace"] {
        page.type_into("name", name);
        page.press("button");
    }
    let first = next_request().await;
    let second = next_request().await;
    assert_eq!(
        (first.field("name"), second.field("name")),
        ("Ada", "Grace")
    );
    second.answer(done(())).await;
    assert!(page.find("form").has_attribute("aria-busy"));
    first.answer(done(())).await;
    assert!(!page.find("form").has_attribute("aria-busy"));
}

//! When no answer comes, or none that says how it went.

use crate::support::*;

#[component]
fn Note() -> impl IntoView {
    view! {
        <Form action=note>
            <input name="text"/>
            <button id="send">"Send"</button>
        </Form>
    }
}

async fn sent() -> (Page, Sent) {
    let page = Page::mount(|| view! { <Note/> }).await;
    page.type_into("text", "Hello");
    page.press("#send");
    let sent = next_request().await;
    (page, sent)
}

fn failure(page: &Page) -> String {
    page.text(".fw-failure:not([hidden])")
}

#[wasm_bindgen_test]
async fn a_lost_connection_keeps_the_text_and_says_so_at_once() {
    let (page, sent) = sent().await;
    assert_eq!(failure(&page), "");
    sent.lose().await;
    assert_eq!(page.input("text").value(), "Hello");
    assert!(failure(&page).contains("No answer from the server yet"));
    // It is still under way.
    assert!(page.find("form").has_attribute("aria-busy"));
    next_request().await.answer(done(())).await;
    assert_eq!(failure(&page), "");
    assert_eq!(page.input("text").value(), "");
}

#[wasm_bindgen_test]
async fn pressing_again_after_a_lost_connection_sends_the_same_submission_at_once() {
    let (page, sent) = sent().await;
    let id = sent.id().to_string();
    sent.lose().await;
    page.press("#send");
    let again = next_request().await;
    assert_eq!(again.id(), id);
    assert_eq!(again.field("text"), "Hello");
    again.answer(done(())).await;
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn the_button_beside_the_notice_sends_it_at_once() {
    let (page, sent) = sent().await;
    let id = sent.id().to_string();
    sent.lose().await;
    page.press(".fw-failure button");
    let again = next_request().await;
    assert_eq!(again.id(), id);
    again.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn it_is_sent_by_itself_when_the_browser_is_online_again() {
    let (page, sent) = sent().await;
    let id = sent.id().to_string();
    sent.lose().await;
    let online = leptos::web_sys::Event::new("online").unwrap();
    window().dispatch_event(&online).unwrap();
    let again = next_request().await;
    assert_eq!(again.id(), id);
    again.answer(done(())).await;
    assert_eq!(failure(&page), "");
}

#[wasm_bindgen_test]
async fn it_is_sent_by_itself_after_a_second() {
    let (_page, sent) = sent().await;
    let id = sent.id().to_string();
    sent.lose().await;
    milliseconds(500).await;
    nothing_is_sent().await;
    let again = next_request().await;
    assert_eq!(again.id(), id);
    again.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn a_page_of_a_proxy_in_place_of_an_answer_is_said_and_can_be_tried_again() {
    let (page, sent) = sent().await;
    let id = sent.id().to_string();
    sent.reply(502, "<h1>Bad gateway</h1>").await;
    assert_eq!(page.input("text").value(), "Hello");
    assert!(failure(&page).contains("No answer from the server."));
    assert!(!page.find("form").has_attribute("aria-busy"));
    page.press("#send");
    let again = next_request().await;
    assert_eq!(failure(&page), "");
    assert_eq!(again.id(), id);
    again.answer(done(())).await;
    assert_eq!(page.input("text").value(), "");
}

#[wasm_bindgen_test]
async fn a_refusal_of_a_layer_before_the_action_is_a_refusal() {
    let (page, sent) = sent().await;
    sent.reply(429, "Too many requests").await;
    assert!(failure(&page).contains("429"));
    assert_eq!(page.input("text").value(), "Hello");
}

#[wasm_bindgen_test]
async fn a_failure_is_said_with_its_id_and_the_next_press_is_a_new_submission() {
    let (page, sent) = sent().await;
    let id = sent.id().to_string();
    sent.answer(failed()).await;
    assert!(failure(&page).contains("e-17"));
    page.press("#send");
    let again = next_request().await;
    assert_ne!(again.id(), id);
    again.answer(done(())).await;
    assert_eq!(failure(&page), "");
}

#[wasm_bindgen_test]
async fn after_a_refusal_the_next_press_is_the_same_submission() {
    let (page, sent) = sent().await;
    let id = sent.id().to_string();
    sent.answer(refused("Log in first.")).await;
    assert_eq!(failure(&page), "Log in first.");
    page.press("#send");
    let again = next_request().await;
    assert_eq!(again.id(), id);
    again.answer(done(())).await;
    // And then it is over.
    page.type_into("text", "Hello");
    page.press("#send");
    let next = next_request().await;
    assert_ne!(next.id(), id);
    next.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn a_stale_page_keeps_the_text_and_gets_fresh_seals() {
    #[component]
    fn Votes() -> impl IntoView {
        let votes = use_action_state(vote, 0);
        view! {
            <Form action=votes.action>
                <input name="text"/>
                <button>"Vote"</button>
            </Form>
        }
    }
    let page = Page::mount(|| view! { <Votes/> }).await;
    page.press("button");
    next_request().await.answer(done(1).with_seal("old")).await;
    page.type_into("text", "Hello");
    page.press("button");
    let sent = next_request().await;
    assert_eq!(sent.prev(), "old");
    sent.answer(answer(formwork::wire::Outcome::Stale)).await;
    assert!(failure(&page).contains("out of date"));

    // The page as a server renders it now.
    let reload = next_request().await;
    assert_eq!(reload.method, "GET");
    let key = page.find("form").get_attribute("data-fw").unwrap();
    let fresh = format!(
        "<!DOCTYPE html><form data-fw='{key}'><input type='hidden' name='_fw.prev' value='fresh'></form>"
    );
    reload.reply(200, &fresh).await;
    assert_eq!(page.input("text").value(), "Hello");
    page.press("button");
    let again = next_request().await;
    assert_eq!(again.prev(), "fresh");
    assert_eq!(again.field("text"), "Hello");
    again.answer(done(2).with_seal("new")).await;
    page.press("button");
    let next = next_request().await;
    assert_eq!(next.prev(), "new");
    next.answer(done(3)).await;
}

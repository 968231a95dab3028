//! Fresh seals after a page was out of date.

use crate::support::*;
use formwork::wire::Answer;
use leptos::wasm_bindgen::{JsCast, JsValue};

fn failure(page: &Page) -> String {
    page.said()
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

    // Until it has them, it is busy, and a press waits.
    assert!(page.find("form").has_attribute("aria-busy"));
    page.press("button");

    // The page as a server renders it now.
    let reload = next_request().await;
    assert_eq!(reload.method, "GET");
    let key = page.find("form").get_attribute("data-fw").unwrap();
    let fresh = format!(
        "<!DOCTYPE html><form data-fw='{key}'><input type='hidden' name='_fw.prev' value='fresh'></form>"
    );
    nothing_is_sent().await;
    reload.reply(200, &fresh).await;
    assert_eq!(page.input("text").value(), "Hello");
    let again = next_request().await;
    assert_eq!(again.prev(), "fresh");
    assert_eq!(again.field("text"), "Hello");
    again.answer(done(2).with_seal("new")).await;
    page.press("button");
    let next = next_request().await;
    assert_eq!(next.prev(), "new");
    next.answer(done(3)).await;
}

/// A page as a server renders it now, with one form.
fn rendering(form: &str, inside: &str) -> String {
    format!("<!DOCTYPE html><form data-fw='{form}'>{inside}</form>")
}

fn prev(value: &str, first: &str) -> String {
    format!("<input type='hidden' name='_fw.prev' value='{value}' data-fw-first='{first}'>")
}

fn stale() -> Answer {
    answer(formwork::wire::Outcome::Stale)
}

#[component]
fn Votes() -> impl IntoView {
    let votes = use_action_state(vote, 0);
    view! {
        <Form action=votes.action>
            <button id="vote">"Vote"</button>
        </Form>
        <button id="reset" on:click=move |_| votes.reset()>"Begin anew"</button>
        <button id="submit" on:click=move |_| votes.submit(FormData::new())>"By the program"</button>
    }
}

#[wasm_bindgen_test]
async fn the_seal_that_the_hook_begins_with_is_renewed_too() {
    let page = Page::mount(|| view! { <Votes/> }).await;
    page.press("#vote");
    next_request().await.answer(stale()).await;
    let key = page.find("form").get_attribute("data-fw").unwrap();
    let fresh = rendering(&key, &prev("fresh", "fresh beginning"));
    next_request().await.reply(200, &fresh).await;
    page.press("#reset");
    page.press("#vote");
    let again = next_request().await;
    assert_eq!(again.prev(), "fresh beginning");
    again.answer(done(1)).await;
}

#[wasm_bindgen_test]
async fn a_queued_press_of_a_button_gets_the_fresh_arguments_of_its_button() {
    let page = Page::mount(|| {
        view! {
            <Form action=note>
                <input name="text"/>
                <button id="keep" formaction=keep_for_later.bind(9).formaction()>"Keep"</button>
            </Form>
        }
    })
    .await;
    page.type_into("text", "one");
    page.press("#keep");
    let sent = next_request().await;
    sent.answer(stale()).await;
    let reload = next_request().await;
    assert_eq!(reload.method, "GET");
    page.type_into("text", "two");
    page.press("#keep");
    nothing_is_sent().await;
    let key = page.find("form").get_attribute("data-fw").unwrap();
    let url = page.find("#keep").get_attribute("formaction").unwrap();
    assert!(url.contains("%5B9%5D"), "{url}");
    let fresh = url.replace("%5B9%5D", "%5B10%5D").replace('&', "&amp;");
    let button = format!("<button formaction='{fresh}'>Keep</button>");
    reload.reply(200, &rendering(&key, &button)).await;
    let again = next_request().await;
    assert_eq!(again.param("_fw_bound").as_deref(), Some("[10]"));
    assert_eq!(again.field("text"), "two");
    again.answer(done(10)).await;
}

#[wasm_bindgen_test]
async fn what_the_program_submits_is_renewed_from_the_hooks_form() {
    let page = Page::mount(|| view! { <Votes/> }).await;
    page.press("#submit");
    next_request().await.answer(stale()).await;
    let key = page.find("form").get_attribute("data-fw").unwrap();
    let reload = next_request().await;
    assert_eq!(reload.method, "GET");
    page.press("#submit");
    nothing_is_sent().await;
    reload
        .reply(200, &rendering(&key, &prev("fresh", "first")))
        .await;
    let again = next_request().await;
    assert_eq!(again.prev(), "fresh");
    again.answer(done(1)).await;
}

#[wasm_bindgen_test]
async fn without_a_form_what_is_shown_is_read_again_for_its_seals() {
    let page = Page::mount(|| {
        let names = use_query(|| latest(0));
        let votes = use_action_state(vote, 0);
        let submit = move |_| votes.submit(FormData::new());
        view! {
            <button on:click=submit>"Vote"</button>
            <p>{move || names.value()}</p>
        }
    })
    .await;
    next_request().await.read(entries(0, &["Ada"], 1)).await;
    page.press("button");
    next_request().await.answer(stale()).await;
    next_request()
        .await
        .read(entries(0, &["Ada", "fresh"], 2))
        .await;
    assert_eq!(page.text("p"), "Adafresh");
    page.press("button");
    next_request().await.answer(done(1)).await;
}

#[wasm_bindgen_test]
async fn buttons_are_renewed_by_what_they_are() {
    let page = Page::mount(|| {
        let row = |draft: u32| {
            view! {
                <button name="row" value=draft.to_string() formaction=keep_for_later.bind(draft).formaction()>
                    {draft}
                </button>
            }
        };
        view! { <Form action=note>{row(1)} {row(2)} <button id="send">"Send"</button></Form> }
    })
    .await;
    let url = |row: u32| {
        let button = page.find(&format!("[value='{row}']"));
        button.get_attribute("formaction").unwrap()
    };
    let before = [url(1), url(2)];
    page.press("#send");
    next_request().await.answer(stale()).await;
    let key = page.find("form").get_attribute("data-fw").unwrap();
    // The first row is gone on the server.
    let fresh = format!("{}&fresh=2", before[1]).replace('&', "&amp;");
    let button = format!("<button name='row' value='2' formaction='{fresh}'></button>");
    next_request()
        .await
        .reply(200, &rendering(&key, &button))
        .await;
    assert_eq!(url(1), before[0]);
    assert_eq!(url(2), format!("{}&fresh=2", before[1]));
}

#[wasm_bindgen_test]
async fn where_no_script_may_parse_the_browser_does() {
    let xhr = FakeUpload::install();
    let forbid = js_sys::Function::new_no_args(
        "const before = DOMParser.prototype.parseFromString;
         window.allow = () => { DOMParser.prototype.parseFromString = before };
         DOMParser.prototype.parseFromString = () => { throw new TypeError('TrustedHTML') };
         return before.bind(new DOMParser())",
    );
    let parse = forbid.call0(&JsValue::NULL).unwrap();
    let page = Page::mount(|| view! { <Votes/> }).await;
    page.press("#vote");
    next_request().await.answer(stale()).await;
    let key = page.find("form").get_attribute("data-fw").unwrap();
    let html = rendering(&key, &prev("fresh", "first"));
    next_request().await.reply(200, &html).await;
    eventually(|| xhr.sent() == 1).await;
    let parse: &js_sys::Function = parse.unchecked_ref();
    let fresh = parse.call2(&JsValue::NULL, &html.into(), &"text/html".into());
    xhr.end(200, fresh.unwrap(), "");
    page.press("#vote");
    let again = next_request().await;
    assert_eq!(again.prev(), "fresh");
    again.answer(done(1)).await;
    let allow = js_sys::Function::new_no_args("window.allow()");
    allow.call0(&JsValue::NULL).unwrap();
}

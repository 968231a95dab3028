//! When no answer comes, or none that says how it went.

use crate::support::*;
use leptos::wasm_bindgen::JsValue;

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
    page.said()
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
async fn a_page_of_somebody_else_in_place_of_an_answer_is_said_and_can_be_tried_again() {
    let (page, sent) = sent().await;
    let id = sent.id().to_string();
    sent.reply(500, "<h1>Crashed</h1>").await;
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
async fn a_proxy_without_a_server_behind_it_is_a_lost_connection() {
    for status in [502, 503, 504] {
        let (page, sent) = sent().await;
        let id = sent.id().to_string();
        sent.reply(status, "<h1>Bad gateway</h1>").await;
        assert!(failure(&page).contains("No answer from the server yet"));
        assert!(page.find("form").has_attribute("aria-busy"));
        let again = next_request().await;
        assert_eq!(again.id(), id);
        again.answer(done(())).await;
        assert_eq!(failure(&page), "");
        assert_eq!(page.input("text").value(), "");
    }
}

#[wasm_bindgen_test]
async fn a_refusal_of_the_servers_own_is_one_whatever_its_status() {
    let (page, sent) = sent().await;
    let full = formwork::wire::Refused {
        status: 503,
        message: "Too much is going on.".into(),
        error: None,
    };
    sent.answer(answer(formwork::wire::Outcome::Refused(full)))
        .await;
    assert_eq!(failure(&page), "Too much is going on.");
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn who_asks_for_time_gets_it() {
    for status in [429, 503] {
        let (page, sent) = sent().await;
        let id = sent.id().to_string();
        sent.ask_for_time(status, "2").await;
        assert!(page.find("form").has_attribute("aria-busy"));
        // Longer than without the header.
        milliseconds(1_500).await;
        nothing_is_sent().await;
        let again = next_request().await;
        assert_eq!(again.id(), id);
        again.answer(done(())).await;
    }
}

/// What the browser was asked to post by itself.
struct Documents {
    posted: js_sys::Array,
    before: JsValue,
}

impl Documents {
    fn listen() -> Self {
        let posted = js_sys::Array::new();
        let replace = js_sys::Function::new_with_args(
            "posted",
            "const before = HTMLFormElement.prototype.submit;
             HTMLFormElement.prototype.submit = function () {
                 const fields = [...new FormData(this)].map(([name, value]) => name + '=' + (value.name ?? value));
                 posted.push([this.getAttribute('action'), this.method, this.enctype, fields.join('&')].join(' '));
             };
             return before",
        );
        let before = replace.call1(&JsValue::NULL, &posted).unwrap();
        Self { posted, before }
    }

    fn posted(&self) -> Vec<String> {
        self.posted
            .iter()
            .filter_map(|text| text.as_string())
            .collect()
    }
}

impl Drop for Documents {
    fn drop(&mut self) {
        let restore =
            js_sys::Function::new_with_args("before", "HTMLFormElement.prototype.submit = before");
        let _ = restore.call1(&JsValue::NULL, &self.before);
        // Back from where the browser has been led.
        pageshow(true);
    }
}

#[wasm_bindgen_test]
async fn where_a_layer_leads_elsewhere_the_browser_posts_it_under_its_id() {
    let documents = Documents::listen();
    let (page, sent) = sent().await;
    let (id, url) = (sent.id().to_string(), sent.url.clone());
    sent.lead_elsewhere().await;
    let posted = documents.posted();
    assert_eq!(posted.len(), 1, "{posted:?}");
    assert!(posted[0].starts_with(&format!("{url} post application/x-www-form-urlencoded ")));
    for field in [format!("_fw.id={id}"), "text=Hello".into()] {
        assert!(posted[0].contains(&field), "{posted:?}");
    }
    assert!(!posted[0].contains("_fw.queries"));
    // Until the other page is there, nothing is wrong.
    assert_eq!(failure(&page), "");
    assert!(page.find("form").has_attribute("aria-busy"));
    nothing_is_sent().await;
    drop(documents);
    let again = next_request().await;
    assert_eq!(again.id(), id);
    again.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn an_upload_that_was_led_elsewhere_is_posted_by_the_browser() {
    let xhr = FakeUpload::install();
    let documents = Documents::listen();
    let page = Page::mount(|| {
        view! {
            <Form action=note attr:enctype="multipart/form-data">
                <input name="text"/>
                <input type="file" name="paper"/>
                <button id="send">"Send"</button>
            </Form>
        }
    })
    .await;
    page.type_into("text", "Hello");
    choose(&page.find("[name=paper]"), "paper.txt");
    page.press("#send");
    eventually(|| xhr.sent() == 1).await;
    xhr.end(200, "<h1>Log in</h1>", "/login");
    eventually(|| documents.posted().len() == 1).await;
    let posted = documents.posted().remove(0);
    assert!(posted.contains(" post multipart/form-data "), "{posted}");
    assert!(
        posted.contains("text=Hello") && posted.contains("paper=paper.txt"),
        "{posted}"
    );
    drop(documents);
    eventually(|| xhr.sent() == 2).await;
    xhr.end(200, serde_json::to_string(&done(())).unwrap(), "");
    eventually(|| !page.find("form").has_attribute("aria-busy")).await;
}

#[wasm_bindgen_test]
async fn an_upload_that_has_failed_can_be_cancelled_while_it_waits() {
    let xhr = FakeUpload::install();
    let errors = PageErrors::listen();
    let page = Page::mount(|| {
        let sending = use_submissions(note);
        let cancel = move |_| {
            sending
                .all
                .get_untracked()
                .iter()
                .for_each(SubmissionEntry::cancel)
        };
        view! {
            <Form action=note attr:enctype="multipart/form-data">
                <input type="file" name="paper"/>
                <button id="send">"Send"</button>
            </Form>
            <button id="cancel" on:click=cancel>"Cancel"</button>
        }
    })
    .await;
    choose(&page.find("[name=paper]"), "paper.txt");
    page.press("#send");
    eventually(|| xhr.sent() == 1).await;
    xhr.end(0, "", "");
    eventually(|| page.has(".fw-failure:not([hidden])")).await;
    page.press("#cancel");
    let cancel = next_request().await;
    assert!(cancel.param("_fw_cancel").is_some());
    assert!(!page.find("form").has_attribute("aria-busy"));
    assert_eq!(errors.heard(), "");
}

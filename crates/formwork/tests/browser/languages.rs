//! A page that the server has rendered in another language.

use crate::support::*;
use formwork::texts::{Text, Texts, set_of_page};

/// A page that has come in German.
async fn in_german<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Page {
    Page::mount(move || {
        set_of_page(Some(Texts::german()));
        view()
    })
    .await
}

fn said(text: Text) -> String {
    Texts::german().get(text).to_string()
}

#[wasm_bindgen_test]
async fn the_client_says_in_german_that_no_answer_has_come() {
    let page = in_german(|| {
        view! { <Form action=note><input name="text"/><button id="send">"Send"</button></Form> }
    })
    .await;
    assert_eq!(use_language(), "de");
    page.type_into("text", "Hallo");
    page.press("#send");
    next_request().await.lose().await;
    let notice = page.text(".fw-failure:not([hidden])");
    assert!(notice.starts_with(&said(Text::Waiting)), "{notice}");
    assert_eq!(page.text(".fw-failure button"), said(Text::TryNow));
    page.press(".fw-failure button");
    next_request().await.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn what_the_client_finds_in_fields_is_said_in_german() {
    let page = in_german(|| {
        let action = |form: NewEntry| async move {
            drop(form);
            ActionResult::Ok(())
        };
        view! {
            <Form action attr:novalidate=true><Field of=NewEntry::name/><button>"Go"</button></Form>
        }
    })
    .await;
    page.press("button");
    eventually(|| page.has("[aria-invalid='true']")).await;
    assert_eq!(page.text(".fw-error"), said(Text::Required));
}

#[wasm_bindgen_test]
async fn somebody_elses_refusal_and_a_lost_read_are_said_in_german() {
    let page = in_german(|| {
        view! { <Form action=note><input name="text"/><button id="send">"Send"</button></Form> }
    })
    .await;
    page.type_into("text", "Hallo");
    page.press("#send");
    next_request().await.reply(418, "a teapot").await;
    let notice = page.text(".fw-failure:not([hidden])");
    assert_eq!(
        notice.trim(),
        "Der Server hat das nicht angenommen (Status 418)."
    );
    assert_eq!(QueryError::Unreachable.to_string(), said(Text::Unreachable));
    assert_eq!(ActionError::Unanswered.to_string(), said(Text::Unreachable));
}

#[wasm_bindgen_test]
async fn the_next_page_without_words_is_english() {
    let page = Page::mount(|| ()).await;
    assert_eq!(use_language(), "en");
    assert_eq!(
        QueryError::Unreachable.to_string(),
        Texts::english().get(Text::Unreachable)
    );
    drop(page);
}

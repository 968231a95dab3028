//! A form that is emptied at once, and what comes back into it.

use crate::support::*;

async fn thread() -> Page {
    Page::mount(|| {
        view! {
            <Form action=sign reset=Reset::OnSubmit>
                <Field of=NewEntry::name/>
                <button>"Send"</button>
            </Form>
        }
    })
    .await
}

fn say(page: &Page, text: &str) {
    page.type_into("name", text);
    page.press("form > button");
}

#[wasm_bindgen_test]
async fn it_is_empty_before_the_answer_has_come() {
    let page = thread().await;
    say(&page, "ok");
    assert_eq!(page.input("name").value(), "");
    let sent = next_request().await;
    assert_eq!(sent.field("name"), "ok");
    sent.answer(done("ok")).await;
    assert_eq!(page.input("name").value(), "");
}

#[wasm_bindgen_test]
async fn the_same_word_said_twice_is_two_messages() {
    let page = thread().await;
    say(&page, "ok");
    say(&page, "ok");
    let first = next_request().await;
    let id = first.id().to_string();
    first.answer(done("ok")).await;
    let second = next_request().await;
    assert_ne!(second.id(), id);
    second.answer(done("ok")).await;
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn what_was_refused_returns_to_the_form() {
    let page = thread().await;
    say(&page, "spam");
    next_request().await.answer(refused("No spam.")).await;
    assert_eq!(page.input("name").value(), "spam");
}

#[wasm_bindgen_test]
async fn over_what_was_typed_since_it_is_only_offered() {
    let page = thread().await;
    say(&page, "spam");
    page.type_into("name", "the next one");
    next_request().await.answer(refused("No spam.")).await;
    assert_eq!(page.input("name").value(), "the next one");
    page.type_into("name", "");
    page.press(".fw-returned button");
    assert_eq!(page.input("name").value(), "spam");
    leptos::task::tick().await;
    assert!(!page.has(".fw-returned"));
}

#[wasm_bindgen_test]
async fn what_got_no_answer_returns_too() {
    let page = thread().await;
    say(&page, "hello");
    next_request().await.reply(500, "Crashed").await;
    assert_eq!(page.input("name").value(), "hello");
}

#[wasm_bindgen_test]
async fn why_one_was_refused_is_said_until_the_next_press_whatever_becomes_of_those_behind_it() {
    let said = |page: &Page| page.text(".fw-failure:not([data-fw-failure])");
    let page = thread().await;
    say(&page, "spam");
    say(&page, "ok");
    next_request().await.answer(refused("No spam.")).await;
    assert_eq!(said(&page), "No spam.");
    next_request().await.answer(done("ok")).await;
    assert_eq!(said(&page), "No spam.");
    say(&page, "sorry");
    let sent = next_request().await;
    assert_eq!(said(&page), "");
    sent.answer(done("sorry")).await;
    assert_eq!(said(&page), "");
}

#[wasm_bindgen_test]
async fn an_issue_of_one_stays_when_the_one_behind_it_succeeds_and_goes_with_the_next_success() {
    let page = thread().await;
    let is_invalid = |page: &Page| page.has("[aria-invalid='true']");
    say(&page, "SHOUT");
    say(&page, "ok");
    let sent = next_request().await;
    sent.answer(invalid("name", "Nobody here is deaf.")).await;
    assert!(is_invalid(&page));
    next_request().await.answer(done("ok")).await;
    assert!(is_invalid(&page));
    say(&page, "sorry");
    next_request().await.answer(done("sorry")).await;
    assert!(!is_invalid(&page));
}

#[wasm_bindgen_test]
async fn of_several_forms_of_one_hook_the_one_that_it_came_from_offers_it() {
    let page = Page::mount(|| {
        let keeping = use_action_state(note, ());
        let row = |id| {
            view! {
                <Form action=keeping.action.clone() reset=Reset::OnSubmit attr:id=id>
                    <input name=format!("of-{id}")/>
                    <button>"Send"</button>
                </Form>
            }
        };
        view! { {row("a")} {row("b")} }
    })
    .await;
    page.type_into("of-b", "Hello");
    page.press("#b > button");
    let sent = next_request().await;
    page.type_into("of-b", "Good evening");
    sent.answer(refused("No.")).await;
    assert!(!page.has("#a .fw-returned"));
    page.press("#b .fw-returned button");
    assert_eq!(page.input("of-b").value(), "Hello");
    assert_eq!(page.input("of-a").value(), "");
}

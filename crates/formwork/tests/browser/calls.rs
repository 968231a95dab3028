//! Actions that are called, not submitted.

use crate::support::*;
use formwork::{action::Action, wire::Refused};
use std::{cell::RefCell, rc::Rc};

type Result<T> = std::rc::Rc<RefCell<Option<ActionResult<T>>>>;

/// Calls in the background, since a test has to answer meanwhile.
async fn call<A: Action>(call: formwork::action::ActionCall<A>) -> (Page, Sent, Result<A::Output>) {
    let page = Page::mount(|| ()).await;
    let result = Rc::new(RefCell::new(None));
    let given = Rc::clone(&result);
    leptos::task::spawn_local(async move {
        let value = call.await;
        *given.borrow_mut() = Some(value);
    });
    let sent = next_request().await;
    (page, sent, result)
}

fn given<T>(result: &Result<T>) -> ActionResult<T> {
    result.borrow_mut().take().expect("the call has ended")
}

#[wasm_bindgen_test]
async fn a_call_posts_its_arguments_and_gives_the_value() {
    let (_page, sent, result) = call(sum(2, 3)).await;
    assert_eq!(sent.method, "POST");
    assert_eq!(sent.param("_fw").as_deref(), Some(sum::ID));
    assert_eq!(sent.header("x-formwork").as_deref(), Some("client"));
    assert_eq!(sent.bound(), "[2,3]");
    assert_eq!(sent.id().len(), 32);
    sent.answer(done(5)).await;
    assert!(matches!(given(&result), Ok(5)));
}

#[wasm_bindgen_test]
async fn a_call_with_a_form_posts_its_fields_too() {
    let form = NewEntry {
        name: "Ada".into(),
        message: None,
    };
    let (_page, sent, result) = call(sign(form)).await;
    assert_eq!(sent.bound(), "[]");
    assert_eq!(sent.field("name"), "Ada");
    sent.answer(done("Ada")).await;
    assert_eq!(given(&result).ok().as_deref(), Some("Ada"));
}

#[wasm_bindgen_test]
async fn two_calls_with_equal_arguments_are_two_submissions() {
    let (_page, first, _) = call(sum(2, 3)).await;
    leptos::task::spawn_local(async {
        let _ = sum(2, 3).await;
    });
    let second = next_request().await;
    assert_ne!(first.id(), second.id());
    second.answer(done(5)).await;
    first.answer(done(5)).await;
}

#[wasm_bindgen_test]
async fn issues_are_an_error_of_their_own() {
    let (_page, sent, result) = call(sum(2, 3)).await;
    sent.answer(invalid("a", "Too small.")).await;
    let Err(ActionError::Invalid(issues)) = given(&result) else {
        panic!("no issues");
    };
    assert_eq!(issues.first().unwrap().message, "Too small.");
}

#[wasm_bindgen_test]
async fn a_refusal_is_an_error_with_its_status() {
    let (_page, sent, result) = call(sum(2, 3)).await;
    sent.answer(refused("Only members may add.")).await;
    let error = given(&result).unwrap_err();
    let ActionError::Refused(Refused { status, message }) = error else {
        panic!("{error}");
    };
    assert_eq!((status, message.as_str()), (403, "Only members may add."));
}

#[wasm_bindgen_test]
async fn a_failure_is_an_error_with_its_id() {
    let (_page, sent, result) = call(sum(2, 3)).await;
    sent.answer(failed()).await;
    let error = given(&result).unwrap_err();
    assert!(matches!(error, ActionError::Failed { error_id } if error_id == "e-17"));
}

#[wasm_bindgen_test]
async fn a_lost_connection_is_an_error() {
    let (_page, sent, result) = call(sum(2, 3)).await;
    sent.lose().await;
    let error = given(&result).unwrap_err();
    assert!(matches!(error, ActionError::Unexpected(_)));
    assert!(error.to_string().contains("could not be reached"));
}

#[wasm_bindgen_test]
async fn a_redirect_leads_there_and_is_an_error_to_the_caller() {
    let (_page, sent, result) = call(sum(2, 3)).await;
    sent.answer(leads_to("/sums")).await;
    assert_eq!(redirects(), ["/sums"]);
    assert!(matches!(given(&result), Err(ActionError::Redirect(_))));
}

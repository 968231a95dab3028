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

#[action(public)]
async fn measures() -> ActionResult<Vec<f64>> {
    Ok(Vec::new())
}

/// The browser reads what stands behind the point.
#[wasm_bindgen_test]
async fn a_number_with_a_fraction_is_read_exactly() {
    let (_page, sent, result) = call(measures()).await;
    let numbers = vec![0.1, -2.5e-7, 5e-324, f64::MAX, 1.0 / 3.0, 3.0];
    sent.answer(done(numbers.clone())).await;
    assert_eq!(given(&result).ok(), Some(numbers));
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
async fn two_calls_with_equal_arguments_are_two_submissions_one_after_the_other() {
    let (_page, first, _) = call(sum(2, 3)).await;
    let id = first.id().to_string();
    leptos::task::spawn_local(async {
        let _ = sum(2, 3).await;
    });
    nothing_is_sent().await;
    first.answer(done(5)).await;
    let second = next_request().await;
    assert_ne!(second.id(), id);
    second.answer(done(5)).await;
}

#[wasm_bindgen_test]
async fn a_call_that_ends_badly_does_not_stop_the_one_behind_it() {
    let (_page, first, result) = call(sum(2, 3)).await;
    let second = Rc::new(RefCell::new(None));
    let given_second = Rc::clone(&second);
    leptos::task::spawn_local(async move {
        let value = sum(1, 1).await;
        *given_second.borrow_mut() = Some(value);
    });
    first.answer(failed()).await;
    next_request().await.answer(done(2)).await;
    assert!(given(&result).is_err());
    assert!(matches!(given(&second), Ok(2)));
}

#[wasm_bindgen_test]
async fn of_calls_that_wait_only_the_newest_is_made_where_the_policy_is_latest() {
    let form = |text: &str| {
        let mut form = FormData::new();
        form.append("text", text);
        form
    };
    let (_page, first, result) = call(autosave(form("a"))).await;
    let ends = Rc::new(RefCell::new(Vec::new()));
    for text in ["ab", "abc"] {
        let (ends, call) = (Rc::clone(&ends), autosave(form(text)));
        leptos::task::spawn_local(async move {
            let end = call.await;
            ends.borrow_mut().push((text, end));
        });
    }
    for_a_while().await;
    assert!(matches!(
        ends.borrow()[..],
        [("ab", Err(ActionError::Superseded))]
    ));
    first.answer(done(())).await;
    let newest = next_request().await;
    assert_eq!(newest.field("text"), "abc");
    newest.answer(done(())).await;
    assert!(given(&result).is_ok());
    assert!(matches!(ends.borrow()[..], [_, ("abc", Ok(()))]));
}

#[wasm_bindgen_test]
async fn a_call_beside_another_is_told_that_it_was_ignored_where_the_policy_is_drop() {
    let (_page, first, _) = call(pay(FormData::new())).await;
    let end = Rc::new(RefCell::new(None));
    let given_end = Rc::clone(&end);
    leptos::task::spawn_local(async move {
        let value = pay(FormData::new()).await;
        *given_end.borrow_mut() = Some(value);
    });
    for_a_while().await;
    assert!(matches!(given(&end), Err(ActionError::Ignored)));
    first.answer(done(())).await;
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
    let ActionError::Refused(Refused {
        status, message, ..
    }) = error
    else {
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
async fn after_a_lost_connection_the_same_call_is_sent_again_by_itself() {
    let (_page, sent, result) = call(sum(2, 3)).await;
    let id = sent.id().to_string();
    sent.lose().await;
    assert!(result.borrow().is_none(), "it has not ended");
    let again = next_request().await;
    assert_eq!(again.id(), id);
    again.answer(done(5)).await;
    assert!(matches!(given(&result), Ok(5)));
}

#[wasm_bindgen_test]
async fn what_is_no_answer_of_ours_is_an_error() {
    let (_page, sent, result) = call(sum(2, 3)).await;
    sent.reply(500, "<h1>Crashed</h1>").await;
    assert!(matches!(given(&result), Err(ActionError::Unanswered)));
}

#[wasm_bindgen_test]
async fn a_caller_who_is_gone_stops_nothing() {
    let page = Page::mount(|| ()).await;
    let (call, stop) = futures::future::abortable(std::future::IntoFuture::into_future(sum(2, 3)));
    leptos::task::spawn_local(async {
        let _ = call.await;
    });
    let sent = next_request().await;
    stop.abort();
    drop(page);
    sent.answer(done(5)).await;
    let (_page, sent, result) = self::call(sum(1, 1)).await;
    sent.answer(done(2)).await;
    assert!(matches!(given(&result), Ok(2)));
}

#[wasm_bindgen_test]
async fn a_redirect_leads_there_and_is_an_error_to_the_caller() {
    let (_page, sent, result) = call(sum(2, 3)).await;
    sent.answer(leads_to("/sums")).await;
    assert_eq!(redirects(), ["/sums"]);
    assert!(matches!(given(&result), Err(ActionError::Redirect(_))));
}

#[wasm_bindgen_test]
async fn an_effect_calls_once_when_it_is_mounted_and_once_for_each_change() {
    let number = RwSignal::new(1);
    let is_there = ArcRwSignal::new(true);
    let shown = is_there.clone();
    #[component]
    fn Watcher(number: RwSignal<u32>) -> impl IntoView {
        Effect::new(move || {
            let now = number.get();
            leptos::task::spawn_local(async move {
                let _ = sum(now, 0).await;
            });
        });
    }
    let _page = Page::mount(move || {
        view! { <Show when=move || shown.get()><Watcher number/></Show> }
    })
    .await;
    for expected in ["[1,0]", "[2,0]", "[3,0]"] {
        let sent = next_request().await;
        assert_eq!(sent.bound(), expected);
        sent.answer(done(0)).await;
        nothing_is_sent().await;
        number.update(|number| *number += 1);
    }
    next_request().await.answer(done(0)).await;
    is_there.set(false);
    for_a_while().await;
    number.set(9);
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn a_key_of_the_page_calls_once_per_press_until_its_component_is_gone() {
    let is_there = ArcRwSignal::new(true);
    let shown = is_there.clone();
    #[component]
    fn Shortcut() -> impl IntoView {
        let handle = window_event_listener(leptos::ev::keydown, |event| {
            if event.key() == "l" && !event.repeat() {
                leptos::task::spawn_local(async {
                    let _ = sum(1, 1).await;
                });
            }
        });
        on_cleanup(move || handle.remove());
    }
    let _page = Page::mount(move || {
        view! { <Show when=move || shown.get()><Shortcut/></Show> }
    })
    .await;
    let press = || {
        let init = leptos::web_sys::KeyboardEventInit::new();
        init.set_key("l");
        init.set_bubbles(true);
        let event =
            leptos::web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init);
        document()
            .body()
            .unwrap()
            .dispatch_event(&event.unwrap())
            .unwrap();
    };
    for _ in 0..2 {
        press();
        next_request().await.answer(done(2)).await;
        nothing_is_sent().await;
    }
    is_there.set(false);
    for_a_while().await;
    press();
    nothing_is_sent().await;
}

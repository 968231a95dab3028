//! A closure as the action of a form.

use crate::support::*;
use std::{
    cell::RefCell,
    rc::Rc,
    sync::{Arc, Mutex},
};

#[wasm_bindgen_test]
async fn it_runs_with_what_was_submitted_and_the_form_is_busy_until_it_ends() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&seen);
    let page = Page::mount(move || {
        let action = move |form: NewEntry| {
            let list = Arc::clone(&list);
            async move {
                let total = sum(2, 3).await?;
                list.lock().unwrap().push((form.name, total));
                ActionResult::Ok(())
            }
        };
        view! { <Form action><Field of=NewEntry::name/><button>"Go"</button></Form> }
    })
    .await;
    page.type_into("name", "Ada");
    page.press("button");
    let sent = next_request().await;
    assert!(page.find("form").has_attribute("aria-busy"));
    sent.answer(done(5)).await;
    assert!(!page.find("form").has_attribute("aria-busy"));
    assert_eq!(*seen.lock().unwrap(), [("Ada".to_string(), 5)]);
    assert_eq!(page.input("name").value(), "", "emptied after success");
    assert_eq!(left_to_the_browser(), 0);
}

#[wasm_bindgen_test]
async fn what_it_cannot_decode_is_told_at_the_fields_and_does_not_run() {
    let page = Page::mount(|| {
        let action = |_: NewEntry| async { panic!("it ran") };
        let action = move |form: NewEntry| -> std::pin::Pin<Box<dyn Future<Output = ()>>> {
            Box::pin(action(form))
        };
        view! {
            <Form action attr:novalidate=true><Field of=NewEntry::name/><button>"Go"</button></Form>
        }
    })
    .await;
    page.press("button");
    eventually(|| page.has("[aria-invalid='true']")).await;
}

#[wasm_bindgen_test]
async fn an_error_of_an_action_that_it_calls_is_shown_as_the_forms_own() {
    let page = Page::mount(|| {
        let action = |_: FormData| async move { sum(2, 3).await };
        view! { <Form action><input name="text" value="x"/><button>"Go"</button></Form> }
    })
    .await;
    page.type_into("text", "kept");
    page.press("button");
    next_request()
        .await
        .answer(refused("Only members may add."))
        .await;
    assert_eq!(page.said(), "Only members may add.");
    assert_eq!(page.input("text").value(), "kept");
}

#[wasm_bindgen_test]
async fn errors_which_an_action_could_return_are_shown_as_they_are() {
    let page = Page::mount(|| {
        let action = |_: NewEntry| async { Err::<(), _>(Issues::at(NewEntry::name, "Taken.")) };
        view! { <Form action><Field of=NewEntry::name/><button>"Go"</button></Form> }
    })
    .await;
    page.type_into("name", "Ada");
    page.press("button");
    eventually(|| page.text("form").contains("Taken.")).await;
    assert_eq!(page.input("name").value(), "Ada");
}

#[wasm_bindgen_test]
async fn pressed_again_with_another_text_it_runs_after_the_first() {
    let page = Page::mount(|| {
        let action = |form: FormData| async move {
            let count = form.get("text").map_or(0, |text| text.len() as u32);
            sum(count, 0).await
        };
        view! { <Form action reset=false><input name="text"/><button>"Go"</button></Form> }
    })
    .await;
    for text in ["a", "ab"] {
        page.type_into("text", text);
        page.press("button");
    }
    let first = next_request().await;
    assert_eq!(first.bound(), "[1,0]");
    nothing_is_sent().await;
    first.answer(failed()).await;
    let second = next_request().await;
    assert_eq!(second.bound(), "[2,0]");
    second.answer(done(2)).await;
}

#[wasm_bindgen_test]
async fn sent_again_after_no_answer_it_calls_under_the_same_ids() {
    let page = Page::mount(|| {
        let action = |_: FormData| async move {
            sum(1, 0).await?;
            sum(2, 0).await
        };
        view! { <Form action><input name="text" value="x"/><button>"Go"</button></Form> }
    })
    .await;
    page.press("button");
    let first = next_request().await;
    let first_id = first.id().to_string();
    first.answer(done(1)).await;
    let second = next_request().await;
    let second_id = second.id().to_string();
    assert_ne!(first_id, second_id);
    second.reply(500, "Crashed").await;
    page.press("button");
    let first = next_request().await;
    assert_eq!(first.id(), first_id);
    first.answer(done(1)).await;
    let second = next_request().await;
    assert_eq!(second.id(), second_id);
    second.answer(done(2)).await;
    assert!(!page.find("form").has_attribute("aria-busy"));
}

#[component]
fn Wall() -> impl IntoView {
    let entries = use_query(|| latest(0));
    let star = |list: &mut Vec<String>, new: &String, _| list.insert(0, format!("{new}*"));
    let (shown, add) = use_optimistic(entries, star);
    let action = move |form: NewEntry| async move {
        add(format!("{} before", form.name));
        sum(1, 0).await?;
        add(format!("{} after", form.name));
        sign(form).await
    };
    view! {
        <Form action><Field of=NewEntry::name/><button>"Go"</button></Form>
        <ul><For each=move || shown.get() key=String::clone let(name)><li>{name}</li></For></ul>
    }
}

#[wasm_bindgen_test]
async fn updates_before_and_after_an_await_are_seen_until_it_ends_and_leave_with_the_fresh_value() {
    let page = Page::mount(|| view! { <Wall/> }).await;
    next_request().await.read(entries(0, &["Ada"], 1)).await;
    let watch = page.watch();
    page.type_into("name", "Grace");
    page.press("form button");
    let sent = next_request().await;
    assert_eq!(page.rows(), ["Grace before*", "Ada"]);
    sent.answer(done(1)).await;
    let sent = next_request().await;
    assert_eq!(page.rows(), ["Grace after*", "Grace before*", "Ada"]);
    sent.answer(done("Grace").with(entries(0, &["Grace", "Ada"], 2)))
        .await;
    assert_eq!(page.rows(), ["Grace", "Ada"]);
    let frames = watch.seen();
    assert_eq!(frames.len(), 4, "{frames:?}");
}

#[wasm_bindgen_test]
async fn two_closures_at_work_keep_their_updates_apart() {
    let page = Page::mount(|| view! { <Wall/> }).await;
    next_request().await.read(entries(0, &[], 1)).await;
    for name in ["Ada", "Grace"] {
        page.type_into("name", name);
        page.press("form button");
    }
    let sent = next_request().await;
    assert_eq!(page.rows(), ["Ada before*"]);
    sent.answer(refused("No.")).await;
    let sent = next_request().await;
    assert_eq!(page.rows(), ["Grace before*"]);
    sent.answer(refused("No.")).await;
    assert!(page.rows().is_empty());
}

#[wasm_bindgen_test]
async fn a_button_of_the_form_can_have_an_action_of_the_server() {
    let ran = Rc::new(RefCell::new(0));
    let page = Page::mount(move || {
        let action = |_: FormData| async {};
        view! {
            <Form action>
                <input name="text" value="x"/>
                <button formaction=note.formaction()>"Note"</button>
            </Form>
        }
    })
    .await;
    page.press("button");
    let sent = next_request().await;
    assert_eq!(sent.field("text"), "x");
    sent.answer(done(())).await;
    let _ = ran;
}

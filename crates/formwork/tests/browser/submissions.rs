//! `use_submissions`: all submissions of an action, to be looked at, cancelled and sent again.

use crate::support::*;
use std::sync::{Arc, Mutex};

#[component]
fn Outbox(#[prop(optional)] told: Arc<Mutex<Vec<String>>>) -> impl IntoView {
    let sending = use_submissions(sign);
    sending.on_change(move |entry| {
        let name = entry.input.get("name").unwrap_or_default();
        let line = format!("{name} {:?}", entry.status);
        let line = line.split(" {").next().unwrap_or_default().to_string();
        told.lock().unwrap().push(line);
    });
    view! {
        <Form action=sign><Field of=NewEntry::name/><button>"Sign"</button></Form>
        <ul>
            <For
                each=move || sending.all.get()
                key=|entry| (entry.id, format!("{:?}", entry.status))
                let:entry
            >
                <li>
                    {entry.decoded::<NewEntry>().map(|entry| entry.name)} " "
                    {format!("{:?}", entry.status)}
                    <button
                        class="cancel"
                        on:click={
                            let entry = entry.clone();
                            move |_| entry.cancel()
                        }
                    ></button>
                    <button
                        class="dismiss"
                        on:click={
                            let entry = entry.clone();
                            move |_| entry.dismiss()
                        }
                    ></button>
                    <button class="retry" on:click=move |_| entry.retry()></button>
                </li>
            </For>
        </ul>
    }
}

async fn outbox(names: &[&str]) -> (Page, Arc<Mutex<Vec<String>>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&told);
    let page = Page::mount(move || view! { <Outbox told=list/> }).await;
    for name in names {
        page.type_into("name", name);
        page.press("form button");
    }
    leptos::task::tick().await;
    (page, told)
}

#[wasm_bindgen_test]
async fn those_under_way_are_listed_with_their_input_the_oldest_first() {
    let (page, told) = outbox(&["Ada", "Grace"]).await;
    assert_eq!(page.rows(), ["Ada Sending", "Grace Queued"]);
    next_request().await.answer(done("Ada")).await;
    assert_eq!(page.rows(), ["Grace Sending"]);
    next_request().await.answer(done("Grace")).await;
    assert!(page.rows().is_empty());
    assert_eq!(
        *told.lock().unwrap(),
        [
            "Ada Sending",
            "Grace Queued",
            "Ada Settled(Done)",
            "Grace Sending",
            "Grace Settled(Done)"
        ]
    );
}

#[wasm_bindgen_test]
async fn one_that_was_not_sent_is_taken_back_without_a_word_to_the_server() {
    let (page, _) = outbox(&["Ada", "Grace"]).await;
    page.press("li:nth-child(2) .cancel");
    leptos::task::tick().await;
    assert_eq!(page.rows(), ["Ada Sending"]);
    next_request().await.answer(done("Ada")).await;
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn one_under_way_is_cancelled_on_the_server_by_its_id_and_the_next_one_goes() {
    let (page, told) = outbox(&["Ada", "Grace"]).await;
    let sent = next_request().await;
    page.press("li:first-child .cancel");
    let cancel = next_request().await;
    assert_eq!(cancel.method, "POST");
    assert_eq!(cancel.param("_fw_cancel").as_deref(), Some(sent.id()));
    assert_eq!(cancel.param("_fw"), sent.param("_fw"));
    let next = next_request().await;
    assert_eq!(next.field("name"), "Grace");
    next.answer(done("Grace")).await;
    assert!(told.lock().unwrap().contains(&"Ada Cancelled".to_string()));
    assert!(!page.find("form").has_attribute("aria-busy"));
    // What comes late settles nothing.
    sent.answer(done("Ada")).await;
    assert!(page.rows().is_empty());
}

#[wasm_bindgen_test]
async fn one_without_an_answer_stays_and_is_sent_again_under_its_id() {
    let (page, told) = outbox(&["Ada"]).await;
    let sent = next_request().await;
    let id = sent.id().to_string();
    sent.reply(500, "Crashed").await;
    assert_eq!(page.rows(), ["Ada Settled(Unanswered)"]);
    assert_eq!(
        *told.lock().unwrap(),
        ["Ada Sending", "Ada Settled(Unanswered)"],
        "each change is told once"
    );
    page.press(".retry");
    let again = next_request().await;
    assert_eq!(again.id(), id);
    assert_eq!(again.field("name"), "Ada");
    again.answer(done("Ada")).await;
    assert!(page.rows().is_empty());
}

#[wasm_bindgen_test]
async fn one_that_is_given_up_is_listed_no_longer() {
    let (page, _) = outbox(&["Ada"]).await;
    next_request().await.reply(500, "Crashed").await;
    assert_eq!(page.rows(), ["Ada Settled(Unanswered)"]);
    page.press(".dismiss");
    leptos::task::tick().await;
    assert!(page.rows().is_empty());
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn calls_are_listed_too() {
    let (page, _) = outbox(&[]).await;
    leptos::task::spawn_local(async {
        let _ = sign(NewEntry {
            name: "Ada".into(),
            message: None,
        })
        .await;
    });
    let sent = next_request().await;
    leptos::task::tick().await;
    assert_eq!(page.rows(), ["Ada Sending"]);
    sent.answer(done("Ada")).await;
    assert!(page.rows().is_empty());
}

#[wasm_bindgen_test]
async fn one_whose_form_is_gone_is_listed_until_it_ends() {
    let is_there = ArcRwSignal::new(true);
    let shown = is_there.clone();
    let told = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&told);
    let page = Page::mount(move || {
        let sending = use_submissions(sign);
        sending.on_change(move |entry| list.lock().unwrap().push(format!("{:?}", entry.status)));
        view! {
            <Show when=move || shown.get()>
                <Form action=sign><Field of=NewEntry::name/><button>"Sign"</button></Form>
            </Show>
            <p class="listed">{move || sending.all.get().len()}</p>
        }
    })
    .await;
    page.type_into("name", "Ada");
    page.press("form button");
    let sent = next_request().await;
    is_there.set(false);
    for_a_while().await;
    assert_eq!(page.text(".listed"), "1");
    sent.answer(done("Ada")).await;
    assert_eq!(page.text(".listed"), "0");
    assert_eq!(*told.lock().unwrap(), ["Sending", "Settled(Done)"]);
}

/// A form beside one who looks at its submissions, and does something about what is heard.
async fn heard_by(listener: impl Fn(&SubmissionEntry) + 'static) -> Page {
    Page::mount(move || {
        let sending = use_submissions(sign);
        sending.on_change(listener);
        let (shown, add) = use_optimistic(RwSignal::new(Vec::<String>::new()), |list, name: &String, _| {
            list.push(name.clone())
        });
        view! {
            <Form action=sign on_submit=move |form: &NewEntry| add(form.name.clone())>
                <Field of=NewEntry::name/>
                <button>"Sign"</button>
            </Form>
            <ul>{move || shown.get().into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
            <p class="all">
                {move || sending.all.get().iter().map(|entry| format!("{:?} ", entry.status)).collect::<String>()}
            </p>
        }
    })
    .await
}

#[wasm_bindgen_test]
async fn a_listener_may_send_again_what_it_hears_of() {
    let page = heard_by(|entry| {
        if entry.status == SubmissionStatus::Settled(SubmissionEnd::Unanswered) {
            entry.retry();
        }
    })
    .await;
    page.type_into("name", "Ada");
    page.press("button");
    let sent = next_request().await;
    let id = sent.id().to_string();
    sent.reply(500, "Crashed").await;
    let again = next_request().await;
    assert_eq!(again.id(), id);
    // It is under way, and nothing else is said of it.
    assert_eq!(page.text(".all"), "Sending ");
    assert_eq!(page.rows(), ["Ada"]);
    assert!(page.find("form").has_attribute("aria-busy"));
    assert_eq!(page.text(".fw-failure:not([hidden])"), "");
    assert!(!page.has(".fw-returned"));
    again.answer(done("Ada")).await;
    assert_eq!(page.text(".all"), "");
    assert!(page.rows().is_empty());
    assert_eq!(page.input("name").value(), "");
}

#[wasm_bindgen_test]
async fn a_listener_may_cancel_what_it_hears_of() {
    let page = heard_by(|entry| {
        if entry.status == SubmissionStatus::Queued {
            entry.cancel();
        }
    })
    .await;
    page.type_into("name", "Ada");
    page.press("button");
    let first = next_request().await;
    page.type_into("name", "Grace");
    page.press("button");
    leptos::task::tick().await;
    assert_eq!(page.rows(), ["Ada"]);
    assert_eq!(page.text(".all"), "Sending ");
    first.answer(done("Ada")).await;
    nothing_is_sent().await;
    assert!(!page.find("form").has_attribute("aria-busy"));
}

#[wasm_bindgen_test]
async fn a_listener_may_give_up_what_it_hears_of() {
    let page = heard_by(|entry| {
        if entry.status == SubmissionStatus::Settled(SubmissionEnd::Unanswered) {
            entry.dismiss();
        }
    })
    .await;
    page.type_into("name", "Ada");
    page.press("button");
    let sent = next_request().await;
    let id = sent.id().to_string();
    sent.reply(500, "Crashed").await;
    assert_eq!(page.text(".all"), "");
    // The next press is another one.
    page.press("button");
    let next = next_request().await;
    assert_ne!(next.id(), id);
    next.answer(done("Ada")).await;
}

#[wasm_bindgen_test]
async fn a_listener_may_submit_something_else() {
    let page = heard_by(|entry| {
        if entry.status == SubmissionStatus::Settled(SubmissionEnd::Done) {
            leptos::task::spawn_local(async { drop(sum(1, 2).await) });
        }
    })
    .await;
    page.type_into("name", "Ada");
    page.press("button");
    next_request().await.answer(done("Ada")).await;
    next_request().await.answer(done(3)).await;
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn the_same_press_in_a_form_that_is_there_again_is_told_as_joined() {
    let is_there = ArcRwSignal::new(true);
    let shown = is_there.clone();
    let told = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&told);
    let page = Page::mount(move || {
        use_submissions(sign).on_change(move |entry| list.lock().unwrap().push(entry.status));
        view! {
            <Show when=move || shown.get()>
                <Form action=sign><Field of=NewEntry::name/><button>"Sign"</button></Form>
            </Show>
        }
    })
    .await;
    page.type_into("name", "Ada");
    page.press("form button");
    let sent = next_request().await;
    for there in [false, true] {
        is_there.set(there);
        for_a_while().await;
    }
    page.input("name").set_value("Ada");
    page.press("form button");
    nothing_is_sent().await;
    let joined = told
        .lock()
        .unwrap()
        .iter()
        .any(|status| matches!(status, SubmissionStatus::Joined { .. }));
    assert!(joined, "{:?}", told.lock().unwrap());
    sent.answer(done("Ada")).await;
    nothing_is_sent().await;
}

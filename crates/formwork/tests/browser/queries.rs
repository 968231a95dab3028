//! `use_query`.

use crate::support::*;
use formwork::query::{Query, QueryError};

#[component]
fn Entries(#[prop(optional, into)] count: Signal<u32>) -> impl IntoView {
    let entries = use_query(move || latest(count.get()));
    let rows = move || {
        let names = match entries.get() {
            Some(Ok(names)) => names,
            Some(Err(error)) => vec![error.to_string()],
            None => vec!["…".into()],
        };
        names
            .into_iter()
            .map(|name| view! { <li>{name}</li> })
            .collect_view()
    };
    view! {
        <button id="refetch" on:click=move |_| entries.refetch()>"Again"</button>
        <ul>{rows}</ul>
    }
}

#[component]
fn Guestbook() -> impl IntoView {
    view! {
        <Entries/>
        <Form action=add>
            <Field of=NewEntry::name/>
            <button>"Add"</button>
        </Form>
    }
}

async fn guestbook() -> Page {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    next_request().await.read(entries(0, &["Ada"], 1)).await;
    page
}

async fn added(page: &Page, name: &str) -> Sent {
    page.type_into("name", name);
    page.press("form button");
    next_request().await
}

#[wasm_bindgen_test]
async fn a_query_is_read_by_get() {
    let page = Page::mount(|| view! { <Entries/> }).await;
    let sent = next_request().await;
    assert_eq!(sent.method, "GET");
    assert!(sent.url.starts_with("/_formwork/query?"));
    assert_eq!(sent.param("q").as_deref(), Some(latest::ID));
    assert_eq!(sent.param("a").as_deref(), Some("[0]"));
    assert_eq!(page.rows(), ["…"]);
    sent.read(entries(0, &["Ada"], 1)).await;
    assert_eq!(page.rows(), ["Ada"]);
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn a_query_can_be_awaited() {
    let _page = Page::mount(|| ()).await;
    let (give, given) = place_for_one();
    leptos::task::spawn_local(async move { give(latest(5).await) });
    let sent = next_request().await;
    assert_eq!(sent.param("a").as_deref(), Some("[5]"));
    sent.read(entries(5, &["Ada"], 1)).await;
    assert_eq!(given(), Some(Ok(vec!["Ada".to_string()])));
}

fn place_for_one<T: 'static>() -> (impl FnOnce(T), impl Fn() -> Option<T>) {
    let place = std::rc::Rc::new(std::cell::RefCell::new(None));
    let other = std::rc::Rc::clone(&place);
    (
        move |value| *place.borrow_mut() = Some(value),
        move || other.borrow_mut().take(),
    )
}

#[wasm_bindgen_test]
async fn what_an_action_has_changed_comes_with_its_answer() {
    let page = guestbook().await;
    let sent = added(&page, "Grace").await;
    let named = format!(r#"[{{"q":"{}","a":"[0]"}}]"#, latest::ID);
    assert_eq!(sent.queries(), named);
    sent.answer(done(()).with(entries(0, &["Grace", "Ada"], 2)))
        .await;
    assert_eq!(page.rows(), ["Grace", "Ada"]);
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn what_has_changed_comes_with_refusals_and_issues_too() {
    let page = guestbook().await;
    let sent = added(&page, "Grace").await;
    let answer = invalid("name", "Somebody was faster.");
    sent.answer(answer.with(entries(0, &["Grace", "Ada"], 2)))
        .await;
    assert_eq!(page.rows(), ["Grace", "Ada"]);
}

#[wasm_bindgen_test]
async fn what_a_call_has_changed_comes_with_its_answer() {
    let page = guestbook().await;
    leptos::task::spawn_local(async {
        let _ = sum(2, 3).await;
    });
    let sent = next_request().await;
    assert!(sent.queries().contains(latest::ID));
    sent.answer(done(5).with(entries(0, &["Grace", "Ada"], 2)))
        .await;
    assert_eq!(page.rows(), ["Grace", "Ada"]);
}

#[wasm_bindgen_test]
async fn an_older_value_never_takes_the_place_of_a_newer_one() {
    let page = guestbook().await;
    let first = added(&page, "Grace").await;
    let second = added(&page, "Edsger").await;
    let newer = entries(0, &["Edsger", "Grace", "Ada"], 3);
    second.answer(done(()).with(newer)).await;
    assert_eq!(page.rows(), ["Edsger", "Grace", "Ada"]);
    let older = entries(0, &["Grace", "Ada"], 2);
    first.answer(done(()).with(older)).await;
    assert_eq!(page.rows(), ["Edsger", "Grace", "Ada"]);
}

#[wasm_bindgen_test]
async fn a_reading_that_was_overtaken_by_an_answer_is_dropped() {
    let page = guestbook().await;
    page.press("#refetch");
    let reading = next_request().await;
    let sent = added(&page, "Grace").await;
    sent.answer(done(()).with(entries(0, &["Grace", "Ada"], 2)))
        .await;
    reading.read(entries(0, &["Ada"], 1)).await;
    for_a_while().await;
    assert_eq!(page.rows(), ["Grace", "Ada"]);
}

#[wasm_bindgen_test]
async fn a_reading_that_was_begun_after_an_answer_and_is_older_is_dropped() {
    let page = guestbook().await;
    let sent = added(&page, "Grace").await;
    sent.answer(done(()).with(entries(0, &["Grace", "Ada"], 3)))
        .await;
    // From a cache on the way, say.
    page.press("#refetch");
    let reading = next_request().await;
    reading.read(entries(0, &["Ada"], 1)).await;
    for_a_while().await;
    assert_eq!(page.rows(), ["Grace", "Ada"]);
}

#[wasm_bindgen_test]
async fn of_one_version_the_later_request_wins() {
    let page = guestbook().await;
    page.press("#refetch");
    let reading = next_request().await;
    reading.read(entries(0, &["Ada, just now"], 1)).await;
    assert_eq!(page.rows(), ["Ada, just now"]);
}

#[wasm_bindgen_test]
async fn all_that_show_a_query_get_its_fresh_value() {
    let page = Page::mount(|| view! { <Entries/> <Guestbook/> }).await;
    next_request().await.read(entries(0, &["Ada"], 1)).await;
    next_request().await.read(entries(0, &["Ada"], 1)).await;
    let sent = added(&page, "Grace").await;
    // It is named once.
    assert_eq!(sent.queries().matches(latest::ID).count(), 1);
    sent.answer(done(()).with(entries(0, &["Grace", "Ada"], 2)))
        .await;
    assert_eq!(page.rows(), ["Grace", "Ada", "Grace", "Ada"]);
}

#[wasm_bindgen_test]
async fn other_arguments_are_another_query() {
    let count = ArcRwSignal::new(5);
    let shown = count.clone();
    let page = Page::mount(move || {
        view! {
            <Entries count=Signal::from(shown)/>
            <Form action=note><button>"Note"</button></Form>
        }
    })
    .await;
    next_request().await.read(entries(5, &["Ada"], 7)).await;
    count.set(6);
    let sent = next_request().await;
    assert_eq!(sent.param("a").as_deref(), Some("[6]"));
    // Versions of different queries are not compared.
    sent.read(entries(6, &["Grace"], 2)).await;
    assert_eq!(page.rows(), ["Grace"]);

    page.press("form button");
    let sent = next_request().await;
    assert!(sent.queries().contains(r#""a":"[6]""#));
    assert!(!sent.queries().contains(r#""a":"[5]""#));
    // A value that nobody shows any more does no harm.
    sent.answer(done(()).with(entries(5, &["Alan"], 9))).await;
    assert_eq!(page.rows(), ["Grace"]);
}

#[wasm_bindgen_test]
async fn a_query_that_is_no_longer_shown_is_not_named() {
    let is_there = ArcRwSignal::new(true);
    let shown = is_there.clone();
    let page = Page::mount(move || {
        view! {
            <Show when=move || shown.get()><Entries/></Show>
            <Form action=note><button>"Note"</button></Form>
        }
    })
    .await;
    next_request().await.read(entries(0, &["Ada"], 1)).await;
    is_there.set(false);
    for_a_while().await;
    page.press("form button");
    let sent = next_request().await;
    assert_eq!(sent.queries(), "[]");
    sent.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn an_error_is_shown_and_gives_way_to_a_value() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    next_request().await.reply(500, "Crashed").await;
    assert_eq!(page.rows(), [QueryError::Unreachable.to_string()]);
    let sent = added(&page, "Grace").await;
    sent.answer(done(()).with(entries(0, &["Grace"], 1))).await;
    assert_eq!(page.rows(), ["Grace"]);
}

#[wasm_bindgen_test]
async fn one_that_the_network_or_a_proxy_fails_is_read_once_more() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    next_request().await.lose().await;
    next_request().await.read(entries(0, &["Ada"], 1)).await;
    assert_eq!(page.rows(), ["Ada"]);

    let page = Page::mount(|| view! { <Guestbook/> }).await;
    next_request().await.reply(502, "Bad gateway").await;
    next_request().await.reply(502, "Bad gateway").await;
    assert_eq!(page.rows(), [QueryError::Unreachable.to_string()]);
    nothing_is_sent().await;
    // The network is there again.
    tell_window("online");
    next_request().await.read(entries(0, &["Ada"], 1)).await;
    assert_eq!(page.rows(), ["Ada"]);
    tell_window("online");
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn one_that_hangs_does_not_hold_up_other_arguments() {
    let count = ArcRwSignal::new(5);
    let shown = count.clone();
    let page = Page::mount(move || view! { <Entries count=Signal::from(shown)/> }).await;
    let hangs = next_request().await;
    assert_eq!(hangs.param("a").as_deref(), Some("[5]"));
    count.set(6);
    let newer = next_request().await;
    assert_eq!(newer.param("a").as_deref(), Some("[6]"));
    assert!(hangs.is_aborted());
    count.set(7);
    let newest = next_request().await;
    assert_eq!(newest.param("a").as_deref(), Some("[7]"));
    newest.read(entries(7, &["Grace"], 1)).await;
    assert_eq!(page.rows(), ["Grace"]);
    // It is read once.
    nothing_is_sent().await;
    // And the next ones are, too.
    count.set(5);
    next_request().await.read(entries(5, &["Ada"], 1)).await;
    assert_eq!(page.rows(), ["Ada"]);
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn one_that_is_mounted_during_a_run_is_read_when_the_answer_has_changed_something() {
    let is_there = ArcRwSignal::new(false);
    let shown = is_there.clone();
    let page = Page::mount(move || {
        view! {
            <Form action=note><button>"Note"</button></Form>
            <Show when=move || shown.get()><Entries/></Show>
        }
    })
    .await;
    page.press("form button");
    let sent = next_request().await;
    is_there.set(true);
    next_request().await.read(entries(0, &["Ada"], 1)).await;
    let mut changed = done(());
    changed.tags = vec!["entries".into()];
    sent.answer(changed).await;
    next_request()
        .await
        .read(entries(0, &["Ada", "Grace"], 2))
        .await;
    assert_eq!(page.rows(), ["Ada", "Grace"]);
}

#[wasm_bindgen_test]
async fn what_a_request_has_no_room_for_is_read_after_its_answer() {
    use formwork::wire::{Answer, MAX_QUERIES_BYTES};
    #[component]
    fn Searches() -> impl IntoView {
        let all = ["a", "b", "c"].map(|letter| {
            let words = vec![letter.repeat(1000); 7];
            let found = use_query(move || search(words.clone()));
            view! { <li>{move || found.get().and_then(Result::ok)}</li> }
        });
        view! {
            <ul>{all.into_iter().collect_view()}</ul>
            <Form action=add>
                <Field of=NewEntry::name/>
                <button>"Add"</button>
            </Form>
        }
    }
    let page = Page::mount(|| view! { <Searches/> }).await;
    for number in [1, 2, 3] {
        let sent = next_request().await;
        let args = sent.param("a").unwrap();
        sent.read(found(args, number)).await;
    }
    page.type_into("name", "Grace");
    page.press("form button");
    let sent = next_request().await;
    assert!(
        sent.queries().len() <= MAX_QUERIES_BYTES,
        "{}",
        sent.queries().len()
    );
    let named: Vec<formwork::wire::QueryRequest> = serde_json::from_str(sent.queries()).unwrap();
    assert_eq!(named.len(), 2);
    let answer = Answer {
        tags: vec!["found".into()],
        ..done(())
    };
    sent.answer(answer).await;
    let read = next_request().await;
    assert_eq!(read.param("q").as_deref(), Some(search::ID));
    let args = read.param("a").unwrap();
    assert!(named.iter().all(|query| query.args != args));
}

//! `use_optimistic` over a query.

use crate::support::*;
use formwork::wire::Answer;

/// The entries and the form. A row of an update is marked by a star.
#[component]
fn Guestbook(#[prop(optional, into)] count: Signal<u32>) -> impl IntoView {
    let entries = use_query(move || latest(count.get()));
    let star = |list: &mut Vec<String>, new: &NewEntry, _| list.insert(0, format!("{}*", new.name));
    let (shown, add) = use_optimistic(entries, star);
    let on_submit = move |form: &NewEntry| add(form.clone());
    view! {
        <Form action=sign on_submit=on_submit>
            <Field of=NewEntry::name/>
            <button type="submit">"Sign"</button>
        </Form>
        <button id="refetch" on:click=move |_| entries.refetch()>"Again"</button>
        <ul>
            <For each=move || shown.get() key=String::clone let(name)>
                <li>{name}</li>
            </For>
        </ul>
    }
}

/// The same with a form whose submissions do not wait for each other.
#[component]
fn Lively() -> impl IntoView {
    let entries = use_query(|| latest(0));
    let star = |list: &mut Vec<String>, new: &NewEntry, _| list.insert(0, format!("{}*", new.name));
    let (shown, add_update) = use_optimistic(entries, star);
    let on_submit = move |form: &NewEntry| add_update(form.clone());
    view! {
        <Form action=add on_submit=on_submit>
            <Field of=NewEntry::name/>
            <button type="submit">"Add"</button>
        </Form>
        <ul>{move || shown.get().into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
    }
}

async fn guestbook() -> Page {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    next_request().await.read(entries(0, &["Ada"], 1)).await;
    assert_eq!(page.rows(), ["Ada"]);
    page
}

async fn lively() -> Page {
    let page = Page::mount(|| view! { <Lively/> }).await;
    next_request().await.read(entries(0, &["Ada"], 1)).await;
    page
}

async fn signed(page: &Page, name: &str) -> Sent {
    page.type_into("name", name);
    page.press("form button");
    next_request().await
}

#[wasm_bindgen_test]
async fn a_row_is_shown_from_the_submit_on() {
    let page = guestbook().await;
    page.type_into("name", "Grace");
    page.press("form button");
    leptos::task::tick().await;
    assert_eq!(page.rows(), ["Grace*", "Ada"]);
    next_request().await.answer(done("Grace")).await;
}

#[wasm_bindgen_test]
async fn it_gives_way_to_the_fresh_value_and_is_never_seen_twice_or_not_at_all() {
    let page = guestbook().await;
    let watch = page.watch();
    let sent = signed(&page, "Grace").await;
    sent.answer(done("Grace").with(entries(0, &["Grace", "Ada"], 2)))
        .await;
    assert_eq!(page.rows(), ["Grace", "Ada"]);
    assert_eq!(
        watch.seen(),
        [vec!["Ada"], vec!["Grace*", "Ada"], vec!["Grace", "Ada"]]
    );
}

async fn comes_to_nothing(answer: Answer) {
    let page = guestbook().await;
    let sent = signed(&page, "Grace").await;
    assert_eq!(page.rows(), ["Grace*", "Ada"]);
    sent.answer(answer).await;
    assert_eq!(page.rows(), ["Ada"]);
}

#[wasm_bindgen_test]
async fn it_goes_when_the_input_was_invalid() {
    comes_to_nothing(invalid("name", "This name is taken.")).await;
}

#[wasm_bindgen_test]
async fn it_goes_when_the_action_refused() {
    comes_to_nothing(refused("Only members may sign.")).await;
}

#[wasm_bindgen_test]
async fn it_goes_when_the_action_failed() {
    comes_to_nothing(failed()).await;
}

#[wasm_bindgen_test]
async fn it_goes_when_what_came_was_no_answer() {
    let page = guestbook().await;
    let sent = signed(&page, "Grace").await;
    sent.reply(500, "<h1>Crashed</h1>").await;
    assert_eq!(page.rows(), ["Ada"]);
}

#[wasm_bindgen_test]
async fn it_stays_while_the_network_is_tried_again() {
    let page = guestbook().await;
    let sent = signed(&page, "Grace").await;
    sent.lose().await;
    assert_eq!(page.rows(), ["Grace*", "Ada"]);
    let again = next_request().await;
    again
        .answer(done("Grace").with(entries(0, &["Grace", "Ada"], 2)))
        .await;
    assert_eq!(page.rows(), ["Grace", "Ada"]);
}

#[wasm_bindgen_test]
async fn it_comes_back_with_the_attempt_after_a_refusal() {
    let page = guestbook().await;
    let sent = signed(&page, "Grace").await;
    sent.answer(refused("Log in first.")).await;
    page.press("form button");
    let again = next_request().await;
    assert_eq!(page.rows(), ["Grace*", "Ada"]);
    again
        .answer(done("Grace").with(entries(0, &["Grace", "Ada"], 2)))
        .await;
    assert_eq!(page.rows(), ["Grace", "Ada"]);
}

#[wasm_bindgen_test]
async fn updates_of_queued_submissions_leave_one_by_one() {
    let page = guestbook().await;
    let watch = page.watch();
    let first = signed(&page, "Grace").await;
    page.type_into("name", "Edsger");
    page.press("form button");
    nothing_is_sent().await;
    assert_eq!(page.rows(), ["Edsger*", "Grace*", "Ada"]);

    let fresh = entries(0, &["Grace", "Ada"], 2);
    first.answer(done("Grace").with(fresh)).await;
    assert_eq!(page.rows(), ["Edsger*", "Grace", "Ada"]);
    let fresh = entries(0, &["Edsger", "Grace", "Ada"], 3);
    let second = next_request().await;
    second.answer(done("Edsger").with(fresh)).await;
    assert_eq!(
        watch.seen(),
        [
            vec!["Ada"],
            vec!["Grace*", "Ada"],
            vec!["Edsger*", "Grace*", "Ada"],
            vec!["Edsger*", "Grace", "Ada"],
            vec!["Edsger", "Grace", "Ada"],
        ]
    );
}

#[wasm_bindgen_test]
async fn a_value_which_may_hold_the_row_of_another_waits_for_that_one() {
    let page = lively().await;
    let watch = page.watch();
    let first = signed(&page, "Grace").await;
    let second = signed(&page, "Edsger").await;
    // The server had both rows when it read; the second answer is still on its way.
    let both = entries(0, &["Edsger", "Grace", "Ada"], 3);
    first.answer(done(()).with(both.clone())).await;
    assert_eq!(page.rows(), ["Edsger*", "Grace*", "Ada"]);
    second.answer(done(()).with(both)).await;
    assert_eq!(
        watch.seen(),
        [
            vec!["Ada"],
            vec!["Grace*", "Ada"],
            vec!["Edsger*", "Grace*", "Ada"],
            vec!["Edsger", "Grace", "Ada"],
        ]
    );
}

#[wasm_bindgen_test]
async fn answers_in_reversed_order_leave_the_newest_value() {
    let page = lively().await;
    let watch = page.watch();
    let first = signed(&page, "Grace").await;
    let second = signed(&page, "Edsger").await;
    let both = entries(0, &["Edsger", "Grace", "Ada"], 3);
    second.answer(done(()).with(both)).await;
    let one = entries(0, &["Grace", "Ada"], 2);
    first.answer(done(()).with(one)).await;
    assert_eq!(page.rows(), ["Edsger", "Grace", "Ada"]);
    assert_eq!(
        watch.seen().last().unwrap(),
        &vec!["Edsger", "Grace", "Ada"]
    );
    assert!(watch.seen().iter().skip(2).all(|rows| rows.len() == 3));
}

#[wasm_bindgen_test]
async fn a_row_is_not_seen_twice_when_the_query_is_read_again_meanwhile() {
    let page = guestbook().await;
    let watch = page.watch();
    let sent = signed(&page, "Grace").await;
    page.press("#refetch");
    // The action has run already when the query is read.
    let fresh = entries(0, &["Grace", "Ada"], 2);
    next_request().await.read(fresh.clone()).await;
    for_a_while().await;
    sent.answer(done("Grace").with(fresh)).await;
    assert_eq!(
        watch.seen(),
        [vec!["Ada"], vec!["Grace*", "Ada"], vec!["Grace", "Ada"]]
    );
}

#[wasm_bindgen_test]
async fn it_goes_even_if_the_query_has_other_arguments_by_then() {
    let count = ArcRwSignal::new(0);
    let shown = count.clone();
    let page = Page::mount(move || view! { <Guestbook count=Signal::from(shown)/> }).await;
    next_request().await.read(entries(0, &["Ada"], 1)).await;
    let sent = signed(&page, "Grace").await;
    count.set(5);
    next_request().await.read(entries(5, &["Alan"], 1)).await;
    sent.answer(done("Grace").with(entries(0, &["Grace", "Ada"], 2)))
        .await;
    // The answer could not bring what was not shown when it was sent: that is read again.
    let read = next_request().await;
    assert_eq!(read.param("a").as_deref(), Some("[5]"));
    read.read(entries(5, &["Grace", "Alan"], 2)).await;
    assert_eq!(page.rows(), ["Grace", "Alan"]);
}

#[wasm_bindgen_test]
async fn the_answer_of_another_form_does_not_take_the_update_away() {
    let page = Page::mount(|| {
        view! {
            <Guestbook/>
            <div id="other"><Form action=note><button>"Note"</button></Form></div>
        }
    })
    .await;
    next_request().await.read(entries(0, &["Ada"], 1)).await;
    let sent = signed(&page, "Grace").await;
    page.press("#other button");
    next_request().await.answer(done(())).await;
    assert_eq!(page.rows(), ["Grace*", "Ada"]);
    sent.answer(done("Grace").with(entries(0, &["Grace", "Ada"], 2)))
        .await;
    assert_eq!(page.rows(), ["Grace", "Ada"]);
}

#[wasm_bindgen_test]
async fn outside_of_a_submission_it_has_no_effect_and_says_so() {
    #[component]
    fn Misplaced() -> impl IntoView {
        let (shown, add) =
            use_optimistic(RwSignal::new(1), |number, more: &u32, _| *number += more);
        view! { <button on:click=move |_| add(1)>"Add"</button><ul><li>{shown}</li></ul> }
    }
    let page = Page::mount(|| view! { <Misplaced/> }).await;
    let warnings = Warnings::listen();
    page.press("button");
    leptos::task::tick().await;
    assert_eq!(page.rows(), ["1"]);
    let said = warnings.said();
    assert!(
        said.contains("on_submit") && said.contains("use_transition"),
        "{said}"
    );
}

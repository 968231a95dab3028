//! Forms and hooks that go while something of them is under way, and are there again.

use crate::support::*;
use leptos::wasm_bindgen::JsCast;
use std::sync::Arc;

#[component]
fn Guestbook() -> impl IntoView {
    view! {
        <Form action=sign>
            <Field of=NewEntry::name/>
            <Field of=NewEntry::message value="Hello"/>
            <button type="submit">"Sign"</button>
        </Form>
    }
}

async fn sent(page: &Page) -> Sent {
    page.type_into("name", "Ada");
    page.type_into("message", "Good evening");
    page.press("button");
    next_request().await
}

/// A form that can be taken away, beside a list that stays.
async fn with_a_form_that_goes() -> (Page, ArcRwSignal<bool>) {
    let is_there = ArcRwSignal::new(true);
    let shown = is_there.clone();
    let page = Page::mount(move || {
        let entries = use_query(latest, || (0,));
        let rows = move || {
            let names = entries.get().and_then(Result::ok).unwrap_or_default();
            names
                .into_iter()
                .map(|name| view! { <li>{name}</li> })
                .collect_view()
        };
        view! {
            <Show when=move || shown.get()><Guestbook/></Show>
            <ul>{rows}</ul>
        }
    })
    .await;
    next_request().await.read(entries(0, &[], 1)).await;
    (page, is_there)
}

/// Takes a form away, and shows it again.
async fn goes_and_returns(is_there: &ArcRwSignal<bool>) {
    for shown in [false, true] {
        is_there.set(shown);
        for_a_while().await;
    }
}

/// A view that can be taken away.
async fn with_what_goes<V: IntoView + 'static>(
    view: impl Fn() -> V + Send + Sync + 'static,
) -> (Page, ArcRwSignal<bool>) {
    let is_there = ArcRwSignal::new(true);
    let shown = is_there.clone();
    let view = Arc::new(view);
    let page = Page::mount(move || {
        view! { <Show when=move || shown.get()>{view()}</Show> }
    })
    .await;
    (page, is_there)
}

#[wasm_bindgen_test]
async fn an_answer_for_a_form_that_is_gone_brings_its_values_and_does_no_harm() {
    let (page, is_there) = with_a_form_that_goes().await;
    let sent = sent(&page).await;
    is_there.set(false);
    for_a_while().await;
    assert!(!page.has("form"));
    sent.answer(done("Ada").with(entries(0, &["Ada"], 2))).await;
    assert_eq!(page.rows(), ["Ada"]);

    is_there.set(true);
    for_a_while().await;
    assert_eq!(page.input("name").value(), "");
    assert!(!page.find("form").has_attribute("aria-busy"));
}

#[wasm_bindgen_test]
async fn whatever_comes_for_a_form_that_is_gone_does_no_harm() {
    for outcome in [invalid("name", "Taken."), refused("No."), failed()] {
        let (page, is_there) = with_a_form_that_goes().await;
        let sent = sent(&page).await;
        is_there.set(false);
        for_a_while().await;
        sent.answer(outcome).await;
        nothing_is_sent().await;
    }
    let (page, is_there) = with_a_form_that_goes().await;
    let sent = sent(&page).await;
    is_there.set(false);
    for_a_while().await;
    sent.lose().await;
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn what_waits_in_a_form_that_goes_is_sent_in_its_turn() {
    let (page, is_there) = with_a_form_that_goes().await;
    let first = sent(&page).await;
    page.type_into("name", "Grace");
    page.press("button");
    is_there.set(false);
    nothing_is_sent().await;
    first
        .answer(done("Ada").with(entries(0, &["Ada"], 2)))
        .await;
    let second = next_request().await;
    assert_eq!(second.field("name"), "Grace");
    second
        .answer(done("Grace").with(entries(0, &["Grace", "Ada"], 3)))
        .await;
    assert_eq!(page.rows(), ["Grace", "Ada"]);
}

#[wasm_bindgen_test]
async fn what_the_network_failed_is_sent_again_though_its_form_is_gone() {
    let (page, is_there) = with_a_form_that_goes().await;
    let lost = sent(&page).await;
    let id = lost.id().to_string();
    is_there.set(false);
    for_a_while().await;
    lost.lose().await;
    let again = next_request().await;
    assert_eq!(again.id(), id);
    again
        .answer(done("Ada").with(entries(0, &["Ada"], 2)))
        .await;
    assert_eq!(page.rows(), ["Ada"]);
}

#[wasm_bindgen_test]
async fn a_form_that_is_there_again_waits_for_what_it_sent_before() {
    let (page, is_there) = with_a_form_that_goes().await;
    let first = sent(&page).await;
    goes_and_returns(&is_there).await;
    page.type_into("name", "Grace");
    page.type_into("message", "Good evening");
    page.press("button");
    nothing_is_sent().await;
    assert!(page.find("form").has_attribute("aria-busy"));
    first
        .answer(done("Ada").with(entries(0, &["Ada"], 2)))
        .await;
    let second = next_request().await;
    assert_eq!(second.field("name"), "Grace");
    second
        .answer(done("Grace").with(entries(0, &["Grace", "Ada"], 3)))
        .await;
    assert!(!page.find("form").has_attribute("aria-busy"));
    assert_eq!(page.rows(), ["Grace", "Ada"]);
}

#[wasm_bindgen_test]
async fn on_leaving_it_names_what_it_waits_for() {
    let (page, is_there) = with_a_form_that_goes().await;
    let first = sent(&page).await;
    goes_and_returns(&is_there).await;
    page.type_into("name", "Grace");
    page.type_into("message", "Good evening");
    page.press("button");
    nothing_is_sent().await;
    let leaves = leptos::web_sys::Event::new("pagehide").unwrap();
    window().dispatch_event(&leaves).unwrap();
    let second = next_request().await;
    assert_eq!(second.field("name"), "Grace");
    assert_eq!(second.field("_fw.after"), first.id());
}

#[wasm_bindgen_test]
async fn a_hook_that_is_gone_still_sends_what_it_is_given() {
    let given = RwSignal::new(None);
    let is_there = ArcRwSignal::new(true);
    let shown = is_there.clone();
    let page = Page::mount(move || {
        view! {
            <Show when=move || shown.get()>
                {
                    let noting = use_action_state(note, ());
                    given.set(Some(noting));
                }
            </Show>
        }
    })
    .await;
    let noting = given.get_untracked().expect("the hook");
    is_there.set(false);
    for_a_while().await;
    for text in ["one", "two"] {
        let mut form = FormData::new();
        form.append("text", text);
        noting.submit(form);
    }
    let first = next_request().await;
    assert_eq!(first.field("text"), "one");
    nothing_is_sent().await;
    first.answer(done(())).await;
    let second = next_request().await;
    assert_eq!(second.field("text"), "two");
    second.answer(done(())).await;
    nothing_is_sent().await;
    drop(page);
}

#[wasm_bindgen_test]
async fn a_form_that_is_there_again_shows_what_it_has_under_way() {
    let (page, is_there) = with_a_form_that_goes().await;
    let sent = sent(&page).await;
    goes_and_returns(&is_there).await;
    assert!(page.find("form").has_attribute("aria-busy"));
    assert!(page.find("form").has_attribute("data-fw-pending"));
    assert_eq!(page.input("name").value(), "");
    sent.answer(done("Ada").with(entries(0, &["Ada"], 2))).await;
    assert!(!page.find("form").has_attribute("aria-busy"));
    assert_eq!(page.rows(), ["Ada"]);
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn what_was_wrong_with_it_is_said_with_what_was_typed() {
    let (page, is_there) = with_a_form_that_goes().await;
    let sent = sent(&page).await;
    goes_and_returns(&is_there).await;
    sent.answer(invalid("name", "Taken.")).await;
    assert_eq!(page.text(".fw-error"), "Taken.");
    assert_eq!(page.input("name").value(), "Ada");
    assert_eq!(page.input("message").value(), "Good evening");
}

#[wasm_bindgen_test]
async fn what_is_typed_meanwhile_is_not_written_over() {
    let (page, is_there) = with_a_form_that_goes().await;
    let sent = sent(&page).await;
    goes_and_returns(&is_there).await;
    page.type_into("name", "Grace");
    sent.answer(refused("No.")).await;
    assert_eq!(page.input("name").value(), "Grace");
    page.press(".fw-returned button");
    assert_eq!(page.input("name").value(), "Ada");
}

#[wasm_bindgen_test]
async fn what_a_form_says_of_an_earlier_one_does_not_come_back_with_it() {
    let (page, is_there) = with_a_form_that_goes().await;
    sent(&page).await.answer(invalid("name", "Taken.")).await;
    page.type_into("name", "Grace");
    page.press("button");
    let second = next_request().await;
    goes_and_returns(&is_there).await;
    assert_eq!(page.text(".fw-error"), "");
    second.answer(done("Grace")).await;
}

#[wasm_bindgen_test]
async fn the_same_press_again_is_the_same_submission() {
    let (page, is_there) = with_what_goes(|| {
        view! { <Form action=note><button>"Like"</button></Form> }
    })
    .await;
    page.press("button");
    let sent = next_request().await;
    goes_and_returns(&is_there).await;
    page.press("button");
    nothing_is_sent().await;
    sent.answer(done(())).await;
    nothing_is_sent().await;
    assert!(!page.find("form").has_attribute("aria-busy"));
    page.press("button");
    next_request().await.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn a_hook_has_the_state_that_comes_with_the_answer() {
    let (page, is_there) = with_what_goes(|| {
        let votes = use_action_state(vote, 0);
        view! { <Form action=votes.action dedupe=false><button>"+1"</button><p id="votes">{votes.state}</p></Form> }
    })
    .await;
    page.press("button");
    next_request()
        .await
        .answer(done(7).with_seal("seven"))
        .await;
    page.press("button");
    let second = next_request().await;
    goes_and_returns(&is_there).await;
    assert_eq!(page.text("#votes"), "0");
    page.press("button");
    nothing_is_sent().await;
    second.answer(done(8).with_seal("eight")).await;
    assert_eq!(page.text("#votes"), "8");
    let third = next_request().await;
    assert_eq!(third.field("_fw.prev"), "eight");
    third.answer(done(9).with_seal("nine")).await;
    assert_eq!(page.text("#votes"), "9");
    // Without anything under way it begins anew.
    goes_and_returns(&is_there).await;
    assert_eq!(page.text("#votes"), "0");
}

#[wasm_bindgen_test]
async fn a_form_says_so_of_its_buttons_hooks_too() {
    let (page, is_there) = with_what_goes(|| {
        let keeping = use_action_state(keep_for_later.bind(7), None::<u32>);
        view! {
            <Form action=note>
                <input name="text"/>
                <button id="keep" formaction=keeping.action.formaction()>"Keep"</button>
                <p id="kept">{move || keeping.state.get().map(|kept| kept.to_string())}</p>
            </Form>
        }
    })
    .await;
    page.type_into("text", "Hello");
    page.press("#keep");
    let sent = next_request().await;
    goes_and_returns(&is_there).await;
    assert!(page.find("form").has_attribute("aria-busy"));
    sent.answer(done(7)).await;
    assert!(!page.find("form").has_attribute("aria-busy"));
    assert_eq!(page.text("#kept"), "7");

    page.type_into("text", "Bye");
    page.press("#keep");
    let sent = next_request().await;
    goes_and_returns(&is_there).await;
    sent.answer(refused("No.")).await;
    assert_eq!(page.input("text").value(), "Bye");
    assert!(page.text("form").contains("No."));
}

#[wasm_bindgen_test]
async fn one_that_goes_twice_is_still_the_same() {
    let (page, is_there) = with_a_form_that_goes().await;
    let sent = sent(&page).await;
    goes_and_returns(&is_there).await;
    goes_and_returns(&is_there).await;
    assert!(page.find("form").has_attribute("aria-busy"));
    is_there.set(false);
    for_a_while().await;
    sent.answer(done("Ada").with(entries(0, &["Ada"], 2))).await;
    is_there.set(true);
    for_a_while().await;
    assert!(!page.find("form").has_attribute("aria-busy"));
    assert_eq!(page.rows(), ["Ada"]);
}

#[wasm_bindgen_test]
async fn a_form_for_another_row_shows_nothing_of_it() {
    let row = ArcRwSignal::new(1);
    let shown = row.clone();
    let page = Page::mount(move || {
        let form = move || {
            let row = shown.get();
            view! {
                <Form action=note>
                    <input type="hidden" name="row" value=row/>
                    <input name="text"/>
                    <button>"Rename"</button>
                </Form>
            }
        };
        view! { {form} }
    })
    .await;
    page.type_into("text", "of the first row");
    page.press("button");
    let first = next_request().await;
    row.set(2);
    for_a_while().await;
    assert!(!page.find("form").has_attribute("aria-busy"));
    page.type_into("text", "of the second row");
    first.answer(refused("No.")).await;
    assert_eq!(page.input("text").value(), "of the second row");
    assert!(!page.text("form").contains("No."));
    assert!(!page.has(".fw-returned"));
    page.press("button");
    let second = next_request().await;
    assert_eq!(second.field("row"), "2");
    second.answer(done(())).await;
    // The first one again is idle, too: nothing of it is under way.
    row.set(1);
    for_a_while().await;
    assert!(!page.find("form").has_attribute("aria-busy"));
}

/// A form in a dialog, whose hook stays when that is closed.
async fn with_a_dialog(at_once: bool) -> (Page, ArcRwSignal<bool>) {
    let is_open = ArcRwSignal::new(true);
    let shown = is_open.clone();
    let page = Page::mount(move || {
        let signing = use_action_state(sign, None::<String>);
        let reset = if at_once {
            Reset::OnSubmit
        } else {
            Reset::OnSuccess
        };
        view! {
            <Show when=move || shown.get()>
                <Form action=signing.action.clone() reset=reset>
                    <Field of=NewEntry::name/>
                    <Field of=NewEntry::message/>
                    <button>"Sign"</button>
                </Form>
            </Show>
        }
    })
    .await;
    (page, is_open)
}

#[wasm_bindgen_test]
async fn what_was_typed_returns_to_the_form_of_a_hook_that_has_stayed() {
    for at_once in [false, true] {
        let (page, is_open) = with_a_dialog(at_once).await;
        let sent = sent(&page).await;
        goes_and_returns(&is_open).await;
        assert!(page.find("form").has_attribute("aria-busy"));
        sent.answer(invalid("name", "Taken.")).await;
        assert_eq!(page.text(".fw-error"), "Taken.");
        assert_eq!(page.input("name").value(), "Ada");
        assert_eq!(page.input("message").value(), "Good evening");
    }
}

/// A form that is emptied at once, with its rows.
#[component]
fn AtOnce() -> impl IntoView {
    let entries = use_query(latest, || (0,));
    let push = |rows: &mut Vec<String>, name: &String, _| rows.push(name.clone());
    let (rows, add) = use_optimistic(entries, push);
    view! {
        <Form action=sign reset=Reset::OnSubmit on_submit=move |entry: &NewEntry| add(entry.name.clone())>
            <Field of=NewEntry::name/>
            <button>"Sign"</button>
        </Form>
        <ul>{move || rows.get().into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
    }
}

#[wasm_bindgen_test]
async fn sending_again_after_the_return_is_the_work_of_the_form_that_is_there() {
    let (page, is_there) = with_what_goes(|| view! { <AtOnce/> }).await;
    next_request().await.read(entries(0, &[], 1)).await;
    page.type_into("name", "Ada");
    page.press("button");
    let first = next_request().await;
    assert_eq!(page.rows(), ["Ada"]);
    is_there.set(false);
    for_a_while().await;
    is_there.set(true);
    next_request().await.read(entries(0, &[], 2)).await;
    first.answer(refused("No.")).await;
    assert_eq!(page.input("name").value(), "Ada");
    page.press("button");
    let again = next_request().await;
    assert_eq!(page.rows(), ["Ada"]);
    again
        .answer(done("Ada").with(entries(0, &["Ada"], 3)))
        .await;
    assert_eq!(page.rows(), ["Ada"]);
}

#[wasm_bindgen_test]
async fn that_it_waits_for_the_network_is_said_again() {
    let (page, is_there) = with_a_form_that_goes().await;
    let lost = sent(&page).await;
    let id = lost.id().to_string();
    lost.lose().await;
    assert!(page.text("form").contains("sent again"));
    goes_and_returns(&is_there).await;
    assert!(page.find("form").has_attribute("aria-busy"));
    assert!(page.text("form").contains("sent again"));
    let again = next_request().await;
    assert_eq!(again.id(), id);
    again
        .answer(done("Ada").with(entries(0, &["Ada"], 2)))
        .await;
    assert!(!page.find("form").has_attribute("aria-busy"));
    assert!(!page.text("form").contains("sent again"));
}

#[wasm_bindgen_test]
async fn a_hook_without_a_form_says_so_too() {
    let (page, is_there) = with_what_goes(|| {
        let noting = use_action_state(note, ());
        let submit = noting.clone();
        let press = move |_| {
            let mut form = FormData::new();
            form.append("text", "Hello");
            submit.submit(form);
        };
        view! {
            <button on:click=press>"Note"</button>
            <p id="pending">{move || noting.pending.get().to_string()}</p>
        }
    })
    .await;
    page.press("button");
    let first = next_request().await;
    goes_and_returns(&is_there).await;
    goes_and_returns(&is_there).await;
    assert_eq!(page.text("#pending"), "true");
    page.press("button");
    nothing_is_sent().await;
    first.answer(done(())).await;
    assert_eq!(page.text("#pending"), "true");
    next_request().await.answer(done(())).await;
    assert_eq!(page.text("#pending"), "false");
}

/// One place takes the place of another, and is there before that has gone.
#[wasm_bindgen_test]
async fn one_that_is_there_before_the_other_has_gone_goes_on_with_it_too() {
    let page = Page::mount(|| {
        let second = RwSignal::new(false);
        let [old, new] = [Owner::new(), Owner::new()].map(StoredValue::new);
        let turn = move |_| {
            second.set(true);
            old.with_value(Owner::cleanup);
        };
        let form = move |owner: StoredValue<Owner>| {
            owner.with_value(|owner| owner.with(|| view! { <Guestbook/> }))
        };
        view! {
            <p id="turn" on:click=turn></p>
            {form(old)}
            {move || second.get().then(|| form(new))}
        }
    })
    .await;
    let first = sent(&page).await;
    page.press("#turn");
    for_a_while().await;
    let is_busy = || {
        let forms = document()
            .query_selector_all("[data-test-page] form")
            .unwrap();
        let new: leptos::web_sys::Element = forms.item(1).unwrap().unchecked_into();
        new.has_attribute("aria-busy")
    };
    assert!(is_busy());
    first.answer(done("Ada")).await;
    assert!(!is_busy());
}

#[wasm_bindgen_test]
async fn what_got_no_answer_is_sent_again_under_its_id() {
    let (page, is_there) = with_a_form_that_goes().await;
    let first = sent(&page).await;
    let id = first.id().to_string();
    goes_and_returns(&is_there).await;
    first.reply(500, "Crashed").await;
    assert!(!page.find("form").has_attribute("aria-busy"));
    assert_eq!(page.input("name").value(), "Ada");
    page.press("button");
    let again = next_request().await;
    assert_eq!(again.id(), id);
    assert!(page.find("form").has_attribute("aria-busy"));
    again
        .answer(done("Ada").with(entries(0, &["Ada"], 2)))
        .await;
    assert!(!page.find("form").has_attribute("aria-busy"));
    assert_eq!(page.rows(), ["Ada"]);
    // It has ended, and the next press is another one.
    page.type_into("name", "Ada");
    page.type_into("message", "Good evening");
    page.press("button");
    let next = next_request().await;
    assert_ne!(next.id(), id);
    next.answer(done("Ada")).await;
}

#[wasm_bindgen_test]
async fn the_button_beside_the_notice_sends_what_waits_from_before() {
    let (page, is_there) = with_a_form_that_goes().await;
    let first = sent(&page).await;
    let id = first.id().to_string();
    first.lose().await;
    goes_and_returns(&is_there).await;
    page.press(".fw-failure button");
    let again = next_request().await;
    assert_eq!(again.id(), id);
    again.answer(done("Ada")).await;
}

#[wasm_bindgen_test]
async fn another_press_is_ignored_where_the_policy_is_drop() {
    let (page, is_there) = with_what_goes(|| {
        view! { <Form action=pay><input name="sum"/><button>"Pay"</button></Form> }
    })
    .await;
    page.type_into("sum", "1");
    page.press("button");
    let first = next_request().await;
    goes_and_returns(&is_there).await;
    page.type_into("sum", "2");
    page.press("button");
    nothing_is_sent().await;
    assert!(page.text("form").contains("was not sent"));
    first.answer(done(())).await;
    nothing_is_sent().await;
    page.press("button");
    let next = next_request().await;
    assert_eq!(next.field("sum"), "2");
    next.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn the_button_of_another_row_is_another_form() {
    let rows = ArcRwSignal::new(vec![3, 4]);
    let shown = rows.clone();
    let page = Page::mount(move || {
        let form = |row: i32| {
            view! {
                <Form action=note>
                    <input name="text"/>
                    <button name="row" value=row>{row}</button>
                </Form>
            }
        };
        view! {
            <For each=move || shown.get() key=|row| *row let:row>
                <div id=format!("row-{row}")>{form(row)}</div>
            </For>
        }
    })
    .await;
    page.press("#row-3 button");
    let third = next_request().await;
    rows.set(vec![5]);
    for_a_while().await;
    assert!(!page.find("#row-5 form").has_attribute("aria-busy"));
    rows.set(vec![5, 3]);
    for_a_while().await;
    assert!(!page.find("#row-5 form").has_attribute("aria-busy"));
    assert!(page.find("#row-3 form").has_attribute("aria-busy"));
    third.answer(done(())).await;
    assert!(!page.find("#row-3 form").has_attribute("aria-busy"));
}

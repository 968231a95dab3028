//! What an answer does to its form.

use crate::support::*;

#[component]
fn Guestbook(#[prop(default = true)] reset: bool) -> impl IntoView {
    view! {
        <Form action=sign reset=reset>
            <Field of=NewEntry::name/>
            <Field of=NewEntry::message value="Hello"/>
            <input type="checkbox" name="public" checked=true/>
            <button type="submit" name="how" value="aloud">"Sign"</button>
        </Form>
    }
}

async fn sent(page: &Page) -> Sent {
    page.type_into("name", "Ada");
    page.type_into("message", "Good evening");
    page.press("button");
    next_request().await
}

#[wasm_bindgen_test]
async fn after_success_the_form_is_as_it_was_at_first() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    sent(&page).await.answer(done("Ada")).await;
    assert_eq!(page.input("name").value(), "");
    assert_eq!(page.input("message").value(), "Hello");
}

#[wasm_bindgen_test]
async fn a_button_with_the_name_of_a_field_keeps_no_form_from_its_reset() {
    let page = Page::mount(|| {
        view! {
            <Form action=note>
                <input type="hidden" name="how" value="silently"/>
                <input name="text"/>
                <button name="how" value="aloud">"Say"</button>
            </Form>
        }
    })
    .await;
    page.type_into("text", "Hello");
    page.press("button");
    next_request().await.answer(done(())).await;
    assert_eq!(page.input("text").value(), "");
}

#[wasm_bindgen_test]
async fn with_reset_false_everything_stays() {
    let page = Page::mount(|| view! { <Guestbook reset=false/> }).await;
    sent(&page).await.answer(done("Ada")).await;
    assert_eq!(page.input("name").value(), "Ada");
    assert_eq!(page.input("message").value(), "Good evening");
}

#[wasm_bindgen_test]
async fn what_was_typed_stays_after_anything_but_success() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    let answers = [
        invalid("name", "This name is taken."),
        refused("Only members may sign."),
        failed(),
    ];
    for answer in answers {
        sent(&page).await.answer(answer).await;
        assert_eq!(page.input("name").value(), "Ada");
        assert_eq!(page.input("message").value(), "Good evening");
    }
}

#[wasm_bindgen_test]
async fn what_was_typed_since_the_submission_stays() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    let sent = sent(&page).await;
    page.type_into("name", "Grace");
    sent.answer(done("Ada")).await;
    assert_eq!(page.input("name").value(), "Grace");
    assert_eq!(page.input("message").value(), "Good evening");
}

#[wasm_bindgen_test]
async fn a_box_that_was_unticked_since_stays_unticked() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    let sent = sent(&page).await;
    page.press("[name=public]");
    sent.answer(done("Ada")).await;
    assert!(!page.input("public").checked());
}

#[wasm_bindgen_test]
async fn what_is_invalid_is_said_at_its_field_which_gets_the_focus() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    let sent = sent(&page).await;
    page.find("button").focus().unwrap();
    sent.answer(invalid("message", "Say it in other words."))
        .await;
    eventually(|| page.has_focus("[name=message]")).await;
    let field = page.input("message");
    assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));
    let described_by = field.get_attribute("aria-describedby").unwrap();
    let error = format!("#{}", described_by.split(' ').next_back().unwrap());
    assert_eq!(page.text(&error), "Say it in other words.");
    assert!(!page.input("name").has_attribute("aria-invalid"));
}

#[wasm_bindgen_test]
async fn of_several_invalid_fields_the_first_in_the_form_gets_the_focus() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    let issues = Issues::at("message", "Longer.").and("name", "Shorter.");
    let answer = answer(formwork::wire::Outcome::Invalid(issues));
    sent(&page).await.answer(answer).await;
    eventually(|| page.has_focus("[name=name]")).await;
}

#[wasm_bindgen_test]
async fn a_summary_can_take_the_focus_in_place_of_the_field() {
    let page = Page::mount(|| {
        view! {
            <Form action=sign>
                <ErrorSummary focus=true/>
                <Field of=NewEntry::name/>
                <button>"Sign"</button>
            </Form>
        }
    })
    .await;
    page.type_into("name", "Ada");
    page.press("button");
    let sent = next_request().await;
    sent.answer(invalid("name", "This name is taken.")).await;
    eventually(|| page.has_focus(".fw-summary")).await;
    assert!(page.text(".fw-summary").contains("This name is taken."));
}

#[wasm_bindgen_test]
async fn errors_go_with_the_next_success() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    let answer = invalid("name", "This name is taken.");
    sent(&page).await.answer(answer).await;
    assert!(page.has("[aria-invalid]"));
    page.type_into("name", "Grace");
    page.press("button");
    next_request().await.answer(done("Grace")).await;
    assert!(!page.has("[aria-invalid]"));
    assert_eq!(page.text(".fw-error"), "");
}

#[wasm_bindgen_test]
async fn a_redirect_leads_there() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    sent(&page).await.answer(leads_to("/thanks")).await;
    assert_eq!(redirects(), ["/thanks"]);
    assert!(!page.find("form").has_attribute("aria-busy"));
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
    is_there.set(false);
    for_a_while().await;
    is_there.set(true);
    for_a_while().await;
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
    for shown in [false, true] {
        is_there.set(shown);
        for_a_while().await;
    }
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

/// A form in what is rendered anew when its own answer comes, with all that says how it stands.
async fn with_a_form_among_the_rows() -> Page {
    #[component]
    fn Says() -> impl IntoView {
        let status = use_form_status();
        view! {
            <button type="submit" disabled=status.pending>
                {move || if status.pending.get() { "Signing…" } else { "Sign" }}
            </button>
            <i>{move || status.slow.get().then_some("slow")}</i>
            <b>{move || status.error.get().map(|error| error.message())}</b>
        }
    }
    #[component]
    fn Among(names: Vec<String>) -> impl IntoView {
        let signing = use_action_state(sign, String::new());
        let all = use_submissions(sign);
        view! {
            <Form action=signing.action>
                <Field of=NewEntry::name/>
                <Field of=NewEntry::message value="Hello"/>
                <Says/>
            </Form>
            <p class="state">{signing.state}</p>
            <p class="listed">{move || all.all.get().len()}</p>
            {names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}
        }
    }
    let page = Page::mount(move || {
        let entries = use_query(latest, || (0,));
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    let names = entries.await.unwrap_or_default();
                    view! { <Among names/> }
                })}
            </Transition>
        }
    })
    .await;
    next_request().await.read(entries(0, &[], 1)).await;
    for_a_while().await;
    page
}

#[wasm_bindgen_test]
async fn an_answer_that_renders_its_own_form_anew_is_shown_there() {
    let page = with_a_form_among_the_rows().await;
    for (number, name) in ["Ada", "Grace"].into_iter().enumerate() {
        page.type_into("name", name);
        page.press("button");
        let sent = next_request().await;
        assert_eq!(page.text("button"), "Signing…");
        let version = 2 + number as u64;
        sent.answer(done(name).with(entries(0, &[name], version)))
            .await;
        for_a_while().await;
        assert_eq!(page.rows(), [name]);
        assert_eq!(page.text("button"), "Sign");
        assert_eq!(page.text(".state"), name);
        assert_eq!(page.text(".listed"), "0");
    }
}

#[wasm_bindgen_test]
async fn a_refusal_that_renders_its_own_form_anew_is_said_there() {
    let page = with_a_form_among_the_rows().await;
    page.type_into("name", "Ada");
    page.press("button");
    let sent = next_request().await;
    sent.answer(refused("The book is full.").with(entries(0, &["Grace"], 2)))
        .await;
    for_a_while().await;
    assert_eq!(page.rows(), ["Grace"]);
    assert_eq!(page.text("b"), "The book is full.");
    assert_eq!(page.text("form > p.fw-failure"), "The book is full.");
    assert_eq!(page.input("name").value(), "Ada");
}

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

/// A form in what is rendered anew when its own answer comes, with all that says how it stands.
async fn with_a_form_among_the_rows() -> Page {
    #[component]
    fn Says() -> impl IntoView {
        let status = use_form_status();
        view! {
            <button type="submit" disabled=status.pending()>
                {move || if status.pending().get() { "Signing…" } else { "Sign" }}
            </button>
            <i>{move || status.slow().get().then_some("slow")}</i>
            <b>{move || status.error().get().map(|error| error.message())}</b>
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
        let entries = use_query(|| latest(0));
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
async fn what_came_back_with_issues_is_gone_after_success() {
    let page = with_a_form_among_the_rows().await;
    page.type_into("name", "Ada");
    page.type_into("message", "Good evening");
    page.press("button");
    let taken = invalid("name", "This name is taken.").with(entries(0, &["Ada"], 2));
    next_request().await.answer(taken).await;
    for_a_while().await;
    assert_eq!(page.input("name").value(), "Ada");
    page.type_into("name", "Grace");
    page.press("button");
    next_request().await.answer(done("Grace")).await;
    assert_eq!(page.input("name").value(), "");
    assert_eq!(page.input("message").value(), "Hello");
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

/// Desks, one for each entry that there is, in one place: with the number of entries as their argument.
#[component]
fn Desks(#[prop(default = 1)] desks: usize) -> impl IntoView {
    let entries = use_query(|| latest(0));
    let forms = move || {
        let seen = entries.get().and_then(Result::ok)?.len();
        let forms = (0..desks).map(|desk| {
            let seen = u32::try_from(seen * 10 + desk).unwrap();
            let published = use_action_state(publish.bind(seen), String::new());
            view! {
                <Form action=published.action>
                    <Field of=NewEntry::name value=form_value("name")/>
                    <button>"Publish"</button>
                    <output>{published.state}</output>
                </Form>
            }
        });
        Some(forms.collect_view())
    };
    view! { <div>{forms}</div> }
}

/// The answers to a press at the first desk: the argument of all desks changes with it.
async fn published(page: &Page, answer: formwork::wire::Answer) {
    next_request().await.read(entries(0, &["one"], 1)).await;
    page.type_into("name", "Ada");
    page.press("button");
    let answer = formwork::wire::Answer {
        tags: vec!["entries".into()],
        queries: vec![entries(0, &["one", "two"], 2)],
        ..answer
    };
    next_request().await.answer(answer).await;
}

#[wasm_bindgen_test]
async fn a_form_that_has_another_argument_by_the_answer_shows_it() {
    let page = Page::mount(|| view! { <Desks/> }).await;
    published(&page, done("Ada")).await;
    assert_eq!(page.text("output"), "Ada");
    assert_eq!(page.input("name").value(), "");
    page.type_into("name", "Grace");
    page.press("button");
    assert_eq!(next_request().await.bound(), "[20]");

    let page = Page::mount(|| view! { <Desks/> }).await;
    published(&page, refused("Another one has come out.")).await;
    assert!(page.text("form").contains("Another one has come out."));
    assert_eq!(page.input("name").value(), "Ada");
}

#[wasm_bindgen_test]
async fn where_there_are_several_none_shows_what_may_be_anothers() {
    let page = Page::mount(|| view! { <Desks desks=3/> }).await;
    published(&page, refused("Another one has come out.")).await;
    assert!(!page.text("div").contains("Another one has come out."));
}

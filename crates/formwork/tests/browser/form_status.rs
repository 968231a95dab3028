//! `use_form_status`.

use crate::support::*;
use formwork::action::Action;

/// Says the status of the form around it.
#[component]
fn Status() -> impl IntoView {
    let status = use_form_status();
    let data = move || status.data().get().map(|data| data.to_urlencoded());
    view! {
        <p class="pending">{move || status.pending().get().to_string()}</p>
        <p class="slow">{move || status.slow().get().to_string()}</p>
        <p class="data">{data}</p>
        <p class="method">{move || status.method().get()}</p>
        <p class="action">{move || status.action().get()}</p>
        <p class="submitter">
            {move || status.submitter().get().map(|button| format!("{}={}", button.name, button.value))}
        </p>
        <p class="status">{move || status.status().get().map(|status| format!("{status:?}"))}</p>
        <p class="error">{move || status.error().get().map(|error| error.message())}</p>
    }
}

#[component]
fn Guestbook() -> impl IntoView {
    view! {
        <Form action=sign>
            <Field of=NewEntry::name/>
            <button type="submit" name="how" value="aloud">"Sign"</button>
            <Status/>
        </Form>
    }
}

#[wasm_bindgen_test]
async fn outside_of_a_form_everything_is_idle() {
    let page = Page::mount(|| {
        view! {
            <Status/>
            <Form action=note><button>"Send"</button></Form>
        }
    })
    .await;
    page.press("button");
    let sent = next_request().await;
    assert_eq!(page.text(".pending"), "false");
    for idle in [
        ".data",
        ".method",
        ".action",
        ".submitter",
        ".status",
        ".error",
    ] {
        assert_eq!(page.text(idle), "");
    }
    sent.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn pending_begins_with_the_submit_and_ends_with_the_answer() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    assert_eq!(page.text(".pending"), "false");
    page.type_into("name", "Ada");
    page.press("button");
    leptos::task::tick().await;
    assert_eq!(page.text(".pending"), "true");

    let sent = next_request().await;
    for_a_while().await;
    assert_eq!(page.text(".pending"), "true");
    sent.answer(done("Ada")).await;
    assert_eq!(page.text(".pending"), "false");
}

#[wasm_bindgen_test]
async fn while_pending_the_form_is_marked_as_busy() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    page.type_into("name", "Ada");
    page.press("button");
    let sent = next_request().await;
    let form = page.find("form");
    assert_eq!(form.get_attribute("aria-busy").as_deref(), Some("true"));
    assert!(form.has_attribute("data-fw-pending"));
    sent.answer(done("Ada")).await;
    assert!(!form.has_attribute("aria-busy"));
    assert!(!form.has_attribute("data-fw-pending"));
}

#[wasm_bindgen_test]
async fn the_work_of_one_form_does_not_hold_another() {
    let page = Page::mount(|| {
        view! {
            <div id="one"><Guestbook/></div>
            <div id="other"><Form action=sign><Field of=NewEntry::name/><button>"Sign"</button><Status/></Form></div>
        }
    })
    .await;
    page.type_into("name", "Ada");
    page.press("#one button");
    let first = next_request().await;
    assert_eq!(page.text("#one .pending"), "true");
    assert_eq!(page.text("#other .pending"), "false");

    let input = page.find("#other input[name=name]");
    input.set_attribute("value", "Grace").unwrap();
    page.press("#other button");
    let second = next_request().await;
    second.answer(done("Grace")).await;
    assert_eq!(page.text("#other .pending"), "false");
    assert_eq!(page.text("#one .pending"), "true");
    first.answer(done("Ada")).await;
    assert_eq!(page.text("#one .pending"), "false");
}

#[wasm_bindgen_test]
async fn while_pending_it_says_what_is_sent_how_and_where() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    page.type_into("name", "Ada");
    page.press("button");
    let sent = next_request().await;
    // No reserved field, and the button that was pressed.
    assert_eq!(page.text(".data"), "name=Ada&how=aloud");
    assert_eq!(page.text(".method"), "post");
    assert_eq!(page.text(".action"), sign::ID);
    assert_eq!(page.text(".submitter"), "how=aloud");
    assert_eq!(page.text(".status"), "Sending");
    sent.answer(done("Ada")).await;
    for idle in [".data", ".method", ".action", ".submitter"] {
        assert_eq!(page.text(idle), "");
    }
    assert_eq!(page.text(".status"), "Settled(Done)");
}

#[wasm_bindgen_test]
async fn a_button_with_its_own_action_is_named_as_what_is_run() {
    let page = Page::mount(|| {
        view! {
            <Form action=note>
                <button formaction=keep_for_later.bind(7).formaction()>"Keep"</button>
                <Status/>
            </Form>
        }
    })
    .await;
    page.press("button");
    let sent = next_request().await;
    assert_eq!(page.text(".action"), keep_for_later::ID);
    sent.answer(done(7)).await;
}

#[wasm_bindgen_test]
async fn it_is_slow_when_a_second_has_passed() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    page.type_into("name", "Ada");
    page.press("button");
    let sent = next_request().await;
    assert_eq!(page.text(".slow"), "false");
    milliseconds(1_100).await;
    assert_eq!(page.text(".slow"), "true");
    sent.answer(done("Ada")).await;
    assert_eq!(page.text(".slow"), "false");
}

#[wasm_bindgen_test]
async fn a_failure_is_said_until_the_next_attempt() {
    let page = Page::mount(|| view! { <Guestbook/> }).await;
    page.type_into("name", "Ada");
    page.press("button");
    let sent = next_request().await;
    sent.answer(refused("Only members may sign.")).await;
    assert_eq!(page.text(".error"), "Only members may sign.");
    page.press("button");
    let sent = next_request().await;
    assert_eq!(page.text(".error"), "");
    sent.answer(done("Ada")).await;
    assert_eq!(page.text(".error"), "");
}

#[wasm_bindgen_test]
async fn a_form_says_when_it_counts_as_slow() {
    let page = Page::mount(|| {
        view! {
            <Form action=note slow_after=std::time::Duration::from_millis(100)>
                <button>"Send"</button>
                <Status/>
            </Form>
        }
    })
    .await;
    page.press("button");
    let sent = next_request().await;
    assert_eq!(page.text(".slow"), "false");
    milliseconds(150).await;
    assert_eq!(page.text(".slow"), "true");
    sent.answer(done(())).await;
    assert_eq!(page.text(".slow"), "false");
}

/// A form whose button has a hook of its own, beside one of the form's.
#[component]
fn Editor() -> impl IntoView {
    let noting = use_action_state(note, ());
    let keeping = use_action_state(keep_for_later.bind(7), 0_u32);
    view! {
        <Form action=noting.action>
            <button id="note">"Note"</button>
            <button id="keep" name="kept" value="yes" formaction=keeping.action.formaction()>"Keep"</button>
            <Status/>
        </Form>
        <p class="noting">{move || noting.pending.get().to_string()}</p>
        <p class="keeping">{move || keeping.pending.get().to_string()}</p>
    }
}

#[wasm_bindgen_test]
async fn a_button_with_its_own_hook_is_under_way_for_the_form_and_not_for_the_forms_hook() {
    let page = Page::mount(|| view! { <Editor/> }).await;
    page.press("#keep");
    let sent = next_request().await;
    assert_eq!(page.text(".pending"), "true");
    assert_eq!(page.text(".submitter"), "kept=yes");
    assert_eq!(page.text(".status"), "Sending");
    assert_eq!(page.text(".keeping"), "true");
    assert_eq!(page.text(".noting"), "false");
    milliseconds(1_100).await;
    assert_eq!(page.text(".slow"), "true");
    sent.answer(done(7)).await;
    assert_eq!(page.text(".pending"), "false");
    assert_eq!(page.text(".slow"), "false");
    assert_eq!(page.text(".status"), "Settled(Done)");
}

#[wasm_bindgen_test]
async fn two_forms_with_one_key_are_told_of_in_the_console() {
    #[component]
    fn Join(#[prop(optional)] key: &'static str) -> impl IntoView {
        view! { <Form action=note key=key><button>"Join"</button></Form> }
    }
    let warnings = Warnings::listen();
    let page = Page::mount(|| view! { <Join key="one"/><Join key="two"/> }).await;
    for_a_while().await;
    assert_eq!(warnings.said(), "");
    drop(page);
    let _page = Page::mount(|| view! { <Join/><Join/> }).await;
    for_a_while().await;
    assert!(
        warnings.said().contains("give each a `key`"),
        "{}",
        warnings.said()
    );
}

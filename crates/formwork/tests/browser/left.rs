//! What is the browser's, what is not sent at all, and what is asked of the page.

use crate::support::*;
use leptos::web_sys::HtmlElement;

#[wasm_bindgen_test]
async fn a_method_or_target_that_changes_nothing_gives_nothing_up() {
    let page = Page::mount(|| {
        view! {
            <Form action=note attr:target="_self">
                <button id="method" formmethod="post">"Send"</button>
                <button id="target" formtarget="_self">"Send"</button>
            </Form>
        }
    })
    .await;
    for button in ["#method", "#target"] {
        page.press(button);
        next_request().await.answer(done(())).await;
    }
    assert_eq!(left_to_the_browser(), 0);
}

#[wasm_bindgen_test]
async fn only_a_parameter_of_this_site_makes_a_url_one_of_ours() {
    for url in [
        "https://elsewhere.example/?_fw=x",
        "?show_fw=1",
        "/search?q=_fw=1",
    ] {
        let page = Page::mount(move || {
            view! { <Form action=note><button formaction=url>"Search"</button></Form> }
        })
        .await;
        page.press("button");
        nothing_is_sent().await;
        assert_eq!(left_to_the_browser(), 1, "{url}");
    }
}

#[wasm_bindgen_test]
async fn each_post_that_leaves_the_page_standing_has_its_own_id() {
    let page = Page::mount(|| {
        view! { <Form action=note><button formtarget="_blank">"Preview"</button></Form> }
    })
    .await;
    let id = || page.find("[name='_fw.id']").get_attribute("value").unwrap();
    let first = id();
    page.press("button");
    assert_eq!(id(), first, "the browser reads it after the event");
    eventually(|| id() != first).await;
    assert_eq!(left_to_the_browser(), 1);
}

#[wasm_bindgen_test]
async fn what_is_no_number_is_not_sent_as_an_empty_field() {
    let page = Page::mount(|| {
        view! {
            <Form action=note attr:novalidate=true>
                <input type="number" name="copies" id="copies"/>
                <button>"Print"</button>
            </Form>
        }
    })
    .await;
    // What only a person can do: the text of a number's field that is no number.
    let bad = |is_bad: bool| {
        let code = format!(
            "Object.defineProperty(element, 'validity', {{ configurable: true, value: {{ badInput: {is_bad} }} }});
             element.reportValidity = () => (element.dataset.told = 1, false)"
        );
        script(&page.find("#copies"), &code);
    };
    bad(true);
    page.press("button");
    nothing_is_sent().await;
    assert_eq!(left_to_the_browser(), 0);
    assert!(page.find("#copies").has_attribute("data-told"));
    bad(false);
    page.press("button");
    next_request().await.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn the_page_is_asked_for_its_data_once() {
    let page = Page::mount(|| {
        view! { <Form action=note><input name="text" value="Hello"/><button>"Send"</button></Form> }
    })
    .await;
    let form = page.find("form");
    script(
        &form,
        "element.asked = 0;
         element.addEventListener('formdata', (event) => event.formData.set('at', ++element.asked))",
    );
    let asked = |form: &HtmlElement| script(form, "return element.asked").as_f64();
    page.press("button");
    page.press("button");
    let sent = next_request().await;
    assert_eq!(sent.field("at"), "1");
    // A second press is compared by what stands in the form.
    nothing_is_sent().await;
    sent.answer(done(())).await;
    assert_eq!(asked(&form), Some(2.0));
}

/// A further click of a double click.
fn second_click(page: &Page, detail: u32) {
    let code = format!(
        "element.dispatchEvent(new MouseEvent('click', {{ bubbles: true, cancelable: true, detail: {detail} }}))"
    );
    script(&page.find("button"), &code);
}

#[wasm_bindgen_test]
async fn a_double_click_whose_first_one_is_answered_already_is_one_press() {
    let page = Page::mount(|| {
        view! { <Form action=sign><Field of=NewEntry::name/><button>"Sign"</button></Form> }
    })
    .await;
    page.type_into("name", "Ada");
    let name = page.find("[name=name]");
    script(
        &name,
        "element.addEventListener('invalid', () => element.dataset.told = 1)",
    );
    second_click(&page, 1);
    next_request().await.answer(done("Ada")).await;
    assert_eq!(page.input("name").value(), "");
    second_click(&page, 2);
    nothing_is_sent().await;
    assert!(!name.has_attribute("data-told"));
    assert!(!page.has_focus("[name=name]"));
    // Typed in between, it is another one.
    page.type_into("name", "Grace");
    second_click(&page, 2);
    next_request().await.answer(done("Grace")).await;
}

#[wasm_bindgen_test]
async fn a_form_whose_repeats_count_takes_each_click() {
    let page = Page::mount(|| {
        view! { <Form action=note dedupe=false><button>"+1"</button></Form> }
    })
    .await;
    for detail in 1..4 {
        second_click(&page, detail);
        next_request().await.answer(done(())).await;
    }
}

#[wasm_bindgen_test]
async fn files_over_the_actions_limit_are_refused_before_they_are_sent() {
    let page = Page::mount(|| {
        view! {
            <Form action=upload attr:enctype="multipart/form-data">
                <input name="text"/>
                <input type="file" name="sheet" id="sheet"/>
                <button>"Print"</button>
            </Form>
        }
    })
    .await;
    page.type_into("text", "Hello");
    script(
        &page.find("#sheet"),
        "const chosen = new DataTransfer();
         chosen.items.add(new File([new Uint8Array(5000)], 'a.bin'));
         element.files = chosen.files",
    );
    page.press("button");
    nothing_is_sent().await;
    assert!(
        page.text("form > p.fw-failure")
            .contains("send at most 4 KiB")
    );
    assert_eq!(page.input("text").value(), "Hello");
    assert!(!page.has("form[aria-busy]"));
}

#[wasm_bindgen_test]
async fn equal_issues_are_read_out_again() {
    let page = Page::mount(|| {
        view! { <Form action=sign><Field of=NewEntry::name/><button>"Sign"</button></Form> }
    })
    .await;
    let said = || {
        let speaker = document().query_selector("[data-fw-speaker]").unwrap();
        speaker
            .and_then(|speaker| speaker.text_content())
            .unwrap_or_default()
    };
    page.type_into("name", "Ada");
    page.press("button");
    next_request()
        .await
        .answer(invalid("name", "This name is taken."))
        .await;
    for_a_while().await;
    assert!(!said().contains("taken"), "the page says it the first time");
    page.press("button");
    next_request()
        .await
        .answer(invalid("name", "This name is taken."))
        .await;
    eventually(|| said().contains("This name is taken.")).await;
}

#[wasm_bindgen_test]
async fn no_secret_comes_back_in_what_an_answer_renders_anew() {
    let page = Page::mount(|| {
        let entries = use_query(latest, || (0,));
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    let names = entries.await.unwrap_or_default();
                    view! {
                        <Form action=sign_in>
                            <input name="name" value=form_value("name")/>
                            <input name="key_phrase" value=form_value("key_phrase")/>
                            <button>"Sign in"</button>
                        </Form>
                        <li>{names.len()}</li>
                    }
                })}
            </Transition>
        }
    })
    .await;
    next_request().await.read(entries(0, &[], 1)).await;
    for_a_while().await;
    page.type_into("name", "Ada");
    page.type_into("key_phrase", "ink and lead");
    page.press("button");
    let sent = next_request().await;
    sent.answer(refused("Who are you?").with(entries(0, &["Grace"], 2)))
        .await;
    for_a_while().await;
    assert_eq!(page.rows(), ["1"]);
    assert_eq!(
        page.find("[name=name]").get_attribute("value").as_deref(),
        Some("Ada")
    );
    let secret = page.find("[name=key_phrase]").get_attribute("value");
    assert_eq!(secret.unwrap_or_default(), "");
}

/// A form whose fields are all disabled while it is pending.
async fn with_a_pending_fieldset(reset: Reset) -> Page {
    #[component]
    fn Fields() -> impl IntoView {
        let status = use_form_status();
        view! {
            <fieldset disabled=status.pending>
                <Field of=NewEntry::name/>
                <input type="checkbox" name="public" checked=true/>
                <button>"Sign"</button>
            </fieldset>
        }
    }
    Page::mount(move || view! { <Form action=sign reset=reset><Fields/></Form> }).await
}

#[wasm_bindgen_test]
async fn fields_that_are_disabled_while_it_is_pending_are_sent_and_emptied_and_get_the_focus() {
    let page = with_a_pending_fieldset(Reset::OnSuccess).await;
    page.type_into("name", "Ada");
    page.find("[name=name]").focus().unwrap();
    page.press("button");
    let sent = next_request().await;
    assert_eq!((sent.field("name"), sent.field("public")), ("Ada", "on"));
    for_a_while().await;
    assert!(page.has("fieldset:disabled"));
    sent.answer(invalid("name", "This name is taken.")).await;
    eventually(|| page.has_focus("[name=name]")).await;
    page.press("button");
    next_request().await.answer(done("Ada")).await;
    assert_eq!(page.input("name").value(), "");
}

#[wasm_bindgen_test]
async fn what_was_sent_of_disabled_fields_returns() {
    let page = with_a_pending_fieldset(Reset::OnSubmit).await;
    page.type_into("name", "Ada");
    page.press("[name=public]");
    page.press("button");
    let sent = next_request().await;
    for_a_while().await;
    assert!(page.input("public").checked());
    sent.answer(refused("No.")).await;
    assert_eq!(page.input("name").value(), "Ada");
    assert!(!page.input("public").checked());
}

#[wasm_bindgen_test]
async fn a_button_that_closes_a_dialog_sends_nothing_whatever_stands_in_the_form() {
    let page = Page::mount(|| {
        view! {
            <dialog>
                <Form action=note>
                    <input type="number" name="copies" id="copies"/>
                    <button formmethod="dialog" value="no" formnovalidate>"Cancel"</button>
                </Form>
            </dialog>
        }
    })
    .await;
    script(
        &page.find("#copies"),
        "Object.defineProperty(element, 'validity', { value: { badInput: true } });
         element.reportValidity = () => (element.dataset.told = 1, false)",
    );
    page.press("button");
    nothing_is_sent().await;
    assert_eq!(left_to_the_browser(), 1);
    assert!(!page.find("#copies").has_attribute("data-told"));
}

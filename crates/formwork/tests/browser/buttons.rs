//! Buttons: what they say and where they lead.

use crate::support::*;
use formwork::action::Action;

#[wasm_bindgen_test]
async fn the_name_and_value_of_the_pressed_button_arrive() {
    let page = Page::mount(|| {
        view! {
            <Form action=note>
                <button name="answer" value="yes">"Yes"</button>
                <button id="no" name="answer" value="no">"No"</button>
            </Form>
        }
    })
    .await;
    page.press("#no");
    let sent = next_request().await;
    assert_eq!(sent.form.get_all("answer").collect::<Vec<_>>(), ["no"]);
    sent.answer(done(())).await;
}

#[wasm_bindgen_test]
async fn a_submission_says_who_sends_it_and_goes_to_the_page_itself() {
    let page = Page::mount(|| {
        view! { <Form action=rename_of(7)><input name="text" value="a&b=c ü"/><button>"Send"</button></Form> }
    })
    .await;
    page.press("button");
    let sent = next_request().await;
    let location = window().location();
    assert_eq!(sent.method, "POST");
    assert_eq!(
        sent.url.split('?').next(),
        location.pathname().ok().as_deref()
    );
    assert_eq!(sent.param("_fw").as_deref(), Some(keep_for_later::ID));
    assert_eq!(sent.header("x-formwork").as_deref(), Some("client"));
    assert_eq!(sent.bound(), "[7]");
    assert_eq!(sent.field("text"), "a&b=c ü");
    assert_eq!(sent.id().len(), 32);
    sent.answer(done(7)).await;
}

fn rename_of(id: u32) -> FormAction<FormData> {
    keep_for_later.bind(id).erased()
}

#[wasm_bindgen_test]
async fn a_button_with_an_action_of_its_own_runs_that_with_its_own_arguments() {
    let page = Page::mount(|| {
        let votes = use_action_state(vote, 0);
        view! {
            <Form action=votes.action>
                <input name="text" value="Hello"/>
                <button id="vote">"Vote"</button>
                <button id="keep" name="kept" value="yes" formaction=keep_for_later.bind(9).formaction()>"Keep"</button>
                <p>{votes.state}</p>
            </Form>
        }
    })
    .await;
    page.press("#vote");
    next_request().await.answer(done(1).with_seal("one")).await;
    page.press("#keep");
    let sent = next_request().await;
    assert_eq!(sent.param("_fw").as_deref(), Some(keep_for_later::ID));
    assert_eq!(sent.param("_fw_bound").as_deref(), Some("[9]"));
    assert_eq!(sent.field("kept"), "yes");
    assert_eq!(sent.field("text"), "Hello");
    // The state of the form's own action is not for this one.
    assert_eq!(sent.prev(), "");
    sent.answer(done(9)).await;
    assert_eq!(page.text("p"), "1");
}

async fn is_left_to_the_browser(page: Page) {
    page.press("button");
    nothing_is_sent().await;
    assert_eq!(left_to_the_browser(), 1);
    assert!(!page.find("form").has_attribute("aria-busy"));
}

#[wasm_bindgen_test]
async fn a_button_that_leads_elsewhere_is_left_to_the_browser() {
    is_left_to_the_browser(
        Page::mount(|| {
            view! { <Form action=note><button formaction="/search">"Search"</button></Form> }
        })
        .await,
    )
    .await;
}

#[wasm_bindgen_test]
async fn a_button_with_a_method_or_target_of_its_own_is_left_to_the_browser() {
    is_left_to_the_browser(
        Page::mount(|| {
            view! { <Form action=note><button formmethod="get">"Search"</button></Form> }
        })
        .await,
    )
    .await;
    is_left_to_the_browser(
        Page::mount(|| {
            view! { <Form action=note><button formtarget="_blank">"Preview"</button></Form> }
        })
        .await,
    )
    .await;
}

#[wasm_bindgen_test]
async fn a_form_with_a_target_is_left_to_the_browser() {
    is_left_to_the_browser(
        Page::mount(|| {
            view! { <Form action=note attr:target="_blank"><button>"Preview"</button></Form> }
        })
        .await,
    )
    .await;
}

#[wasm_bindgen_test]
async fn a_form_that_is_not_ours_is_left_to_the_browser() {
    is_left_to_the_browser(
        Page::mount(
            || view! { <form method="post" action="/search"><button>"Search"</button></form> },
        )
        .await,
    )
    .await;
}

#[wasm_bindgen_test]
async fn a_submit_that_somebody_has_prevented_is_not_sent() {
    let page = Page::mount(|| {
        view! {
            <div on:submit=|event| event.prevent_default()>
                <Form action=note><button>"Send"</button></Form>
            </div>
        }
    })
    .await;
    page.press("button");
    nothing_is_sent().await;
    assert_eq!(left_to_the_browser(), 0);
    assert!(!page.find("form").has_attribute("aria-busy"));
}

#[wasm_bindgen_test]
async fn what_the_browser_finds_invalid_is_not_sent() {
    let page = Page::mount(|| {
        view! { <Form action=sign><Field of=NewEntry::name/><button>"Sign"</button></Form> }
    })
    .await;
    page.press("button");
    nothing_is_sent().await;
    page.type_into("name", "Ada");
    page.press("button");
    next_request().await.answer(done("Ada")).await;
}

#[wasm_bindgen_test]
async fn an_input_may_be_called_reset_or_submit_or_action() {
    let page = Page::mount(|| {
        view! {
            <Form action=note>
                <input name="reset"/>
                <input name="action"/>
                <input name="submit"/>
                <button>"Send"</button>
            </Form>
        }
    })
    .await;
    page.type_into("reset", "a");
    page.type_into("action", "b");
    page.press("button");
    let sent = next_request().await;
    assert_eq!((sent.field("reset"), sent.field("action")), ("a", "b"));
    sent.answer(done(())).await;
    assert_eq!(page.input("reset").value(), "");
}

#[wasm_bindgen_test]
async fn a_press_of_the_form_changes_nothing_for_what_its_buttons_hook_has_under_way() {
    let page = Page::mount(|| {
        let keeping = use_action_state(keep_for_later.bind(7), None::<u32>);
        view! {
            <Form action=autosave>
                <input name="text"/>
                <button id="save">"Save"</button>
                <button id="keep" formaction=keeping.action.formaction()>"Keep"</button>
                <p id="kept">{move || keeping.state.get().map(|kept| kept.to_string())}</p>
            </Form>
        }
    })
    .await;
    page.press("#keep");
    let kept = next_request().await;
    page.type_into("text", "Hello");
    page.press("#save");
    let saved = next_request().await;
    saved.answer(done(())).await;
    assert!(page.find("form").has_attribute("aria-busy"));
    kept.answer(refused("No.")).await;
    // It is kept for the same press, as ever.
    page.type_into("text", "");
    page.press("#keep");
    let again = next_request().await;
    again.answer(done(7)).await;
    assert_eq!(page.text("#kept"), "7");
    assert!(!page.find("form").has_attribute("aria-busy"));
}

#[wasm_bindgen_test]
async fn two_clicks_on_an_image_are_one_press_wherever_they_are() {
    let page = Page::mount(|| {
        view! { <Form action=note><input type="image" name="spot" alt="Here"/></Form> }
    })
    .await;
    let click = js_sys::Function::new_with_args(
        "image, x",
        "image.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, clientX: x, clientY: x }))",
    );
    let null = leptos::wasm_bindgen::JsValue::NULL;
    for x in [20, 21] {
        click
            .call2(&null, &page.find("input[type=image]"), &x.into())
            .unwrap();
    }
    let sent = next_request().await;
    assert!(sent.form.get("spot.x").is_some());
    nothing_is_sent().await;
    sent.answer(done(())).await;
}

//! Ctrl or ⌘ with Enter.

use crate::support::*;
use web_sys::{KeyboardEvent, KeyboardEventInit};

#[component]
fn Note(ctrl_enter: bool) -> impl IntoView {
    view! {
        <Form action=note ctrl_enter=ctrl_enter>
            <textarea name="text">"Hello"</textarea>
            <input name="title" required value="A title"/>
            <button>"Send"</button>
            <input type="submit" value="Send, too"/>
        </Form>
    }
}

/// Enter with what else is held.
fn enter() -> KeyboardEventInit {
    let init = KeyboardEventInit::new();
    init.set_key("Enter");
    init.set_bubbles(true);
    init.set_cancelable(true);
    init
}

fn ctrl_enter() -> KeyboardEventInit {
    let init = enter();
    init.set_ctrl_key(true);
    init
}

impl Page {
    /// A person presses a key. Whether it was taken.
    fn key(&self, selector: &str, init: &KeyboardEventInit) -> bool {
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", init).unwrap();
        !self.find(selector).dispatch_event(&event).unwrap()
    }
}

#[wasm_bindgen_test]
async fn ctrl_or_cmd_with_enter_in_a_field_submits_the_form() {
    let cmd_enter = enter();
    cmd_enter.set_meta_key(true);
    for init in [ctrl_enter(), cmd_enter] {
        let page = Page::mount(|| view! { <Note ctrl_enter=true/> }).await;
        assert!(page.key("textarea", &init));
        let sent = next_request().await;
        assert_eq!(sent.field("text"), "Hello");
        sent.answer(done(())).await;
        nothing_is_sent().await;
    }
}

#[wasm_bindgen_test]
async fn constraints_are_checked_first() {
    let page = Page::mount(|| view! { <Note ctrl_enter=true/> }).await;
    page.type_into("title", "");
    assert!(page.key("textarea", &ctrl_enter()));
    nothing_is_sent().await;
    assert!(page.has_focus("[name=title]"));
}

#[wasm_bindgen_test]
async fn no_other_key_submits_the_form() {
    let page = Page::mount(|| view! { <Note ctrl_enter=true/> }).await;
    let held = ctrl_enter();
    held.set_repeat(true);
    let composing = ctrl_enter();
    composing.set_is_composing(true);
    let other = ctrl_enter();
    other.set_key("s");
    for init in [enter(), held, composing, other] {
        assert!(!page.key("textarea", &init));
    }
    // On a button, the key is that button's.
    for button in ["button", "[type=submit]"] {
        assert!(!page.key(button, &ctrl_enter()));
    }
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn a_key_that_someone_else_has_taken_does_not_submit_the_form() {
    let taken = |event: leptos::ev::KeyboardEvent| event.prevent_default();
    let page = Page::mount(move || {
        view! {
            <Form action=note ctrl_enter=true>
                <textarea name="text" on:keydown=taken></textarea>
            </Form>
        }
    })
    .await;
    page.key("textarea", &ctrl_enter());
    nothing_is_sent().await;
}

#[wasm_bindgen_test]
async fn only_a_form_which_asks_for_it_is_submitted() {
    let page = Page::mount(|| view! { <Note ctrl_enter=false/> }).await;
    assert!(!page.key("textarea", &ctrl_enter()));
    nothing_is_sent().await;
}

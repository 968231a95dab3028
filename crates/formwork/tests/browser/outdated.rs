//! A page that is older than the server.

use crate::support::*;
use formwork::wire::{Answer, Outcome, PARAM_ACTION};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{HtmlFormElement, HtmlInputElement};

const KEPT_UNDER: &str = "formwork-outdated";

#[component]
fn Note() -> impl IntoView {
    view! {
        <Form action=note>
            <input name="text"/>
            <input type="hidden" name="submit" value="no method"/>
            <button id="send">"Send"</button>
        </Form>
    }
}

fn outdated() -> Answer {
    Answer {
        outdated: true,
        ..answer(Outcome::Stale)
    }
}

/// Notes what a form would post natively, in place of leaving the page. Until it is dropped.
struct Posted {
    forms: Rc<RefCell<Vec<String>>>,
    prototype: JsValue,
    before: JsValue,
}

impl Posted {
    fn watch() -> Self {
        let class = js_sys::Reflect::get(&window(), &"HTMLFormElement".into()).unwrap();
        let prototype = js_sys::Reflect::get(&class, &"prototype".into()).unwrap();
        let before = js_sys::Reflect::get(&prototype, &"submit".into()).unwrap();
        let forms = Rc::new(RefCell::new(Vec::new()));
        let noted = forms.clone();
        let note = Closure::<dyn FnMut(HtmlFormElement)>::new(move |form: HtmlFormElement| {
            let text = form.query_selector("[name=text]").unwrap().unwrap();
            let text = text.unchecked_into::<HtmlInputElement>();
            let action = form.get_attribute("action").unwrap();
            noted
                .borrow_mut()
                .push(format!("{} to {action}", text.value()));
        });
        let method = js_sys::Function::new_with_args("note", "return function() { note(this) }");
        let method = method.call1(&JsValue::NULL, &note.into_js_value()).unwrap();
        js_sys::Reflect::set(&prototype, &"submit".into(), &method).unwrap();
        Self {
            forms,
            prototype,
            before,
        }
    }
}

impl Drop for Posted {
    fn drop(&mut self) {
        js_sys::Reflect::set(&self.prototype, &"submit".into(), &self.before).unwrap();
        forget();
    }
}

fn forget() {
    let storage = window().session_storage().unwrap().unwrap();
    storage.remove_item(KEPT_UNDER).unwrap();
}

#[wasm_bindgen_test]
async fn it_is_loaded_again_with_what_was_typed_and_once() {
    forget();
    let posted = Posted::watch();
    let page = Page::mount(|| view! { <Note/> }).await;
    page.type_into("text", "Hello");
    page.press("#send");
    next_request().await.answer(outdated()).await;
    let all = posted.forms.borrow().clone();
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(all[0].starts_with("Hello to "), "{all:?}");
    assert!(all[0].contains(&format!("{PARAM_ACTION}=")), "{all:?}");

    // The old client has come along again: it says how it stands, and keeps the text.
    page.press("#send");
    next_request().await.answer(outdated()).await;
    assert_eq!(next_request().await.method, "GET");
    assert_eq!(posted.forms.borrow().len(), 1);
    assert_eq!(page.input("text").value(), "Hello");
    assert!(page.said().contains("out of date"));
}

#[wasm_bindgen_test]
async fn an_old_seal_is_no_reason_for_that() {
    forget();
    let posted = Posted::watch();
    let page = Page::mount(|| view! { <Note/> }).await;
    page.type_into("text", "Hello");
    page.press("#send");
    next_request().await.answer(answer(Outcome::Stale)).await;
    assert_eq!(next_request().await.method, "GET");
    assert!(posted.forms.borrow().is_empty());
}

//! What the browser tells the page, and what goes wrong unheard.

use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use leptos::{prelude::window, web_sys::Event};
use std::{cell::RefCell, rc::Rc};

/// An event of the window.
pub fn tell_window(name: &str) {
    window().dispatch_event(&Event::new(name).unwrap()).unwrap();
}

/// The page is shown: as back from memory, or not.
pub fn pageshow(persisted: bool) {
    let make = js_sys::Function::new_with_args(
        "persisted",
        "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted }))",
    );
    make.call1(&JsValue::NULL, &persisted.into()).unwrap();
}

/// The page is hidden, or seen again.
pub fn visibility(is_hidden: bool) {
    let tell = js_sys::Function::new_with_args(
        "hidden",
        "Object.defineProperty(document, 'visibilityState', {
             configurable: true,
             get: () => (hidden ? 'hidden' : 'visible'),
         });
         document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
         if (!hidden) delete document.visibilityState",
    );
    tell.call1(&JsValue::NULL, &is_hidden.into()).unwrap();
}

/// Chooses a file in an input.
pub fn choose(input: &leptos::web_sys::HtmlElement, name: &str) {
    let choose = js_sys::Function::new_with_args(
        "input, name",
        "const chosen = new DataTransfer();
         chosen.items.add(new File(['text'], name));
         input.files = chosen.files;
         input.dispatchEvent(new Event('change', { bubbles: true }))",
    );
    choose.call2(&JsValue::NULL, input, &name.into()).unwrap();
}

/// Errors that nobody has caught, while it lives.
pub struct PageErrors {
    heard: Rc<RefCell<String>>,
    listener: Closure<dyn Fn(Event)>,
}

impl PageErrors {
    pub fn listen() -> Self {
        let heard = Rc::new(RefCell::new(String::new()));
        let list = Rc::clone(&heard);
        let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let message = js_sys::Reflect::get(&event, &"message".into());
            let message = message.ok().and_then(|message| message.as_string());
            list.borrow_mut().push_str(&message.unwrap_or_default());
            event.prevent_default();
        });
        let function = listener.as_ref().unchecked_ref();
        window()
            .add_event_listener_with_callback("error", function)
            .unwrap();
        Self { heard, listener }
    }

    pub fn heard(&self) -> String {
        self.heard.borrow().clone()
    }
}

impl Drop for PageErrors {
    fn drop(&mut self) {
        let function = self.listener.as_ref().unchecked_ref();
        let _ = window().remove_event_listener_with_callback("error", function);
    }
}

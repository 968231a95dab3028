//! What is said in the console as a warning.

use js_sys::{Function, Reflect};
use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use std::{cell::RefCell, rc::Rc};

/// Listens in place of the console, until it is dropped.
pub struct Warnings {
    said: Rc<RefCell<String>>,
    console: JsValue,
    before: JsValue,
    _listener: Closure<dyn Fn(JsValue)>,
}

impl Warnings {
    pub fn listen() -> Self {
        let said = Rc::new(RefCell::new(String::new()));
        let listener = {
            let said = Rc::clone(&said);
            Closure::<dyn Fn(JsValue)>::new(move |text: JsValue| {
                said.borrow_mut()
                    .push_str(&text.as_string().unwrap_or_default());
            })
        };
        let console = Reflect::get(&js_sys::global(), &"console".into()).unwrap();
        let before = Reflect::get(&console, &"warn".into()).unwrap();
        let function: &Function = listener.as_ref().unchecked_ref();
        Reflect::set(&console, &"warn".into(), function).unwrap();
        Self {
            said,
            console,
            before,
            _listener: listener,
        }
    }

    pub fn said(&self) -> String {
        self.said.borrow().clone()
    }
}

impl Drop for Warnings {
    fn drop(&mut self) {
        let _ = Reflect::set(&self.console, &"warn".into(), &self.before);
    }
}

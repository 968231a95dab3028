//! `XMLHttpRequest`, whose answers the tests give.

use leptos::wasm_bindgen::JsValue;

/// In place of the browser's, until it is dropped.
pub struct FakeUpload {
    all: js_sys::Array,
    before: JsValue,
}

impl FakeUpload {
    pub fn install() -> Self {
        let all = js_sys::Array::new();
        let install = js_sys::Function::new_with_args(
            "all",
            "const before = window.XMLHttpRequest;
             window.XMLHttpRequest = class extends before {
                 open(method, url) { this.asked = new URL(url, location).href; }
                 setRequestHeader() {}
                 send(body) { this.body = body; all.push(this); }
                 abort() { this.end(0, '', ''); }
                 getResponseHeader() { return null; }
                 end(status, text, from) {
                     const own = { status, response: text, responseText: text };
                     own.responseURL = status ? new URL(from || this.asked, location).href : '';
                     for (const name in own) Object.defineProperty(this, name, { value: own[name], configurable: true });
                     this.dispatchEvent(new ProgressEvent('loadend'));
                 }
             };
             return before",
        );
        let before = install.call1(&JsValue::NULL, &all).unwrap();
        Self { all, before }
    }

    /// How many requests there were.
    pub fn sent(&self) -> u32 {
        self.all.length()
    }

    /// The newest one ends like this. `from` is where the answer comes from, where that is elsewhere.
    pub fn end(&self, status: u16, response: impl Into<JsValue>, from: &str) {
        let end = js_sys::Function::new_with_args(
            "request, status, response, from",
            "request.end(status, response, from)",
        );
        let newest = self.all.get(self.all.length() - 1);
        let arguments = js_sys::Array::of4(&newest, &status.into(), &response.into(), &from.into());
        end.apply(&JsValue::NULL, &arguments).unwrap();
    }
}

impl Drop for FakeUpload {
    fn drop(&mut self) {
        let restore = js_sys::Function::new_with_args("before", "window.XMLHttpRequest = before");
        let _ = restore.call1(&JsValue::NULL, &self.before);
    }
}

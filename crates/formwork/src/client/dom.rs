//! Small helpers around the document.

use crate::wire::{PARAM_PREFIX, fnv1a};
use futures::channel::oneshot;
use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::Window;

pub(super) fn window() -> Window {
    leptos::prelude::window()
}

/// The script in the head with this id. Nothing in the body is taken for it: that may be what people have written.
pub(super) fn head_script(id: &str) -> Option<web_sys::Element> {
    let selector = format!("head > script#{id}");
    leptos::prelude::document()
        .query_selector(&selector)
        .ok()
        .flatten()
}

/// The text of the script in the head with this id.
pub(super) fn script_text(id: &str) -> Option<String> {
    let text = head_script(id)?.text_content();
    text.filter(|text| !text.is_empty())
}

/// Loads a document.
pub(super) fn load(to: &str, replaces: bool) {
    let location = window().location();
    let _ = match replaces {
        true => location.replace(to),
        false => location.assign(to),
    };
}

/// A URL, as seen from this page.
pub(super) fn url(url: &str) -> Option<web_sys::Url> {
    let base = window().location().href().ok()?;
    web_sys::Url::new_with_base(url, &base).ok()
}

/// Whether what was asked for at `asked` has come from another URL.
pub(super) fn is_elsewhere(came_from: &str, asked: &str) -> bool {
    let without_hash = |text: &str| {
        let url = url(text)?;
        url.set_hash("");
        Some(url.href())
    };
    !came_from.is_empty() && without_hash(came_from) != without_hash(asked)
}

/// Waits. Nothing is left of it when it is given up.
pub(super) fn sleep(time: Duration) -> impl Future<Output = ()> {
    struct Timer(Option<TimeoutHandle>);
    impl Drop for Timer {
        fn drop(&mut self) {
            if let Some(timer) = &self.0 {
                timer.clear();
            }
        }
    }
    let (tell, ended) = oneshot::channel();
    let over = move || {
        let _ = tell.send(());
    };
    let timer = Timer(set_timeout_with_handle(over, time).ok());
    async move {
        let _timer = timer;
        let _ = ended.await;
    }
}

/// 128 random bits, in hex.
pub(crate) fn new_id() -> String {
    let mut bytes = [0_u8; 16];
    let random = window()
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if random.is_err() {
        // Only to tell submissions of one visitor apart: guessing one gains nothing.
        for byte in &mut bytes {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The page's path.
pub(super) fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The page's path as a number.
pub(super) fn path_digest() -> u64 {
    digest_of_path(&path())
}

/// The path of a URL as a number.
pub(super) fn path_digest_of(url: &str) -> Option<u64> {
    let url = web_sys::Url::new(url).ok()?;
    Some(digest_of_path(&url.pathname()))
}

fn digest_of_path(path: &str) -> u64 {
    fnv1a(0xcbf2_9ce4_8422_2325, path.as_bytes())
}

/// The value of a parameter of a URL of ours.
pub(super) fn param(url: &str, name: &str) -> Option<String> {
    let query = url.split_once('?')?.1;
    web_sys::UrlSearchParams::new_with_str(query)
        .ok()?
        .get(name)
}

/// The page's query without its question mark.
pub(crate) fn page_query() -> String {
    window()
        .location()
        .search()
        .unwrap_or_default()
        .trim_start_matches('?')
        .to_string()
}

/// The URL of the page that is shown, with the parameters of ours from a form's or button's attribute.
pub(super) fn post_url(attribute: &str) -> String {
    let ours = attribute
        .split_once('?')
        .map_or("", |(_, query)| query)
        .split('&');
    let page = page_query();
    let query: Vec<&str> = page
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with(PARAM_PREFIX))
        .chain(ours.filter(|pair| pair.starts_with(PARAM_PREFIX)))
        .collect();
    format!("{}?{}", path(), query.join("&"))
}

/// The elements of a list.
pub(super) fn elements(found: Result<web_sys::NodeList, JsValue>) -> Vec<web_sys::Element> {
    let Ok(found) = found else { return Vec::new() };
    (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect()
}

/// What an element has under this name.
pub(super) fn property(of: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(of, &JsValue::from_str(name)).unwrap_or_default()
}

pub(super) fn set_property(of: &JsValue, name: &str, value: &JsValue) {
    let _ = js_sys::Reflect::set(of, &JsValue::from_str(name), value);
}

/// Tells the page that a control has another value now.
pub(super) fn tell_input(control: &web_sys::Element) {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &init) {
        let _ = control.dispatch_event(&event);
    }
}

/// Chooses a file, as if by a person.
pub(super) fn choose_file(input: &web_sys::Element, file: &JsValue) {
    let class = property(&window(), "DataTransfer");
    let Some(class) = class.dyn_ref::<js_sys::Function>() else {
        return;
    };
    if let Ok(chosen) = js_sys::Reflect::construct(class, &js_sys::Array::new()) {
        let items = property(&chosen, "items");
        if let Some(add) = property(&items, "add").dyn_ref::<js_sys::Function>() {
            let _ = add.call1(&items, file);
        }
        set_property(input, "files", &property(&chosen, "files"));
    }
}

pub(super) fn on(name: &str, listener: impl Fn(&web_sys::Event) + 'static) {
    listen_to(name, false, Box::new(listener));
}

pub(super) fn on_capture(name: &str, listener: impl Fn(&web_sys::Event) + 'static) {
    listen_to(name, true, Box::new(listener));
}

fn listen_to(name: &str, captures: bool, listener: Box<dyn Fn(&web_sys::Event)>) {
    let listener = Closure::<dyn Fn(web_sys::Event)>::new(move |event| listener(&event));
    let callback = listener.as_ref().unchecked_ref();
    let _ = window().add_event_listener_with_callback_and_bool(name, callback, captures);
    // As long as the page.
    listener.forget();
}

//! Small helpers around the document.

use crate::wire::{PARAM_PREFIX, Redirect, fnv1a};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlFormElement, Window};

pub(super) fn window() -> Window {
    leptos::prelude::window()
}

/// The text of the element with this id.
pub(super) fn text_of(id: &str) -> Option<String> {
    leptos::prelude::document()
        .get_element_by_id(id)?
        .text_content()
        .filter(|text| !text.is_empty())
}

pub(super) fn assign(to: &str) {
    let _ = window().location().assign(to);
}

/// 128 random bits, in hex.
pub(crate) fn new_id() -> String {
    let mut bytes = [0_u8; 16];
    let random = window()
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if random.is_err() {
        // Only to tell submissions of one visitor apart: nobody gains by guessing one.
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

/// Whether a redirect leads to the page that is shown.
pub(super) fn is_shown(to: &str) -> bool {
    let location = window().location();
    let base = location.href().unwrap_or_default();
    web_sys::Url::new_with_base(to, &base).is_ok_and(|to| {
        location.origin().ok() == Some(to.origin())
            && location.pathname().ok() == Some(to.pathname())
            && location.search().ok() == Some(to.search())
    })
}

/// Goes where a redirect leads.
pub(super) fn follow(redirect: &Redirect) {
    leptos::server_fn::redirect::call_redirect_hook(&redirect.to);
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

/// All elements below this one that match.
pub(super) fn all(below: &web_sys::Element, selector: &str) -> Vec<web_sys::Element> {
    elements(below.query_selector_all(selector))
}

/// The elements of a list.
pub(super) fn elements(found: Result<web_sys::NodeList, JsValue>) -> Vec<web_sys::Element> {
    let Ok(found) = found else { return Vec::new() };
    (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect()
}

/// What has the focus, if it stands in this form.
pub(super) fn focused_in(form: &HtmlFormElement) -> Option<web_sys::HtmlElement> {
    let active = leptos::prelude::document().active_element()?;
    let is_inside = form.contains(Some(active.as_ref()));
    active.dyn_into().ok().filter(|_| is_inside)
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

/// The form's own `reset`.
pub(super) fn reset(form: &HtmlFormElement) {
    call_own(form, "reset");
}

/// Calls the form's own method, which an input of that name would hide.
pub(super) fn call_own(form: &HtmlFormElement, name: &str) {
    let method = js_sys::global()
        .unchecked_into::<Window>()
        .get("HTMLFormElement")
        .and_then(|class| js_sys::Reflect::get(&class, &JsValue::from_str("prototype")).ok())
        .and_then(|prototype| js_sys::Reflect::get(&prototype, &JsValue::from_str(name)).ok());
    if let Some(method) = method {
        let _ = method.unchecked_into::<js_sys::Function>().call0(form);
    }
}

/// `new FormData(form, submitter)`
pub(super) fn form_data(
    form: &HtmlFormElement,
    submitter: Option<&JsValue>,
) -> Option<web_sys::FormData> {
    let Some(submitter) = submitter else {
        return web_sys::FormData::new_with_form(form).ok();
    };
    let class = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("FormData")).ok()?;
    let arguments = js_sys::Array::of2(form, submitter);
    js_sys::Reflect::construct(class.unchecked_ref::<js_sys::Function>(), &arguments)
        .ok()?
        .dyn_into()
        .ok()
}

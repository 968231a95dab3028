//! What is asked of an element that may be a form. An input named "contains" or "getAttribute" hides the form's own,
//! so every member is reached through the prototypes.

use super::{dom, state};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, HtmlFormElement};

fn prototype(class: &str) -> JsValue {
    dom::property(&dom::property(&js_sys::global(), class), "prototype")
}

/// Calls a method of a class on an element.
fn call(class: &str, method: &str, of: &JsValue, arguments: &[&JsValue]) -> JsValue {
    let arguments: Array = arguments.iter().copied().collect();
    dom::property(&prototype(class), method)
        .dyn_ref::<Function>()
        .and_then(|method| method.apply(of, &arguments).ok())
        .unwrap_or_default()
}

/// A property of a class, read from an element.
fn read(class: &str, name: &str, of: &JsValue) -> JsValue {
    let prototype: Object = prototype(class).unchecked_into();
    let descriptor = Object::get_own_property_descriptor(&prototype, &name.into());
    dom::property(&descriptor, "get")
        .dyn_ref::<Function>()
        .and_then(|getter| getter.call0(of).ok())
        .unwrap_or_default()
}

pub(crate) fn attribute(of: &Element, name: &str) -> Option<String> {
    call("Element", "getAttribute", of, &[&name.into()]).as_string()
}

pub(crate) fn set_attribute(of: &Element, name: &str, value: Option<&str>) {
    match value {
        Some(value) => call(
            "Element",
            "setAttribute",
            of,
            &[&name.into(), &value.into()],
        ),
        None => call("Element", "removeAttribute", of, &[&name.into()]),
    };
}

pub(super) fn is_connected(element: &Element) -> bool {
    read("Node", "isConnected", element).is_truthy()
}

/// The first element below this one that matches.
pub(super) fn find(below: &Element, selector: &str) -> Option<Element> {
    call("Element", "querySelector", below, &[&selector.into()])
        .dyn_into()
        .ok()
}

/// All elements below this one that match.
pub(super) fn all(below: &Element, selector: &str) -> Vec<Element> {
    let found = call("Element", "querySelectorAll", below, &[&selector.into()]);
    dom::elements(found.dyn_into())
}

/// All controls of a form but image buttons, in the order of the page. Those that name it by `form=id` may stand
/// outside of it.
pub(super) fn controls(form: &HtmlFormElement) -> Vec<Element> {
    let controls = read("HTMLFormElement", "elements", form);
    let list = Array::from(&controls);
    list.iter().filter_map(|it| it.dyn_into().ok()).collect()
}

/// All that can submit a form.
pub(super) fn buttons(form: &HtmlFormElement) -> Vec<Element> {
    let is_button = |control: &Element| {
        let kind = dom::property(control, "type").as_string();
        kind.as_deref() == Some("submit")
    };
    let mut buttons = controls(form);
    buttons.retain(is_button);
    let images = dom::elements(leptos::prelude::document().query_selector_all("input[type=image]"));
    buttons.extend(images.into_iter().filter(|image| is_of(image, form)));
    buttons
}

/// Whether this is a control of the form, or an element in it.
pub(super) fn is_of(element: &Element, form: &HtmlFormElement) -> bool {
    let owner = dom::property(element, "form");
    // A form that has a control called "form" is no control.
    let is_control = !element.is_instance_of::<HtmlFormElement>() && owner.is_object();
    match is_control {
        true => &owner == AsRef::<JsValue>::as_ref(form),
        false => call("Node", "contains", form, &[element]).is_truthy(),
    }
}

/// What has the focus, if it is of this form.
pub(super) fn focused_in(form: &HtmlFormElement) -> Option<HtmlElement> {
    let active = leptos::prelude::document().active_element()?;
    is_of(&active, form).then(|| active.dyn_into().ok())?
}

pub(super) fn reset(form: &HtmlFormElement) {
    call("HTMLFormElement", "reset", form, &[]);
}

/// The browser posts it, without an event.
pub(super) fn submit(form: &HtmlFormElement) {
    call("HTMLFormElement", "submit", form, &[]);
}

pub(super) fn request_submit(form: &HtmlFormElement) {
    call("HTMLFormElement", "requestSubmit", form, &[]);
}

/// `new FormData(form, submitter)`
pub(super) fn data(
    form: &HtmlFormElement,
    submitter: Option<&Element>,
) -> Option<web_sys::FormData> {
    let class: Function = dom::property(&js_sys::global(), "FormData")
        .dyn_into()
        .ok()?;
    let arguments = Array::of1(form);
    if let Some(submitter) = submitter {
        arguments.push(submitter);
    }
    Reflect::construct(&class, &arguments).ok()?.dyn_into().ok()
}

#[derive(Default)]
struct Hidden(Vec<(Element, &'static str, String)>);

/// Takes the names off all controls whose names hide what Leptos calls on a form while it hydrates, until
/// [`show_names`].
pub(super) fn hide_names() {
    let prototype = prototype("HTMLFormElement");
    let named = leptos::prelude::document().query_selector_all("form [name], form [id], [form]");
    for element in dom::elements(named) {
        for attribute in ["name", "id"] {
            let Some(name) = element.get_attribute(attribute) else {
                continue;
            };
            if Reflect::has(&prototype, &name.as_str().into()).unwrap_or_default() {
                set_attribute(&element, attribute, None);
                state::with(|Hidden(hidden)| hidden.push((element.clone(), attribute, name)));
            }
        }
    }
}

/// See [`hide_names`].
pub(super) fn show_names() {
    for (element, attribute, name) in state::with(|Hidden(hidden)| std::mem::take(hidden)) {
        set_attribute(&element, attribute, Some(&name));
    }
}

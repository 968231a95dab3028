//! What stands in a form.
//!
//! It is read off the controls. `new FormData(form)` would ask the page's own `formdata` listeners each time, and they
//! are to be asked once for each submission. It also leaves out what is disabled, as all fields may be while a
//! submission is pending.

use super::{dom, form_element, forms};
use crate::{
    fields::{Entry, File, FormData},
    wire::{FIELD_PREFIX, fnv1a},
};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlFormElement};

/// What a control is called that was disabled when its form was submitted.
const NOT_SENT: &str = "__formworkNotSent";

/// Remembers what is disabled now.
pub(super) fn note_what_is_not_sent(form: &HtmlFormElement) {
    for control in form_element::controls(form) {
        dom::set_property(&control, NOT_SENT, &is_disabled(&control).into());
    }
}

pub(super) fn was_not_sent(control: &Element) -> bool {
    dom::property(control, NOT_SENT).is_truthy()
}

fn is_disabled(control: &Element) -> bool {
    control.matches(":disabled").unwrap_or_default()
}

/// A digest of what stands in a form, whichever button is pressed and whatever is disabled.
pub(super) fn typed_into(form: &HtmlFormElement) -> u64 {
    content_of(&entries(form, |_| true))
}

/// What the browser would send of the controls, as the standard has it, without buttons and reserved names.
pub(super) fn entries_of(form: &HtmlFormElement) -> FormData {
    entries(form, |control| !is_disabled(control))
}

fn entries(form: &HtmlFormElement, counts: impl Fn(&Element) -> bool) -> FormData {
    let mut data = FormData::new();
    for control in form_element::controls(form) {
        let name = control.get_attribute("name").unwrap_or_default();
        if name.is_empty()
            || name.starts_with(FIELD_PREFIX)
            || !counts(&control)
            || control.closest("datalist").ok().flatten().is_some()
        {
            continue;
        }
        append(&mut data, &control, name);
    }
    data
}

fn append(data: &mut FormData, control: &Element, name: String) {
    let is = |name| dom::property(control, name).is_truthy();
    let text = |of: &JsValue| dom::property(of, "value").as_string();
    let list = |name| Array::from(&dom::property(control, name));
    match forms::kind_of(control).as_str() {
        "submit" | "image" | "button" | "reset" | "fieldset" | "output" => {}
        "checkbox" | "radio" if !is("checked") => {}
        "select-one" | "select-multiple" => {
            for option in list("selectedOptions").iter() {
                let option: Element = option.unchecked_into();
                if !is_disabled(&option)
                    && let Some(text) = text(&option)
                {
                    data.append(name.clone(), text);
                }
            }
        }
        "file" => {
            let files = list("files");
            for file in files.iter() {
                data.append(name.clone(), File::from_web(file.unchecked_into()));
            }
            if files.length() == 0 {
                data.append(name, File::from_web(nothing_chosen()));
            }
        }
        _ => {
            if let Some(text) = text(control) {
                data.append(name, text);
            }
        }
    }
}

/// What the browser sends of a file input without a file.
fn nothing_chosen() -> web_sys::File {
    let class: js_sys::Function = dom::property(&js_sys::global(), "File").unchecked_into();
    let arguments = Array::of2(&Array::new(), &"".into());
    let file = js_sys::Reflect::construct(&class, &arguments);
    file.unwrap_or_default().unchecked_into()
}

/// A digest of what a form holds, by which a repeated press and a later change are recognised.
pub(super) fn content_of(data: &FormData) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for (name, entry) in data.entries() {
        hash = fnv1a(hash, name.as_bytes());
        hash = fnv1a(hash, b"\0");
        match entry {
            Entry::Text(text) => hash = fnv1a(hash, text.as_bytes()),
            Entry::File(file) => {
                hash = fnv1a(hash, file.name().as_bytes());
                hash = fnv1a(hash, &file.size().to_le_bytes());
            }
        }
        hash = fnv1a(hash, b"\0");
    }
    hash
}

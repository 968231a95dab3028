//! The values of a form: digests of its content, its buttons and hidden fields, and filling it.
//!
//! It is read off the controls. `new FormData(form)` would ask the page's own `formdata` listeners each time, and they
//! are to be asked once for each submission. It also leaves out what is disabled, as all fields may be while a
//! submission is pending.

use super::{dom, form_element};
use crate::{
    channel::Submitter,
    fields::{Entry, File, FormData},
    wire::{FIELD_PREFIX, fnv1a},
};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlFormElement};

const START: u64 = 0xcbf2_9ce4_8422_2325;

fn digest<'a>(texts: impl IntoIterator<Item = &'a str>) -> u64 {
    let mut hash = START;
    for text in texts {
        hash = fnv1a(hash, text.as_bytes());
        hash = fnv1a(hash, b"\0");
    }
    hash
}

/// The button as `use_form_status` shows it.
pub(super) fn submitter_of(submitter: Option<&Element>) -> Option<Submitter> {
    submitter.map(|submitter| Submitter {
        name: submitter.get_attribute("name").unwrap_or_default(),
        value: submitter.get_attribute("value").unwrap_or_default(),
    })
}

/// A digest of a button: which one of the form it is.
pub(super) fn button_of(submitter: Option<&Element>) -> u64 {
    let attribute = |name| submitter.and_then(|submitter| submitter.get_attribute(name));
    let attributes =
        ["name", "value", "formaction"].map(|name| attribute(name).unwrap_or_default());
    digest(attributes.iter().map(String::as_str))
}

/// A digest of a button that has a name: its value may name a row.
pub(super) fn named_button(submitter: Option<&Element>) -> Option<u64> {
    let submitter = submitter_of(submitter).filter(|submitter| !submitter.name.is_empty())?;
    Some(digest([submitter.name.as_str(), submitter.value.as_str()]))
}

/// The named buttons of a form.
pub(super) fn buttons_of(form: &HtmlFormElement) -> Vec<u64> {
    form_element::buttons(form)
        .iter()
        .filter_map(|button| named_button(Some(button)))
        .collect()
}

/// A digest of the app's own hidden fields: they may name a row.
pub(super) fn hidden_of(form: &HtmlFormElement) -> u64 {
    let mut texts = Vec::new();
    for input in form_element::controls(form) {
        if kind_of(&input) != "hidden" {
            continue;
        }
        let name = input.get_attribute("name").unwrap_or_default();
        if !name.is_empty() && !name.starts_with(FIELD_PREFIX) {
            let value = dom::property(&input, "value").as_string();
            texts.extend([name, value.unwrap_or_default()]);
        }
    }
    digest(texts.iter().map(String::as_str))
}

/// A digest of what a form holds, by which a repeated press and a later change are recognised.
pub(super) fn content_of(data: &FormData) -> u64 {
    let mut hash = START;
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

/// The type of a control, as its property says it.
pub(super) fn kind_of(control: &Element) -> String {
    let kind = dom::property(control, "type").as_string();
    kind.unwrap_or_default()
}

/// Puts into a form what was submitted from it, as if it was typed. Files cannot be put back, and what was disabled is
/// left as it is.
pub(super) fn fill(form: &HtmlFormElement, data: &FormData) {
    let mut used: Vec<String> = Vec::new();
    for control in form_element::controls(form) {
        let Some(name) = control.get_attribute("name") else {
            continue;
        };
        if was_not_sent(&control) {
            continue;
        }
        let of_name = || data.get_all(&name);
        let holds = |control: &JsValue| {
            let value = dom::property(control, "value").as_string();
            JsValue::from(of_name().any(|text| Some(text) == value.as_deref()))
        };
        match kind_of(&control).as_str() {
            "hidden" | "file" | "submit" | "image" | "button" | "reset" | "fieldset" | "output" => {
                continue;
            }
            "checkbox" | "radio" => {
                dom::set_property(&control, "checked", &holds(&control));
            }
            "select-multiple" => {
                for option in form_element::all(&control, "option") {
                    dom::set_property(&option, "selected", &holds(&option));
                }
            }
            _ => {
                let at = used.iter().filter(|used| **used == name).count();
                if let Some(text) = of_name().nth(at) {
                    dom::set_property(&control, "value", &text.into());
                }
                used.push(name);
            }
        }
        dom::tell_input(&control);
    }
}

/// What was sent, without what the button that sent it added: its entry, or where an image was pressed.
pub(super) fn without_submitter(sent: &FormData, submitter: Option<&Element>) -> FormData {
    let attribute = |name| submitter.and_then(|submitter| submitter.get_attribute(name));
    let (name, value) = (attribute("name"), attribute("value").unwrap_or_default());
    let is_image = attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("image"));
    let spot = match name.as_deref() {
        None | Some("") => ["x".to_string(), "y".to_string()],
        Some(name) => [format!("{name}.x"), format!("{name}.y")],
    };
    let is_its = |sent: &str, entry: &Entry| match is_image {
        true => spot.iter().any(|spot| spot == sent),
        false => {
            Some(sent) == name.as_deref() && matches!(entry, Entry::Text(text) if *text == value)
        }
    };
    let mut left = if is_image { 2 } else { 1 };
    let others = sent.entries().filter(|(name, entry)| {
        let is_added = left > 0 && is_its(name, entry);
        left -= usize::from(is_added);
        !is_added
    });
    others.map(|(name, entry)| (name, entry.clone())).collect()
}

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

/// A digest of a form's values, whichever button is pressed and whatever is disabled.
pub(super) fn holds(form: &HtmlFormElement) -> u64 {
    content_of(&entries(form))
}

/// What the browser would make of the controls, without buttons and reserved names.
fn entries(form: &HtmlFormElement) -> FormData {
    let mut data = FormData::new();
    for control in form_element::controls(form) {
        let name = control.get_attribute("name").unwrap_or_default();
        if name.is_empty()
            || name.starts_with(FIELD_PREFIX)
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
    match kind_of(control).as_str() {
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

//! The forms on the page, and the one listener for their submissions.

use super::{
    dom, drive,
    lanes::{self, Submission, Work},
    leave, returns,
};
use crate::{
    action::ClientAction,
    fields::{Entry, FormData},
    form::{OnSubmitData, Reset},
    hooks::{Channel, Submitter},
    query::mounted,
    submission::Press,
    wire::{FIELD_ID, FIELD_PREV, FIRST_PREV_ATTRIBUTE, PARAM_ACTION, fnv1a},
};
use leptos::{html, prelude::*};
use std::{cell::RefCell, time::Duration};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Element, Event, EventTarget, HtmlButtonElement, HtmlFormElement, HtmlInputElement,
    KeyboardEvent, SubmitEvent,
};

/// What the client knows of a form.
#[derive(Clone)]
pub(crate) struct FormHandle {
    pub(crate) channel: Channel,
    pub(crate) on_submit: Option<OnSubmitData>,
    /// What runs in place of an action of the server.
    pub(crate) closure: Option<ClientAction>,
    pub(crate) reset: Reset,
    pub(crate) repeat: bool,
    pub(crate) ctrl_enter: bool,
    pub(crate) slow_after: Option<Duration>,
}

struct Attached {
    number: u64,
    element: HtmlFormElement,
    handle: FormHandle,
}

thread_local! {
    static FORMS: RefCell<Vec<Attached>> = const { RefCell::new(Vec::new()) };
    static NEXT: RefCell<u64> = const { RefCell::new(0) };
}

/// Makes a form known from when it is in the document until it leaves.
pub(crate) fn attach(node: NodeRef<html::Form>, handle: FormHandle) {
    let number = NEXT.with_borrow_mut(|next| {
        *next += 1;
        *next
    });
    node.on_load(move |element| {
        begin_with(&handle.channel, &element);
        returns::take_up(&handle, &element);
        if let Some(slow_after) = handle.slow_after {
            drive::slow_after(&handle.channel, slow_after);
        }
        #[cfg(debug_assertions)]
        set_timeout(move || warn_of_twins(number), Duration::ZERO);
        FORMS.with_borrow_mut(|forms| {
            forms.push(Attached {
                number,
                element,
                handle,
            })
        });
    });
    Owner::on_cleanup(move || {
        let left = FORMS.with_borrow_mut(|forms| {
            let at = forms.iter().position(|form| form.number == number)?;
            Some(forms.remove(at))
        });
        // What its closures hold may end with them, another form too.
        drop(left);
    });
}

/// Says where two forms of the page have one key: without the client they share what is said of either, and the ids
/// of their fields in any case.
#[cfg(debug_assertions)]
fn warn_of_twins(number: u64) {
    let has_twin = FORMS.with_borrow(|forms| {
        let Some(own) = forms.iter().find(|form| form.number == number) else {
            return false;
        };
        let lane_and_key = |form: &Attached| {
            let channel = &form.handle.channel;
            (lanes::number_of(channel), channel.shared.key.clone())
        };
        let (lane, key) = lane_and_key(own);
        forms.iter().any(|other| {
            let (other_lane, other_key) = lane_and_key(other);
            // Two forms of one hook are meant to have everything in common.
            lane != other_lane
                && key == other_key
                && own.element.is_connected()
                && other.element.is_connected()
        })
    });
    if has_twin {
        leptos::logging::debug_warn!(
            "two forms of this page have the same key: without JavaScript each shows what is said of the other, and \
             their fields have the same ids. They are of one place in the source, so give each a `key`, or their hooks \
             one by use_keyed_action_state"
        );
    }
}

/// The sealed states that the server has written into a form.
fn begin_with(channel: &Channel, form: &HtmlFormElement) {
    let selector = format!("input[name='{FIELD_PREV}']");
    if let Ok(Some(input)) = form.query_selector(&selector)
        && let Some(first) = input.get_attribute(FIRST_PREV_ATTRIBUTE)
    {
        channel.shared.first_prev.set(Some(first));
    }
}

/// The form that is this element.
pub(super) fn of_element(element: &JsValue) -> Option<(HtmlFormElement, FormHandle)> {
    FORMS.with_borrow(|forms| {
        forms
            .iter()
            .find(|form| AsRef::<JsValue>::as_ref(&form.element) == element)
            .map(|form| (form.element.clone(), form.handle.clone()))
    })
}

/// The form with this key.
pub(super) fn of_key(key: &str) -> Option<(HtmlFormElement, FormHandle)> {
    FORMS.with_borrow(|forms| {
        forms
            .iter()
            .find(|form| form.handle.channel.shared.key.as_str() == key)
            .map(|form| (form.element.clone(), form.handle.clone()))
    })
}

/// Listens on the window, where every other listener has had its say.
pub(super) fn listen() {
    thread_local! {
        static LISTENING: RefCell<bool> = const { RefCell::new(false) };
    }
    if LISTENING.replace(true) {
        return;
    }
    on("submit", |event| {
        if let Some(event) = event.dyn_ref::<SubmitEvent>() {
            submitted(event);
        }
    });
    on("keydown", |event| {
        if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
            pressed(event);
        }
    });
    on("input", edited);
    on("change", edited);
    on("online", |_| {
        drive::online();
        mounted::online();
    });
    on("pagehide", |_| leave::leaving());
    // Phones end hidden pages without another word.
    on("visibilitychange", |_| {
        if dom::property(&document(), "visibilityState")
            .as_string()
            .as_deref()
            == Some("hidden")
        {
            leave::leaving();
        }
    });
    on("pageshow", |event| {
        if dom::property(event, "persisted").is_truthy() {
            leave::is_back();
        }
    });
}

fn on(name: &str, listener: impl Fn(&Event) + 'static) {
    let listener = Closure::<dyn Fn(Event)>::new(move |event| listener(&event));
    let _ = dom::window().add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    // As long as the page.
    listener.forget();
}

fn edited(event: &Event) {
    if let Some((_, handle)) = form_of_target(event) {
        drive::edited(&handle.channel);
    }
}

/// The form of the control which the event is about.
fn form_of_target(event: &Event) -> Option<(HtmlFormElement, FormHandle)> {
    let target = event.target()?;
    let form = js_sys::Reflect::get(&target, &JsValue::from_str("form")).ok()?;
    of_element(&form)
}

/// Ctrl or ⌘ with Enter in a field, where the form asks for it. On a button, Enter is that button's.
fn pressed(event: &KeyboardEvent) {
    let enter = event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
    if !enter || event.default_prevented() || event.is_composing() || event.repeat() {
        return;
    }
    if let Some((form, handle)) = form_of_target(event)
        && handle.ctrl_enter
        && !event.target().is_some_and(|target| is_button(&target))
    {
        event.prevent_default();
        // Fails for a button of another form only, and none is given.
        let _ = form.request_submit();
    }
}

fn is_button(target: &EventTarget) -> bool {
    let input = target.dyn_ref::<HtmlInputElement>();
    target.is_instance_of::<HtmlButtonElement>()
        || input.is_some_and(|input| {
            matches!(
                input.type_().as_str(),
                "submit" | "image" | "button" | "reset"
            )
        })
}

fn submitted(event: &SubmitEvent) {
    if event.default_prevented() {
        return;
    }
    let Some((form, handle)) = event.target().and_then(|target| of_element(&target)) else {
        return;
    };
    let submitter: Option<Element> = event.submitter().map(Into::into);
    let own = submitter
        .as_ref()
        .and_then(|submitter| submitter.get_attribute("formaction"));
    let is_ours = |url: &str| url.contains(&format!("{PARAM_ACTION}="));
    let by_button = own.is_some();
    let closure = handle.closure.clone().filter(|_| !by_button);
    let attribute = match own {
        Some(url) if is_ours(&url) => url,
        // The button leads somewhere else: that is the browser's.
        Some(_) => return,
        None => form.get_attribute("action").unwrap_or_default(),
    };
    let overridden = ["formmethod", "formtarget"].iter().any(|name| {
        submitter
            .as_ref()
            .is_some_and(|submitter| submitter.has_attribute(name))
    });
    let elsewhere = form
        .get_attribute("target")
        .is_some_and(|target| !target.is_empty() && target != "_self");
    if overridden || elsewhere || (closure.is_none() && !is_ours(&attribute)) {
        return;
    }
    let Some(data) = dom::form_data(&form, submitter.as_ref().map(AsRef::as_ref)) else {
        return;
    };
    event.prevent_default();
    let typed = typed_into(&form);

    let url = dom::post_url(&attribute);
    let hook = param(&url, crate::wire::PARAM_KEY).and_then(|key| lanes::channel_of_key(&key));
    let (channel, others) = match hook {
        Some(hook) => (hook, vec![handle.channel.clone()]),
        None => (handle.channel.clone(), Vec::new()),
    };
    let visible = FormData::from_web(&data);
    let press = Press {
        button: button_of(submitter.as_ref()),
        // Without the button: the coordinates of an image differ between two clicks.
        content: typed.unwrap_or_default(),
    };
    if by_button {
        // That of the form's own action.
        data.delete(FIELD_PREV);
    }
    // Its own id: the one in the form is for a native post.
    let _ = data.set_with_str(FIELD_ID, &dom::new_id());
    let (action, work) = match closure {
        Some(closure) => (String::new(), Work::Closure(closure)),
        None => (
            param(&url, PARAM_ACTION).unwrap_or_default(),
            Work::Post { url, data },
        ),
    };
    drive::submit(
        &channel,
        Submission {
            action,
            work,
            visible,
            press: Some(press),
            submitter: submitter_of(submitter.as_ref()),
            focused: dom::focused_in(&form),
            form: Some(form),
            typed,
            others,
            place: Some(handle.channel.shared.key.clone()),
            on_submit: handle.on_submit,
            reset: handle.reset,
            repeat: handle.repeat,
            caller: None,
            path: dom::path(),
        },
    );
}

/// The button as `use_form_status` shows it.
pub(super) fn submitter_of(submitter: Option<&Element>) -> Option<Submitter> {
    submitter.map(|submitter| Submitter {
        name: submitter.get_attribute("name").unwrap_or_default(),
        value: submitter.get_attribute("value").unwrap_or_default(),
    })
}

/// Puts into a form what was submitted from it, as if it was typed. Files cannot be put back.
pub(super) fn fill(form: &HtmlFormElement, data: &FormData) {
    let mut used: Vec<String> = Vec::new();
    for control in dom::all(form, "input, select, textarea") {
        let Some(name) = control.get_attribute("name") else {
            continue;
        };
        let of_name = || data.get_all(&name);
        let holds = |control: &JsValue| {
            let value = dom::property(control, "value").as_string();
            JsValue::from(of_name().any(|text| Some(text) == value.as_deref()))
        };
        let kind = dom::property(&control, "type")
            .as_string()
            .unwrap_or_default();
        match kind.as_str() {
            "hidden" | "file" | "submit" | "image" | "button" | "reset" => continue,
            "checkbox" | "radio" => {
                dom::set_property(&control, "checked", &holds(&control));
            }
            "select-multiple" => {
                for option in dom::all(&control, "option") {
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

/// The value of a parameter of a URL of ours.
pub(super) fn param(url: &str, name: &str) -> Option<String> {
    let query = url.split_once('?')?.1;
    web_sys::UrlSearchParams::new_with_str(query)
        .ok()?
        .get(name)
}

pub(super) fn button_of(submitter: Option<&Element>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for name in ["name", "value", "formaction"] {
        let value = submitter.and_then(|submitter| submitter.get_attribute(name));
        hash = fnv1a(hash, value.unwrap_or_default().as_bytes());
        hash = fnv1a(hash, b"\0");
    }
    hash
}

/// A digest of what stands in a form, whichever button is pressed.
pub(super) fn typed_into(form: &HtmlFormElement) -> Option<u64> {
    let data = dom::form_data(form, None)?;
    Some(content_of(&FormData::from_web(&data)))
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

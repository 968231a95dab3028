//! The forms on the page, and the one listener for their submissions.

use super::{
    dom, drive, form_element,
    lanes::{self, Submission, Work},
    leave, limits, presses, returns, seals,
    typed::{self, typed_into},
};
use crate::{
    action::ClientAction,
    fields::FormData,
    form::{OnSubmitData, Reset},
    hooks::{Channel, Submitter},
    submission::Press,
    wire::{FIELD_ID, FIELD_PREV, PARAM_ACTION, fnv1a},
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
    /// Whether a field's value is never shown again.
    pub(crate) is_secret: fn(&str) -> bool,
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
        seals::begin_with(&handle.channel, &element);
        returns::take_up(&handle, &element);
        if let Some(slow_after) = handle.slow_after {
            drive::slow_after(&handle.channel, slow_after);
        }
        #[cfg(debug_assertions)]
        set_timeout(
            move || {
                warn_of_twins(number);
                warn_of_files_without_their_encoding(number);
            },
            Duration::ZERO,
        );
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
            Some(forms.swap_remove(at))
        });
        // Whoever takes the element begins without what was written into it for this one.
        if let Some(left) = left {
            seals::take_away(&left.element);
        }
    });
}

/// Says where a form has files and no `enctype`: without JavaScript only their names would be sent.
#[cfg(debug_assertions)]
fn warn_of_files_without_their_encoding(number: u64) {
    let element = FORMS.with_borrow(|forms| {
        let own = forms.iter().find(|form| form.number == number)?;
        Some(own.element.clone())
    });
    let Some(form) = element else { return };
    let is_multipart =
        form_element::attribute(&form, "enctype").as_deref() == Some("multipart/form-data");
    let has_files = || {
        let mut controls = form_element::controls(&form).into_iter();
        controls.any(|control| kind_of(&control) == "file")
    };
    if !is_multipart && has_files() {
        leptos::logging::debug_warn!(
            "a form of this page has a file input, and without JavaScript only the names of files would be sent: give \
             it attr:enctype=\"multipart/form-data\""
        );
    }
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
                && form_element::is_connected(&own.element)
                && form_element::is_connected(&other.element)
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
    presses::listen();
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
    // In the capture phase, whoever stops it further on.
    on_capture("input", edited);
    on_capture("change", edited);
    on("online", |_| drive::online());
    on("pagehide", |_| leave::leaving());
}

fn on(name: &str, listener: impl Fn(&Event) + 'static) {
    listen_to(name, false, listener);
}

pub(super) fn on_capture(name: &str, listener: impl Fn(&Event) + 'static) {
    listen_to(name, true, listener);
}

fn listen_to(name: &str, captures: bool, listener: impl Fn(&Event) + 'static) {
    let listener = Closure::<dyn Fn(Event)>::new(move |event| listener(&event));
    let callback = listener.as_ref().unchecked_ref();
    let _ = dom::window().add_event_listener_with_callback_and_bool(name, callback, captures);
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
    of_element(&dom::property(&event.target()?.into(), "form"))
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
        form_element::request_submit(&form);
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
    let by_button = own.is_some();
    let closure = handle.closure.clone().filter(|_| !by_button);
    let attribute = match own {
        Some(url) if is_ours(&url) => url,
        // The button leads somewhere else: that is the browser's.
        Some(_) => return,
        None => form_element::attribute(&form, "action").unwrap_or_default(),
    };
    if closure.is_none() && !is_ours(&attribute) {
        return;
    }
    let left = left_to_the_browser(&form, submitter.as_ref());
    if matches!(left, Some(Left::Unsent)) {
        return;
    }
    if has_bad_input(&form, submitter.as_ref()) {
        return event.prevent_default();
    }
    match left {
        None => {}
        Some(Left::Elsewhere) => return renew_id(&form),
        Some(_) => return,
    }
    event.prevent_default();
    let Some(data) = form_element::data(&form, submitter.as_ref()) else {
        return;
    };
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
        // Not of what is sent: a listener of the page may have put the time into that.
        content: typed,
    };
    presses::submitted(&form, submitter.as_ref());
    typed::note_what_is_not_sent(&form);
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
    if let Some(refused) = limits::refused(&action, &visible) {
        for channel in std::iter::once(&channel).chain(&others) {
            channel.fail(refused.clone(), lanes::next_id(), lanes::newest_id());
        }
        return;
    }
    drive::submit(
        &channel,
        Submission {
            action,
            work,
            visible,
            press: Some(press),
            submitter: submitter_of(submitter.as_ref()),
            focused: form_element::focused_in(&form),
            form: Some(form),
            typed: Some(typed),
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

/// Whether a URL is one of ours: on this site, with an action.
fn is_ours(url: &str) -> bool {
    let location = dom::window().location();
    let Ok(base) = location.href() else {
        return false;
    };
    web_sys::Url::new_with_base(url, &base).is_ok_and(|url| {
        Ok(url.origin()) == location.origin() && url.search_params().has(PARAM_ACTION)
    })
}

/// Whether a control holds what is no value, such as "1-2" in a number's: the person is told. Where constraints are
/// off it would be sent as an empty field.
fn has_bad_input(form: &HtmlFormElement, submitter: Option<&Element>) -> bool {
    let is_unchecked = form_element::attribute(form, "novalidate").is_some()
        || submitter.is_some_and(|submitter| submitter.has_attribute("formnovalidate"));
    let is_bad = |control: &Element| {
        let validity = dom::property(control, "validity");
        dom::property(&validity, "badInput").is_truthy()
    };
    let bad = match is_unchecked {
        true => form_element::controls(form).into_iter().find(is_bad),
        false => None,
    };
    let bad = bad.and_then(|control| control.dyn_into::<HtmlInputElement>().ok());
    bad.is_some_and(|control| !control.report_validity())
}

/// What the browser sends itself.
enum Left {
    /// The answer takes the page's place.
    Here,
    /// The page stays.
    Elsewhere,
    /// A dialog is closed, or the form's texts are in the URL of another page.
    Unsent,
}

/// Whether a method or target is asked for that is the browser's: those that change nothing are not.
fn left_to_the_browser(form: &HtmlFormElement, submitter: Option<&Element>) -> Option<Left> {
    let of_button = |name| submitter.and_then(|submitter| submitter.get_attribute(name));
    let method = of_button("formmethod").unwrap_or_else(|| "post".into());
    if !method.eq_ignore_ascii_case("post") {
        return Some(Left::Unsent);
    }
    let target = of_button("formtarget").or_else(|| form_element::attribute(form, "target"));
    match target.unwrap_or_default().to_ascii_lowercase().as_str() {
        "" | "_self" => None,
        "_parent" | "_top" => Some(Left::Here),
        _ => Some(Left::Elsewhere),
    }
}

/// A post of the browser's leaves the page standing: the next press is another submission.
fn renew_id(form: &HtmlFormElement) {
    let form = form.clone();
    // The browser reads the fields after this event.
    let renew = move || {
        let field = form_element::find(&form, &format!("input[name='{FIELD_ID}']"));
        if let Some(field) = field {
            dom::set_property(&field, "value", &dom::new_id().into());
        }
    };
    set_timeout(renew, Duration::ZERO);
}

/// The button as `use_form_status` shows it.
pub(super) fn submitter_of(submitter: Option<&Element>) -> Option<Submitter> {
    submitter.map(|submitter| Submitter {
        name: submitter.get_attribute("name").unwrap_or_default(),
        value: submitter.get_attribute("value").unwrap_or_default(),
    })
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
        if typed::was_not_sent(&control) {
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

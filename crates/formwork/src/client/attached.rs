//! The form elements that are in the document.

use super::{controls, form_element, held::dispatch, seals, state};
use crate::{
    channel::FormHandle,
    submission::{Event, FormId},
};
use leptos::{html, prelude::*};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use wasm_bindgen::JsValue;
use web_sys::HtmlFormElement;

#[derive(Default)]
struct Forms(Vec<Attached>);

fn with<R>(f: impl FnOnce(&mut Forms) -> R) -> R {
    state::with(f)
}

/// A form element in the document.
#[derive(Clone)]
pub(super) struct Attached {
    pub(super) id: FormId,
    pub(super) element: HtmlFormElement,
    pub(super) handle: FormHandle,
}

/// Makes a form known from when it is in the document until it leaves.
pub(crate) fn attach(node: NodeRef<html::Form>, handle: FormHandle) {
    static FORMS: AtomicU64 = AtomicU64::new(0);
    let id = FormId(FORMS.fetch_add(1, Ordering::Relaxed));
    node.on_load(move |element| {
        seals::begin_with(&handle.channel, &element);
        let view = handle.channel.shared.view;
        let (hidden, buttons) = (
            controls::hidden_of(&element),
            controls::buttons_of(&element),
        );
        with(|Forms(forms)| {
            forms.push(Attached {
                id,
                element,
                handle,
            })
        });
        #[cfg(debug_assertions)]
        set_timeout(
            move || {
                warn_of_twins(id);
                warn_of_files_without_their_encoding(id);
            },
            Duration::ZERO,
        );
        dispatch(Event::Attached {
            form: id,
            view,
            hidden,
            buttons,
        });
    });
    Owner::on_cleanup(move || {
        let gone = with(|Forms(forms)| {
            let at = forms.iter().position(|form| form.id == id)?;
            Some(forms.remove(at))
        });
        if let Some(gone) = gone {
            // The next view that takes the element begins without the values of this one.
            seals::take_away(&gone.element);
            dispatch(Event::Detached { form: id });
        }
    });
}

/// Warns of two forms with one key: they take turns, without the client each shows the other's notices, and their fields
/// have the same ids.
#[cfg(debug_assertions)]
fn warn_of_twins(id: FormId) {
    let has_twin = with(|Forms(forms)| {
        let own = forms.iter().find(|form| form.id == id)?;
        let shared = &own.handle.channel.shared;
        let is_twin = |other: &Attached| {
            let others = &other.handle.channel.shared;
            // Two forms of one hook are meant to have everything in common.
            others.view != shared.view
                && others.key == shared.key
                && form_element::is_connected(&own.element)
                && form_element::is_connected(&other.element)
        };
        Some(forms.iter().any(is_twin))
    });
    if has_twin == Some(true) {
        leptos::logging::debug_warn!(
            "two forms of this page have the same key: without JavaScript each shows the notices of the other, and \
             their fields have the same ids. They are of one place in the source, so give each a `key`, or their hooks \
             one by use_keyed_action_state"
        );
    }
}

/// Says where a form has files and no `enctype`: without JavaScript only their names would be sent.
#[cfg(debug_assertions)]
fn warn_of_files_without_their_encoding(id: FormId) {
    let Some(form) = of_id(id).map(|form| form.element) else {
        return;
    };
    let encoding = form_element::attribute(&form, "enctype");
    let has_files = || {
        let mut all = form_element::controls(&form).into_iter();
        all.any(|control| controls::kind_of(&control) == "file")
    };
    if encoding.as_deref() != Some("multipart/form-data") && has_files() {
        leptos::logging::debug_warn!(
            "a form of this page has a file input, and without JavaScript only the names of files would be sent: give \
             it attr:enctype=\"multipart/form-data\""
        );
    }
}

fn find(is_it: impl Fn(&Attached) -> bool) -> Option<Attached> {
    with(|Forms(forms)| forms.iter().find(|form| is_it(form)).cloned())
}

/// The form that is this element.
pub(super) fn of_element(element: &JsValue) -> Option<Attached> {
    find(|form| AsRef::<JsValue>::as_ref(&form.element) == element)
}

/// The form with this key.
pub(super) fn of_key(key: &str) -> Option<Attached> {
    find(|form| form.handle.channel.shared.key.as_str() == key)
}

pub(super) fn of_id(id: FormId) -> Option<Attached> {
    find(|form| form.id == id)
}

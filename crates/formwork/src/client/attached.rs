//! The form elements that are in the document.

use super::{controls, held::dispatch, seals, state};
use crate::{
    channel::FormHandle,
    submission::{Event, FormId},
};
use leptos::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlFormElement};

#[derive(Default)]
struct Forms {
    /// Those of which a component is on the page, with their elements where these are there.
    expected: Vec<(FormId, Option<HtmlFormElement>)>,
    attached: Vec<Attached>,
}

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

/// A form will be on the page, until its owner goes.
pub(crate) fn expect_form() -> FormId {
    static FORMS: AtomicU64 = AtomicU64::new(0);
    let id = FormId(FORMS.fetch_add(1, Ordering::Relaxed));
    with(|forms| forms.expected.push((id, None)));
    Owner::on_cleanup(move || {
        let gone = with(|forms| {
            forms.expected.retain(|(form, _)| *form != id);
            let at = forms.attached.iter().position(|form| form.id == id)?;
            Some(forms.attached.remove(at))
        });
        if let Some(gone) = gone {
            // The next view that takes the element begins without the values of this one.
            seals::take_away(&gone.element);
            dispatch(Event::Detached { form: id });
        }
    });
    id
}

/// The element of an expected form. It is known in a task of its own, after what is rendered at once.
pub(crate) fn attach(id: FormId, element: &Element, handle: FormHandle) {
    let element: HtmlFormElement = element.clone().unchecked_into();
    with(|forms| {
        let mut expected = forms.expected.iter_mut();
        if let Some((_, own)) = expected.find(|(form, _)| *form == id) {
            *own = Some(element);
        }
    });
    leptos::task::spawn_local(async move {
        if let Some(element) = element_of(id) {
            begin(id, element, handle);
        }
    });
}

/// The element of a form whose component is on the page, also before the form is known.
pub(super) fn element_of(id: FormId) -> Option<HtmlFormElement> {
    with(|forms| {
        let mut expected = forms.expected.iter();
        expected.find_map(|(form, element)| element.clone().filter(|_| *form == id))
    })
}

fn begin(id: FormId, element: HtmlFormElement, handle: FormHandle) {
    seals::begin_with(&handle.channel, &element);
    let view = handle.channel.shared.view;
    let (hidden, buttons) = (
        controls::hidden_of(&element),
        controls::buttons_of(&element),
    );
    with(|forms| {
        forms.attached.push(Attached {
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
        std::time::Duration::ZERO,
    );
    dispatch(Event::Attached {
        form: id,
        view,
        hidden,
        buttons,
    });
}

/// Warns of two forms with one key: they take turns, without the client each shows the other's notices, and their fields
/// have the same ids.
#[cfg(debug_assertions)]
fn warn_of_twins(id: FormId) {
    let has_twin = with(|Forms { attached, .. }| {
        let own = attached.iter().find(|form| form.id == id)?;
        let shared = &own.handle.channel.shared;
        let is_twin = |other: &Attached| {
            let others = &other.handle.channel.shared;
            // Two forms of one hook are meant to have everything in common.
            others.view != shared.view
                && others.key == shared.key
                && super::form_element::is_connected(&own.element)
                && super::form_element::is_connected(&other.element)
        };
        Some(attached.iter().any(is_twin))
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
    let encoding = super::form_element::attribute(&form, "enctype");
    let has_files = || {
        let mut all = super::form_element::controls(&form).into_iter();
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
    with(|forms| forms.attached.iter().find(|form| is_it(form)).cloned())
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

//! The sealed states that the server has written into the forms of a page.

use super::{form_element, state};
use crate::{
    channel::Channel,
    wire::{FIELD_PREV, FIRST_PREV_ATTRIBUTE, is_unsealed},
};
use web_sys::{Element, HtmlFormElement};

/// The seals of what hooks begin with, by the same without a seal: a key and a state.
#[derive(Default)]
struct FirstSeals(Vec<(String, String)>);

/// A hook goes on from the state that the server has written into its form, also for submissions by code.
pub(super) fn begin_with(channel: &Channel, form: &HtmlFormElement) {
    let shared = &channel.shared;
    let initial = shared.initial.get();
    let of_field = |name| form_element::attribute(&field(form)?, name);
    let first = of_field(FIRST_PREV_ATTRIBUTE)
        .inspect(|first| {
            if let Some(initial) = initial {
                keep(initial, first);
            }
        })
        .or_else(|| kept(initial?));
    let Some(first) = first else { return };
    let has_none = |prev: &Option<String>| prev.is_none() || prev.as_ref() == initial;
    if shared.prev.with_untracked(has_none) {
        let of_field = of_field("value").filter(|prev| !is_unsealed(prev));
        shared.prev.set(of_field.or_else(|| Some(first.clone())));
    }
    shared.first_prev.set(Some(first));
}

/// The form is another one's from now on: nothing of it is sent in the other's name.
pub(super) fn take_away(form: &HtmlFormElement) {
    if let Some(field) = field(form) {
        form_element::set_attribute(&field, "value", None);
        form_element::set_attribute(&field, FIRST_PREV_ATTRIBUTE, None);
    }
}

fn field(form: &HtmlFormElement) -> Option<Element> {
    form_element::find(form, &format!("input[name='{FIELD_PREV}']"))
}

fn keep(initial: &str, first: &str) {
    state::with(|FirstSeals(all)| {
        all.retain(|(other, _)| other != initial);
        all.push((initial.into(), first.into()));
    });
}

fn kept(initial: &str) -> Option<String> {
    state::with(|FirstSeals(all)| {
        let (_, first) = all.iter().find(|(other, _)| other == initial)?;
        Some(first.clone())
    })
}

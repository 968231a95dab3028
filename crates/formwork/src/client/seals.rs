//! The sealed states that the server has written into the forms of a page.

use super::{form_element, state};
use crate::{channel::Channel, wire::FIELD_PREV};
use leptos::prelude::*;
use web_sys::{Element, HtmlFormElement};

const FIRST: &str = "data-fw-first";

/// What hooks begin with, by their keys: the same in each rendering of the page.
#[derive(Default)]
struct FirstSeals(Vec<(String, String)>);

/// A hook goes on from the state that the server has written into its form, whoever submits.
pub(super) fn begin_with(channel: &Channel, form: &HtmlFormElement) {
    let shared = &channel.shared;
    let key = shared.key.as_str();
    let of_field = |name| form_element::attribute(&field(form)?, name);
    let first = of_field(FIRST)
        .inspect(|first| keep(key, first))
        .or_else(|| kept(key));
    let Some(first) = first else { return };
    if shared.prev.with_untracked(Option::is_none) {
        shared
            .prev
            .set(of_field("value").or_else(|| Some(first.clone())));
    }
    shared.first_prev.set(Some(first));
}

/// The form is another one's from now on: nothing of it is sent in the other's name.
pub(super) fn take_away(form: &HtmlFormElement) {
    if let Some(field) = field(form) {
        form_element::set_attribute(&field, "value", None);
        form_element::set_attribute(&field, FIRST, None);
    }
}

fn field(form: &HtmlFormElement) -> Option<Element> {
    form_element::find(form, &format!("input[name='{FIELD_PREV}']"))
}

fn keep(key: &str, first: &str) {
    state::with(|FirstSeals(all)| {
        all.retain(|(other, _)| other != key);
        all.push((key.into(), first.into()));
    });
}

fn kept(key: &str) -> Option<String> {
    state::with(|FirstSeals(all)| {
        let (_, first) = all.iter().find(|(other, _)| other == key)?;
        Some(first.clone())
    })
}

//! The form's last line: issues without a field and the form's error, in one live region.
//!
//! The bridge, the server and the client write into the same element. Its first node is always a text: the bridge changes
//! that, and hydration finds the nodes that it expects.

use super::{
    attributes::Attributes,
    context::IssuePlaces,
    element::{element, live},
    failed::{FormBoundaryError, retry_button},
};
use crate::{
    channel::{Channel, FormError},
    side,
};
use leptos::{
    error::{ErrorHook, ErrorId},
    mount::mount_to,
    prelude::*,
    tachys::renderer::types::Element,
    wasm_bindgen::JsCast,
    web_sys::HtmlElement,
};
use std::sync::Arc;

/// The form's last line: issues without a field and the form's error, in one live region. A failure that the nearest
/// `<ErrorBoundary>` shows is thrown to it instead.
pub(super) fn notice(
    channel: &Channel,
    places: IssuePlaces,
) -> impl Iterator<Item = AnyView> + use<> {
    let hook = use_context::<Arc<dyn ErrorHook>>();
    let is_caught = hook.is_some();
    let throws =
        move |failure: &FormError| is_caught && matches!(failure, FormError::Failed { .. });
    let failure = {
        let channel = channel.clone();
        move || unplaced(&channel)
    };
    let text = {
        let (channel, failure) = (channel.clone(), failure.clone());
        move || {
            let issues = &channel.shared.issues;
            let others = issues.with(|issues| places.text_of_others(issues));
            match failure().filter(|failure| !throws(failure)) {
                Some(failure) if others.is_empty() => failure.message(),
                Some(failure) => format!("{} {others}", failure.message()),
                None => others,
            }
        }
    };
    let thrown = hook.map(|hook| {
        let (channel, failure) = (channel.clone(), failure.clone());
        let failure = move || {
            let failure = failure().filter(throws)?;
            Some(FormBoundaryError::new(failure, channel.clone()))
        };
        match side::IS_SERVER {
            // The nodes of a view that has no type, as the client's has none.
            true => live(move || match failure() {
                Some(failure) => Err::<(), _>(failure).into_any(),
                None => ().into_any(),
            }),
            false => {
                let mut thrown = Thrown { hook, id: None };
                live(move || {
                    thrown.be(failure());
                    ().into_any()
                })
            }
        }
    });
    let line = move |text: String| {
        let attributes = Attributes::default()
            .class("fw-failure")
            .text_of("role", "alert")
            .flag("data-fw-failure", true)
            .flag("hidden", text.is_empty());
        element("p")
            .attributes(attributes)
            .children([text.into_any()])
    };
    let line = match side::IS_SERVER {
        // When the page is written: by then the fields that come late are there, with their places.
        true => live(move || line(text()).into_any()),
        false => {
            let first = untrack(&text);
            let (owner, channel) = (Owner::current(), channel.clone());
            let follows = move |notice: &Element| {
                let notice = notice.clone().unchecked_into();
                if let Some(owner) = owner {
                    owner.with(|| follow(notice, text, failure, channel));
                }
            };
            line(first).then(follows).into_any()
        }
    };
    thrown.into_iter().chain([line])
}

/// What a `Result` does in a view: in the client its own type has 5 kB.
struct Thrown {
    hook: Arc<dyn ErrorHook>,
    id: Option<ErrorId>,
}

impl Thrown {
    fn be(&mut self, error: Option<FormBoundaryError>) {
        if let Some(before) = self.id.take() {
            self.hook.clear(&before);
        }
        self.id = error.map(|error| self.hook.throw(error.into()));
    }
}

impl Drop for Thrown {
    fn drop(&mut self) {
        self.be(None);
    }
}

/// Changes what the line says: in place of attributes and nodes that follow signals, so that what the bridge has changed
/// meanwhile is set again, and that a form which has nothing to say is one node.
fn follow(
    notice: HtmlElement,
    text: impl Fn() -> String + 'static,
    failure: impl Fn() -> Option<FormError> + 'static,
    channel: Channel,
) {
    let mut button = None;
    side::effect(Box::new(move || {
        let text = text();
        let waits = failure() == Some(FormError::Waiting);
        say_in(&notice, &text);
        // One that is there stays, with the focus; the handle takes it away.
        let before = button.take().filter(|_| waits);
        button = before.or_else(|| {
            let channel = channel.clone();
            let mount = || mount_to(notice.clone(), move || retry_button(&channel));
            waits.then(mount)
        });
    }));
}

fn say_in(notice: &HtmlElement, text: &str) {
    notice.set_hidden(text.is_empty());
    if let Some(node) = notice.first_child() {
        // Never without its text node, as the server writes it.
        let text = Some(text).filter(|text| !text.is_empty());
        node.set_node_value(text.or(Some(" ")));
    }
}

/// The failure, where the form has no place of its own for it.
fn unplaced(channel: &Channel) -> Option<FormError> {
    let shared = &channel.shared;
    shared.failure.get().filter(|_| shared.places.get() == 0)
}

//! The form's last line: issues without a field and the form's error, in one live region.
//!
//! The bridge, the server and the client write into the same element. Its first node is always a text: the bridge changes
//! that, and hydration finds the nodes that it expects.

use super::{
    context::IssuePlaces,
    failed::{FormBoundaryError, retry_button},
};
use crate::{
    channel::{Channel, FormError},
    side,
};
use leptos::{error::ErrorHook, html, mount::mount_to, prelude::*, web_sys};
use std::{any::Any, sync::Arc};

/// The form's last line: issues without a field and the form's error, in one live region. A failure that the nearest
/// `<ErrorBoundary>` shows is thrown to it instead.
pub(super) fn notice(
    channel: &Channel,
    places: IssuePlaces,
) -> impl Iterator<Item = AnyView> + use<> {
    let is_caught = use_context::<Arc<dyn ErrorHook>>().is_some();
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
    let thrown = is_caught.then(|| {
        let (channel, failure) = (channel.clone(), failure.clone());
        let thrown = move || match failure().filter(throws) {
            Some(failure) => Err(FormBoundaryError::new(failure, channel.clone())),
            None => Ok(()),
        };
        thrown.into_any()
    });
    let node = NodeRef::<html::P>::new();
    let line = move |text: String| {
        let is_hidden = text.is_empty();
        view! {
            <p
                class="fw-failure"
                role="alert"
                data-fw-failure
                hidden=is_hidden
                node_ref=node
            >
                {text}
            </p>
        }
    };
    let line = match side::IS_SERVER {
        // When the page is written: by then the fields that come late are there, with their places.
        true => (move || line(text())).into_any(),
        false => {
            follow(node, text.clone(), failure, channel.clone());
            line(untrack(text)).into_any()
        }
    };
    thrown.into_iter().chain([line])
}

/// Changes what the line says: in place of attributes and nodes that follow signals, so that what the bridge has changed
/// meanwhile is set again, and that a form which has nothing to say is one node.
fn follow(
    node: NodeRef<html::P>,
    text: impl Fn() -> String + 'static,
    failure: impl Fn() -> Option<FormError> + 'static,
    channel: Channel,
) {
    Effect::new(move |before: Option<Option<Box<dyn Any>>>| {
        let text = text();
        let waits = failure() == Some(FormError::Waiting);
        let notice = node.get()?;
        say_in(&notice, &text);
        // One that is there stays, with the focus; the handle takes it away.
        let before = before.flatten().filter(|_| waits);
        before.or_else(|| {
            let channel = channel.clone();
            let mount = || mount_to(notice.into(), move || retry_button(&channel));
            waits.then(|| Box::new(mount()) as Box<dyn Any>)
        })
    });
}

fn say_in(notice: &web_sys::HtmlElement, text: &str) {
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

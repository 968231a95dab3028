//! What only the server knows, as every other side has it: nothing.

use crate::{
    submission::Version,
    wire::{ClientLoad, QueryError},
};
use leptos::{config::LeptosOptions, prelude::*};
use serde::Serialize;
use std::sync::Arc;

/// Under which handle the states of the page are kept: a page in the browser has them itself.
pub(crate) fn page_handle() -> Option<Arc<str>> {
    None
}

pub(crate) fn seal_state_for(_: &str, _: &str, _: &str) -> Option<String> {
    None
}

pub(crate) fn note_initial(_: &str, _: &'static str, _: &str, _: &str) {}

pub(crate) fn lazy_route_is_shown(_: &'static str) {}

pub(crate) fn is_rendering() -> bool {
    false
}

pub(crate) fn scripts(_: &LeptosOptions, _: &str, _: ClientLoad, _: bool) -> AnyView {
    ().into_any()
}

pub(crate) fn nonce() -> Option<String> {
    None
}

/// The client renders the same nodes, and needs nothing that is in them.
pub(crate) fn keys_script() -> &'static str {
    ""
}

pub(crate) fn logged(error: QueryError, _: &str) -> QueryError {
    error
}

/// Puts nothing into a page.
pub(crate) struct Sealing;

impl Sealing {
    pub(crate) fn begin() -> Self {
        Self
    }

    pub(crate) fn json<T: Serialize>(self, _: impl FnOnce(Version) -> T) -> String {
        String::new()
    }
}

/// Only the server seals.
pub(crate) fn bound_to(
    _: &'static str,
    write: impl FnOnce() -> String,
) -> (String, Option<String>) {
    (write(), None)
}

//! What a side without a page to look after does: nothing.

use crate::{
    channel::{
        Call, Channel, Current, End, Fetched, FormHandle, Leave, Listener, Show, Standing, Wanted,
    },
    fields::FormData,
    submission::{FormId, SubmissionId, Version},
    wire::{QueryError, QueryRequest},
};
use leptos::{prelude::*, tachys::renderer::types::Element, web_sys};
use std::{
    future::{Future, ready},
    pin::Pin,
    time::Duration,
};

pub(crate) fn open(_: &Channel) {}

pub(crate) fn expect_form() -> FormId {
    FormId(0)
}

pub(crate) fn attach(_: FormId, _: &Element, _: FormHandle) {}

pub(crate) fn load_document() {}

pub(crate) fn submit(_: &Channel, _: Option<&str>, _: FormData) {}

pub(crate) fn call(_: Call, _: &str, _: FormData) -> impl Future<Output = Option<End>> + use<> {
    ready(None)
}

pub(crate) fn may_take(_: &'static str, _: u64) {}

pub(crate) fn retry(_: SubmissionId) {}

pub(crate) fn retry_all(_: &Channel) {}

pub(crate) fn cancel(_: SubmissionId) {}

pub(crate) fn dismiss(_: SubmissionId) {}

pub(crate) fn put_back(_: &Channel, _: &FormData) {}

pub(crate) fn focus(_: &Channel) {}

pub(crate) fn focus_if_lost(_: web_sys::HtmlElement) {}

pub(crate) fn debounced<V: 'static>(
    _: Duration,
    _: impl Fn(V) + 'static,
) -> impl Fn(V) + Clone + Send + Sync + 'static {
    |_| {}
}

pub(crate) fn on_visible(_: &web_sys::Element, _: impl Fn() + 'static) {}

pub(crate) fn current_submission() -> Option<SubmissionId> {
    None
}

pub(crate) fn add_update(_: SubmissionId, _: Option<QueryRequest>, _: Leave) {}

pub(crate) fn run_in_scope(_: impl Future<Output = ()> + 'static, _: impl FnOnce() + 'static) {}

pub(crate) fn watch(_: &'static str, _: Option<Listener>) -> ArcTrigger {
    ArcTrigger::new()
}

pub(crate) fn standing(_: &str) -> Vec<Standing> {
    Vec::new()
}

/// A future that the browser makes its requests in.
pub(crate) fn sent_from_here<F: Future + Send + 'static>(
    future: F,
) -> Pin<Box<dyn Future<Output = F::Output> + Send>> {
    Box::pin(future)
}

pub(crate) fn may_send(_: &'static str, _: u64) {}

pub(crate) fn attribute(_: &web_sys::Element, _: &str) -> Option<String> {
    None
}

pub(crate) fn set_attribute(_: &web_sys::Element, _: &str, _: Option<&str>) {}

pub(crate) fn is_offered_in(_: &Channel, _: FormId) -> bool {
    true
}

/// A `use_query` whose page nobody looks at.
#[derive(Clone, Copy)]
pub(crate) struct Mounted;

impl Mounted {
    pub(crate) fn attach(self, _: Show, _: Current, _: Option<Version>) {}

    pub(crate) fn wants(self, _: Wanted) {}

    pub(crate) async fn fetch(self, _: Wanted) -> Result<Fetched, QueryError> {
        Err(QueryError::Unreachable)
    }
}

pub(crate) fn mount(_: QueryRequest) -> Mounted {
    Mounted
}

pub(crate) async fn read_once(_: QueryRequest) -> Result<Fetched, QueryError> {
    Err(QueryError::Unreachable)
}

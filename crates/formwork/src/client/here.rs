//! What forms, hooks, actions and queries call: the client's half of the door `side`.

pub(crate) use super::{
    attached::{attach, expect_form},
    calls::submit,
    chunks::load_document,
    code::{current_submission, run_in_scope},
    dom::{new_id, page_query},
    form_element::{attribute, set_attribute},
    forms::{focus, focus_if_lost, is_offered_in, put_back},
    limits::may_send,
    mounted::Mounted,
    page::open,
    reads::{mount, read_once},
    rendered::page_outcome,
    send::may_take,
    timing::{debounced, on_visible},
    watch::{standing, watch},
};

pub(crate) use crate::unserved::*;

use super::{calls, code, held::dispatch, page, updates};
use crate::{
    channel::{Call, Channel, End, Leave},
    fields::FormData,
    submission::{Event, SubmissionId},
    wire::QueryRequest,
};
use send_wrapper::SendWrapper;
use std::pin::Pin;

/// A future that requests are made in: it stays on the only thread there is.
pub(crate) fn sent_from_here<F: Future + 'static>(
    future: F,
) -> Pin<Box<dyn Future<Output = F::Output> + Send>> {
    Box::pin(SendWrapper::new(future))
}

/// Calls an action, also in an app that was not started by Formwork.
pub(crate) fn call(
    called: Call,
    bound: &str,
    form: FormData,
) -> impl Future<Output = Option<End>> + use<> {
    page::begin();
    calls::call(called, bound, form)
}

/// Whether pages are rendered here.
pub(crate) const IS_SERVER: bool = false;

/// What waits to be sent again is sent now.
pub(crate) fn retry_all(channel: &Channel) {
    let view = channel.shared.view;
    dispatch(Event::RetryAll { view });
}

/// This one is sent again.
pub(crate) fn retry(id: SubmissionId) {
    dispatch(Event::Retry { id });
}

/// This one is wanted no longer.
pub(crate) fn cancel(id: SubmissionId) {
    dispatch(Event::Cancel { id });
}

/// This one will not be sent again.
pub(crate) fn dismiss(id: SubmissionId) {
    dispatch(Event::Dismiss { id });
}

/// An update has been added to an overlay.
pub(crate) fn add_update(id: SubmissionId, query: Option<QueryRequest>, leave: Leave) {
    updates::add_update(id, query, leave, code::current_runs());
}

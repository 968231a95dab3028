//! What forms, hooks, actions and queries call: the server's half of the door `side`. A page is rendered, and nobody is in
//! front of it.

pub(crate) use super::context::{is_rendering, page_handle, page_query};
pub(crate) use super::failure::logged;
pub(crate) use super::open::seal_state_for;
pub(crate) use super::scripts::{keys_script, nonce, scripts};
pub(crate) use super::seal::scope::{bound_to, mint, open as open_seal};
pub(crate) use crate::idle::*;

use super::context;
use crate::wire::PageOutcome;
use std::sync::Arc;

/// Whether pages are rendered here.
pub(crate) const IS_SERVER: bool = true;

/// A new submission id, for a native post.
pub(crate) fn new_id() -> String {
    super::visitor::VisitorId::generate().as_str().to_string()
}

/// What the page is rendered with. It has this form or hook.
pub(crate) fn page_outcome(key: &str, action: &'static str) -> Option<Arc<PageOutcome>> {
    context::note_rendered(key, action);
    context::page_outcome()
}

//! What forms, hooks, actions and queries call: the server's half of the door `side`. A page is rendered, and nobody is in
//! front of it.

pub(crate) use super::chunks::lazy_route_is_shown;
pub(crate) use super::context::{is_rendering, note_initial, page_handle, page_query};
pub(crate) use super::failure::logged;
pub(crate) use super::open::seal_state_for;
pub(crate) use super::scripts::{keys_script, nonce, scripts};
pub(crate) use super::seal::scope::{bound_to, mint, open as open_seal};
pub(crate) use crate::idle::*;

use super::{context, failure::log_failure, seal::scope::SealScope};
use crate::{submission::Version, wire::PageOutcome};
use serde::Serialize;
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

/// What is put into the page is sealed for the request that is being served, also after an `await`.
pub(crate) struct Sealing {
    scope: SealScope,
    version: Version,
}

impl Sealing {
    pub(crate) fn begin() -> Self {
        Self {
            scope: SealScope::current(),
            version: context::current_version(),
        }
    }

    /// The value as JSON; empty where it cannot be written, which is logged.
    pub(crate) fn json<T: Serialize>(self, value: impl FnOnce(Version) -> T) -> String {
        let value = value(self.version);
        let json = self.scope.enter(|| serde_json::to_string(&value));
        json.unwrap_or_else(|error| {
            log_failure("serialising a query", &error);
            String::new()
        })
    }
}

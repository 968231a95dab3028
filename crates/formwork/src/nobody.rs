//! The door `side` of a build with none of the features `ssr`, `hydrate` and `csr`: it type-checks, and does nothing.

pub(crate) use crate::{idle::*, unserved::*};

use crate::wire::PageOutcome;
use std::sync::Arc;

/// Whether pages are rendered here.
pub(crate) const IS_SERVER: bool = false;

pub(crate) fn new_id() -> String {
    String::new()
}

pub(crate) fn page_outcome(_: &str, _: &'static str) -> Option<Arc<PageOutcome>> {
    None
}

pub(crate) fn page_query() -> String {
    String::new()
}

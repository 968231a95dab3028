//! Queries: tagged reads that components use and mutations refresh.

mod call;
mod error;
mod suspenses;
mod use_query;

pub use call::{Query, QueryCall, QueryFn};
pub use error::{QueryError, QueryResult};
pub use use_query::{QueryResource, use_query};

/// Invalidates all queries with this tag: those that the page shows come back fresh in the answer to the
/// submission that is running.
///
/// Only an action can do this; elsewhere on the server it is a warning in the log without effect.
#[cfg(feature = "ssr")]
pub fn revalidate_tag(tag: impl Into<String>) {
    crate::server::invalidate(tag.into());
}

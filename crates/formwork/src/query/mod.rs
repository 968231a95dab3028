//! Queries: tagged reads that components use and mutations refresh.

mod call;
mod suspenses;
mod use_query;

pub use crate::wire::{QueryError, QueryResult};
#[doc(hidden)]
pub use call::read_as_json;
pub use call::{Query, QueryCall};
pub use use_query::{QueryResource, use_query};

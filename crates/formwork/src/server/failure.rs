//! What goes wrong goes into the log under an id, and the browser gets the id.

use crate::wire::QueryError;
use std::fmt;

/// Logs an error under a new id, which is all that the browser gets to see.
pub(crate) fn log_failure(place: &str, error: &dyn fmt::Display) -> String {
    let error_id = format!("{:08x}", random_u32());
    tracing::error!(error_id, place, "{error}");
    error_id
}

fn random_u32() -> u32 {
    use std::hash::{BuildHasher, Hasher};
    std::collections::hash_map::RandomState::new()
        .build_hasher()
        .finish() as u32
}

/// Logs what of a query's error must not be sent, and leaves its id.
pub(crate) fn logged(error: QueryError, query: &str) -> QueryError {
    match error {
        QueryError::Unexpected(error) => QueryError::Failed {
            error_id: log_failure(query, &error),
        },
        other => other,
    }
}

//! How a page names its queries, and how their values travel.

use crate::submission::Version;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A query with its arguments, as the client names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct QueryRequest {
    /// The query's id.
    #[serde(rename = "q")]
    pub query: String,
    /// Its arguments: a JSON array.
    #[serde(rename = "a")]
    pub args: String,
}

/// The value of one query.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QueryValue {
    /// The query's id.
    #[serde(rename = "q")]
    pub query: String,
    /// Its arguments: a JSON array.
    #[serde(rename = "a")]
    pub args: String,
    /// The value as JSON: a `Result` of the query's output.
    #[serde(rename = "v")]
    pub value: Box<RawValue>,
    /// Orders values of one query: an older one never takes a newer one's place.
    #[serde(rename = "n")]
    pub version: Version,
}

/// Where the value of a query stands among the page's serialised data.
///
/// Leptos numbers its resources in the order in which they are made, and that order differs between
/// server and browser inside closures and `Suspend`. So queries take a number that follows from what they
/// are. Numbers from 2^30 on are out of reach of the sequence; the value names its query, so that two
/// queries with one number cannot be taken for each other.
pub fn query_slot(request: &QueryRequest) -> usize {
    let mut hash = fnv1a(0xcbf2_9ce4_8422_2325, request.query.as_bytes());
    hash = fnv1a(hash, b"\0");
    hash = fnv1a(hash, request.args.as_bytes());
    (1 << 30) | (hash as usize & ((1 << 30) - 1))
}

/// FNV-1a, for short keys which need no protection.
pub(crate) fn fnv1a(mut hash: u64, bytes: &[u8]) -> u64 {
    for byte in bytes {
        hash ^= u64::from(*byte);
        hash = hash.wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash
}

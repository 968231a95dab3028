//! How a page names its queries, and how their values travel.

use super::{MAX_QUERIES, MAX_QUERIES_BYTES};
use crate::{
    json::{self, Members, Unreadable},
    submission::Version,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A query with its arguments, as the client names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Members")]
pub struct QueryRequest {
    /// The query's id.
    #[serde(rename(serialize = "q"))]
    pub query: String,
    /// Its arguments: a JSON array.
    #[serde(rename(serialize = "a"))]
    pub args: String,
}

impl TryFrom<Members> for QueryRequest {
    type Error = Unreadable;

    fn try_from(mut members: Members) -> Result<Self, Self::Error> {
        Ok(Self {
            query: members.take("q")?,
            args: members.take("a")?,
        })
    }
}

/// Divides queries into those that one request can name, and the others. Who sends them and who reads them cut at the
/// same place: after [`MAX_QUERIES`], and where their JSON array has [`MAX_QUERIES_BYTES`].
pub(crate) fn divide(queries: Vec<QueryRequest>) -> (Vec<QueryRequest>, Vec<QueryRequest>) {
    let (mut named, mut others) = (Vec::new(), Vec::new());
    let mut bytes = "[]".len();
    for query in queries {
        let length = serde_json::to_string(&query).map_or(usize::MAX, |json| json.len());
        let after = bytes.saturating_add(length).saturating_add(",".len());
        if named.len() < MAX_QUERIES && after <= MAX_QUERIES_BYTES {
            bytes = after;
            named.push(query);
        } else {
            others.push(query);
        }
    }
    (named, others)
}

/// The value of one query.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Members")]
pub struct QueryValue {
    /// The query's id.
    #[serde(rename(serialize = "q"))]
    pub query: String,
    /// Its arguments: a JSON array.
    #[serde(rename(serialize = "a"))]
    pub args: String,
    /// The value as JSON: a `Result` of the query's output.
    #[serde(rename(serialize = "v"))]
    pub value: Box<RawValue>,
    /// Orders values of one query: an older one never takes a newer one's place.
    #[serde(rename(serialize = "n"))]
    pub version: Version,
}

impl TryFrom<Members> for QueryValue {
    type Error = Unreadable;

    fn try_from(mut members: Members) -> Result<Self, Self::Error> {
        Ok(Self {
            query: members.take("q")?,
            args: members.take("a")?,
            value: members.take("v")?,
            version: members.object("n")?,
        })
    }
}

impl QueryValue {
    /// Whether it is that of this query.
    pub(crate) fn is_of(&self, request: &QueryRequest) -> bool {
        self.query == request.query && self.args == request.args
    }

    /// What a page says of this query among its serialised data.
    pub(crate) fn of_page(request: &QueryRequest, data: String) -> Option<Self> {
        let value: Self = json::from_str(&quotes_swapped(data)).ok()?;
        value.is_of(request).then_some(value)
    }
}

/// JSON for the page's serialised data, and back: `"` and `'` change places. Leptos writes the data as a string of
/// JavaScript, where each `"` is escaped one by one, and JSON is full of them.
pub(crate) fn quotes_swapped(json: String) -> String {
    const BETWEEN: u8 = b'"' ^ b'\'';
    let mut bytes = json.into_bytes();
    for byte in &mut bytes {
        let is_quote = (*byte == b'"') | (*byte == b'\'');
        *byte ^= BETWEEN * u8::from(is_quote);
    }
    // ASCII for ASCII: it is UTF-8 as before.
    String::from_utf8(bytes).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn query(args: String) -> QueryRequest {
        let query = "latest".into();
        QueryRequest { query, args }
    }

    #[test]
    fn a_value_is_read_as_the_page_has_it() {
        let json =
            r#"{"q":"latest","a":"[1]","v":{"Ok":"Ada's \"É\""},"n":{"epoch":1,"number":2}}"#;
        let data = quotes_swapped(json.into());
        assert!(data.starts_with("{'q':'latest',"), "{data}");
        assert_eq!(quotes_swapped(data.clone()), json);
        let read = |args: &str| QueryValue::of_page(&query(args.into()), data.clone());
        assert_eq!(read("[1]").unwrap().value.get(), r#"{"Ok":"Ada's \"É\""}"#);
        assert!(read("[2]").is_none(), "of another query");
    }

    #[test]
    fn what_a_request_names_has_room_in_it_and_the_rest_is_not_lost() {
        let long = |n: usize| query(format!("[\"{}\"]", "x".repeat(n)));
        for (queries, fit) in [
            (vec![query("[1]".into()); MAX_QUERIES + 3], MAX_QUERIES),
            (vec![long(1000); 20], 15),
            (vec![long(MAX_QUERIES_BYTES), long(1)], 1),
            (vec![long(MAX_QUERIES_BYTES)], 0),
        ] {
            let all = queries.len();
            let (named, others) = divide(queries);
            assert_eq!((named.len(), others.len()), (fit, all - fit));
            let json = serde_json::to_string(&named).unwrap();
            assert!(json.len() <= MAX_QUERIES_BYTES, "{}", json.len());
        }
    }
}

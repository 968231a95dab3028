//! The trait that `#[query]` implements, and the call that a query's function returns.

use super::{QueryError, QueryResult};
use crate::{
    channel::Fetched,
    side,
    wire::{QueryRequest, read_result},
};
use leptos::either::Either;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use std::{
    future::{Future, IntoFuture},
    pin::Pin,
};

/// An async function that reads. Implemented by `#[query]`, on a type that is never built.
pub trait Query: Sized + Send + Sync + 'static {
    /// The query's id, the same in every build.
    const ID: &'static str;
    /// The function's name.
    const NAME: &'static str;
    /// Its arguments, as a tuple.
    type Args: Clone + PartialEq + Send + Sync + 'static;
    /// What it reads.
    type Output: Serialize + DeserializeOwned + Clone + Send + Sync + 'static;

    /// The arguments as a JSON array.
    #[doc(hidden)]
    fn encode(args: &Self::Args) -> Result<String, serde_json::Error>;

    /// Reads in this process, behind the guard. Only the server has bodies.
    #[doc(hidden)]
    fn run_here(_: Self::Args) -> Pin<Box<dyn Future<Output = QueryResult<Self::Output>> + Send>> {
        Box::pin(std::future::ready(Err(QueryError::Unreachable)))
    }
}

/// A read that has not been made yet. `.await` makes it: in this process on the server, by a GET from the browser.
/// [`use_query`](super::use_query) makes it for a component, and again whenever it changes.
#[must_use = "a query reads when its call is awaited"]
pub struct QueryCall<Q: Query> {
    pub(super) args: Q::Args,
}

impl<Q: Query> QueryCall<Q> {
    /// A call with these arguments. The function that `#[query]` makes does this.
    #[doc(hidden)]
    pub fn new(args: Q::Args) -> Self {
        Self { args }
    }
}

impl<Q: Query> IntoFuture for QueryCall<Q> {
    type Output = QueryResult<Q::Output>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        if side::IS_SERVER {
            return Q::run_here(self.args);
        }
        side::sent_from_here(async move {
            let request = request_of::<Q>(&self.args);
            decoded(side::read_once(request).await)
        })
    }
}

pub(super) fn request_of<Q: Query>(args: &Q::Args) -> QueryRequest {
    QueryRequest {
        query: Q::ID.to_string(),
        args: Q::encode(args).unwrap_or_default(),
    }
}

/// The value that the client has read.
pub(super) fn decoded<T: DeserializeOwned + 'static>(
    fetched: QueryResult<Fetched>,
) -> QueryResult<T> {
    match fetched? {
        Either::Left(value) => match value.downcast::<QueryResult<T>>() {
            Ok(value) => *value,
            Err(_) => Err(QueryError::Unreachable),
        },
        Either::Right(json) => read_result(&json).unwrap_or(Err(QueryError::Unreachable)),
    }
}

/// Reads a query in this process: its value as JSON, or why that cannot be written or the arguments cannot be decoded. What
/// must not be sent of its error is logged first.
#[doc(hidden)]
pub fn read_as_json<Q: Query>(
    args: String,
    decode: fn(&str) -> Result<Q::Args, serde_json::Error>,
    logged: fn(QueryError, &str) -> QueryError,
) -> Pin<Box<dyn Future<Output = Result<Box<RawValue>, serde_json::Error>> + Send>> {
    Box::pin(async move {
        let value = Q::run_here(decode(&args)?).await;
        let value = value.map_err(|error| logged(error, Q::NAME));
        serde_json::value::to_raw_value(&value)
    })
}

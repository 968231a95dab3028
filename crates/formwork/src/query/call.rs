//! The trait that `#[query]` implements, and the call that a query's function returns.

use super::QueryResult;
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
        Box::pin(std::future::ready(Err(super::QueryError::Unreachable)))
    }
}

/// A read that has not been made yet: `.await` makes it, in this process on the server, by a GET from the
/// browser.
#[must_use = "a query reads when its call is awaited"]
pub struct QueryCall<Q: Query> {
    args: Q::Args,
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
        #[cfg(feature = "ssr")]
        {
            Q::run_here(self.args)
        }
        #[cfg(all(feature = "browser", not(feature = "ssr")))]
        {
            Box::pin(send_wrapper::SendWrapper::new(async move {
                let args = Q::encode(&self.args).unwrap_or_default();
                let request = crate::wire::QueryRequest {
                    query: Q::ID.to_string(),
                    args,
                };
                let (value, _) = crate::side::read(&request).await?;
                serde_json::from_str(value.value.get())
                    .unwrap_or(Err(super::QueryError::Unreachable))
            }))
        }
        #[cfg(not(any(feature = "ssr", feature = "browser")))]
        {
            let _ = self.args;
            Box::pin(std::future::ready(Err(super::QueryError::Unreachable)))
        }
    }
}

/// A query's function item, from which `use_query` recovers the query. `M` is inferred.
#[diagnostic::on_unimplemented(
    message = "this is not a #[query] function",
    note = "`use_query(latest, || (20,))` takes the function itself and a closure that gives its arguments as a tuple"
)]
pub trait QueryFn<M> {
    /// The query.
    type Query: Query;
}

macro_rules! query_fn {
    ($($arg:ident),*) => {
        impl<F, Q: Query, $($arg),*> QueryFn<(Q, $($arg,)*)> for F
        where
            F: Fn($($arg),*) -> QueryCall<Q>,
        {
            type Query = Q;
        }
    };
}

query_fn!();
query_fn!(A);
query_fn!(A, B);
query_fn!(A, B, C);
query_fn!(A, B, C, D);
query_fn!(A, B, C, D, E);

/// Reads a query in this process: its value as JSON, or why that cannot be written or the arguments cannot be decoded. What
/// must not be sent of its error is logged first.
#[doc(hidden)]
pub fn read_as_json<Q: Query>(
    args: String,
    decode: fn(&str) -> Result<Q::Args, serde_json::Error>,
    logged: fn(super::QueryError, &str) -> super::QueryError,
) -> Pin<Box<dyn Future<Output = Result<Box<RawValue>, serde_json::Error>> + Send>> {
    Box::pin(async move {
        let value = Q::run_here(decode(&args)?).await;
        let value = value.map_err(|error| logged(error, Q::NAME));
        serde_json::value::to_raw_value(&value)
    })
}

//! `use_query`: a resource that mutations refresh.

use super::{Query, QueryFn, QueryResult, suspenses::Suspenses};
use crate::{submission::Version, wire::QueryRequest};
use leptos::{
    prelude::*,
    reactive::{
        computed::{ArcAsyncDerived, AsyncDerived},
        owner::Owner,
    },
};
use serde::{Deserialize, Serialize};
use std::{future::Future, ops::Deref, pin::Pin};

/// What `use_query` gives: a resource. It can be read in `<Suspense>` and `<Transition>` and awaited in
/// `Suspend`, like one of Leptos'.
pub struct QueryResource<T: Send + Sync + 'static> {
    data: AsyncDerived<QueryResult<T>>,
    refetch: RwSignal<usize>,
    /// The query that is shown now: what an optimistic update is laid over.
    base: StoredValue<QueryRequest>,
    suspenses: Suspenses,
}

impl<T: Send + Sync + 'static> Clone for QueryResource<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for QueryResource<T> {}

impl<T: Send + Sync + 'static> Deref for QueryResource<T> {
    type Target = AsyncDerived<QueryResult<T>>;

    fn deref(&self) -> &Self::Target {
        &self.data
    }
}

impl<T: Clone + Send + Sync + 'static> QueryResource<T> {
    /// The query that is shown now.
    pub(crate) fn request(&self) -> QueryRequest {
        self.base.get_value()
    }

    /// Reads again from the server.
    pub fn refetch(&self) {
        self.refetch.update(|n| *n += 1);
    }
}

impl<T: Clone + Send + Sync + 'static> std::future::IntoFuture for QueryResource<T> {
    type Output = QueryResult<T>;
    type IntoFuture = Pin<Box<dyn Future<Output = QueryResult<T>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let mut value = self.data.into_future();
        let suspenses = self.suspenses;
        Box::pin(std::future::poll_fn(move |context| {
            suspenses.read(|| Pin::new(&mut value).poll(context))
        }))
    }
}

impl<T: Send + Sync + 'static> DefinedAt for QueryResource<T> {
    fn defined_at(&self) -> Option<&'static std::panic::Location<'static>> {
        self.data.defined_at()
    }
}

impl<T: Send + Sync + 'static> Track for QueryResource<T> {
    fn track(&self) {
        self.data.track();
    }
}

impl<T: Send + Sync + 'static> ReadUntracked for QueryResource<T> {
    type Value = <AsyncDerived<QueryResult<T>> as ReadUntracked>::Value;

    fn try_read_untracked(&self) -> Option<Self::Value> {
        self.suspenses.read(|| self.data.try_read_untracked())
    }
}

/// A value among the page's serialised data. It names its query: two queries with one slot cannot be taken
/// for each other.
#[derive(Serialize, Deserialize)]
struct Serialised<T> {
    #[serde(rename = "q")]
    query: String,
    #[serde(rename = "a")]
    args: String,
    #[serde(rename = "v")]
    value: QueryResult<T>,
    #[serde(rename = "n")]
    version: Version,
}

/// Reads a query and keeps it fresh: it is read again when `args` changes, and an action that invalidates
/// one of its tags brings the new value along in its answer.
///
/// `args` gives the query's arguments as a tuple: `use_query(latest, || (20,))`. It is tracked.
///
/// # Server-side rendering
/// The query runs while the page is rendered, behind its own guard; its value travels in the page, found by
/// query and arguments, and is not read again while hydrating.
pub fn use_query<F, M>(
    query: F,
    args: impl Fn() -> <F::Query as Query>::Args + Send + Sync + 'static,
) -> QueryResource<<F::Query as Query>::Output>
where
    F: QueryFn<M>,
{
    let _ = query;
    resource::<F::Query>(args)
}

fn request_of<Q: Query>(args: &Q::Args) -> QueryRequest {
    QueryRequest {
        query: Q::ID.to_string(),
        args: Q::encode(args).unwrap_or_default(),
    }
}

fn resource<Q: Query>(
    args: impl Fn() -> Q::Args + Send + Sync + 'static,
) -> QueryResource<Q::Output> {
    let refetch = RwSignal::new(0_usize);
    let source = ArcMemo::new(move |_| (refetch.get(), args()));
    let request = request_of::<Q>(&source.read_untracked().1);
    let initial = initial::<Q>(&request);
    let is_ready = initial.is_some();
    let base = StoredValue::new(request.clone());

    #[cfg(all(feature = "browser", not(feature = "ssr")))]
    let mounted = crate::client::mounted::Mounted::<Q>::new(request.clone());
    let suspenses = Suspenses::new();
    #[cfg(all(feature = "browser", not(feature = "ssr")))]
    let fetch = move |args: Q::Args| {
        let request = request_of::<Q>(&args);
        base.set_value(request.clone());
        suspenses.until_read(mounted.fetch(request))
    };
    #[cfg(feature = "ssr")]
    let fetch = |args: Q::Args| async move {
        match crate::server::is_rendering() {
            true => Q::run_here(args)
                .await
                .map_err(|error| error.logged(Q::NAME)),
            // Leptos renders once without a request to learn the routes: nothing is read for that.
            false => std::future::pending().await,
        }
    };
    #[cfg(not(any(feature = "browser", feature = "ssr")))]
    let fetch = |_: Q::Args| async move { Err(super::QueryError::Unreachable) };

    let data: ArcAsyncDerived<QueryResult<Q::Output>> =
        ArcAsyncDerived::new_with_manual_dependencies(
            initial.map(|serialised| serialised.value),
            {
                let source = source.clone();
                move || fetch(source.get().1)
            },
            &source,
        );
    if is_ready {
        source.with_untracked(|_| ());
    }

    #[cfg(all(feature = "browser", not(feature = "ssr")))]
    mounted.attach(&data);
    #[cfg(feature = "ssr")]
    serialise(request, &data);

    QueryResource {
        data: data.into(),
        refetch,
        base,
        suspenses,
    }
}

/// The value that the server has put into the page, while hydrating.
fn initial<Q: Query>(request: &QueryRequest) -> Option<Serialised<Q::Output>> {
    let context = Owner::current_shared_context()?;
    let slot = hydration_context::SerializedDataId::new(crate::wire::query_slot(request));
    let json = context.read_data(&slot)?;
    let serialised: Serialised<Q::Output> = serde_json::from_str(&json).ok()?;
    (serialised.query == request.query && serialised.args == request.args).then_some(serialised)
}

/// Puts the value into the page when it is there.
#[cfg(feature = "ssr")]
fn serialise<T: Serialize + Clone + Send + Sync + 'static>(
    request: QueryRequest,
    data: &ArcAsyncDerived<QueryResult<T>>,
) {
    let Some(context) = Owner::current_shared_context() else {
        return;
    };
    let slot = hydration_context::SerializedDataId::new(crate::wire::query_slot(&request));
    let version = crate::server::current_version();
    let scope = crate::action::SealScope::current();
    let ready = data.ready();
    let data = data.clone();
    context.write_async(
        slot,
        Box::pin(async move {
            ready.await;
            let Some(value) = data.get_untracked() else {
                return String::new();
            };
            let serialised = Serialised {
                query: request.query,
                args: request.args,
                value,
                version,
            };
            scope
                .enter(|| serde_json::to_string(&serialised))
                .unwrap_or_else(|error| {
                    crate::server::log_failure("serialising a query", &error);
                    String::new()
                })
        }),
    );
}

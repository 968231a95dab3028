//! `use_query`: a resource that mutations refresh.

use super::{
    Query, QueryCall, QueryError, QueryResult,
    call::{decoded, request_of},
    suspenses::Suspenses,
};
use crate::{
    channel::{Current, Fetched, Show, Wanted},
    side,
    submission::Version,
    wire::{QueryRequest, QueryValue, query_slot, quotes_swapped, read_result},
};
use hydration_context::SharedContext;
use leptos::{
    prelude::*,
    reactive::{
        computed::{ArcAsyncDerived, AsyncDerived},
        owner::{IsHydrating, Owner},
    },
};
use serde::{Serialize, de::DeserializeOwned};
use std::{future::Future, ops::Deref, pin::Pin, rc::Rc, sync::Arc};

/// The result of `use_query`: a resource. It can be read in `<Suspense>` and `<Transition>` and awaited in
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
    /// The query that is shown now; `None` when its owner is gone.
    pub(crate) fn request(&self) -> Option<QueryRequest> {
        self.base.try_get_value()
    }

    /// The value that was read; the default while the first read is pending, and where the last one failed.
    ///
    /// ```
    /// # use formwork::prelude::*;
    /// #[query(public)]
    /// async fn names() -> QueryResult<Vec<String>> {
    ///     Ok(vec!["Ada".to_string()])
    /// }
    ///
    /// #[component]
    /// fn Names() -> impl IntoView {
    ///     let all = use_query(|| names());
    ///     view! {
    ///         <Suspense>
    ///             <For each=move || all.value() key=String::clone let:name>
    ///                 <p>{name}</p>
    ///             </For>
    ///             {move || all.error().map(|error| view! { <p role="alert">{error.to_string()}</p> })}
    ///         </Suspense>
    ///     }
    /// }
    /// ```
    pub fn value(&self) -> T
    where
        T: Default,
    {
        self.get().and_then(Result::ok).unwrap_or_default()
    }

    /// Why the last read failed; `None` while it is pending, and where it gave a value.
    pub fn error(&self) -> Option<QueryError> {
        self.with(|value| value.as_ref()?.as_ref().err().cloned())
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

/// A value among the page's serialised data, read as a [`QueryValue`]. It names its query: two queries with one slot cannot
/// be taken for each other.
#[derive(Serialize)]
struct Serialised<V> {
    #[serde(rename = "q")]
    query: String,
    #[serde(rename = "a")]
    args: String,
    #[serde(rename = "v")]
    value: V,
    #[serde(rename = "n")]
    version: Version,
}

/// Reads a query, and keeps it fresh.
///
/// `call` returns the query's call. It is tracked: when a signal in it changes, the query is read again. An action that
/// invalidates one of its tags brings the new value in its answer. The query may have any number of arguments.
///
/// ```
/// use formwork::prelude::*;
///
/// #[query(public, tags("posts"))]
/// async fn latest(count: u32) -> QueryResult<Vec<String>> {
///     Ok((0..count).map(|number| format!("Post {number}")).collect())
/// }
///
/// #[component]
/// fn Latest(count: RwSignal<u32>) -> impl IntoView {
///     let posts = use_query(move || latest(count.get()));
///     view! {
///         <Transition>
///             <For each=move || posts.value() key=String::clone let:post>
///                 <p>{post}</p>
///             </For>
///         </Transition>
///     }
/// }
/// ```
///
/// # Server-side rendering
/// The query runs while the page is rendered, behind its own guard; its value travels in the page, found by
/// query and arguments, and is not read again while hydrating.
pub fn use_query<Q: Query>(
    call: impl Fn() -> QueryCall<Q> + Send + Sync + 'static,
) -> QueryResource<Q::Output> {
    let call = Arc::new(call);
    let reads = {
        let call = Arc::clone(&call);
        Reads::begin(Box::new(move || request_of::<Q>(&call().args)))
    };
    let request = reads.base.get_value();
    let initial = initial::<Q::Output>(&request);
    let version = initial.as_ref().map(|(_, version)| *version);

    let data: ArcAsyncDerived<QueryResult<Q::Output>> =
        ArcAsyncDerived::new_with_manual_dependencies(
            initial.map(|(value, _)| value),
            {
                let reads = reads.clone();
                move || -> Read<Q::Output> {
                    let wanted = reads.source.get();
                    if side::IS_SERVER {
                        return while_rendering::<Q>(untrack(|| call().args));
                    }
                    let fetched = reads.fetch(wanted);
                    Box::pin(async move { decoded(fetched.await) })
                }
            },
            &reads.source,
        );
    if version.is_some() {
        reads.source.with_untracked(|_| ());
    }

    if side::IS_SERVER {
        serialise(request, &data);
    } else {
        let mounted = reads.mounted;
        mounted.attach(show(data.clone()), current(data.clone()), version);
    }

    QueryResource {
        data: data.into(),
        refetch: reads.refetch,
        base: reads.base,
        suspenses: reads.suspenses,
    }
}

/// What a query asks for, and when: the same code for every type of value.
#[derive(Clone)]
struct Reads {
    refetch: RwSignal<usize>,
    /// Follows the signals in the query's call.
    source: ArcMemo<Wanted>,
    base: StoredValue<QueryRequest>,
    suspenses: Suspenses,
    mounted: side::Mounted,
}

impl Reads {
    fn begin(request: Box<dyn Fn() -> QueryRequest + Send + Sync>) -> Self {
        let refetch = RwSignal::new(0_usize);
        let source = ArcMemo::new(move |_| (refetch.get(), request()));
        let (_, request) = source.get_untracked();
        let reads = Self {
            refetch,
            source,
            base: StoredValue::new(request.clone()),
            suspenses: Suspenses::new(),
            mounted: side::mount(request),
        };
        if !side::IS_SERVER {
            let Self {
                source,
                base,
                mounted,
                ..
            } = reads.clone();
            side::effect(Box::new(move || {
                let wanted = source.get();
                base.set_value(wanted.1.clone());
                mounted.wants(wanted);
            }));
        }
        reads
    }

    fn fetch(&self, wanted: Wanted) -> Pin<Box<dyn Future<Output = QueryResult<Fetched>> + Send>> {
        self.base.set_value(wanted.1.clone());
        let fetched = self.mounted.fetch(wanted);
        Box::pin(self.suspenses.until_read(fetched))
    }
}

type Read<T> = Pin<Box<dyn Future<Output = QueryResult<T>> + Send>>;

fn while_rendering<Q: Query>(args: Q::Args) -> Read<Q::Output> {
    Box::pin(async move {
        match side::is_rendering() {
            true => Q::run_here(args)
                .await
                .map_err(|error| side::logged(error, Q::NAME)),
            // Leptos renders once without a request to learn the routes: nothing is read for that.
            false => std::future::pending().await,
        }
    })
}

/// Shows fresh values that come with answers.
fn show<T: DeserializeOwned + Send + Sync + 'static>(
    data: ArcAsyncDerived<QueryResult<T>>,
) -> Show {
    Rc::new(move |json| {
        if let Some(value) = read_result(json) {
            data.set(Some(value));
        }
    })
}

fn current<T: Clone + Send + Sync + 'static>(data: ArcAsyncDerived<QueryResult<T>>) -> Current {
    Rc::new(move || Some(Box::new(data.get_untracked()?)))
}

/// The value that the server has put into the page, while hydrating.
fn initial<T: DeserializeOwned>(request: &QueryRequest) -> Option<(QueryResult<T>, Version)> {
    let QueryValue { value, version, .. } = serialised(request)?;
    Some((read_result(&value)?, version))
}

fn serialised(request: &QueryRequest) -> Option<QueryValue> {
    let context = Owner::current_shared_context()?;
    let slot = hydration_context::SerializedDataId::new(query_slot(request));
    QueryValue::of_page(request, context.read_data(&slot)?)
}

/// Whether what is rendered here is hydrated. Of a page with islands they alone are; what is rendered in one later, when
/// the page's own flag is that of another place again, is still below it.
fn is_hydrated(page: &Arc<dyn SharedContext + Send + Sync>) -> bool {
    let here = use_context::<IsHydrating>();
    here.map_or_else(|| page.get_is_hydrating(), |IsHydrating(is)| is)
}

/// Puts the value into the page when it is there.
fn serialise<T: Serialize + Clone + Send + Sync + 'static>(
    request: QueryRequest,
    data: &ArcAsyncDerived<QueryResult<T>>,
) {
    let Some(context) = Owner::current_shared_context().filter(is_hydrated) else {
        return;
    };
    let slot = hydration_context::SerializedDataId::new(query_slot(&request));
    let (ready, data) = (data.ready(), data.clone());
    let sealing = side::Sealing::begin();
    context.write_async(
        slot,
        Box::pin(async move {
            ready.await;
            data.with_untracked(|value| {
                let Some(value) = value else {
                    return String::new();
                };
                let json = sealing.json(|version| Serialised {
                    query: request.query,
                    args: request.args,
                    value: value.as_ref(),
                    version,
                });
                quotes_swapped(json)
            })
        }),
    );
}

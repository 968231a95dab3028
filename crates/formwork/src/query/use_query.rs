//! `use_query`: a resource that mutations refresh.

use super::{
    Query, QueryCall, QueryError, QueryResult,
    call::{decoded, request_of},
    suspenses::Suspenses,
};
use crate::{
    channel::{Current, Show},
    side,
    submission::Version,
    wire::{QueryRequest, query_slot},
};
use leptos::{
    prelude::*,
    reactive::{
        computed::{ArcAsyncDerived, AsyncDerived},
        owner::Owner,
    },
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{future::Future, ops::Deref, pin::Pin, rc::Rc};

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
    let refetch = RwSignal::new(0_usize);
    let source = ArcMemo::new(move |_| (refetch.get(), call().args));
    let request = request_of::<Q>(&source.read_untracked().1);
    let initial = initial::<Q>(&request);
    let version = initial.as_ref().map(|serialised| serialised.version);
    let base = StoredValue::new(request.clone());
    let suspenses = Suspenses::new();
    let mounted = side::mount(request.clone());

    let fetch = move |(refetch, args): (usize, Q::Args)| {
        if side::IS_SERVER {
            return while_rendering::<Q>(args);
        }
        let request = request_of::<Q>(&args);
        base.set_value(request.clone());
        let fetched = mounted.fetch((refetch, request));
        Box::pin(suspenses.until_read(async move { decoded(fetched.await) }))
    };
    if !side::IS_SERVER {
        let source = source.clone();
        Effect::new(move || {
            let (refetch, args) = source.get();
            let request = request_of::<Q>(&args);
            base.set_value(request.clone());
            mounted.wants((refetch, request));
        });
    }

    let data: ArcAsyncDerived<QueryResult<Q::Output>> =
        ArcAsyncDerived::new_with_manual_dependencies(
            initial.map(|serialised| serialised.value),
            {
                let source = source.clone();
                move || fetch(source.get())
            },
            &source,
        );
    if version.is_some() {
        source.with_untracked(|_| ());
    }

    if side::IS_SERVER {
        serialise(request, &data);
    } else {
        mounted.attach(show(data.clone()), current(data.clone()), version);
    }

    QueryResource {
        data: data.into(),
        refetch,
        base,
        suspenses,
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
        if let Ok(value) = serde_json::from_str::<QueryResult<T>>(json.get()) {
            data.set(Some(value));
        }
    })
}

fn current<T: Clone + Send + Sync + 'static>(data: ArcAsyncDerived<QueryResult<T>>) -> Current {
    Rc::new(move || Some(Box::new(data.get_untracked()?)))
}

/// The value that the server has put into the page, while hydrating.
fn initial<Q: Query>(request: &QueryRequest) -> Option<Serialised<Q::Output>> {
    let context = Owner::current_shared_context()?;
    let slot = hydration_context::SerializedDataId::new(query_slot(request));
    let json = context.read_data(&slot)?;
    let serialised: Serialised<Q::Output> = serde_json::from_str(&json).ok()?;
    (serialised.query == request.query && serialised.args == request.args).then_some(serialised)
}

/// Puts the value into the page when it is there.
fn serialise<T: Serialize + Clone + Send + Sync + 'static>(
    request: QueryRequest,
    data: &ArcAsyncDerived<QueryResult<T>>,
) {
    let Some(context) = Owner::current_shared_context() else {
        return;
    };
    let slot = hydration_context::SerializedDataId::new(query_slot(&request));
    let (ready, data) = (data.ready(), data.clone());
    let sealing = side::Sealing::begin();
    context.write_async(
        slot,
        Box::pin(async move {
            ready.await;
            let Some(value) = data.get_untracked() else {
                return String::new();
            };
            sealing.json(|version| Serialised {
                query: request.query,
                args: request.args,
                value,
                version,
            })
        }),
    );
}

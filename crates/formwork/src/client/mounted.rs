//! In the browser: the queries that the page shows.

use super::{send::get, updates};
use crate::{
    query::{Query, QueryError, QueryResult},
    wire::{ENDPOINT, QueryRequest, QueryValue, divide},
};
use leptos::{prelude::*, reactive::computed::ArcAsyncDerived};
use send_wrapper::SendWrapper;
use serde_json::value::RawValue;
use std::{
    any::Any,
    cell::{Cell, RefCell},
    future::Future,
    marker::PhantomData,
    rc::Rc,
};

type Show = Rc<dyn Fn(&RawValue)>;
type Current = Rc<dyn Fn() -> Option<Box<dyn Any>>>;

struct Entry {
    number: u64,
    request: QueryRequest,
    /// Which query the value is of: an older request, while a new one loads.
    loaded: Option<QueryRequest>,
    show: Option<Show>,
    current: Option<Current>,
}

thread_local! {
    static MOUNTED: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u64> = const { Cell::new(0) };
}

/// One `use_query` of the page.
pub(crate) struct Mounted<Q> {
    number: u64,
    marker: PhantomData<fn() -> Q>,
}

impl<Q> Clone for Mounted<Q> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q> Copy for Mounted<Q> {}

impl<Q: Query> Mounted<Q> {
    /// Known until its owner is gone.
    pub(crate) fn new(request: QueryRequest) -> Self {
        NEXT.set(NEXT.get() + 1);
        let number = NEXT.get();
        MOUNTED.with_borrow_mut(|all| {
            all.push(Entry {
                number,
                request,
                loaded: None,
                show: None,
                current: None,
            })
        });
        Owner::on_cleanup(move || leave(number));
        Self {
            number,
            marker: PhantomData,
        }
    }

    /// Fresh values of the query go to this resource.
    pub(crate) fn attach(self, data: &ArcAsyncDerived<QueryResult<Q::Output>>) {
        let (data, held) = (data.clone(), data.clone());
        let show: Show = Rc::new(move |json| {
            if let Ok(value) = serde_json::from_str::<QueryResult<Q::Output>>(json.get()) {
                data.set(Some(value));
            }
        });
        let current: Current = Rc::new(move || Some(Box::new(held.get_untracked()?)));
        MOUNTED.with_borrow_mut(|all| {
            if let Some(entry) = all.iter_mut().find(|entry| entry.number == self.number) {
                // The page came with a value.
                if current().is_some() {
                    entry.loaded = Some(entry.request.clone());
                }
                entry.show = Some(show);
                entry.current = Some(current);
            }
        });
    }

    /// Reads from the server with these arguments, which are shown from now on.
    pub(crate) fn fetch(
        self,
        request: QueryRequest,
    ) -> impl Future<Output = QueryResult<Q::Output>> + Send + 'static {
        let before = MOUNTED.with_borrow_mut(|all| {
            all.iter_mut()
                .find(|entry| entry.number == self.number)
                .map(|entry| std::mem::replace(&mut entry.request, request.clone()))
        });
        if let Some(before) = before.filter(|before| *before != request) {
            forget_unless_shown(&before);
        }
        SendWrapper::new(async move {
            let (value, number) = read(&request).await?;
            let result =
                serde_json::from_str(value.value.get()).map_err(|_| QueryError::Unreachable)?;
            // All that show this query get the value, in the order of versions.
            if updates::arrived(value, number) {
                return result;
            }
            // An older value, or one that has to wait: what is shown stays.
            self.current(&request).unwrap_or(result)
        })
    }

    /// The value that is shown, where it is this query's. From now on one of it is.
    fn current(self, request: &QueryRequest) -> Option<QueryResult<Q::Output>> {
        let current = MOUNTED.with_borrow_mut(|all| {
            let entry = all.iter_mut().find(|entry| entry.number == self.number)?;
            let before = entry.loaded.replace(request.clone());
            entry
                .current
                .clone()
                .filter(|_| before.as_ref() == Some(request))
        });
        current?()?.downcast().ok().map(|value| *value)
    }
}

/// Reads a query, with the number of the request.
pub(crate) async fn read(request: &QueryRequest) -> Result<(QueryValue, u64), QueryError> {
    let number = updates::next_request();
    let encoded = |text: &str| {
        js_sys::encode_uri_component(text)
            .as_string()
            .unwrap_or_default()
    };
    let url = format!(
        "{ENDPOINT}/query?q={}&a={}",
        encoded(&request.query),
        encoded(&request.args)
    );
    let text = get(&url).await.ok_or(QueryError::Unreachable)?;
    let value = serde_json::from_str(&text).map_err(|_| QueryError::Unreachable)?;
    Ok((value, number))
}

fn leave(number: u64) {
    let request = MOUNTED.with_borrow_mut(|all| {
        let index = all.iter().position(|entry| entry.number == number)?;
        Some(all.swap_remove(index).request)
    });
    if let Some(request) = request {
        forget_unless_shown(&request);
    }
}

fn forget_unless_shown(request: &QueryRequest) {
    if !is_shown(request) {
        updates::unmounted(request);
    }
}

/// Whether the page shows this query.
pub(crate) fn is_shown(request: &QueryRequest) -> bool {
    MOUNTED.with_borrow(|all| all.iter().any(|entry| entry.request == *request))
}

/// Shows a value wherever its query is shown.
pub(crate) fn show(request: &QueryRequest, value: &RawValue) {
    let shows: Vec<Show> = MOUNTED.with_borrow_mut(|all| {
        all.iter_mut()
            .filter(|entry| entry.request == *request)
            .filter_map(|entry| {
                entry.loaded = Some(request.clone());
                entry.show.clone()
            })
            .collect()
    });
    for show in shows {
        show(value);
    }
}

/// The queries that the page shows, each once.
fn shown() -> Vec<QueryRequest> {
    let mut shown: Vec<QueryRequest> = Vec::new();
    MOUNTED.with_borrow(|all| {
        for entry in all {
            if !shown.contains(&entry.request) {
                shown.push(entry.request.clone());
            }
        }
    });
    shown
}

/// The queries that the page shows, as a request names them.
pub(crate) fn named() -> String {
    let (named, _) = divide(shown());
    serde_json::to_string(&named).unwrap_or_default()
}

/// Those that a request has no room for: whoever changes something cannot bring their values along.
pub(crate) fn unnamed() -> Vec<QueryRequest> {
    divide(shown()).1
}

/// Reads everything that is shown again: after an answer that could not say what it changed.
pub(crate) fn refetch_all() {
    shown().into_iter().for_each(refetch);
}

/// Reads a query again, for all that show it.
pub(crate) fn refetch(request: QueryRequest) {
    leptos::task::spawn_local(async move {
        if let Ok((value, number)) = read(&request).await {
            updates::arrived(value, number);
        }
    });
}

//! In the browser: the queries that the page shows.

use super::{
    send::{get, pause_after},
    updates,
};
use crate::{
    query::{Query, QueryError, QueryResult},
    wire::{ENDPOINT, QueryRequest, QueryValue, divide},
};
use futures::{
    channel::oneshot,
    future::{Either, select},
};
use leptos::{prelude::*, reactive::computed::ArcAsyncDerived};
use send_wrapper::SendWrapper;
use serde_json::value::RawValue;
use std::{
    any::Any,
    cell::{Cell, RefCell},
    future::Future,
    marker::PhantomData,
    pin::pin,
    rc::Rc,
};

/// The number of a refetch, with the arguments.
type Wanted = (usize, QueryRequest);
type Show = Rc<dyn Fn(&RawValue)>;
type Current = Rc<dyn Fn() -> Option<Box<dyn Any>>>;

struct Entry {
    number: u64,
    request: QueryRequest,
    /// Which query the value is of: an older request, while a new one loads.
    loaded: Option<QueryRequest>,
    /// What is asked for now: a refetch by its number, and the arguments.
    wanted: Option<Wanted>,
    /// What was read in place of something older that was on its way.
    overtook: Option<Wanted>,
    /// Tells what is on its way that something else is wanted.
    overtakes: Option<oneshot::Sender<()>>,
    show: Option<Show>,
    current: Option<Current>,
}

thread_local! {
    static MOUNTED: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
    /// What could not be read the last time.
    static FAILED: RefCell<Vec<QueryRequest>> = const { RefCell::new(Vec::new()) };
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
                wanted: None,
                overtook: None,
                overtakes: None,
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
        self.with(|entry| {
            // The page came with a value.
            if current().is_some() {
                entry.loaded = Some(entry.request.clone());
            }
            entry.show = Some(show);
            entry.current = Some(current);
        });
    }

    /// Other arguments are wanted, or the same once more: what is on its way is given up for that. A request that
    /// hangs must not hold up a newer one.
    pub(crate) fn wants(self, wanted: Wanted) {
        let overtakes = self.with(|entry| {
            let before = entry.wanted.replace(wanted.clone());
            match before.is_some_and(|before| before != wanted) {
                true => entry.overtakes.take(),
                false => None,
            }
        });
        if let Some(overtakes) = overtakes.flatten() {
            let _ = overtakes.send(());
        }
    }

    /// Reads from the server what is wanted, which is shown from now on. Where something else is wanted before it has
    /// come, it reads that.
    pub(crate) fn fetch(
        self,
        wanted: Wanted,
    ) -> impl Future<Output = QueryResult<Q::Output>> + Send + 'static {
        let has_been_read = self.with(|entry| {
            entry.wanted = Some(wanted.clone());
            entry.overtook.take() == Some(wanted.clone())
        });
        self.shows(&wanted.1);
        SendWrapper::new(async move {
            if has_been_read == Some(true)
                && let Some(value) = self.current(&wanted.1)
            {
                return value;
            }
            let mut wanted = wanted;
            let (value, number) = loop {
                let (tell, overtaken) = oneshot::channel();
                if self.with(|entry| entry.overtakes = Some(tell)).is_none() {
                    return Err(QueryError::Unreachable);
                }
                let asked = wanted.1.clone();
                match select(pin!(read(&asked)), overtaken).await {
                    Either::Left((read, _)) => break read?,
                    Either::Right(_) => match self.with(|entry| {
                        entry.overtook = entry.wanted.clone();
                        entry.wanted.clone()
                    }) {
                        Some(Some(newer)) => wanted = newer,
                        // Nobody shows it any more.
                        _ => return Err(QueryError::Unreachable),
                    },
                }
                self.shows(&wanted.1);
            };
            let result =
                serde_json::from_str(value.value.get()).map_err(|_| QueryError::Unreachable)?;
            // All that show this query get the value, in the order of versions.
            if updates::arrived(value, number) {
                return result;
            }
            // An older value, or one that has to wait: what is shown stays.
            self.current(&wanted.1).unwrap_or(result)
        })
    }

    /// Shows this query from now on.
    fn shows(self, request: &QueryRequest) {
        let before = self.with(|entry| std::mem::replace(&mut entry.request, request.clone()));
        if let Some(before) = before.filter(|before| before != request) {
            forget_unless_shown(&before);
        }
    }

    fn with<R>(self, f: impl FnOnce(&mut Entry) -> R) -> Option<R> {
        MOUNTED.with_borrow_mut(|all| {
            all.iter_mut()
                .find(|entry| entry.number == self.number)
                .map(f)
        })
    }

    /// The value that is shown, where it is this query's. From now on one of it is.
    fn current(self, request: &QueryRequest) -> Option<QueryResult<Q::Output>> {
        let current = self.with(|entry| {
            let before = entry.loaded.replace(request.clone());
            let is_its = before.as_ref() == Some(request);
            entry.current.clone().filter(|_| is_its)
        });
        current??()?.downcast().ok().map(|value| *value)
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
    let mut text = get(&url).await;
    // What fails for want of a connection or of a server is tried once more.
    if let Some(pause) = text.as_ref().err().and_then(|why| pause_after(*why)) {
        pause.await;
        if is_shown(request) {
            text = get(&url).await;
        }
    }
    FAILED.with_borrow_mut(|failed| {
        failed.retain(|other| other != request);
        if text.is_err() {
            failed.push(request.clone());
        }
    });
    let text = text.map_err(|_| QueryError::Unreachable)?;
    let value = serde_json::from_str(&text).map_err(|_| QueryError::Unreachable)?;
    Ok((value, number))
}

fn leave(number: u64) {
    let left = MOUNTED.with_borrow_mut(|all| {
        let index = all.iter().position(|entry| entry.number == number)?;
        Some(all.swap_remove(index))
    });
    if let Some(left) = left {
        forget_unless_shown(&left.request);
    }
}

/// The browser is online again: what could not be read is read again, where it is still shown.
pub(crate) fn online() {
    let failed = FAILED.take().into_iter();
    failed.filter(is_shown).for_each(refetch);
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

/// Those that a request has not named: whoever changes something cannot bring their values along.
pub(crate) fn shown_but_not(named: &[QueryRequest]) -> Vec<QueryRequest> {
    let mut shown = shown();
    shown.retain(|request| !named.contains(request));
    shown
}

/// Reads everything that is shown again: after an answer that could not say what it changed, and when the page comes back
/// from memory.
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

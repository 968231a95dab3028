//! Reads of queries, and their values on the page.

use super::{
    mounted::{Mounted, is_shown, shown},
    reply::NoAnswer,
    send::{get, pause_after},
    state, updates,
};
use crate::{
    channel::{Current, Fetched, Show, Wanted},
    json,
    submission::Version,
    wire::{ENDPOINT, QueryError, QueryRequest, QueryValue},
};
use futures::{
    channel::oneshot,
    future::{Either as Raced, select},
};
use leptos::{either::Either, prelude::Owner};
use send_wrapper::SendWrapper;
use std::{any::Any, future::Future, mem, pin::pin};

/// The queries whose last read has failed.
#[derive(Default)]
struct Failed(Vec<QueryRequest>);

/// A query is on the page until its owner goes.
pub(crate) fn mount(request: QueryRequest) -> Mounted {
    let mounted = Mounted::new(request);
    Owner::on_cleanup(move || {
        if let Some(shown) = mounted.leave() {
            forget_unless_shown(&shown);
        }
    });
    mounted
}

impl Mounted {
    /// Fresh values of the query go here. `version` is that of the value which the page came with.
    pub(crate) fn attach(self, show: Show, current: Current, version: Option<Version>) {
        let loaded = self.connect(show, current);
        if let (Some(query), Some(version)) = (loaded, version) {
            updates::begins_with(query, version);
        }
    }

    /// Reads from the server what is wanted, which is shown from now on. Where something else is wanted before the value
    /// has come, that is read instead.
    pub(crate) fn fetch(
        self,
        wanted: Wanted,
    ) -> impl Future<Output = Result<Fetched, QueryError>> + Send + 'static {
        let has_been_read = self.with(|entry| {
            entry.wanted = Some(wanted.clone());
            entry.overtook.take() == Some(wanted.clone())
        });
        self.shows(&wanted.1);
        SendWrapper::new(async move {
            if has_been_read == Some(true)
                && let Some(value) = self.current(&wanted.1)
            {
                return Ok(Either::Left(value));
            }
            let mut wanted = wanted;
            let (value, number) = loop {
                let (tell, overtaken) = oneshot::channel();
                if self.with(|entry| entry.overtakes = Some(tell)).is_none() {
                    return Err(QueryError::Unreachable);
                }
                let asked = wanted.1.clone();
                match select(pin!(read(&asked)), overtaken).await {
                    Raced::Left((read, _)) => break read?,
                    Raced::Right(_) => match self.with(|entry| {
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
            let json = value.value.clone();
            // All that show this query get the value, in the order of versions.
            if updates::arrived(value, number) {
                return Ok(Either::Right(json));
            }
            // An older value, or one that has to wait: the shown value stays.
            let shown = self.current(&wanted.1).map(Either::Left);
            Ok(shown.unwrap_or(Either::Right(json)))
        })
    }

    /// Shows this query from now on.
    fn shows(self, request: &QueryRequest) {
        let before = self.with(|entry| mem::replace(&mut entry.request, request.clone()));
        if let Some(before) = before.filter(|before| before != request) {
            forget_unless_shown(&before);
        }
    }

    /// The value that is shown, where it is this query's. From now on one of it is.
    fn current(self, request: &QueryRequest) -> Option<Box<dyn Any>> {
        let current = self.with(|entry| {
            let before = entry.loaded.replace(request.clone());
            let is_its = before.as_ref() == Some(request);
            entry.current.clone().filter(|_| is_its)
        });
        current??()
    }
}

fn forget_unless_shown(request: &QueryRequest) {
    if !is_shown(request) {
        updates::unmounted(request);
    }
}

/// Reads a query, with the number of the request.
async fn read(request: &QueryRequest) -> Result<(QueryValue, u64), QueryError> {
    let number = updates::next_request();
    let text = get_query(request).await;
    state::with(|Failed(failed)| {
        failed.retain(|other| other != request);
        if text.is_err() {
            failed.push(request.clone());
        }
    });
    let text = text.map_err(|_| QueryError::Unreachable)?;
    let value = json::from_str(&text).map_err(|_| QueryError::Unreachable)?;
    Ok((value, number))
}

async fn get_query(request: &QueryRequest) -> Result<String, NoAnswer> {
    let encoded = |text: &str| js_sys::encode_uri_component(text).as_string();
    let url = format!(
        "{ENDPOINT}/query?q={}&a={}",
        encoded(&request.query).unwrap_or_default(),
        encoded(&request.args).unwrap_or_default()
    );
    let text = get(&url).await;
    // A read that fails for want of a connection or of a server is tried once more.
    match text.as_ref().err().and_then(|why| pause_after(*why)) {
        Some(pause) => {
            pause.await;
            match is_shown(request) {
                true => get(&url).await,
                false => text,
            }
        }
        None => text,
    }
}

/// Reads a query once, for no component: its value as JSON.
pub(crate) async fn read_once(request: QueryRequest) -> Result<Fetched, QueryError> {
    let (value, _) = read(&request).await?;
    Ok(Either::Right(value.value))
}

/// The browser is online again: what could not be read is read again, where it is still shown.
pub(super) fn online() {
    let failed = state::with(|Failed(failed)| mem::take(failed)).into_iter();
    refetch_each(failed.filter(is_shown));
}

/// Reads everything that is shown again: after an answer that could not say what it changed, and when the page comes back
/// from memory.
pub(super) fn refetch_all() {
    refetch_each(shown());
}

/// Reads queries again, for all that show them.
pub(super) fn refetch_each(requests: impl IntoIterator<Item = QueryRequest>) {
    for request in requests {
        leptos::task::spawn_local(async move {
            if let Ok((value, number)) = read(&request).await {
                updates::arrived(value, number);
            }
        });
    }
}

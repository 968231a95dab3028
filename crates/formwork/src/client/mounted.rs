//! The queries that the page shows.

use super::state;
use crate::{
    channel::{Current, Show, Wanted},
    wire::{QueryRequest, divide},
};
use futures::channel::oneshot;
use serde_json::value::RawValue;

pub(super) struct Entry {
    number: u64,
    pub(super) request: QueryRequest,
    /// Which query the value is of: an older request, while a new one loads.
    pub(super) loaded: Option<QueryRequest>,
    /// What is asked for now: a refetch by its number, and the arguments.
    pub(super) wanted: Option<Wanted>,
    /// The read that replaced an older one in flight.
    pub(super) overtook: Option<Wanted>,
    /// Tells the read in flight that another one is wanted.
    pub(super) overtakes: Option<oneshot::Sender<()>>,
    show: Option<Show>,
    pub(super) current: Option<Current>,
}

#[derive(Default)]
struct Queries {
    mounted: Vec<Entry>,
    newest: u64,
}

fn with<R>(f: impl FnOnce(&mut Queries) -> R) -> R {
    state::with(f)
}

/// One `use_query` of the page.
#[derive(Clone, Copy)]
pub(crate) struct Mounted {
    number: u64,
}

impl Mounted {
    /// Known until it leaves.
    pub(super) fn new(request: QueryRequest) -> Self {
        let number = with(|queries| {
            queries.newest += 1;
            queries.newest
        });
        with(|queries| {
            queries.mounted.push(Entry {
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
        Self { number }
    }

    /// Fresh values of the query go here. Returns the query, if it has a value.
    pub(super) fn connect(self, show: Show, current: Current) -> Option<QueryRequest> {
        let has_value = current().is_some();
        let loaded = self.with(|entry| {
            if has_value {
                entry.loaded = Some(entry.request.clone());
            }
            entry.show = Some(show);
            entry.current = Some(current);
            entry.loaded.clone()
        });
        loaded.flatten()
    }

    /// Other arguments are wanted, or the same once more: the read in flight is given up. A request that
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

    /// It is shown no more. Gives what it has shown.
    pub(super) fn leave(self) -> Option<QueryRequest> {
        let left = with(|queries| {
            let mut mounted = queries.mounted.iter();
            let index = mounted.position(|entry| entry.number == self.number)?;
            Some(queries.mounted.swap_remove(index))
        });
        left.map(|entry| entry.request)
    }

    pub(super) fn with<R>(self, f: impl FnOnce(&mut Entry) -> R) -> Option<R> {
        with(|queries| {
            queries
                .mounted
                .iter_mut()
                .find(|entry| entry.number == self.number)
                .map(f)
        })
    }
}

/// Whether the page shows this query.
pub(crate) fn is_shown(request: &QueryRequest) -> bool {
    with(|queries| {
        queries
            .mounted
            .iter()
            .any(|entry| entry.request == *request)
    })
}

/// Shows a value wherever its query is shown.
pub(crate) fn show(request: &QueryRequest, value: &RawValue) {
    let shows: Vec<Show> = with(|queries| {
        queries
            .mounted
            .iter_mut()
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
pub(super) fn shown() -> Vec<QueryRequest> {
    let mut shown: Vec<QueryRequest> = Vec::new();
    with(|queries| {
        for entry in &queries.mounted {
            if !shown.contains(&entry.request) {
                shown.push(entry.request.clone());
            }
        }
    });
    shown
}

/// The queries that the page shows, and as a request names them.
pub(crate) fn named() -> (Vec<QueryRequest>, String) {
    let (named, _) = divide(shown());
    let json = serde_json::to_string(&named).unwrap_or_default();
    (named, json)
}

/// The queries that a request has not named: its answer cannot bring their values.
pub(crate) fn shown_but_not(named: &[QueryRequest]) -> Vec<QueryRequest> {
    let mut shown = shown();
    shown.retain(|request| !named.contains(request));
    shown
}

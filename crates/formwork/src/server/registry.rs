//! Which actions and queries there are. A name from the wire reaches nothing but this table.

use super::failure::logged;
use crate::{
    fields::{FieldMeta, FormArg as _, FormData},
    wire::{ActionError, ActionResult, QueryError, name_of},
};
use http::Method;
use serde::Serialize;
use serde_json::value::RawValue;
use std::{
    any::Any,
    collections::{HashMap, HashSet},
    future::Future,
    pin::Pin,
    sync::LazyLock,
};

/// A boxed future, as the registry's functions return it.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;
/// A value whose type only the action knows.
pub type Opened = Box<dyn Any + Send>;
/// A value as JSON, or why it cannot be written or its arguments cannot be read.
pub type Json = Result<Box<RawValue>, serde_json::Error>;
/// Takes the error of a query with this name, logs what of it must not be sent, and leaves its id.
pub type Logged = fn(QueryError, &str) -> QueryError;

/// Runs a guard and gives its value.
pub(crate) type GuardFn = dyn Fn() -> BoxFuture<ActionResult<Opened>> + Send + Sync;

/// The server's side of an action. Implemented by `#[action]`.
pub trait ServerAction {
    /// The action's id, the same in every build.
    const ID: &'static str;
    /// The function's name.
    const NAME: &'static str;
    /// Reads the bound arguments, opening their seals.
    fn open(bound: &str) -> Result<Opened, serde_json::Error>;
    /// Runs the guard and gives its value.
    fn guard() -> BoxFuture<ActionResult<Opened>>;
    /// The previous state where none came back, as JSON; nothing where the action takes none.
    fn initial() -> Option<String> {
        None
    }
    /// Decodes and validates the form, then runs the body.
    fn run(input: RunInput) -> BoxFuture<ActionResult<RunOutput>>;
}

/// The server's side of a query. Implemented by `#[query]`.
pub trait ServerQuery {
    /// The query's id, the same in every build.
    const ID: &'static str;
    /// The function's name.
    const NAME: &'static str;
    /// What invalidates the query with these arguments, a JSON array.
    fn tags(args: &str) -> Result<Vec<String>, serde_json::Error>;
    /// Reads, behind the guard. What must not be sent of an error is `logged`.
    fn run(args: String, logged: Logged) -> BoxFuture<Json>;
}

/// What a run gets.
pub struct RunInput {
    /// What [`ServerAction::open`] gave.
    pub arguments: Opened,
    /// What [`ServerAction::guard`] gave.
    pub guard: Opened,
    /// The previous state as JSON, opened.
    pub prev: Option<String>,
    /// The form, without reserved fields.
    pub form: FormData,
}

/// What a run gives.
pub struct RunOutput {
    /// The value as JSON.
    pub value: Box<RawValue>,
    /// The next previous state as JSON, where the action takes one.
    pub state: Option<String>,
}

impl RunOutput {
    /// The output of an action without a previous state.
    pub fn new<T: Serialize>(value: &T) -> ActionResult<Self> {
        Ok(Self {
            value: serde_json::value::to_raw_value(value)?,
            state: None,
        })
    }

    /// The output of an action with a previous state. `next` makes the next one of the value, as JSON.
    pub fn with_state<T: Serialize>(
        value: T,
        next: fn(T) -> Result<String, serde_json::Error>,
    ) -> ActionResult<Self> {
        let json = serde_json::value::to_raw_value(&value)?;
        Ok(Self {
            value: json,
            state: Some(next(value)?),
        })
    }
}

/// Takes a value back out of its box. The registry puts in what it takes out; anything else is a failure,
/// not a panic.
pub fn taken<T: 'static>(value: Opened) -> ActionResult<T> {
    match value.downcast::<T>() {
        Ok(value) => Ok(*value),
        Err(_) => Err(ActionError::Unexpected(
            "an action got arguments of another type".into(),
        )),
    }
}

/// What `#[action(…)]` says of an action.
#[derive(Clone, Copy, Debug)]
pub struct ActionOptions {
    /// The guard's path, or "public".
    pub guard: &'static str,
    /// How long a request body may be, in bytes.
    pub limit: Option<u64>,
    /// How long a run may take, in milliseconds.
    pub deadline_ms: Option<u64>,
    /// Whether it takes a form.
    pub takes_form: bool,
}

/// An action in the registry.
pub struct ActionEntry {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) options: ActionOptions,
    pub(crate) open: fn(&str) -> Result<Opened, serde_json::Error>,
    pub(crate) guard: &'static GuardFn,
    pub(crate) initial: fn() -> Option<String>,
    pub(crate) run: fn(RunInput) -> BoxFuture<ActionResult<RunOutput>>,
    pub(crate) is_secret: fn(&str) -> bool,
    pub(crate) secrets: fn() -> Vec<String>,
    pub(crate) fields: fn() -> &'static [FieldMeta],
    /// The names of a `#[server]` function's parameters.
    pub(crate) parameters: fn() -> &'static [&'static str],
}

impl ActionEntry {
    /// An entry for an action. `#[action]` submits it.
    pub const fn new<A: ServerAction + 'static>(
        options: ActionOptions,
        is_secret: fn(&str) -> bool,
        secrets: fn() -> Vec<String>,
        fields: fn() -> &'static [FieldMeta],
    ) -> Self {
        Self {
            id: A::ID,
            name: A::NAME,
            options,
            open: A::open,
            guard: &A::guard,
            initial: A::initial,
            run: A::run,
            is_secret,
            secrets,
            fields,
            parameters: || &[],
        }
    }
}

impl ActionEntry {
    /// Whether the field is never shown again. A button sends the form to another action than its own: of a field that
    /// this one does not have, any other may say so.
    pub(crate) fn keeps_secret(&self, name: &str) -> bool {
        (self.is_secret)(name) || (!self.has_field(name) && is_secret_anywhere(name))
    }

    /// Whether the form has a field of this name, so that it is no coordinate of an image button.
    pub(crate) fn has_field(&self, name: &str) -> bool {
        let first = name.split(['.', '[']).next().unwrap_or(name);
        (self.parameters)().contains(&first)
            || (self.fields)().iter().any(|field| field.name == first)
    }
}

/// A query in the registry.
pub struct QueryEntry {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) guard: &'static str,
    pub(crate) tags: fn(&str) -> Result<Vec<String>, serde_json::Error>,
    pub(crate) run: fn(&str) -> BoxFuture<Json>,
}

impl QueryEntry {
    /// An entry for a query. `#[query]` submits it.
    pub const fn new<Q: ServerQuery>(guard: &'static str) -> Self {
        Self {
            id: Q::ID,
            name: Q::NAME,
            guard,
            tags: Q::tags,
            run: |args| Q::run(args.to_string(), logged),
        }
    }
}

inventory::collect!(ActionEntry);
inventory::collect!(QueryEntry);

/// All of one kind, by id, and by the names of what a page of another build may know under another signature.
struct Table<E: 'static> {
    by_id: HashMap<&'static str, &'static E>,
    by_name: HashMap<&'static str, &'static E>,
}

impl<E> Table<E> {
    fn new(entries: impl Iterator<Item = (&'static str, &'static E)>) -> Self {
        let by_id: HashMap<_, _> = entries.collect();
        let names = by_id.iter();
        let by_name = names.flat_map(|(id, entry)| {
            let name = name_of(id);
            // Where the function has gone to another module, its own name is what is left.
            [(name, *entry), (function_of(name), *entry)]
        });
        Self {
            by_name: by_name.collect(),
            by_id,
        }
    }

    fn find(&self, id: &str) -> Found<E> {
        let name = name_of(id);
        let by_name = || {
            let found = self.by_name.get(name);
            let found = found.or_else(|| self.by_name.get(function_of(name)));
            // An id has a signature.
            found.filter(|_| name != id)
        };
        match self.by_id.get(id) {
            Some(entry) => Found::Here(entry),
            None => by_name().map_or(Found::Unknown, |entry| Found::Changed(entry)),
        }
    }
}

/// What an id from a page stands for.
pub(crate) enum Found<E: 'static> {
    /// What the page means.
    Here(&'static E),
    /// What has another signature or place by now: the page is of another build.
    Changed(&'static E),
    /// Nothing.
    Unknown,
}

fn function_of(name: &'_ str) -> &'_ str {
    name.rsplit("::").next().unwrap_or(name)
}

static ACTIONS: LazyLock<Table<ActionEntry>> = LazyLock::new(|| {
    Table::new(
        inventory::iter::<ActionEntry>
            .into_iter()
            .map(|e| (e.id, e)),
    )
});
static QUERIES: LazyLock<Table<QueryEntry>> =
    LazyLock::new(|| Table::new(inventory::iter::<QueryEntry>.into_iter().map(|e| (e.id, e))));

pub(crate) fn action(id: &str) -> Found<ActionEntry> {
    ACTIONS.find(id)
}

pub(crate) fn query(id: &str) -> Found<QueryEntry> {
    QUERIES.find(id)
}

/// Whether a field that nobody here knows is never shown again: by its name, or because some action says so.
pub(crate) fn is_secret_anywhere(name: &str) -> bool {
    static NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let entries = inventory::iter::<ActionEntry>.into_iter();
        entries.flat_map(|entry| (entry.secrets)()).collect()
    });
    FormData::is_secret(name) || NAMES.contains(name)
}

/// One public endpoint of this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// "action", "query" or "server function".
    pub kind: &'static str,
    /// Its id.
    pub id: &'static str,
    /// The function's name.
    pub name: &'static str,
    /// The guard's path, or "public"; "none" where nobody says who may call it.
    pub guard: &'static str,
    /// The method of its requests.
    pub method: Method,
}

/// All actions and queries with their guards, in the order of their ids. [`Config::endpoints`](super::Config::endpoints) has
/// the `#[server]` functions as well.
pub fn endpoints() -> Vec<Endpoint> {
    let actions = inventory::iter::<ActionEntry>
        .into_iter()
        .map(|e| Endpoint {
            kind: "action",
            id: e.id,
            name: e.name,
            guard: e.options.guard,
            method: Method::POST,
        });
    let queries = inventory::iter::<QueryEntry>.into_iter().map(|e| Endpoint {
        kind: "query",
        id: e.id,
        name: e.name,
        guard: e.guard,
        method: Method::GET,
    });
    let mut all: Vec<_> = actions.chain(queries).collect();
    all.sort_by_key(|endpoint| endpoint.id);
    all
}

/// Two endpoints with one id, which would take each other's place.
pub(crate) fn duplicate() -> Option<&'static str> {
    let all = endpoints();
    all.windows(2)
        .find(|pair| pair[0].id == pair[1].id)
        .map(|pair| pair[0].id)
}

//! The path of an action request, one file per step.
//!
//! [`pages`] puts Leptos' pages on a router for GET and POST, with the gateway as the innermost layer. A
//! submission then passes, in this order:
//!
//! 1. `marker`: which action, by the query marker; unknown is 404, one of another build `Stale` (`registry`).
//! 2. [`origin`]: whether the request comes from one of our own pages, else 403.
//! 3. [`body`]: reading it, under the action's limits; 408, 413, 415, 400.
//! 4. `open`: opening the seals; a changed one is 400, an old one is `Stale`.
//! 5. the guard of the action.
//! 6. [`store`]: the claim; a duplicate joins or gets the outcome of the first run.
//! 7. `run`: decoding and validating the form, then the body of the action under a deadline. Before it, the page confirms
//!    the first state of a hook that has no seal (`beginning`).
//! 8. `queries`: reading again what the action invalidated and the page shows, with the cookies as they are now
//!    (`cookies`).
//! 9. `submission` and `answer`: a 303 (`redirect`), the page in place with the states of its other hooks (`earlier`), or
//!    data. The page shows the outcome where it belongs (`place`), and is rendered to its end, even if nobody waits for it
//!    (`render`).
//!
//! The texts of Formwork itself are in the language of the request (`language`).
//!
//! `gateway` calls them in this order and does nothing else. What is refused on the way needs no page (`bare`); a panic is
//! an answer, too (`panics`), and the log has it under an id (`failure`). A cancel of a submission takes the first two steps,
//! and then stops its run; what names no action can only be of a form whose action is code of the page (`closure`).
//!
//! **Architecture invariants**: nothing here is reached by GET but rendering and queries; nothing from the
//! wire reaches anything but a table look-up; no step answers 500 to bad input.

mod answer;
#[cfg(feature = "multipart")]
mod as_multipart;
mod bare;
mod beginning;
pub mod body;
mod bundle;
mod cached_file;
mod chunks;
mod closure;
mod config;
mod context;
mod cookies;
mod direct;
mod earlier;
mod failure;
mod file;
mod gateway;
pub(crate) mod here;
mod language;
mod marker;
mod open;
pub mod origin;
mod pages;
mod panics;
mod place;
mod queries;
mod random;
mod redirect;
mod registry;
mod render;
mod routes;
mod run;
mod scripts;
pub mod seal;
mod server_function;
pub mod store;
mod submission;
pub mod visitor;

pub use config::{Config, ConfigError, DEFAULT_DEADLINE};
pub use context::RequestContext;
pub(crate) use context::invalidate;
pub use pages::pages;
#[doc(hidden)]
pub use registry::{
    ActionEntry, ActionOptions, BoxFuture, Json, Logged, Opened, QueryEntry, RunInput, RunOutput,
    ServerAction, ServerQuery, taken,
};
pub use registry::{Endpoint, endpoints};
#[doc(hidden)]
pub use server_function::OnAxum;
pub use server_function::{Access, public};

/// Invalidates all queries with this tag: those that the page shows come back fresh in the answer to the
/// submission that is running.
///
/// Only an action can do this; elsewhere on the server it is a warning in the log without effect.
pub fn revalidate_tag(tag: impl Into<String>) {
    invalidate(tag.into());
}

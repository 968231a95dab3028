//! What browser and server say to each other: names, the outcome, and the answer to a submission.
//!
//! Both sides import this module; neither imports the other.
//!
//! **Architecture invariant**: no protocol string stands anywhere else, but for `bridge.js`, whose tests
//! compare it with the constants here.

mod action_error;
mod client_load;
mod key;
mod names;
mod outcome;
mod query;
mod query_error;
mod sealed;
mod server_fn_error;
mod size;

pub use action_error::{ActionError, ActionResult, not_found, redirect, refuse};
pub use client_load::ClientLoad;
#[allow(unused_imports, reason = "each is for the client or the server")]
pub(crate) use key::{FormKey, KeyParts, is_meant_by, place_of};
pub use names::*;
#[allow(unused_imports, reason = "each is for the client or the server")]
pub(crate) use names::{is_unsealed, name_of, split_unsealed, unsealed};
pub use outcome::{Answer, EarlierState, HookValue, Outcome, PageOutcome, Redirect, Refused};
pub use query::{QueryRequest, QueryValue, query_slot};
pub(crate) use query::{divide, fnv1a, quotes_swapped};
pub(crate) use query_error::read_result;
pub use query_error::{QueryError, QueryResult};
#[allow(unused_imports, reason = "replace_tokens is for the server")]
pub(crate) use sealed::{Token, replace_tokens, without_tokens};
#[allow(unused_imports, reason = "two are for the server")]
pub(crate) use server_fn_error::{decoded, error_of, refusal};
#[allow(unused_imports, reason = "for the client and the server")]
pub(crate) use size::too_much;

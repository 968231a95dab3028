//! What browser and server say to each other: names, the outcome, and the answer to a submission.
//!
//! Both sides import this module; neither imports the other.
//!
//! **Architecture invariant**: no protocol string stands anywhere else, but for `bridge.js`, whose tests
//! compare it with the constants here.

mod key;
mod names;
mod outcome;
mod query;

#[cfg(feature = "ssr")]
pub(crate) use key::is_meant_by;
#[cfg(any(feature = "ssr", feature = "browser"))]
pub(crate) use key::place_of;
pub(crate) use key::{FormKey, KeyParts};
pub(crate) use names::name_of;
pub use names::*;
pub use outcome::{Answer, EarlierState, HookValue, Outcome, PageOutcome, Redirect, Refused};
pub use query::{QueryRequest, QueryValue, query_slot};
pub(crate) use query::{divide, fnv1a};

//! The life of a submission as a pure state machine.
//!
//! Nothing here touches a document, a network, a clock or a random number: events go in, effects come
//! out, and the owner of a machine (the *driver*) carries the effects out. So every interleaving of
//! clicks, answers, failures, navigations and unmounts is tested natively, by the thousand.
//!
//! | type | one per | decides |
//! | --- | --- | --- |
//! | [`Page`] | page | which form or hook shows what, what its form does, and whether a redirect is followed |
//! | [`Lane`] | key of a form or hook, and action that is called | what is sent when, and how each submission ends |
//! | [`Base`] | value that updates lie on (a query, a resource) | when a fresh value is shown, and which updates leave with it |
//! | [`Overlay`] | `use_optimistic` | what is seen: the updates, folded over the current base |
//! | [`Version`] | value from the server | which of two values is the newer one |
//!
//! # The life of a submission
//!
//! ```text
//!  Submit ───┬─ the same press, nothing changed ──────────────► Joined
//!            ├─ drop, one is pending ─────────────────────────► Ignored
//!            ▼
//!         Queued ───┬─ latest, a newer one came ──────────────► Superseded
//!            │      └─ Cancel ────────────────────────────────► Cancelled
//!            │ its turn
//!            ▼
//! Adopt ─► Sending ─┬─ Answered ──────────────────────────────► Settled(Done | Invalid | Redirect | …)
//!          │    ▲   ├─ TimedOut ──────────────────────────────► Settled(Unanswered)
//!  Network │    │   └─ Cancel ────────────────────────────────► Cancelled
//!  Failed  ▼    │ timer, Online, Retry
//!         Waiting ──┬─ a minute of retries has passed ────────► Settled(Unanswered)
//!                   └─ Cancel ────────────────────────────────► Cancelled
//!
//!  Settled(Unanswered | Refused) ── Retry, or the same press ─► pending again, with the same id
//! ```
//!
//! Queued, sending and waiting together are *pending*, and nothing else is.
//!
//! # Why it is like this
//!
//! - **`queue` is the default policy.** A mutation builds on the one before it. In order, each with the
//!   state before it, is what a user who clicks twice means, and what a page without script does.
//! - **One lane per key, and lanes know nothing of each other.** Another form's slow upload must not hold this form's
//!   button. A key is equal in every rendering, so that a lane outlives the components that show it: order, retries and
//!   time-outs are those of a form that has stayed, and one that is mounted in its place takes its turn behind them.
//! - **The same press again is the same submission** ([`Press`]): a double click must not buy twice, as it
//!   does not natively. It holds only for the newest submission, only while that is pending, and only
//!   if nothing was edited: "publish, unpublish, publish" and "ok", "ok" typed twice are what they say.
//!   Where repeats count ("+1"), [`Options::repeat`] switches it off.
//! - **What ends badly does not stop those behind it.** The others are other wishes of the user.
//! - **A lost connection keeps its place.** The submission waits at its place for at most a minute of
//!   retries ([`RETRY_DELAYS_MS`]), and those behind it wait too, so that order is kept; offline, they would fail
//!   as well. Then it settles as [`SubmissionEnd::Unanswered`], the next ones get one attempt each instead of
//!   a minute each, and every one of them can still be sent again by [`Event::Retry`]. The server runs an id
//!   once, so that sending it again is safe, whatever became of the lost request.
//! - **With `latest`, what waits for a retry is still the pending one.** Its request may have arrived; were the
//!   newer value sent beside it, the older one could be stored last.
//! - **A time-out or giving up lets the next one go.** The driver's time-out must therefore be longer than
//!   the action's deadline on the server ([`patience_ms`]), and begin anew while an upload moves; then nothing of the
//!   old run is left when the next begins.
//! - **Cancelling takes effect at once.** The server is told ([`Effect::CancelRun`]) before the next is
//!   sent, but not waited for. What it had committed by then stays committed; a late answer settles
//!   nothing, but the fresh values in it are values like any others, and their versions say
//!   whether to show them.
//! - **Unmounting cancels nothing and changes no order.** The user pressed a button and went on to the next page: the
//!   submission still counts, in its turn, with its retries. A form or hook that is mounted again shows what is its own:
//!   of the same place, hidden fields and named button, else it stands for another row. What nobody shows is not kept
//!   for a retry by the user.
//!
//! # Optimistic updates
//!
//! An answer may already contain the row of *another* submission whose answer has not come yet. If it
//! were shown at once, that row would be on the page twice (in the value and as an update); if the update
//! were removed with it, the row might be on the page not at all. So a fresh value waits for those
//! that were in flight when it came; see [`Base`] for the exact rule and its bound.

mod base;
mod event;
mod form;
mod gate;
mod kept;
mod lane;
mod lane_event;
mod overlay;
mod page;
mod policy;
mod status;
mod version;

#[cfg(test)]
mod tests;

use std::fmt;

pub use base::{Base, Fresh, Turn};
pub use event::{Effect, Event, Facts, FormId, Key, Notice, Reply, ViewId, ViewState};
pub use form::{Focus, FormDo, Reset};
pub use gate::{HOLD_MS, HoldTimer};
pub use kept::KEPT_MAX;
pub use lane::{Lane, RETRY_AFTER_MAX_MS, RETRY_DELAYS_MS, jittered};
pub use lane_event::{LaneEffect, LaneEvent, Press, Timer};
pub use overlay::Overlay;
pub use page::{Look, Page};
pub use policy::{Options, Policy, SLOW_MS, patience_ms};
pub use status::{Retry, SubmissionEnd, SubmissionStatus, UnderWay};
pub use version::{Stamp, Version, accept};

/// One submission, as this page counts them.
///
/// The driver hands the numbers out, never the same one twice in the life of a page, and keeps beside
/// each of them what the machine does not need: the input, and the unguessable id that travels to the
/// server. A retry keeps both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubmissionId(u64);

impl SubmissionId {
    /// The submission with this number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Its number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for SubmissionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

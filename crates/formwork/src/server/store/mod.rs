//! What several requests must agree on: which submissions have run, and what came of them.
//!
//! # At most once
//!
//! A claim is a visitor, a principal, an action, a submission id and a digest of the input
//! ([`ClaimKey`]). The policy of [`Store::begin`]:
//!
//! 1. The first to begin a claim runs it ([`Begin::Run`]). The same id with another input, or of another
//!    visitor, principal or action, is another claim.
//! 2. Whoever begins it while it runs waits for the end ([`Begin::Join`]) and gets what the runner gets, whatever
//!    that is, with its cookies.
//! 3. An end that is to be kept (the action did something, or may have) answers everyone who begins the claim
//!    later ([`Begin::Replay`]), without cookies: a late copy of a request must not log anybody in.
//! 4. An end that is not kept (the input was invalid, the guard said no) frees the claim: the next one runs.
//! 5. A run that ends without a result, because it panicked or was dropped, is
//!    [interrupted](Settled::interrupted), which is kept: nobody knows how far it came, so that only the user
//!    can decide to try again.
//! 6. What is running is never evicted, nor what ended less than [`RECENT`] ago. A store without room answers
//!    [`Begin::Full`] (503) before anything has run. Room for the end is reserved at the beginning.
//! 7. Kept ends live for [`KEEP`], older ones go first when room is needed. Where it is the outcomes that take
//!    too much memory, the oldest are forgotten and their claims kept: a duplicate then still does not run, and
//!    is told that nobody knows what came of the run, as if it had been interrupted.
//!
//! The guard of the action runs before the claim is begun, for duplicates too.
//!
//! # Cancelling
//!
//! [`Store::cancel`] is about one submission of one visitor and principal, whatever its input:
//!
//! 1. What runs is told to stop ([`RunGuard::cancelled`]) and ends interrupted, for those who have joined too.
//! 2. What has ended stays as it is: a cancel that comes too late changes nothing.
//! 3. What has not begun does not begin. A cancel can overtake its submission, whose body may still be on its
//!    way; so a cancelled submission is remembered for [`CANCEL_TTL`], and is answered as interrupted when it
//!    comes. There is room for many of them, and the oldest go first: a cancel is never refused.
//!
//! # Following
//!
//! When a page is left, everything in its queues is sent at once, and arrives in any order. What follows another
//! submission names it, and waits for its end ([`Store::follow`]):
//!
//! 1. One that runs is waited for as long as it takes: it has its own deadline.
//! 2. One that ended less than [`FOLLOW_TTL`] ago is known, kept or not.
//! 3. One that is not known may be on its way: it is waited for up to [`FOLLOW_PATIENCE`].
//!
//! # Showing an outcome after a redirect
//!
//! [`Store::remember`] keeps an outcome under a random handle for the page to which the 303 leads, and
//! [`Store::recall`] gives it to the same visitor and principal, for [`HANDLE_TTL`], as often as the page is
//! loaded. The oldest go first when there is no room; a page without its outcome is the page as it is.
//!
//! # Caveats
//!
//! [`MemoryStore`] is for one process: several servers behind one address need a store that they share, and
//! after a restart nothing is known of the runs before.
//!
//! A browser without cookies is a new visitor each time, so its duplicates run.

mod aged;
mod claim;
mod handles;
mod kept;
mod log;
mod memory;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

pub use self::claim::{Begin, Claim, ClaimKey, JoinHandle, RunGuard, Settled, submission_hash};
pub use self::memory::{MemoryLimits, MemoryStore};

/// For how long the end of a run is never evicted: longer than retries go on and impatient people press reload.
pub const RECENT: Duration = Duration::from_secs(10 * 60);

/// For how long the end of a run is kept where there is room: a form that stays open over night.
pub const KEEP: Duration = Duration::from_secs(24 * 60 * 60);

/// For how long a cancelled submission is remembered that has not come yet: longer than the body of a large
/// upload takes to arrive, and than retries go on.
pub const CANCEL_TTL: Duration = Duration::from_secs(10 * 60);

/// For how long the end of a submission is known to what follows it: both are sent in one moment.
pub const FOLLOW_TTL: Duration = Duration::from_secs(60);

/// How long is waited for a submission to begin that another one follows.
pub const FOLLOW_PATIENCE: Duration = Duration::from_secs(5);

/// For how long an outcome can be shown under its handle: a page that is reloaded, or found again by the back
/// button.
pub const HANDLE_TTL: Duration = Duration::from_secs(60 * 60);

/// A boxed future, so that the trait can be used as `dyn Store`.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Where claims and outcomes live. The [policy](self) binds every implementation.
///
/// A store that several servers share needs leases besides: a claim whose server has died becomes
/// [interrupted](Settled::interrupted).
pub trait Store: Send + Sync + 'static {
    /// Begins a claim, joins it or replays its end.
    fn begin(&self, key: ClaimKey) -> StoreFuture<'_, Begin>;

    /// Stops the runs of a submission, and keeps it from running if it has not begun. Nothing says whether
    /// there was one.
    fn cancel<'a>(
        &'a self,
        visitor: &'a str,
        principal: &'a str,
        action: &'a str,
        submission: &'a str,
    ) -> StoreFuture<'a, ()>;

    /// Waits for a submission of the same visitor and principal, whatever its action and input, and gives its end,
    /// without cookies; `None` where nothing is heard of it.
    fn follow<'a>(
        &'a self,
        visitor: &'a str,
        principal: &'a str,
        submission: &'a str,
    ) -> StoreFuture<'a, Option<Settled>>;

    /// Keeps an outcome for the page after the redirect, for this visitor and principal. Gives the handle, 22
    /// characters that are safe in a URL, or `None` when the outcome is too large or the store cannot be reached.
    fn remember<'a>(
        &'a self,
        visitor: &'a str,
        principal: &'a str,
        outcome: Arc<str>,
    ) -> StoreFuture<'a, Option<String>>;

    /// The outcome under a handle, if it is there and this visitor and principal are whom it is kept for.
    /// `handle` may be any string.
    fn recall<'a>(
        &'a self,
        handle: &'a str,
        visitor: &'a str,
        principal: &'a str,
    ) -> StoreFuture<'a, Option<Arc<str>>>;
}

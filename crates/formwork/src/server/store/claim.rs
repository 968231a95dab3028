use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::HeaderValue;
use sha2::{Digest as _, Sha256};

use super::StoreFuture;

/// What is run at most once.
#[derive(Clone)]
pub struct ClaimKey {
    /// The visitor's id.
    pub visitor: String,
    /// Who the visitor is logged in as; empty for nobody.
    pub principal: String,
    /// The action's id.
    pub action: String,
    /// The submission's id. Not empty: without an id nothing can be told to be a duplicate.
    pub submission: String,
    /// The [digest](crate::server::body::digest) of the decoded input.
    pub digest: [u8; 32],
}

impl ClaimKey {
    /// The claim as one number, by which a store can keep it: it neither grows with the input nor shows it.
    pub fn hash(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(self.submission_hash());
        hasher.update(self.digest);
        hasher.finalize().into()
    }

    /// The submission for those that follow it, whatever its action and input.
    pub(super) fn follow_hash(&self) -> [u8; 32] {
        submission_hash(&self.visitor, &self.principal, "", &self.submission)
    }

    /// What all claims of this submission have in common: see [`submission_hash`].
    pub fn submission_hash(&self) -> [u8; 32] {
        submission_hash(
            &self.visitor,
            &self.principal,
            &self.action,
            &self.submission,
        )
    }
}

/// A submission as one number, whatever its input: by it a store finds what [`Store::cancel`](super::Store::cancel)
/// is about.
pub fn submission_hash(visitor: &str, principal: &str, action: &str, submission: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in [visitor, principal, action, submission] {
        // Each with its length before it, so that parts cannot run together.
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// An id is as good as a cookie: logs get the action only.
impl fmt::Debug for ClaimKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClaimKey")
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}

/// What beginning a claim came to.
#[derive(Debug)]
pub enum Begin {
    /// It is yours: run, then [settle](RunGuard::settle).
    Run(RunGuard),
    /// It is running: wait for its end.
    Join(JoinHandle),
    /// It has run before, and this is what is kept of it.
    Replay(Settled),
    /// There is no room, or the store cannot be reached: answer 503. Nothing has run.
    Full,
}

/// How a run ended.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// What the action answered, as JSON. Empty for a run whose result nobody knows: see
    /// [`Settled::interrupted`].
    pub outcome: Arc<str>,
    /// The `Set-Cookie` headers. Duplicates that had joined get them too, replays never do.
    pub cookies: Vec<HeaderValue>,
}

impl Settled {
    /// The end of a run that panicked, was cancelled, or whose server went away: nobody knows how far it came.
    pub fn interrupted() -> Self {
        Self::default()
    }

    /// The end of a run with this outcome, which may be empty, for those who come later.
    pub(super) fn of(outcome: &str) -> Self {
        Self {
            outcome: outcome.into(),
            cookies: Vec::new(),
        }
    }

    /// The same end for those who come later: cookies are for the run's own request, and for who joined it.
    pub(super) fn without_cookies(&self) -> Self {
        Self {
            outcome: self.outcome.clone(),
            cookies: Vec::new(),
        }
    }

    /// Whether nobody knows what came of the run.
    pub fn is_interrupted(&self) -> bool {
        self.outcome.is_empty()
    }
}

/// Outcomes and cookies are personal: logs get their size only.
impl fmt::Debug for Settled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Settled({} bytes, {} cookies)",
            self.outcome.len(),
            self.cookies.len()
        )
    }
}

/// One store's side of a [`RunGuard`]. All calls return at once: a store behind a network goes on in a task,
/// and until that is done the claim is running for all others.
pub trait Claim: Send + 'static {
    /// Comes when the run is to stop, and never otherwise: see [`Store::cancel`](super::Store::cancel).
    fn cancelled(&self) -> StoreFuture<'static, ()>;
    /// The run has ended with a result.
    fn settle(self: Box<Self>, settled: Settled, keep: bool);
    /// The run has ended without one.
    fn interrupt(self: Box<Self>);
}

/// The right to run a claim. Dropped without being settled, by a panic or a cancelled task, it makes the claim
/// [interrupted](Settled::interrupted). Keep it with the run, not with the connection.
#[must_use = "dropping it makes the claim interrupted"]
pub struct RunGuard {
    claim: Option<Box<dyn Claim>>,
}

impl RunGuard {
    /// For stores: the guard of a claim that has just begun.
    pub fn new(claim: impl Claim) -> Self {
        Self {
            claim: Some(Box::new(claim)),
        }
    }

    /// Comes when the run is to stop, because somebody has cancelled its submission; never otherwise. Whoever
    /// runs the claim drops the run then and settles it as interrupted.
    pub fn cancelled(&self) -> StoreFuture<'static, ()> {
        match &self.claim {
            Some(claim) => claim.cancelled(),
            None => Box::pin(std::future::pending()),
        }
    }

    /// Ends the run with a result. `keep` says whether duplicates that come later get it (`Done`, `Redirect`,
    /// `Interrupted`), or run again (`Invalid`, `Refused`, `Stale`, and a failure that did nothing). Those who
    /// have joined get it in any case.
    pub fn settle(mut self, settled: Settled, keep: bool) {
        if let Some(claim) = self.claim.take() {
            claim.settle(settled, keep);
        }
    }
}

impl Drop for RunGuard {
    fn drop(&mut self) {
        if let Some(claim) = self.claim.take() {
            claim.interrupt();
        }
    }
}

impl fmt::Debug for RunGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RunGuard")
    }
}

/// Waits for the end of somebody else's run. It always comes: see [`RunGuard`]. May be dropped at any time.
#[must_use = "it does nothing unless awaited"]
pub struct JoinHandle {
    ended: StoreFuture<'static, Settled>,
}

impl JoinHandle {
    /// For stores: a handle that gives what `ended` gives.
    pub fn new(ended: impl Future<Output = Settled> + Send + 'static) -> Self {
        Self {
            ended: Box::pin(ended),
        }
    }
}

impl Future for JoinHandle {
    type Output = Settled;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Settled> {
        self.ended.as_mut().poll(context)
    }
}

impl fmt::Debug for JoinHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JoinHandle")
    }
}

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};
use tokio::time::{Instant, timeout_at};

use super::aged::{Aged, Bounds};
use super::claim::{Begin, Claim, ClaimKey, JoinHandle, RunGuard, Settled, submission_hash};
use super::handles::Handles;
use super::kept::Kept;
use super::log::{Key, key};
use super::{CANCEL_TTL, FOLLOW_PATIENCE, FOLLOW_TTL, Store, StoreFuture};

/// How much a [`MemoryStore`] holds. With the defaults it can grow to about 80 MB, under a load that would do so for
/// minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MemoryLimits {
    /// How many runs there may be at the same time: 10,000, more than a process can serve.
    pub running: usize,
    /// How many claims may be running or kept. 1,200,000 take about 40 MB, and are 2,000 runs a second for as long as
    /// their ends are [recent](super::RECENT); above that, the store is full.
    pub claims: usize,
    /// How many bytes of outcomes are kept for replays: 12 MiB. Above that the oldest are forgotten, not their
    /// claims.
    pub outcome_bytes: usize,
    /// How many cancelled submissions are remembered that have not begun: 50,000, which take about 2 MB and are
    /// more than 80 a second for as long as [they are remembered](super::CANCEL_TTL).
    pub cancelled: usize,
    /// How many ends are known to what follows them: 10,000, more than 160 a second for as long as
    /// [they are known](super::FOLLOW_TTL).
    pub ends: usize,
    /// How many bytes these may have: 8 MiB.
    pub end_bytes: usize,
    /// How many outcomes are kept to be shown after a redirect: 100,000.
    pub handles: usize,
    /// How many bytes these may have: 8 MiB.
    pub handle_bytes: usize,
}

impl Default for MemoryLimits {
    fn default() -> Self {
        Self {
            running: 10_000,
            claims: 1_200_000,
            outcome_bytes: 12 * 1024 * 1024,
            cancelled: 50_000,
            ends: 10_000,
            end_bytes: 8 * 1024 * 1024,
            handles: 100_000,
            handle_bytes: 8 * 1024 * 1024,
        }
    }
}

/// Claims and outcomes in the memory of this process. Cheap to clone: clones share everything.
#[derive(Clone)]
pub struct MemoryStore {
    shared: Arc<Shared>,
}

struct Shared {
    max_running: usize,
    claims: Mutex<Claims>,
    /// Tells those who follow a submission that one has begun or ended.
    changed: Notify,
    handles: Mutex<Handles>,
}

struct Claims {
    /// Current runs. Those of one submission stand together, so that they can be cancelled.
    running: BTreeMap<RunKey, Running>,
    /// By what those know them that follow them.
    followed: HashMap<Key, RunKey>,
    kept: Kept,
    /// Submissions that are not to begin.
    cancelled: Aged,
    /// How submissions have ended a moment ago, for those that follow them. Of one that ended twice the first end:
    /// its followers have seen that.
    ends: Aged,
}

type RunKey = (Key, Key);

struct Running {
    /// Tells the end to those who joined.
    end: watch::Sender<Option<Settled>>,
    /// Tells the run that it is to stop.
    cancel: watch::Sender<bool>,
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new(MemoryLimits::default())
    }
}

impl MemoryStore {
    /// An empty store that holds as much as `limits` say.
    pub fn new(limits: MemoryLimits) -> Self {
        let kept = Kept::new(limits.claims, limits.outcome_bytes);
        Self {
            shared: Arc::new(Shared {
                max_running: limits.running,
                claims: Mutex::new(Claims {
                    running: BTreeMap::new(),
                    followed: HashMap::new(),
                    kept,
                    cancelled: Aged::new(Bounds {
                        entries: limits.cancelled,
                        bytes: 0,
                        ttl: CANCEL_TTL,
                    }),
                    ends: Aged::new(Bounds {
                        entries: limits.ends,
                        bytes: limits.end_bytes,
                        ttl: FOLLOW_TTL,
                    }),
                }),
                changed: Notify::new(),
                handles: Mutex::new(Handles::new(limits.handles, limits.handle_bytes)),
            }),
        }
    }

    fn begin_now(&self, key: RunKey, followed: Key) -> Begin {
        let now = Instant::now();
        let mut claims = self.shared.claims();
        let claims = &mut *claims;
        claims.kept.expire(now);
        let (submission, id) = key;
        if let Some(running) = claims.running.get(&key) {
            return Begin::Join(join(running.end.subscribe()));
        }
        if let Some(settled) = claims.kept.get(id) {
            claims.ends.insert(followed, &settled.outcome, now);
            self.shared.changed.notify_waiters();
            return Begin::Replay(settled);
        }
        let under_way = claims.running.len();
        if claims.cancelled.get(submission, now).is_some() {
            // From now on like a run that was stopped, where there is room.
            if claims.kept.make_room(under_way + 1, now) {
                claims.kept.keep(id, "", now);
            }
            return Begin::Replay(Settled::interrupted());
        }
        // Everything running will need a place at its end, and so will this one.
        if under_way >= self.shared.max_running || !claims.kept.make_room(under_way + 1, now) {
            tracing::warn!(
                under_way,
                "no room for another submission: it is answered with 503"
            );
            return Begin::Full;
        }
        let (cancel, cancelled) = watch::channel(false);
        let end = watch::Sender::new(None);
        claims.running.insert(key, Running { end, cancel });
        claims.followed.insert(followed, key);
        self.shared.changed.notify_waiters();
        Begin::Run(RunGuard::new(MemoryClaim {
            shared: self.shared.clone(),
            key,
            followed,
            cancelled,
        }))
    }

    fn cancel_now(&self, submission: Key) {
        let mut claims = self.shared.claims();
        claims.cancelled.insert(submission, "", Instant::now());
        let of_submission = (submission, Key::MIN)..=(submission, Key::MAX);
        for running in claims.running.range(of_submission).map(|(_, it)| it) {
            running.cancel.send_replace(true);
        }
    }

    async fn follow_now(&self, submission: Key) -> Option<Settled> {
        let deadline = Instant::now() + FOLLOW_PATIENCE;
        loop {
            // Before looking, so that nothing is missed in between.
            let changed = self.shared.changed.notified();
            if let Some(end) = self.end_of(submission) {
                return Some(end.await.without_cookies());
            }
            timeout_at(deadline, changed).await.ok()?;
        }
    }

    /// The end of a submission that runs or has ended a moment ago.
    fn end_of(&self, submission: Key) -> Option<JoinHandle> {
        let mut claims = self.shared.claims();
        let running = claims.followed.get(&submission);
        if let Some(running) = running.and_then(|key| claims.running.get(key)) {
            return Some(join(running.end.subscribe()));
        }
        let settled = Settled::of(claims.ends.get(submission, Instant::now())?);
        Some(JoinHandle::new(async move { settled }))
    }

    #[cfg(test)]
    pub(super) fn keeps(&self, claim: &ClaimKey) -> bool {
        let mut claims = self.shared.claims();
        claims.kept.expire(Instant::now());
        claims.kept.get(key(&claim.hash())).is_some()
    }

    #[cfg(test)]
    pub(super) fn check(&self) -> (usize, usize) {
        let claims = self.shared.claims();
        claims.kept.check();
        claims.cancelled.check();
        claims.ends.check();
        assert!(claims.running.len() <= self.shared.max_running);
        assert!(claims.followed.len() <= claims.running.len());
        (claims.running.len(), claims.kept.len())
    }
}

impl Store for MemoryStore {
    fn begin(&self, claim: ClaimKey) -> StoreFuture<'_, Begin> {
        let followed = key(&claim.follow_hash());
        let of_run = (key(&claim.submission_hash()), key(&claim.hash()));
        Box::pin(async move { self.begin_now(of_run, followed) })
    }

    fn cancel<'a>(
        &'a self,
        visitor: &'a str,
        principal: &'a str,
        action: &'a str,
        submission: &'a str,
    ) -> StoreFuture<'a, ()> {
        let submission = key(&submission_hash(visitor, principal, action, submission));
        Box::pin(async move { self.cancel_now(submission) })
    }

    fn follow<'a>(
        &'a self,
        visitor: &'a str,
        principal: &'a str,
        submission: &'a str,
    ) -> StoreFuture<'a, Option<Settled>> {
        let submission = key(&submission_hash(visitor, principal, "", submission));
        Box::pin(self.follow_now(submission))
    }

    fn remember<'a>(
        &'a self,
        visitor: &'a str,
        principal: &'a str,
        outcome: Arc<str>,
    ) -> StoreFuture<'a, Option<String>> {
        Box::pin(async move {
            self.shared
                .handles()
                .remember(visitor, principal, &outcome, Instant::now())
        })
    }

    fn recall<'a>(
        &'a self,
        handle: &'a str,
        visitor: &'a str,
        principal: &'a str,
    ) -> StoreFuture<'a, Option<Arc<str>>> {
        Box::pin(async move {
            self.shared
                .handles()
                .recall(handle, visitor, principal, Instant::now())
        })
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore")
    }
}

impl Shared {
    // Nothing panics while it holds a lock; should it, the maps are still consistent enough to go on.
    fn claims(&self) -> MutexGuard<'_, Claims> {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn handles(&self) -> MutexGuard<'_, Handles> {
        self.handles.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct MemoryClaim {
    shared: Arc<Shared>,
    key: RunKey,
    followed: Key,
    cancelled: watch::Receiver<bool>,
}

impl MemoryClaim {
    /// Ends the run in one step: at no time is it neither running nor kept.
    fn end(self, settled: Settled, keep: bool) {
        let mut claims = self.shared.claims();
        let now = Instant::now();
        claims.ends.insert(self.followed, &settled.outcome, now);
        // Another input of the same submission may be running.
        if claims.followed.get(&self.followed) == Some(&self.key) {
            claims.followed.remove(&self.followed);
        }
        if keep {
            claims.kept.keep(self.key.1, &settled.outcome, now);
        }
        if let Some(running) = claims.running.remove(&self.key) {
            running.end.send_replace(Some(settled));
        }
    }
}

impl Claim for MemoryClaim {
    fn cancelled(&self) -> StoreFuture<'static, ()> {
        let mut cancelled = self.cancelled.clone();
        Box::pin(async move {
            if cancelled.wait_for(|cancelled| *cancelled).await.is_err() {
                // The run has ended: nobody can cancel it any more.
                std::future::pending().await
            }
        })
    }

    fn settle(self: Box<Self>, settled: Settled, keep: bool) {
        self.end(settled, keep);
    }

    fn interrupt(self: Box<Self>) {
        self.end(Settled::interrupted(), true);
    }
}

fn join(mut running: watch::Receiver<Option<Settled>>) -> JoinHandle {
    JoinHandle::new(async move {
        let settled = running.wait_for(Option::is_some).await;
        // A sender that is gone without a word has been interrupted, too.
        settled
            .ok()
            .and_then(|settled| settled.clone())
            .unwrap_or_else(Settled::interrupted)
    })
}

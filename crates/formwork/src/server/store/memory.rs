use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio::time::Instant;

use super::claim::{Begin, Claim, ClaimKey, JoinHandle, RunGuard, Settled};
use super::handles::Handles;
use super::kept::{ClaimId, Kept};
use super::{Store, StoreFuture};

/// How much a [`MemoryStore`] holds. With the defaults it can grow to about 250 MB, under a load that would do
/// so for minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MemoryLimits {
    /// How many runs may be under way at the same time: 10,000, more than a process can serve.
    pub running: usize,
    /// How many claims may be under way or kept. 500,000 take about 75 MB, and are more than 800 runs a second
    /// for as long as their ends are [recent](super::RECENT); above that, the store is full.
    pub claims: usize,
    /// How many bytes of outcomes are kept for replays: 64 MiB. Above that the oldest are forgotten, not their
    /// claims.
    pub outcome_bytes: usize,
    /// How many outcomes are kept to be shown after a redirect: 100,000.
    pub handles: usize,
    /// How many bytes these may have: 64 MiB.
    pub handle_bytes: usize,
}

impl Default for MemoryLimits {
    fn default() -> Self {
        Self {
            running: 10_000,
            claims: 500_000,
            outcome_bytes: 64 * 1024 * 1024,
            handles: 100_000,
            handle_bytes: 64 * 1024 * 1024,
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
    handles: Mutex<Handles>,
}

struct Claims {
    /// Runs under way; each tells its end to those who joined.
    running: HashMap<ClaimId, watch::Sender<Option<Settled>>>,
    kept: Kept,
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
                    running: HashMap::new(),
                    kept,
                }),
                handles: Mutex::new(Handles::new(limits.handles, limits.handle_bytes)),
            }),
        }
    }

    fn begin_now(&self, id: ClaimId) -> Begin {
        let now = Instant::now();
        let mut claims = self.shared.claims();
        claims.kept.expire(now);
        if let Some(running) = claims.running.get(&id) {
            return Begin::Join(join(running.subscribe()));
        }
        if let Some(settled) = claims.kept.get(id) {
            return Begin::Replay(settled);
        }
        // Everything under way will need a place at its end, and so will this one.
        let under_way = claims.running.len();
        if under_way >= self.shared.max_running || !claims.kept.make_room(under_way + 1, now) {
            tracing::warn!(
                under_way,
                "no room for another submission: it is answered with 503"
            );
            return Begin::Full;
        }
        claims.running.insert(id, watch::Sender::new(None));
        Begin::Run(RunGuard::new(MemoryClaim {
            shared: self.shared.clone(),
            id,
        }))
    }

    #[cfg(test)]
    pub(super) fn check(&self) -> (usize, usize) {
        let claims = self.shared.claims();
        claims.kept.check();
        assert!(claims.running.len() <= self.shared.max_running);
        (claims.running.len(), claims.kept.len())
    }
}

impl Store for MemoryStore {
    fn begin(&self, key: ClaimKey) -> StoreFuture<'_, Begin> {
        let id = claim_id(&key);
        Box::pin(async move { self.begin_now(id) })
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
                .remember(visitor, principal, outcome, Instant::now())
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
    id: ClaimId,
}

impl MemoryClaim {
    /// Ends the run for everybody in one step: nobody finds it neither under way nor kept.
    fn end(self, settled: Settled, keep: bool) {
        let mut claims = self.shared.claims();
        if keep {
            let outcome = (!settled.is_interrupted()).then(|| settled.outcome.clone());
            claims.kept.keep(self.id, outcome, Instant::now());
        }
        if let Some(running) = claims.running.remove(&self.id) {
            running.send_replace(Some(settled));
        }
    }
}

impl Claim for MemoryClaim {
    fn settle(self: Box<Self>, settled: Settled, keep: bool) {
        self.end(settled, keep);
    }

    fn interrupt(self: Box<Self>) {
        self.end(Settled::interrupted(), true);
    }
}

fn claim_id(key: &ClaimKey) -> ClaimId {
    key.hash()
        .iter()
        .take(size_of::<ClaimId>())
        .fold(0, |id, byte| (id << 8) | ClaimId::from(*byte))
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

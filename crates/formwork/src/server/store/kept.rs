use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use tokio::time::Instant;

use super::{KEEP, RECENT, Settled};

/// 128 bits of a claim's hash: a collision is out of reach, and an entry stays small.
pub(super) type ClaimId = u128;

/// The same of a submission, whatever its input.
pub(super) type SubmissionHash = u128;

/// The ends of runs, bounded in number and in bytes of outcomes.
///
/// Not `moka`: a cache may evict whatever it likes and refuse nothing, while this must refuse rather than
/// evict what is recent, and must forget an outcome without forgetting its claim.
pub(super) struct Kept {
    /// Without an outcome where the run was interrupted, or the outcome is forgotten.
    entries: HashMap<ClaimId, Option<Arc<str>>>,
    /// All entries, the oldest first. The first `forgotten` of them have no outcome.
    by_age: VecDeque<(Instant, ClaimId)>,
    forgotten: usize,
    bytes: usize,
    max_entries: usize,
    max_bytes: usize,
}

impl Kept {
    pub(super) fn new(max_entries: usize, max_bytes: usize) -> Self {
        Self {
            entries: HashMap::new(),
            by_age: VecDeque::new(),
            forgotten: 0,
            bytes: 0,
            max_entries,
            max_bytes,
        }
    }

    pub(super) fn get(&self, id: ClaimId) -> Option<Settled> {
        let outcome = self.entries.get(&id)?.clone();
        Some(
            outcome.map_or_else(Settled::interrupted, |outcome| Settled {
                outcome,
                cookies: Vec::new(),
            }),
        )
    }

    /// Drops what has been kept long enough.
    pub(super) fn expire(&mut self, now: Instant) {
        while self
            .by_age
            .front()
            .is_some_and(|(at, _)| now.duration_since(*at) >= KEEP)
        {
            self.evict_oldest();
        }
    }

    /// Makes room for `more` ends, as far as that is possible without what is recent.
    pub(super) fn make_room(&mut self, more: usize, now: Instant) -> bool {
        while self.entries.len().saturating_add(more) > self.max_entries {
            match self.by_age.front() {
                Some((at, _)) if now.duration_since(*at) >= RECENT => self.evict_oldest(),
                _ => return false,
            }
        }
        true
    }

    /// Keeps an end, with its outcome where it is known. The caller has [made room](Self::make_room).
    pub(super) fn keep(&mut self, id: ClaimId, outcome: Option<Arc<str>>, now: Instant) {
        self.bytes = self.bytes.saturating_add(size(&outcome));
        // A claim that is kept does not run, so nothing is replaced here.
        self.entries.insert(id, outcome);
        self.by_age.push_back((now, id));
        while self.bytes > self.max_bytes && self.forgotten < self.by_age.len() {
            self.forget_next();
        }
    }

    fn forget_next(&mut self) {
        let next = self.by_age.get(self.forgotten);
        if let Some(outcome) = next.and_then(|(_, id)| self.entries.get_mut(id)) {
            self.bytes = self.bytes.saturating_sub(size(outcome));
            *outcome = None;
        }
        self.forgotten += 1;
    }

    fn evict_oldest(&mut self) {
        let Some((_, id)) = self.by_age.pop_front() else {
            return;
        };
        self.forgotten = self.forgotten.saturating_sub(1);
        if let Some(outcome) = self.entries.remove(&id) {
            self.bytes = self.bytes.saturating_sub(size(&outcome));
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    #[cfg(test)]
    pub(super) fn check(&self) {
        assert_eq!(self.entries.len(), self.by_age.len());
        assert!(self.entries.len() <= self.max_entries && self.bytes <= self.max_bytes);
        assert_eq!(self.bytes, self.entries.values().map(size).sum::<usize>());
        assert!(
            self.by_age
                .iter()
                .take(self.forgotten)
                .all(|(_, id)| self.entries[id].is_none())
        );
    }
}

fn size(outcome: &Option<Arc<str>>) -> usize {
    outcome.as_ref().map_or(0, |outcome| outcome.len())
}

use tokio::time::Instant;

use super::log::{Key, Log};
use super::{KEEP, RECENT, Settled};

/// The ends of runs, bounded in number and in bytes of outcomes.
///
/// Not `moka`: a cache may evict whatever it likes and refuse nothing, while this must refuse rather than
/// evict what is recent, and must forget an outcome without forgetting its claim.
pub(super) struct Kept {
    /// Empty where the run was interrupted, or the outcome is forgotten.
    outcomes: Log,
    max_entries: usize,
    max_bytes: usize,
}

impl Kept {
    pub(super) fn new(max_entries: usize, max_bytes: usize) -> Self {
        Self {
            outcomes: Log::new(),
            max_entries,
            max_bytes,
        }
    }

    pub(super) fn get(&self, claim: Key) -> Option<Settled> {
        self.outcomes.get(claim).map(Settled::of)
    }

    /// Drops what has been kept long enough.
    pub(super) fn expire(&mut self, now: Instant) {
        while self.outcomes.age(now).is_some_and(|age| age >= KEEP) {
            self.outcomes.pop();
        }
    }

    /// Makes room for `more` ends, as far as that is possible without what is recent.
    pub(super) fn make_room(&mut self, more: usize, now: Instant) -> bool {
        while self.outcomes.len().saturating_add(more) > self.max_entries {
            match self.outcomes.age(now) {
                Some(age) if age >= RECENT => self.outcomes.pop(),
                _ => return false,
            }
        }
        true
    }

    /// Keeps an end, with its outcome where it is known. The caller has [made room](Self::make_room).
    pub(super) fn keep(&mut self, claim: Key, outcome: &str, now: Instant) {
        // A claim that is kept does not run, so nothing is replaced here.
        self.outcomes.push(claim, outcome, now);
        while self.outcomes.bytes() > self.max_bytes && self.outcomes.forget() {}
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.outcomes.len()
    }

    #[cfg(test)]
    pub(super) fn check(&self) {
        self.outcomes.check();
        assert!(self.outcomes.len() <= self.max_entries);
        assert!(self.outcomes.bytes() <= self.max_bytes);
    }
}

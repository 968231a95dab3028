use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use tokio::time::Instant;

use super::{Ended, KEEP, RECENT, Settled};

/// 128 bits of a claim's hash: a collision is out of reach, and an entry stays small.
pub(super) type ClaimId = u128;

/// The ends of runs, bounded in number and in bytes of outcomes.
///
/// Not `moka`: a cache may evict whatever it likes and refuse nothing, while this must refuse rather than
/// evict what is recent, and must forget an outcome without forgetting its claim.
pub(super) struct Kept {
    entries: HashMap<ClaimId, Entry>,
    /// All entries, the oldest first. The first `forgotten` of them have no outcome any more.
    by_age: VecDeque<(Instant, ClaimId)>,
    forgotten: usize,
    bytes: usize,
    max_entries: usize,
    max_bytes: usize,
}

enum Entry {
    Settled(Arc<str>),
    Interrupted,
    Forgotten,
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

    pub(super) fn get(&self, id: ClaimId) -> Option<Ended> {
        self.entries.get(&id).map(|entry| match entry {
            Entry::Settled(outcome) => Ended::Settled(Settled {
                outcome: outcome.clone(),
                cookies: Vec::new(),
            }),
            Entry::Interrupted => Ended::Interrupted,
            Entry::Forgotten => Ended::Forgotten,
        })
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

    pub(super) fn settle(&mut self, id: ClaimId, outcome: Arc<str>, now: Instant) {
        self.bytes = self.bytes.saturating_add(outcome.len());
        self.insert(id, Entry::Settled(outcome), now);
        while self.bytes > self.max_bytes && self.forgotten < self.by_age.len() {
            self.forget_next();
        }
    }

    pub(super) fn interrupt(&mut self, id: ClaimId, now: Instant) {
        self.insert(id, Entry::Interrupted, now);
    }

    fn insert(&mut self, id: ClaimId, entry: Entry, now: Instant) {
        // A claim that is kept does not run, so nothing is replaced here.
        self.entries.insert(id, entry);
        self.by_age.push_back((now, id));
    }

    fn forget_next(&mut self) {
        if let Some((_, id)) = self.by_age.get(self.forgotten)
            && let Some(entry) = self.entries.get_mut(id)
            && let Entry::Settled(outcome) = entry
        {
            self.bytes = self.bytes.saturating_sub(outcome.len());
            *entry = Entry::Forgotten;
        }
        self.forgotten += 1;
    }

    fn evict_oldest(&mut self) {
        let Some((_, id)) = self.by_age.pop_front() else {
            return;
        };
        self.forgotten = self.forgotten.saturating_sub(1);
        if let Some(Entry::Settled(outcome)) = self.entries.remove(&id) {
            self.bytes = self.bytes.saturating_sub(outcome.len());
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
        let bytes = |entry: &Entry| {
            if let Entry::Settled(outcome) = entry {
                outcome.len()
            } else {
                0
            }
        };
        assert_eq!(self.bytes, self.entries.values().map(bytes).sum());
        assert!(
            self.by_age
                .iter()
                .take(self.forgotten)
                .all(|(_, id)| bytes(&self.entries[id]) == 0)
        );
    }
}

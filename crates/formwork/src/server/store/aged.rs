use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::time::Duration;

use tokio::time::Instant;

/// What is remembered for a while, bounded in number and in bytes. All of it equally long, so that the oldest is also the
/// next to go, for its age as for want of room.
pub(super) struct Aged<K, V> {
    entries: HashMap<K, V>,
    by_age: VecDeque<(Instant, K)>,
    bytes: usize,
    bounds: Bounds<V>,
}

/// How much is remembered, and for how long.
pub(super) struct Bounds<V> {
    pub(super) entries: usize,
    pub(super) bytes: usize,
    /// How many of the bytes a value takes.
    pub(super) size: fn(&V) -> usize,
    pub(super) ttl: Duration,
}

impl<K: Copy + Eq + Hash, V> Aged<K, V> {
    pub(super) fn new(bounds: Bounds<V>) -> Self {
        Self {
            entries: HashMap::new(),
            by_age: VecDeque::new(),
            bytes: 0,
            bounds,
        }
    }

    /// Remembers a value. Where one is remembered under the key already, that one stays, with its age.
    pub(super) fn insert(&mut self, key: K, value: V, now: Instant) {
        self.expire(now);
        if self.entries.contains_key(&key) {
            return;
        }
        self.bytes = self.bytes.saturating_add((self.bounds.size)(&value));
        self.entries.insert(key, value);
        self.by_age.push_back((now, key));
        while self.entries.len() > self.bounds.entries || self.bytes > self.bounds.bytes {
            self.forget_oldest();
        }
    }

    pub(super) fn get(&mut self, key: K, now: Instant) -> Option<&V> {
        self.expire(now);
        self.entries.get(&key)
    }

    fn expire(&mut self, now: Instant) {
        while self
            .by_age
            .front()
            .is_some_and(|(at, _)| now.duration_since(*at) >= self.bounds.ttl)
        {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        let oldest = self.by_age.pop_front();
        if let Some(value) = oldest.and_then(|(_, key)| self.entries.remove(&key)) {
            self.bytes = self.bytes.saturating_sub((self.bounds.size)(&value));
        }
    }

    #[cfg(test)]
    pub(super) fn check(&self) {
        assert_eq!(self.entries.len(), self.by_age.len());
        assert!(self.entries.len() <= self.bounds.entries && self.bytes <= self.bounds.bytes);
        let bytes: usize = self.entries.values().map(self.bounds.size).sum();
        assert_eq!(self.bytes, bytes);
    }
}

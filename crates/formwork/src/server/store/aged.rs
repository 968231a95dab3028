use std::time::Duration;

use tokio::time::Instant;

use super::log::{Key, Log};

/// What is remembered for a while, bounded in number and in bytes. All of it equally long, so that the oldest is also the
/// next to go, for its age as for want of room.
pub(super) struct Aged {
    entries: Log,
    bounds: Bounds,
}

/// How much is remembered, and for how long.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) entries: usize,
    pub(super) bytes: usize,
    pub(super) ttl: Duration,
}

impl Aged {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self {
            entries: Log::new(),
            bounds,
        }
    }

    /// Remembers a text. Where one is remembered under the key already, that one stays, with its age.
    pub(super) fn insert(&mut self, key: Key, text: &str, now: Instant) {
        self.expire(now);
        if self.entries.get(key).is_some() {
            return;
        }
        // What is too long by itself would only drive the others out, and go then.
        if text.len() <= self.bounds.bytes {
            self.entries.push(key, text, now);
        }
        while self.entries.len() > self.bounds.entries || self.entries.bytes() > self.bounds.bytes {
            self.entries.pop();
        }
    }

    pub(super) fn get(&mut self, key: Key, now: Instant) -> Option<&str> {
        self.expire(now);
        self.entries.get(key)
    }

    fn expire(&mut self, now: Instant) {
        let ttl = self.bounds.ttl;
        while self.entries.age(now).is_some_and(|age| age >= ttl) {
            self.entries.pop();
        }
    }

    #[cfg(test)]
    pub(super) fn check(&self) {
        self.entries.check();
        assert!(self.entries.len() <= self.bounds.entries);
        assert!(self.entries.bytes() <= self.bounds.bytes);
    }
}

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::Generate as _;
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

use super::HANDLE_TTL;

const HANDLE_BYTES: usize = 16;

type Handle = [u8; HANDLE_BYTES];

/// Outcomes under handles, bounded in number and bytes, the oldest evicted first. All live equally long, so
/// that the oldest is also the next to expire and a queue is all that it takes.
pub(super) struct Handles {
    entries: HashMap<Handle, Entry>,
    by_age: VecDeque<(Instant, Handle)>,
    bytes: usize,
    max_entries: usize,
    max_bytes: usize,
}

struct Entry {
    at: Instant,
    owner: [u8; 32],
    outcome: Arc<str>,
}

impl Handles {
    pub(super) fn new(max_entries: usize, max_bytes: usize) -> Self {
        Self {
            entries: HashMap::new(),
            by_age: VecDeque::new(),
            bytes: 0,
            max_entries,
            max_bytes,
        }
    }

    /// `None` when the outcome is larger than everything together may be.
    pub(super) fn remember(
        &mut self,
        visitor: &str,
        principal: &str,
        outcome: Arc<str>,
        now: Instant,
    ) -> Option<String> {
        if outcome.len() > self.max_bytes || self.max_entries == 0 {
            return None;
        }
        self.expire(now);
        while self.entries.len() >= self.max_entries
            || self.bytes.saturating_add(outcome.len()) > self.max_bytes
        {
            self.evict_oldest();
        }
        let handle = Handle::generate();
        self.bytes += outcome.len();
        self.entries.insert(
            handle,
            Entry {
                at: now,
                owner: owner(visitor, principal),
                outcome,
            },
        );
        self.by_age.push_back((now, handle));
        Some(URL_SAFE_NO_PAD.encode(handle))
    }

    pub(super) fn recall(
        &self,
        handle: &str,
        visitor: &str,
        principal: &str,
        now: Instant,
    ) -> Option<Arc<str>> {
        let mut bytes = Handle::default();
        let length = URL_SAFE_NO_PAD.decode_slice(handle, &mut bytes).ok()?;
        let entry = self
            .entries
            .get(&bytes)
            .filter(|_| length == HANDLE_BYTES)?;
        let alive = now.duration_since(entry.at) < HANDLE_TTL;
        (alive && entry.owner == owner(visitor, principal)).then(|| entry.outcome.clone())
    }

    pub(super) fn expire(&mut self, now: Instant) {
        while self
            .by_age
            .front()
            .is_some_and(|(at, _)| now.duration_since(*at) >= HANDLE_TTL)
        {
            self.evict_oldest();
        }
    }

    fn evict_oldest(&mut self) {
        let Some((_, handle)) = self.by_age.pop_front() else {
            return;
        };
        if let Some(entry) = self.entries.remove(&handle) {
            self.bytes -= entry.outcome.len();
        }
    }
}

fn owner(visitor: &str, principal: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update((visitor.len() as u64).to_be_bytes());
    hasher.update(visitor);
    hasher.update(principal);
    hasher.finalize().into()
}

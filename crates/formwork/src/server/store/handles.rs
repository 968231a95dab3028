use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::Generate as _;
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

use super::HANDLE_TTL;
use super::aged::{Aged, Bounds};

const HANDLE_BYTES: usize = 16;

type Handle = [u8; HANDLE_BYTES];

/// Outcomes under handles.
pub(super) struct Handles {
    entries: Aged<Handle, Entry>,
    max_entries: usize,
    max_bytes: usize,
}

struct Entry {
    owner: [u8; 32],
    outcome: Arc<str>,
}

impl Handles {
    pub(super) fn new(max_entries: usize, max_bytes: usize) -> Self {
        Self {
            entries: Aged::new(Bounds {
                entries: max_entries,
                bytes: max_bytes,
                size: |entry| entry.outcome.len(),
                ttl: HANDLE_TTL,
            }),
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
        let handle = Handle::generate();
        let owner = owner(visitor, principal);
        self.entries.insert(handle, Entry { owner, outcome }, now);
        Some(URL_SAFE_NO_PAD.encode(handle))
    }

    pub(super) fn recall(
        &mut self,
        handle: &str,
        visitor: &str,
        principal: &str,
        now: Instant,
    ) -> Option<Arc<str>> {
        let mut bytes = Handle::default();
        let length = URL_SAFE_NO_PAD.decode_slice(handle, &mut bytes).ok()?;
        let entry = self.entries.get(bytes, now)?;
        let is_theirs = length == HANDLE_BYTES && entry.owner == owner(visitor, principal);
        is_theirs.then(|| entry.outcome.clone())
    }
}

fn owner(visitor: &str, principal: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update((visitor.len() as u64).to_be_bytes());
    hasher.update(visitor);
    hasher.update(principal);
    hasher.finalize().into()
}

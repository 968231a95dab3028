use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

use super::HANDLE_TTL;
use super::aged::{Aged, Bounds};
use super::log::{Key, key};
use crate::server::random;

const HANDLE_BYTES: usize = 16;

/// How many outcomes of the largest size there is room for.
const SHARE: usize = 64;

type Handle = [u8; HANDLE_BYTES];

/// Outcomes under handles.
pub(super) struct Handles {
    entries: Aged,
    max_entries: usize,
    max_bytes: usize,
}

impl Handles {
    pub(super) fn new(max_entries: usize, max_bytes: usize) -> Self {
        Self {
            entries: Aged::new(Bounds {
                entries: max_entries,
                bytes: max_bytes,
                ttl: HANDLE_TTL,
            }),
            max_entries,
            max_bytes,
        }
    }

    /// `None` when the outcome has more than its share: one person's would take the places of all others'.
    pub(super) fn remember(
        &mut self,
        visitor: &str,
        principal: &str,
        outcome: &str,
        now: Instant,
    ) -> Option<String> {
        if outcome.len() > self.max_bytes / SHARE || self.max_entries == 0 {
            return None;
        }
        let handle: Handle = random::bytes();
        let key = key_of(&handle, visitor, principal);
        self.entries.insert(key, outcome, now);
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
        if length != HANDLE_BYTES {
            return None;
        }
        let key = key_of(&bytes, visitor, principal);
        self.entries.get(key, now).map(Arc::from)
    }
}

/// A handle of this visitor and principal: under it nobody else finds anything.
fn key_of(handle: &Handle, visitor: &str, principal: &str) -> Key {
    let mut hasher = Sha256::new();
    hasher.update(handle);
    hasher.update((visitor.len() as u64).to_be_bytes());
    hasher.update(visitor);
    hasher.update(principal);
    key(&hasher.finalize().into())
}

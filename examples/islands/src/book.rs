//! The entries, in memory.

use serde::{Deserialize, Serialize};

/// An entry, on its way to the server as long as `pending` is the id of its submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub id: u32,
    pub name: String,
    pub message: String,
    #[serde(skip)]
    pub pending: Option<String>,
}

#[cfg(feature = "ssr")]
pub use store::{latest, sign};

#[cfg(feature = "ssr")]
mod store {
    use super::Entry;
    use std::sync::RwLock;

    /// How many entries the page shows.
    const SHOWN: usize = 20;

    static ENTRIES: RwLock<Vec<Entry>> = RwLock::new(Vec::new());

    /// The newest entries, newest first.
    pub fn latest() -> Vec<Entry> {
        let entries = ENTRIES
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        entries.iter().rev().take(SHOWN).cloned().collect()
    }

    /// Writes an entry into the book.
    pub fn sign(name: String, message: String) {
        let mut entries = ENTRIES
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let id = entries.last().map_or(1, |last| last.id + 1);
        entries.push(Entry {
            id,
            name,
            message,
            pending: None,
        });
    }
}

//! The entries of both guestbooks, in memory: the frameworks are measured, not a database.

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
    use std::sync::{LazyLock, RwLock};

    /// How many entries the page shows.
    const SHOWN: usize = 20;

    static ENTRIES: LazyLock<RwLock<Vec<Entry>>> = LazyLock::new(|| {
        let entry = |id| Entry {
            id,
            name: format!("Visitor {id}"),
            message: format!("I was here, and this is line {id} of the book."),
            pending: None,
        };
        RwLock::new((1..=20).map(entry).collect())
    });

    /// The newest entries, newest first.
    pub fn latest() -> Vec<Entry> {
        let entries = ENTRIES
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        entries.iter().rev().take(SHOWN).cloned().collect()
    }

    /// Writes an entry into the book, which keeps those that are shown.
    pub fn sign(name: String, message: String) -> Entry {
        let mut entries = ENTRIES
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let id = entries.last().map_or(1, |last| last.id + 1);
        let entry = Entry {
            id,
            name,
            message,
            pending: None,
        };
        if entries.len() >= SHOWN {
            entries.remove(0);
        }
        entries.push(entry.clone());
        entry
    }
}

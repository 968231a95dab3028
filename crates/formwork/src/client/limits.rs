//! Files that are too large: they are refused before they are sent, for the server would have to read them to the end
//! to say so.

use super::state;
use crate::{
    channel::FormError,
    fields::{Entry, FormData},
    texts,
    wire::too_much,
};

/// How many bytes actions take that have a limit of their own.
#[derive(Default)]
struct Limits(Vec<(&'static str, u64)>);

/// The bodies of this action may have this many bytes.
pub(crate) fn may_send(action: &'static str, limit: u64) {
    state::with(|Limits(all)| {
        if all.iter().all(|(other, _)| *other != action) {
            all.push((action, limit));
        }
    });
}

/// What the server would say of files that are more than the action takes.
pub(super) fn refused(action: &str, data: &FormData) -> Option<FormError> {
    let limit = state::with(|Limits(all)| {
        let (_, limit) = all.iter().find(|(other, _)| *other == action)?;
        Some(*limit)
    })?;
    let sizes = data.entries().map(|(_, entry)| match entry {
        Entry::File(file) => file.size(),
        Entry::Text(_) => 0,
    });
    let bytes: u64 = sizes.sum();
    (bytes > limit).then(|| FormError::Refused {
        status: 413,
        message: texts::with(|texts| too_much(texts, limit)),
        error: None,
    })
}

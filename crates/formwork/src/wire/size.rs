//! Numbers of bytes, as both sides say them.

use crate::texts::{Text, Texts};

/// The message for a body that is too large.
#[allow(dead_code, reason = "for the client and the server")]
pub(crate) fn too_much(texts: &Texts, limit: u64) -> String {
    texts.say(Text::TooLarge, &[("size", &size(texts, limit))])
}

/// A number of bytes as users read it.
fn size(texts: &Texts, bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    let unit = UNITS
        .iter()
        .find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit));
    match unit {
        Some((unit, name)) => format!("{} {name}", bytes / unit),
        None => texts.say(Text::Bytes, &[("count", &bytes)]),
    }
}

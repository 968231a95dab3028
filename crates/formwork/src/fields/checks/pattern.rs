//! HTML's patterns on the server.

use regex::Regex;
use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{LazyLock, PoisonError, RwLock},
};

static COMPILED: LazyLock<RwLock<HashMap<&'static str, Regex>>> = LazyLock::new(RwLock::default);

/// The regular expression of a pattern, compiled once. The sources are constants of the program, so that
/// their number is bounded.
pub(in crate::fields::checks) fn compiled(source: &'static str) -> Regex {
    let known = COMPILED
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(source)
        .cloned();
    known.unwrap_or_else(|| {
        let regex = compile(source);
        COMPILED
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(source, regex.clone());
        regex
    })
}

/// As a browser reads it: the whole text must match, and `\d` and `\w` mean ASCII.
///
/// The derive has refused what does not compile. Should a hand-written [`FieldMeta`](super::FieldMeta) have
/// such a pattern, it matches nothing, and the log says so.
fn compile(source: &str) -> Regex {
    Regex::new(&format!("^(?:{})$", ascii_classes(source))).unwrap_or_else(|error| {
        tracing::error!(pattern = source, %error, "a field's pattern is no regular expression; nothing matches it");
        never()
    })
}

fn never() -> Regex {
    static NEVER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[^\s\S]").expect("a constant, and a test compiles it"));
    NEVER.clone()
}

/// Rust's `\d` and `\w` know all scripts, a browser's do not.
fn ascii_classes(source: &str) -> Cow<'_, str> {
    if !source.contains('\\') {
        return source.into();
    }
    let mut text = String::with_capacity(source.len() + 16);
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next() {
            Some('d') => text.push_str("[0-9]"),
            Some('D') => text.push_str("[^0-9]"),
            Some('w') => text.push_str("[0-9A-Za-z_]"),
            Some('W') => text.push_str("[^0-9A-Za-z_]"),
            Some(other) => text.extend(['\\', other]),
            None => text.push('\\'),
        }
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_the_whole_text() {
        assert!(compiled("a|bc").is_match("bc"));
        assert!(!compiled("a|bc").is_match("abc"));
        assert!(!compiled("[a-z]+").is_match("ab\n"));
    }

    #[test]
    fn classes_mean_what_they_mean_in_a_browser() {
        assert!(compiled(r"\d{2}[\d.]\\d").is_match(r"12.\d"));
        assert!(!compiled(r"\d+").is_match("٣"));
        assert!(!compiled(r"\w+").is_match("é"));
        assert!(compiled(r"\p{L}+").is_match("é"));
    }

    #[test]
    fn a_broken_pattern_matches_nothing() {
        assert!(!compiled("(").is_match(""));
        assert!(!compiled("(").is_match("("));
    }
}

//! All rules, by garde.

#[path = "pattern.rs"]
mod pattern;

use pattern::compiled;

pub(in crate::fields) fn length_is_right(
    text: &str,
    min: Option<usize>,
    max: Option<usize>,
) -> bool {
    let ends = (min.unwrap_or(0), max.unwrap_or(usize::MAX));
    garde::rules::length::utf16::apply(&text, ends).is_ok()
}

pub(in crate::fields) fn is_email(text: &str) -> bool {
    garde::rules::email::apply(&text, ()).is_ok()
}

pub(in crate::fields) fn matches_pattern(source: &'static str, text: &str) -> bool {
    garde::rules::pattern::apply(&text, (&compiled(source),)).is_ok()
}

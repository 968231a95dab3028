//! What a sealed value looks like on its way.

use serde::{Deserialize, Serialize};

/// What a sealed value looks like on the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Token {
    /// The authenticated, encrypted value.
    pub(crate) sealed: String,
    /// Equal for equal values within the pages of one visitor, so that a form is recognised after a
    /// submission although its token is another.
    pub(crate) fp: String,
}

/// Where a token stands in bound arguments. No string of a user's has this text: its quotes are escaped there.
const TOKEN: &str = "{\"sealed\":\"";

/// The bound arguments with the fingerprint in place of each token: equal for equal values, whatever their
/// seals.
pub(crate) fn without_tokens(json: &str) -> String {
    replace_tokens(json, |_, fingerprint| {
        Some(format!("{{\"fp\":\"{fingerprint}\"}}"))
    })
}

/// Puts something else in the place of each token of which `put` knows what.
pub(crate) fn replace_tokens(json: &str, put: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut plain = String::new();
    let mut rest = json;
    while let Some((before, piece)) = split_once(rest, TOKEN) {
        plain.push_str(before);
        // It ends before the next one begins.
        let own = split_once(piece, TOKEN).map_or(piece, |(own, _)| own);
        let replaced = token(own).and_then(|(token, fingerprint, length)| {
            Some((put(token, fingerprint)?, piece.get(length..)?))
        });
        rest = match replaced {
            Some((put, rest)) => {
                plain.push_str(&put);
                rest
            }
            None => {
                plain.push_str(TOKEN);
                piece
            }
        };
    }
    plain.push_str(rest);
    plain
}

/// The token at the beginning of a text, its fingerprint, and how long both are.
fn token(text: &str) -> Option<(&str, &str, usize)> {
    let (token, rest) = split_once(text, "\",\"fp\":\"")?;
    let (fingerprint, rest) = split_once(rest, "\"}")?;
    Some((token, fingerprint, text.len() - rest.len()))
}

/// As the method of `str` does, whose searcher would have 3 kB in the client.
fn split_once<'a>(text: &'a str, by: &str) -> Option<(&'a str, &'a str)> {
    let mut windows = text.as_bytes().windows(by.len());
    let at = windows.position(|window| window == by.as_bytes())?;
    Some((text.get(..at)?, text.get(at + by.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_equal_whatever_their_seals() {
        let bound = |token: &str| {
            format!(
                "[1,{{\"sealed\":\"{token}\",\"fp\":\"f\"}},[{{\"sealed\":\"x\",\"fp\":\"g\"}}]]"
            )
        };
        assert_eq!(
            without_tokens(&bound("a")),
            "[1,{\"fp\":\"f\"},[{\"fp\":\"g\"}]]"
        );
        assert_eq!(without_tokens(&bound("a")), without_tokens(&bound("b")));
    }

    #[test]
    fn what_looks_like_a_token_and_is_none_stays() {
        let large = "340282366920938463463374607431768211455";
        for json in [
            "",
            "[7]",
            large,
            "{\"sealed\":7,\"fp\":\"x\"}",
            "{\"sealed\":\"x\"}",
            "[\"{\\\"sealed\\\":\\\"x\\\",\\\"fp\\\":\\\"y\\\"}\"]",
            "{\"fp\":1,\"of\":2}",
        ] {
            assert_eq!(without_tokens(json), json);
        }
    }
}

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
    let mut pieces = json.split(TOKEN);
    let mut plain = pieces.next().unwrap_or_default().to_string();
    for piece in pieces {
        let parts = piece
            .split_once("\",\"fp\":\"")
            .and_then(|(token, rest)| Some((token, rest.split_once("\"}")?)));
        let put =
            parts.and_then(|(token, (fingerprint, rest))| Some((put(token, fingerprint)?, rest)));
        match put {
            Some((put, rest)) => {
                plain.push_str(&put);
                plain.push_str(rest);
            }
            None => {
                plain.push_str(TOKEN);
                plain.push_str(piece);
            }
        }
    }
    plain
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

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

/// The bound arguments with the fingerprint in place of each token: equal for equal values, whatever their
/// seals.
pub(crate) fn without_tokens(json: &str) -> String {
    let Ok(mut value) = serde_json::from_str::<serde_json::Value>(json) else {
        return json.to_string();
    };
    strip(&mut value);
    value.to_string()
}

fn strip(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
        serde_json::Value::Object(map) => {
            if map.len() == 2 && map.contains_key("fp") {
                map.remove("sealed");
            }
            map.values_mut().for_each(strip);
        }
        _ => {}
    }
}

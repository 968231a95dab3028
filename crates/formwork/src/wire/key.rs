//! What names a form on its page.

use super::{CLOSURE_PREFIX, HOOK_KEY_PREFIX, fnv1a, name_of};
use std::{fmt, panic::Location, sync::Arc};

/// What a key is made of.
pub(crate) struct KeyParts<'a> {
    /// The action's id; empty for a closure.
    pub(crate) action: &'a str,
    /// Whether a closure of the page runs in place of an action.
    pub(crate) is_closure: bool,
    /// The bound arguments as JSON, without the tokens of seals.
    pub(crate) arguments: Vec<String>,
    /// Where the hook or the form's `view!` stands.
    pub(crate) place: &'a Location<'a>,
    /// The form's number in its `view!`.
    pub(crate) number: u32,
    /// The app's own key.
    pub(crate) key: &'a str,
}

/// Names a form on its page: equal in every rendering of the page, on the server and in the browser, so
/// that an outcome finds the form that was submitted.
///
/// It is made of the action, of the bound arguments (sealed ones by their fingerprint), of the place in the
/// source where the hook or the form's `view!` stands, of the form's number in that `view!`, and of the `key`
/// that the app gives to forms in a list. A number in the order of rendering would not do: inside closures and
/// `Suspend` that order differs between server and browser.
///
/// Its text: `f`, or the prefix of hooks, 16 digits for the place, `-`, and 16 digits for the bound arguments where there are
/// any. Cut before the `-` it is the key of the place.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct FormKey(Arc<str>);

impl FormKey {
    /// The key of a form that has no hook.
    pub(crate) fn new(parts: &KeyParts<'_>) -> Self {
        Self::with_prefix('f', parts)
    }

    /// The key of a hook, and of the forms which have its action.
    pub(crate) fn of_hook(parts: &KeyParts<'_>) -> Self {
        Self::with_prefix(HOOK_KEY_PREFIX, parts)
    }

    fn with_prefix(prefix: char, parts: &KeyParts<'_>) -> Self {
        const START: u64 = 0xcbf2_9ce4_8422_2325;
        let mut arguments = START;
        for argument in &parts.arguments {
            arguments = fnv1a(arguments, argument.as_bytes());
            arguments = fnv1a(arguments, b"\0");
        }
        // Not its signature: a form whose action has changed is the same form.
        let mut hash = fnv1a(START, name_of(parts.action).as_bytes());
        // Not the whole path: it differs between machines for crates outside of the workspace.
        let path = parts.place.file().rsplit(['/', '\\']);
        hash = fnv1a(hash, path.into_iter().next().unwrap_or_default().as_bytes());
        hash = fnv1a(hash, &parts.place.line().to_le_bytes());
        hash = fnv1a(hash, &parts.place.column().to_le_bytes());
        hash = fnv1a(hash, &parts.number.to_le_bytes());
        hash = fnv1a(hash, parts.key.as_bytes());
        // The bridge leaves what begins like this to the client.
        let kind = match parts.is_closure {
            true => CLOSURE_PREFIX,
            false => "",
        };
        let mut text = String::with_capacity(kind.len() + "f-".len() + 2 * HEX_DIGITS);
        text.push_str(kind);
        text.push(prefix);
        push_hex(&mut text, hash);
        text.push(ARGUMENTS);
        if !parts.arguments.is_empty() {
            push_hex(&mut text, arguments);
        }
        Self(text.into())
    }

    /// Whether an outcome with this key is this form's: see [`is_meant_by`].
    pub(crate) fn is_meant_by(&self, key: &str) -> bool {
        is_meant_by(&self.0, key)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// As the name of a lane.
    #[allow(dead_code, reason = "for the client")]
    pub(crate) fn as_lane(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }
}

/// How many digits a hash has.
const HEX_DIGITS: usize = 16;

/// By hand: a page has many keys, and formatting is slow.
fn push_hex(text: &mut String, mut hash: u64) {
    for _ in 0..HEX_DIGITS {
        hash = hash.rotate_left(4);
        text.push(char::from(b"0123456789abcdef"[hash as usize % 16]));
    }
}

/// Whether an outcome with this `key` is for the form with the key `own`. A key without the arguments' part means
/// every form of its place: the server could not read the arguments that were sent.
pub(crate) fn is_meant_by(own: &str, key: &str) -> bool {
    own == key || (!key.contains(ARGUMENTS) && place_of(own) == key)
}

/// The part of a key that names its place.
pub(crate) fn place_of(key: &str) -> &str {
    key.split_once(ARGUMENTS).map_or(key, |(place, _)| place)
}

/// What stands between the two parts of a key.
const ARGUMENTS: char = '-';

impl fmt::Debug for FormKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(arguments: &[&str], is_closure: bool) -> FormKey {
        FormKey::new(&KeyParts {
            action: "app::sign-1",
            is_closure,
            arguments: arguments.iter().map(|&argument| argument.into()).collect(),
            place: Location::caller(),
            number: 0,
            key: "",
        })
    }

    #[test]
    fn a_key_says_its_place_and_its_arguments() {
        let (bare, bound, other) = (key(&[], false), key(&["1"], false), key(&["2"], false));
        assert_eq!(bare.as_str().len(), "f-".len() + HEX_DIGITS);
        assert!(bare.as_str().ends_with(ARGUMENTS));
        assert_eq!(bound.as_str().len(), "f-".len() + 2 * HEX_DIGITS);
        assert_eq!(place_of(bound.as_str()), place_of(other.as_str()));
        for own in [&bare, &bound] {
            assert!(own.is_meant_by(own.as_str()));
            assert!(own.is_meant_by(place_of(own.as_str())), "of the place");
            assert!(!own.is_meant_by(other.as_str()));
        }
        assert!(!bound.is_meant_by(bare.as_str()), "of no arguments");
        assert!(key(&[], true).as_str().starts_with(CLOSURE_PREFIX));
    }
}

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
        let mut name = String::with_capacity(kind.len() + "f-".len() + 2 * HEX_DIGITS);
        name.push_str(kind);
        name.push(prefix);
        push_hex(&mut name, hash);
        name.push(ARGUMENTS);
        if !parts.arguments.is_empty() {
            push_hex(&mut name, arguments);
        }
        Self(name.into())
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

fn push_hex(name: &mut String, mut hash: u64) {
    for _ in 0..HEX_DIGITS {
        hash = hash.rotate_left(4);
        name.push(char::from(b"0123456789abcdef"[hash as usize % 16]));
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

//! What names a form on its page.

use crate::{
    action::{Target, without_tokens},
    wire::{CLOSURE_PREFIX, HOOK_KEY_PREFIX, fnv1a, name_of},
};
use std::{fmt, panic::Location, sync::Arc};

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
    pub(crate) fn new(target: &Target, place: &Location<'_>, number: u32, key: &str) -> Self {
        Self::with_prefix('f', target, place, number, key)
    }

    /// The key of a hook, and of the forms which have its action.
    pub(crate) fn of_hook(target: &Target, place: &Location<'_>, key: &str) -> Self {
        Self::with_prefix(HOOK_KEY_PREFIX, target, place, 0, key)
    }

    fn with_prefix(
        prefix: char,
        target: &Target,
        place: &Location<'_>,
        number: u32,
        key: &str,
    ) -> Self {
        const START: u64 = 0xcbf2_9ce4_8422_2325;
        let mut arguments = START;
        for argument in target.bound.iter() {
            arguments = fnv1a(arguments, without_tokens(argument).as_bytes());
            arguments = fnv1a(arguments, b"\0");
        }
        // Not its signature: a form whose action has changed is the same form.
        let mut hash = fnv1a(START, name_of(target.action).as_bytes());
        // Not the whole path: it differs between machines for crates outside of the workspace.
        let file = place.file().rsplit(['/', '\\']).next().unwrap_or_default();
        hash = fnv1a(hash, file.as_bytes());
        hash = fnv1a(hash, &place.line().to_le_bytes());
        hash = fnv1a(hash, &place.column().to_le_bytes());
        hash = fnv1a(hash, &number.to_le_bytes());
        hash = fnv1a(hash, key.as_bytes());
        // The bridge leaves what begins like this to the client.
        let kind = match target.closure {
            Some(_) => CLOSURE_PREFIX,
            None => "",
        };
        Self(format!("{kind}{prefix}{hash:016x}-{arguments:016x}").into())
    }

    /// For the calls of an action, which no form and no outcome is meant by.
    #[cfg(all(feature = "browser", not(feature = "ssr")))]
    pub(crate) fn of_calls(action: &str) -> Self {
        Self(format!("call:{action}").into())
    }

    /// The key that a form or hook has told.
    #[cfg(all(feature = "browser", not(feature = "ssr")))]
    pub(crate) fn of_outcome(key: &str) -> Self {
        Self(key.into())
    }

    /// Whether an outcome with this key is this form's: see [`is_meant_by`].
    pub(crate) fn is_meant_by(&self, key: &str) -> bool {
        #[cfg(all(feature = "browser", not(feature = "ssr")))]
        if crate::browser::stands_in_for(&self.0, key) {
            return true;
        }
        is_meant_by(&self.0, key)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
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

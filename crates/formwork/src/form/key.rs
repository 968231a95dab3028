//! What names a form on its page.

use crate::{
    action::{Target, without_tokens},
    wire::{CLOSURE_PREFIX, fnv1a},
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
    pub(crate) fn new(target: &Target, place: &Location<'_>, number: u32, key: &str) -> Self {
        const START: u64 = 0xcbf2_9ce4_8422_2325;
        let mut arguments = START;
        for argument in target.bound.iter() {
            arguments = fnv1a(arguments, without_tokens(argument).as_bytes());
            arguments = fnv1a(arguments, b"\0");
        }
        let mut hash = fnv1a(START, target.action.as_bytes());
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
        Self(format!("{kind}f{hash:016x}-{arguments:016x}").into())
    }

    /// For the calls of an action, which no form and no outcome is meant by.
    #[cfg(all(feature = "browser", not(feature = "ssr")))]
    pub(crate) fn of_calls(action: &str) -> Self {
        Self(format!("call:{action}").into())
    }

    /// Whether an outcome with this key is this form's. A key without the arguments' part means every form of
    /// its place: the server could not read the arguments that were sent.
    pub(crate) fn is_meant_by(&self, key: &str) -> bool {
        *self.0 == *key || (!key.contains('-') && self.0.split('-').next() == Some(key))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for FormKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

//! Step 4: opening the seals of the bound arguments and of the previous state.

use super::seal::scope::OpenScope;
use super::{
    context::{self, RequestContext},
    origin::PublicOrigin,
    panics,
    registry::{ActionEntry, Opened},
    seal::{OpenError, SealContext},
};
use sha2::{Digest as _, Sha256};
use std::time::{Duration, SystemTime};

/// How long a state's seal lives.
const STATE_TTL: Duration = Duration::from_secs(24 * 60 * 60);
const STATE_PURPOSE: &str = "prev";

/// Why the arguments cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ArgumentsError {
    /// They are not what the action takes, or a seal was changed: 400.
    #[error("The request's arguments are not what this form sends. Load the page again.")]
    Malformed,
    /// A seal is out of date.
    #[error("The page is out of date.")]
    Stale,
    /// A seal was made under a key that is not known (any more): nobody can say what it holds.
    #[error("The page is out of date.")]
    Unreadable,
    /// Reading them has panicked; the log has it under this id.
    #[error("Something went wrong on our side (error {0}).")]
    Panicked(String),
}

impl From<OpenError> for ArgumentsError {
    fn from(error: OpenError) -> Self {
        if error == OpenError::UnknownKey {
            Self::Unreadable
        } else if error.is_stale() {
            Self::Stale
        } else {
            Self::Malformed
        }
    }
}

/// The bound arguments of a submission.
pub(super) struct Arguments {
    pub(super) values: Opened,
    /// Their JSON with what was in the seals in their place: for the digest of the input, and for the seal of a state.
    pub(super) plain: String,
    /// Whether the form has another key in a fresh page, since keys were rotated.
    pub(super) renamed: bool,
}

/// Reads the bound arguments.
pub(super) fn arguments(
    request: &RequestContext,
    action: &'static ActionEntry,
    bound: &str,
) -> Result<Arguments, ArgumentsError> {
    let scope = OpenScope::new(request.clone(), action.id);
    let opened = panics::caught(action.id, || scope.enter(|| (action.open)(bound)));
    let (values, seen) = opened.map_err(ArgumentsError::Panicked)?;
    match (values, seen.error) {
        (Ok(values), _) => Ok(Arguments {
            values,
            plain: seen.contents.put_into(bound),
            renamed: seen.renamed,
        }),
        (Err(_), Some(error)) => Err(error.into()),
        (Err(error), None) => {
            // While the app is made it is likely its own.
            match request.state.config.public_origin {
                PublicOrigin::Development => {
                    tracing::warn!(action = action.id, "arguments refused: {error}");
                }
                _ => tracing::debug!(action = action.id, "arguments refused: {error}"),
            }
            Err(ArgumentsError::Malformed)
        }
    }
}

/// Whose state it is: that of an action with these bound arguments, as they are in [`Arguments::plain`].
#[derive(Clone, Copy)]
pub(crate) struct StateOf<'a> {
    pub(crate) action: &'a str,
    pub(crate) arguments: &'a str,
}

/// Opens the previous state, as JSON.
pub(super) fn state(
    request: &RequestContext,
    of: StateOf<'_>,
    token: Option<&str>,
) -> Result<Option<String>, ArgumentsError> {
    let Some(token) = token.filter(|token| !token.is_empty()) else {
        return Ok(None);
    };
    let plain = of.within(request, |context| {
        request.state.keys.open(context, SystemTime::now(), token)
    })?;
    String::from_utf8(plain)
        .map(Some)
        .map_err(|_| ArgumentsError::Malformed)
}

/// Seals a state for the next submission.
pub(crate) fn seal_state(request: &RequestContext, of: StateOf<'_>, json: &str) -> Option<String> {
    let seal =
        |context: &SealContext<'_>| request.state.keys.seal(context, STATE_TTL, json.as_bytes());
    match of.within(request, seal) {
        Ok(token) => Some(token),
        Err(error) => {
            let action = of.action;
            tracing::error!(action, "the state of a hook is not carried along: {error}");
            None
        }
    }
}

/// Seals the state of a hook, while a page is being rendered.
pub(crate) fn seal_state_for(action: &str, arguments: &str, json: &str) -> Option<String> {
    seal_state(&context::current()?, StateOf { action, arguments }, json)
}

impl StateOf<'_> {
    /// Without bound arguments: an empty array.
    fn arguments(&self) -> &str {
        match self.arguments {
            "" => "[]",
            arguments => arguments,
        }
    }

    /// Whether both are of one action with the same arguments.
    pub(super) fn is(&self, other: &StateOf<'_>) -> bool {
        self.action == other.action && self.arguments() == other.arguments()
    }

    fn within<R>(self, request: &RequestContext, f: impl FnOnce(&SealContext<'_>) -> R) -> R {
        let digest = Sha256::digest(self.arguments().as_bytes());
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        f(&SealContext {
            purpose: &format!("{STATE_PURPOSE} {digest}"),
            action: self.action,
            principal: &request.principal,
        })
    }
}

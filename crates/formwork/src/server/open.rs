//! Step 4: opening the seals of the bound arguments and of the previous state.

use super::seal::scope::OpenScope;
use super::{
    context::RequestContext,
    registry::{ActionEntry, Opened},
    seal::{OpenError, SealContext},
};
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
    /// What was in their seals, for the digest of the input.
    pub(super) opened: Vec<u8>,
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
    let (values, seen) = scope.enter(|| (action.open)(bound));
    match (values, seen.error) {
        (Ok(values), _) => Ok(Arguments {
            values,
            opened: seen.opened,
            renamed: seen.renamed,
        }),
        (Err(_), Some(error)) => Err(error.into()),
        (Err(error), None) => {
            tracing::debug!(action = action.id, "arguments refused: {error}");
            Err(ArgumentsError::Malformed)
        }
    }
}

/// Opens the previous state, as JSON.
pub(super) fn state(
    request: &RequestContext,
    action: &'static str,
    token: Option<&str>,
) -> Result<Option<String>, ArgumentsError> {
    let Some(token) = token.filter(|token| !token.is_empty()) else {
        return Ok(None);
    };
    let plain = request
        .state
        .keys
        .open(&context(request, action), SystemTime::now(), token)?;
    String::from_utf8(plain)
        .map(Some)
        .map_err(|_| ArgumentsError::Malformed)
}

/// Seals a state for the next submission.
pub(crate) fn seal_state(request: &RequestContext, action: &str, json: &str) -> Option<String> {
    match request
        .state
        .keys
        .seal(&context(request, action), STATE_TTL, json.as_bytes())
    {
        Ok(token) => Some(token),
        Err(error) => {
            tracing::error!(action, "the state of a hook is not carried along: {error}");
            None
        }
    }
}

fn context<'a>(request: &'a RequestContext, action: &'a str) -> SealContext<'a> {
    SealContext {
        purpose: STATE_PURPOSE,
        action,
        principal: &request.principal,
    }
}

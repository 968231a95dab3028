//! How an action ends when it has no value: issues, a redirect, a refusal, or a failure.

use super::{Outcome, Redirect, Refused};
use crate::{
    fields::Issues,
    submission::SubmissionStatus,
    texts::{Text, say, say_with},
};

/// What an action returns.
///
/// Any error that implements [`std::error::Error`] becomes [`ActionError::Failed`] through `?`: it is
/// logged under an id, and the browser gets the id and nothing else.
pub type ActionResult<T> = Result<T, ActionError>;

/// Why an action has no value.
///
/// This is deliberately not an [`std::error::Error`] itself, so that every error can be converted into it.
#[derive(Debug)]
pub enum ActionError {
    /// The input has issues; they are shown at the fields. Answered with 422.
    Invalid(Issues),
    /// Redirects the user. 303 for a native POST.
    Redirect(Redirect),
    /// The guard or the action refused it. Answered with the status it names.
    Refused(Refused),
    /// The page was older than what it asks for. Answered with 409.
    Stale,
    /// The run was cut short. Answered with 409.
    Interrupted,
    /// Something went wrong on the server; its text is in the log under the id. Answered with 500.
    Failed {
        /// The id under which the log has the error.
        error_id: String,
    },
    /// In the browser: no answer came, although it was sent again for a minute. It may have run.
    Unanswered,
    /// In the browser: it was cancelled. Work that was already done may stay.
    Cancelled,
    /// In the browser: never sent, since a newer call replaced it (`policy = latest`).
    Superseded,
    /// In the browser: never sent, since another call was pending (`policy = drop`).
    Ignored,
    /// An error on the server that has not been logged yet, or one of a client's own.
    Unexpected(Box<dyn std::error::Error + Send + Sync>),
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for ActionError {
    fn from(error: E) -> Self {
        Self::Unexpected(Box::new(error))
    }
}

impl From<Issues> for ActionError {
    fn from(issues: Issues) -> Self {
        Self::Invalid(issues)
    }
}

impl From<Redirect> for ActionError {
    fn from(redirect: Redirect) -> Self {
        Self::Redirect(redirect)
    }
}

impl From<Refused> for ActionError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl std::fmt::Display for ActionError {
    /// The message for the user, in the language of the page. Exceptions are [`Redirect`](Self::Redirect) and
    /// [`Unexpected`](Self::Unexpected), which are for the log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = match self {
            Self::Redirect(redirect) => return write!(f, "redirect to {}", redirect.to),
            Self::Refused(refused) => return f.write_str(&refused.message),
            Self::Unexpected(error) => return error.fmt(f),
            Self::Failed { error_id } => {
                return f.write_str(&say_with(Text::WentWrong, &[("id", error_id)]));
            }
            Self::Invalid(_) => Text::Check,
            Self::Stale => Text::PageOutdated,
            Self::Interrupted => Text::Interrupted,
            Self::Unanswered => Text::Unreachable,
            Self::Cancelled => Text::Cancelled,
            Self::Superseded => Text::Superseded,
            Self::Ignored => Text::Ignored,
        };
        f.write_str(&say(text))
    }
}

impl ActionError {
    /// What a call has come to: an answer, or a status without one.
    pub(crate) fn of_end(end: Result<Outcome, SubmissionStatus>) -> Result<Outcome, Self> {
        end.map_err(|status| match status {
            SubmissionStatus::Cancelled => Self::Cancelled,
            SubmissionStatus::Superseded { .. } => Self::Superseded,
            SubmissionStatus::Ignored { .. } => Self::Ignored,
            _ => Self::Unanswered,
        })
    }

    /// The error that an outcome without a value stands for; `Done` has none.
    pub(crate) fn from_outcome(outcome: Outcome) -> Option<Self> {
        Some(match outcome {
            Outcome::Done(_) => return None,
            Outcome::Invalid(issues) => Self::Invalid(issues),
            Outcome::Redirect(redirect) => Self::Redirect(redirect),
            Outcome::Refused(refused) => Self::Refused(refused),
            Outcome::Stale => Self::Stale,
            Outcome::Failed { error_id } => Self::Failed { error_id },
            Outcome::Interrupted => Self::Interrupted,
        })
    }
}

impl ActionError {
    /// The outcome that an error of the server's stands for; those of a client have none.
    pub(crate) fn into_outcome(self) -> Option<Outcome> {
        Some(match self {
            Self::Invalid(issues) => Outcome::Invalid(issues),
            Self::Redirect(redirect) => Outcome::Redirect(redirect),
            Self::Refused(refused) => Outcome::Refused(refused),
            Self::Stale => Outcome::Stale,
            Self::Interrupted => Outcome::Interrupted,
            Self::Failed { error_id } => Outcome::Failed { error_id },
            Self::Unanswered
            | Self::Cancelled
            | Self::Superseded
            | Self::Ignored
            | Self::Unexpected(_) => return None,
        })
    }
}

/// Redirects the user to another page of this app after the action: by its path, or relative to the form's page
/// (`?page=3`, `other`). Anything else is a failure.
///
/// ```
/// use formwork::prelude::*;
///
/// #[action(public)]
/// async fn publish(title: String) -> ActionResult<()> {
///     let _ = title;
///     Err(redirect("/articles"))
/// }
/// ```
pub fn redirect(to: impl Into<String>) -> ActionError {
    ActionError::Redirect(Redirect::to(to))
}

/// Refuses with a 4xx status and a message for the user.
///
/// A status outside 400 to 499 becomes 400.
pub fn refuse(status: u16, message: impl Into<String>) -> ActionError {
    let status = if (400..500).contains(&status) {
        status
    } else {
        400
    };
    ActionError::Refused(Refused::new(status, message))
}

/// Refuses with 404.
pub fn not_found() -> ActionError {
    refuse(404, say(Text::NotFound))
}

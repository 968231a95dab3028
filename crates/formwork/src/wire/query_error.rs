//! How a query ends when it has no value.

use super::{ActionError, Refused};
use crate::{
    json::{Members, Unreadable, object, read},
    texts::{Text, say, say_with},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use std::fmt;

/// What a query returns. Any [`std::error::Error`] becomes a failure through `?`: logged under an id, and
/// the browser gets the id and nothing else.
pub type QueryResult<T> = Result<T, QueryError>;

/// Why a query has no value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", try_from = "Members")]
pub enum QueryError {
    /// No, with a 4xx status: not found, not allowed.
    Refused(Refused),
    /// Something went wrong on the server; the log has the error under this id.
    Failed {
        /// The id under which the log has the error.
        error_id: String,
    },
    /// No answer came.
    Unreachable,
    /// An error of the server's that has not been logged yet. Never sent.
    #[serde(skip)]
    Unexpected(String),
}

impl TryFrom<Members> for QueryError {
    type Error = Unreadable;

    fn try_from(members: Members) -> Result<Self, Self::Error> {
        let (variant, content) = members.into_variant()?;
        Ok(match variant.as_str() {
            "refused" => Self::Refused(object(&content)?),
            "failed" => Self::Failed {
                error_id: read::<Members>(&content)?.take("error_id")?,
            },
            "unreachable" => Self::Unreachable,
            _ => return Err(Unreadable),
        })
    }
}

/// What a query has come to, from its JSON; `None` where that is of another type.
pub(crate) fn read_result<T: DeserializeOwned>(json: &RawValue) -> Option<QueryResult<T>> {
    match result_in(json).ok()? {
        Ok(value) => read(&value).ok().map(Ok),
        Err(error) => Some(Err(error)),
    }
}

fn result_in(json: &RawValue) -> Result<QueryResult<Box<RawValue>>, Unreadable> {
    let (variant, content) = read::<Members>(json)?.into_variant()?;
    match variant.as_str() {
        "Ok" => Ok(Ok(content)),
        "Err" => Ok(Err(object(&content)?)),
        _ => Err(Unreadable),
    }
}

impl<E: std::error::Error> From<E> for QueryError {
    fn from(error: E) -> Self {
        Self::Unexpected(error.to_string())
    }
}

impl From<ActionError> for QueryError {
    /// The refusal of a guard or of a helper that is shared with an action.
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::Refused(refused) => Self::Refused(refused),
            ActionError::Failed { error_id } => Self::Failed { error_id },
            other => Self::Unexpected(other.to_string()),
        }
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Refused(refused) => return f.write_str(&refused.message),
            Self::Failed { error_id } => {
                return f.write_str(&say_with(Text::WentWrong, &[("id", error_id)]));
            }
            Self::Unreachable => Text::Unreachable,
            Self::Unexpected(_) => Text::WentWrongHere,
        };
        f.write_str(&say(text))
    }
}

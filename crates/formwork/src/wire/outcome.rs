//! What an action answered.

use super::{HOOK_KEY_PREFIX, QueryRequest, QueryValue};
use crate::{
    fields::Issues,
    json::{Members, Unreadable, object, read},
    submission::SubmissionEnd,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// What an action answered.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", try_from = "Members")]
pub enum Outcome {
    /// It ran, and this is its value as JSON.
    Done(Box<RawValue>),
    /// The input has issues; nothing was done.
    Invalid(Issues),
    /// It ran, and redirects the user.
    Redirect(Redirect),
    /// The guard or the action refused it.
    Refused(Refused),
    /// The page was older than what it asks for (an expired seal, another principal's, an unknown key).
    /// Nothing was done; the page comes back fresh and asks to confirm.
    Stale,
    /// Something went wrong on the server. The log has the error under this id.
    Failed {
        /// The id under which the log has the error.
        error_id: String,
    },
    /// The run began and was cut short by its deadline, a cancel or a panic. It is never run again by itself.
    Interrupted,
}

impl Outcome {
    /// Whether the submission did what it should: `Done` or `Redirect`.
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Done(_) | Self::Redirect(_))
    }

    /// What it means for its submission.
    #[allow(dead_code, reason = "for the client")]
    pub(crate) fn settlement(&self) -> SubmissionEnd {
        match self {
            Self::Done(_) => SubmissionEnd::Done,
            Self::Invalid(_) => SubmissionEnd::Invalid,
            Self::Redirect(_) => SubmissionEnd::Redirect,
            Self::Refused(_) => SubmissionEnd::Refused,
            Self::Stale => SubmissionEnd::Stale,
            Self::Failed { .. } => SubmissionEnd::Failed,
            Self::Interrupted => SubmissionEnd::Interrupted,
        }
    }

    /// The HTTP status of an answer with this outcome.
    ///
    /// `Done` and `Redirect` are 200 here: the 303 of a native POST is the gateway's.
    pub fn status(&self) -> u16 {
        match self {
            Self::Done(_) | Self::Redirect(_) => 200,
            Self::Invalid(_) => 422,
            Self::Refused(refused) => refused.status,
            Self::Stale | Self::Interrupted => 409,
            Self::Failed { .. } => 500,
        }
    }
}

/// Where a redirect leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Members")]
pub struct Redirect {
    /// A path of this app with its query, or an absolute `http` or `https` URL.
    pub to: String,
    /// Whether the new page takes the old one's place in the history.
    pub replace: bool,
    /// Whether the browser has to load it, since it is no page of the app's router: a file, an Axum route.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub document: bool,
}

impl Redirect {
    /// To a path, as a new entry of the history.
    pub(crate) fn to(to: impl Into<String>) -> Self {
        Self {
            to: to.into(),
            replace: false,
            document: false,
        }
    }
}

/// A "no" with its HTTP status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Members")]
pub struct Refused {
    /// 400, 401, 403, 404, 429 and the like: always 4xx, or 503 when the server is full.
    pub status: u16,
    /// The message for the user.
    pub message: String,
    /// The error of a `#[server]` function of the app's own type, as that type's encoder writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Refused {
    /// A status and a message.
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            error: None,
        }
    }
}

/// The answer to an enhanced request: the outcome and, in the same round trip, what it changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Members")]
pub struct Answer {
    /// What the action answered.
    pub outcome: Outcome,
    /// The sealed state for the next submission, where the action takes the previous one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev: Option<String>,
    /// The tags that were invalidated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Fresh values of the queries which the page shows and the action invalidated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub queries: Vec<QueryValue>,
    /// Queries which the page shows and the action invalidated, and which could not be read in time: the page
    /// reads them by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<QueryRequest>,
    /// Whether the page is older than the action itself, so that only a new page can send what the action takes now.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub outdated: bool,
    /// Whether this is the outcome of an earlier run of the same submission.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub replayed: bool,
}

impl Answer {
    /// An answer with an outcome, a tag and a query. The rehearsal reads it, so that browsers compile the reader.
    #[allow(dead_code, reason = "for the client")]
    pub(crate) const SAMPLE: &str = r#"{"outcome":{"done":[]},"tags":[""],"queries":[{"q":"","a":"","v":[],"n":{"epoch":0,"number":0}}]}"#;

    /// An answer that nothing else came of.
    pub fn bare(outcome: Outcome) -> Self {
        Self {
            outcome,
            prev: None,
            tags: Vec::new(),
            queries: Vec::new(),
            unread: Vec::new(),
            outdated: false,
            replayed: false,
        }
    }
}

/// The outcome which a page was rendered with, as the page tells it to the client.
///
/// Only used while hydrating, and by a client which adopts a submission of the bridge.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Members")]
pub struct PageOutcome {
    /// The key of the form which was submitted.
    pub form: String,
    /// The key of the hook that it reports to besides, where a button has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hook: Option<String>,
    /// The action's id.
    pub action: String,
    /// The submission's id.
    pub submission: String,
    /// What was typed, without secrets and files, after anything but success.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<(String, String)>,
    /// The state before the submission, where its hook has one and the action gave no new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Box<RawValue>>,
    /// The states which other hooks of the page had before, the newest last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierState>,
    /// What the action answered.
    pub answer: Answer,
}

/// What an earlier submission has left a hook with, or a form whose action takes the previous state.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Members")]
pub struct EarlierState {
    /// The key of the hook or form.
    pub key: String,
    /// The action's id.
    pub action: String,
    /// The hook's state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<HookValue>,
    /// The sealed state for the next submission, where the action takes the previous one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev: Option<String>,
}

/// What the state of a hook is made of.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", try_from = "Members")]
pub enum HookValue {
    /// What the action answered, as JSON.
    Answer(Box<RawValue>),
    /// The state itself, as JSON.
    State(Box<RawValue>),
}

impl PageOutcome {
    /// What this outcome leaves its hook or form with, where that is a state.
    pub(crate) fn state_after(&self) -> Option<EarlierState> {
        let key = self.hook.as_ref().unwrap_or(&self.form);
        let value = match &self.answer.outcome {
            _ if !key.starts_with(HOOK_KEY_PREFIX) => None,
            Outcome::Done(value) => Some(HookValue::Answer(value.clone())),
            _ => self.state.clone().map(HookValue::State),
        };
        let prev = self.answer.prev.clone();
        (value.is_some() || prev.is_some()).then(|| EarlierState {
            key: key.clone(),
            action: self.action.clone(),
            value,
            prev,
        })
    }

    /// The state of the hook or form whose keys `is_own` knows: what this outcome leaves it with, or an earlier one.
    /// A button's hook has the state of its submissions, and the form that it stands in has none of it.
    pub(crate) fn state_of(&self, is_own: impl Fn(&str) -> bool) -> Option<EarlierState> {
        let is_meant = is_own(self.hook.as_ref().unwrap_or(&self.form));
        let after = self.state_after().filter(|_| is_meant);
        after.or_else(|| {
            let mut earlier = self.earlier.iter().rev();
            earlier.find(|state| is_own(&state.key)).cloned()
        })
    }
}

impl TryFrom<Members> for Outcome {
    type Error = Unreadable;

    fn try_from(members: Members) -> Result<Self, Unreadable> {
        let (variant, content) = members.into_variant()?;
        Ok(match variant.as_str() {
            "done" => Self::Done(content),
            "invalid" => Self::Invalid(Issues::try_from(read::<Vec<Members>>(&content)?)?),
            "redirect" => Self::Redirect(object(&content)?),
            "refused" => Self::Refused(object(&content)?),
            "stale" => Self::Stale,
            "failed" => Self::Failed {
                error_id: read::<Members>(&content)?.take("error_id")?,
            },
            "interrupted" => Self::Interrupted,
            _ => return Err(Unreadable),
        })
    }
}

impl TryFrom<Members> for Redirect {
    type Error = Unreadable;

    fn try_from(mut members: Members) -> Result<Self, Unreadable> {
        Ok(Self {
            to: members.take("to")?,
            replace: members.take_or_default("replace")?,
            document: members.take_or_default("document")?,
        })
    }
}

impl TryFrom<Members> for Refused {
    type Error = Unreadable;

    fn try_from(mut members: Members) -> Result<Self, Unreadable> {
        Ok(Self {
            status: members.take("status")?,
            message: members.take("message")?,
            error: members.take_or_default("error")?,
        })
    }
}

impl TryFrom<Members> for Answer {
    type Error = Unreadable;

    fn try_from(mut members: Members) -> Result<Self, Unreadable> {
        Ok(Self {
            outcome: members.object("outcome")?,
            prev: members.take_or_default("prev")?,
            tags: members.take_or_default("tags")?,
            queries: members.objects("queries")?,
            unread: members.objects("unread")?,
            outdated: members.take_or_default("outdated")?,
            replayed: members.take_or_default("replayed")?,
        })
    }
}

impl TryFrom<Members> for PageOutcome {
    type Error = Unreadable;

    fn try_from(mut members: Members) -> Result<Self, Unreadable> {
        Ok(Self {
            form: members.take("form")?,
            hook: members.take_or_default("hook")?,
            action: members.take("action")?,
            submission: members.take("submission")?,
            values: pairs(members.take_or_default("values")?)?,
            state: members.take_or_default("state")?,
            earlier: members.objects("earlier")?,
            answer: members.object("answer")?,
        })
    }
}

/// Names and values, which travel as a list of lists of two.
fn pairs(lists: Vec<Vec<String>>) -> Result<Vec<(String, String)>, Unreadable> {
    let pair = |list: Vec<String>| {
        let pair: Result<[String; 2], _> = list.try_into();
        pair.map(|[name, value]| (name, value))
            .map_err(|_| Unreadable)
    };
    lists.into_iter().map(pair).collect()
}

impl TryFrom<Members> for EarlierState {
    type Error = Unreadable;

    fn try_from(mut members: Members) -> Result<Self, Unreadable> {
        Ok(Self {
            key: members.take("key")?,
            action: members.take("action")?,
            value: match members.take_or_default::<Option<Members>>("value")? {
                Some(value) => Some(HookValue::try_from(value)?),
                None => None,
            },
            prev: members.take_or_default("prev")?,
        })
    }
}

impl TryFrom<Members> for HookValue {
    type Error = Unreadable;

    fn try_from(members: Members) -> Result<Self, Unreadable> {
        let (variant, json) = members.into_variant()?;
        match variant.as_str() {
            "answer" => Ok(Self::Answer(json)),
            "state" => Ok(Self::State(json)),
            _ => Err(Unreadable),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn the_sample_of_an_answer_is_read_to_its_end() {
        let sample: Answer = json::from_str(Answer::SAMPLE).unwrap();
        assert!(matches!(sample.outcome, Outcome::Done(_)));
        assert_eq!((sample.tags.len(), sample.queries.len()), (1, 1));
    }
}

//! What a form or hook and the client have in common: the signals that say how its submissions stand.

use crate::{
    fields::{FormData, Issues},
    submission::{Policy, Reset, SubmissionId, SubmissionStatus, ViewId},
    texts::{Text, say, say_with},
    wire::{
        Answer, EarlierState, FormKey, HookValue, Outcome, PageOutcome, QueryRequest, decoded,
        is_unsealed,
    },
};
use leptos::{either::Either, prelude::*, server_fn::error::FromServerFnError};
use serde_json::value::RawValue;
use std::{
    any::Any,
    future::Future,
    ops::Deref,
    pin::Pin,
    rc::Rc,
    sync::{
        Arc, OnceLock, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// What a component asks of a query: the number of a refetch, and query and arguments.
pub(crate) type Wanted = (usize, QueryRequest);
/// Shows a fresh value of a query.
pub(crate) type Show = Rc<dyn Fn(&RawValue)>;
/// The value of a query that is shown, a [`QueryResult`](crate::wire::QueryResult).
pub(crate) type Current = Rc<dyn Fn() -> Option<Box<dyn Any>>>;

/// The value of a query that was read: the [`Current`] one, where that is newer, or the JSON from the server.
pub(crate) type Fetched = Either<Box<dyn Any>, Box<RawValue>>;

/// Why a submission did not succeed, for the form as a whole. Issues of fields are not here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormError {
    /// The guard or the action refused it: a 4xx status and its message.
    Refused {
        /// The status.
        status: u16,
        /// The message for the user.
        message: String,
        /// What [`server_fn_error`](FormError::server_fn_error) reads.
        error: Option<String>,
    },
    /// The page was out of date. Nothing was done; the form has been renewed and asks to confirm.
    Stale,
    /// Something went wrong on the server; the log has it under this id.
    Failed {
        /// The id under which the log has the error.
        error_id: String,
    },
    /// The run was cut short. Work that was already done may stay.
    Interrupted,
    /// No answer has come yet, and the submission is sent again by itself: soon, and when the browser is online
    /// again.
    Waiting,
    /// No answer came. What was typed is still there; sending again is safe.
    Unanswered,
    /// It was cancelled. Work that was already done may stay.
    Cancelled,
    /// It was not sent, since another one is pending and the policy is `drop`.
    Ignored,
}

impl FormError {
    /// Why an outcome is no success; issues of fields are not a failure of the form.
    pub(crate) fn of(outcome: &Outcome) -> Option<Self> {
        Some(match outcome {
            Outcome::Done(_) | Outcome::Redirect(_) | Outcome::Invalid(_) => return None,
            Outcome::Refused(refused) => Self::Refused {
                status: refused.status,
                message: refused.message.clone(),
                error: refused.error.clone(),
            },
            Outcome::Stale => Self::Stale,
            Outcome::Failed { error_id } => Self::Failed {
                error_id: error_id.clone(),
            },
            Outcome::Interrupted => Self::Interrupted,
        })
    }

    /// The error that a `#[server]` function has returned, in its own type.
    ///
    /// ```
    /// use formwork::prelude::*;
    /// # use formwork::prelude::server_fn::{codec::JsonEncoding, error::{FromServerFnError, ServerFnErrorErr}};
    ///
    /// #[derive(Clone, Debug, Serialize, Deserialize, thiserror::Error)]
    /// enum Refusal {
    ///     #[error("{0} seats are left")]
    ///     Left(u32),
    ///     #[error("{0}")]
    ///     Other(String),
    /// }
    /// # impl FromServerFnError for Refusal {
    /// #     type Encoder = JsonEncoding;
    /// #     fn from_server_fn_error(error: ServerFnErrorErr) -> Self { Self::Other(error.to_string()) }
    /// # }
    ///
    /// fn seats(error: Option<FormError>) -> Option<u32> {
    ///     match error?.server_fn_error()? {
    ///         Refusal::Left(seats) => Some(seats),
    ///         Refusal::Other(_) => None,
    ///     }
    /// }
    /// ```
    pub fn server_fn_error<E: FromServerFnError>(&self) -> Option<E> {
        match self {
            Self::Refused { error, .. } => decoded(error.as_deref()?),
            _ => None,
        }
    }

    /// The message for the user, in the language of the page.
    pub fn message(&self) -> String {
        let text = match self {
            Self::Refused { message, .. } => return message.clone(),
            Self::Failed { error_id } => {
                return say_with(Text::WentWrongKept, &[("problem", &went_wrong(error_id))]);
            }
            Self::Stale => Text::Stale,
            Self::Interrupted => Text::Interrupted,
            Self::Waiting => Text::Waiting,
            Self::Unanswered => Text::Unanswered,
            Self::Cancelled => Text::Cancelled,
            Self::Ignored => Text::Ignored,
        };
        say(text)
    }
}

/// The message for the user about an error. Without an id it is one of this page, not of the server's.
pub(crate) fn went_wrong(error_id: &str) -> String {
    match error_id {
        "" => say(Text::WentWrongHere),
        id => say_with(Text::WentWrong, &[("id", &id)]),
    }
}

/// The button that a form was submitted with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submitter {
    /// Its name; empty where it has none.
    pub name: String,
    /// Its value; empty where it has none.
    pub value: String,
}

/// A submission as it stands, for those who list the ones of its action.
#[derive(Clone)]
pub(crate) struct Standing {
    pub(crate) id: SubmissionId,
    /// What it carries, without reserved fields.
    pub(crate) input: FormData,
    pub(crate) status: SubmissionStatus,
    pub(crate) slow: bool,
}

/// Told of every change of a submission.
pub(crate) type Listener = Rc<dyn Fn(&Standing)>;

/// What the client knows of a form.
#[derive(Clone)]
#[allow(dead_code, reason = "nobody is in front of a page of the server's")]
pub(crate) struct FormHandle {
    pub(crate) channel: Channel,
    pub(crate) on_submit: Option<OnSubmit>,
    /// What runs in place of an action of the server.
    pub(crate) closure: Option<Code>,
    pub(crate) reset: Reset,
    pub(crate) repeat: bool,
    pub(crate) ctrl_enter: bool,
    pub(crate) slow_after: Option<Duration>,
    /// Whether a field's value is never shown again.
    pub(crate) is_secret: fn(&str) -> bool,
}

/// Called with the data of each submission that is accepted.
pub(crate) type OnSubmit = Arc<dyn Fn(&FormData) + Send + Sync>;

/// A closure that is a form's action: it runs with what was submitted, and comes to an outcome, or to none where no
/// answer came to one of its calls.
pub(crate) type Code =
    Arc<dyn Fn(FormData) -> Pin<Box<dyn Future<Output = Option<Outcome>>>> + Send + Sync>;

/// What a call needs to know of its action.
#[derive(Clone, Copy)]
#[allow(dead_code, reason = "the server runs an action in place")]
pub(crate) struct Call {
    pub(crate) action: &'static str,
    pub(crate) policy: Policy,
    /// How long its runs may take, where it says so.
    pub(crate) deadline_ms: Option<u64>,
}

/// How a call ends: with an answer, or without one in this status.
pub(crate) type End = Result<Outcome, SubmissionStatus>;

/// Takes the updates of these submissions away.
pub(crate) type Leave = Arc<dyn Fn(&[SubmissionId]) + Send + Sync>;

pub(crate) type OnAnswer = Arc<dyn Fn(&Answer) + Send + Sync>;

/// The state of one form or hook: what its submissions have come to.
#[derive(Clone)]
pub struct Channel {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    /// Names the form or hook among those of this process.
    #[allow(dead_code, reason = "for the client")]
    pub(crate) view: ViewId,
    /// Names the form on its page, equal on server and client.
    pub(crate) key: FormKey,
    pub(crate) policy: Policy,
    /// The id of its own action.
    #[allow(dead_code, reason = "for the client")]
    pub(crate) action: &'static str,
    /// Whether something of its own is pending.
    pub(crate) pending: LazySignal<bool>,
    /// The same, or something of a hook that a button of the form has.
    pub(crate) busy: LazySignal<bool>,
    pub(crate) slow: LazySignal<bool>,
    /// What is being sent.
    pub(crate) data: LazySignal<Option<FormData>>,
    /// The action that is being sent to: a button's where it has one.
    pub(crate) sent_to: LazySignal<Option<String>>,
    /// The button that it is sent with.
    pub(crate) submitter: LazySignal<Option<Submitter>>,
    /// How much of an upload has been sent, from 0 to 1.
    pub(crate) progress: LazySignal<Option<f64>>,
    /// Where the newest submission is in its life.
    pub(crate) status: LazySignal<Option<SubmissionStatus>>,
    /// What came to nothing after its form was emptied, and could not be put back.
    pub(crate) returned: LazySignal<Option<FormData>>,
    pub(crate) issues: LazySignal<Issues>,
    pub(crate) failure: LazySignal<Option<FormError>>,
    /// How many places of their own the forms have for it.
    pub(crate) places: LazySignal<usize>,
    /// The state for the next submission: sealed, or [unsealed](crate::wire::unsealed).
    pub(crate) prev: LazySignal<Option<String>>,
    /// The state that the hook begins with, in the same way.
    pub(crate) first_prev: LazySignal<Option<String>>,
    /// The hook's initial state, unsealed: the browser has it from the hook itself, and the server confirms it.
    pub(crate) initial: OnceLock<String>,
    /// The outcome that the page came with, where it is this form's.
    pub(crate) outcome: Option<Arc<PageOutcome>>,
    /// What the submissions before this page have left it with.
    pub(crate) restored: Option<EarlierState>,
    /// What the state is made of now, where an answer or the page has said so.
    pub(crate) held: RwLock<Option<HookValue>>,
    pub(crate) listeners: RwLock<Vec<OnAnswer>>,
}

impl Channel {
    /// For a form or hook with this key, on a page that came with this outcome.
    pub(crate) fn new(
        key: FormKey,
        action: &'static str,
        policy: Policy,
        page: Option<Arc<PageOutcome>>,
    ) -> Self {
        static VIEWS: AtomicU64 = AtomicU64::new(0);
        let restored = page
            .as_ref()
            .and_then(|page| page.state_of(|meant| key.is_meant_by(meant)));
        let outcome = page.filter(|outcome| {
            let hook = outcome.hook.as_ref();
            key.is_meant_by(&outcome.form) || hook.is_some_and(|hook| key.is_meant_by(hook))
        });
        let answered = outcome.as_ref().map(|outcome| &outcome.answer.outcome);
        let issues = match answered {
            Some(Outcome::Invalid(issues)) => issues.clone(),
            _ => Issues::default(),
        };
        let failure = answered.and_then(FormError::of);
        let prev = restored.as_ref().and_then(|state| state.prev.clone());
        // One that was not sealed yet is the beginning of the hook which is gone; this one has its own.
        let prev = prev.filter(|prev| !is_unsealed(prev));
        let held = restored.as_ref().and_then(|state| state.value.clone());
        Self {
            shared: Arc::new(Shared {
                view: ViewId(VIEWS.fetch_add(1, Ordering::Relaxed)),
                key,
                action,
                policy,
                pending: LazySignal::default(),
                busy: LazySignal::default(),
                slow: LazySignal::default(),
                data: LazySignal::default(),
                sent_to: LazySignal::default(),
                submitter: LazySignal::default(),
                progress: LazySignal::default(),
                status: LazySignal::default(),
                returned: LazySignal::default(),
                issues: LazySignal::new(issues),
                failure: LazySignal::new(failure),
                places: LazySignal::default(),
                prev: LazySignal::new(prev),
                first_prev: LazySignal::default(),
                initial: OnceLock::new(),
                outcome,
                restored,
                held: RwLock::new(held),
                listeners: RwLock::default(),
            }),
        }
    }

    /// Calls this with every answer that the state is made of, before the signals of the channel change.
    pub(crate) fn on_answer(&self, listener: impl Fn(&Answer) + Send + Sync + 'static) {
        if let Ok(mut listeners) = self.shared.listeners.write() {
            listeners.push(Arc::new(listener));
        }
    }

    /// In the browser: the hook begins with this state, unless the page has sealed one for it.
    pub(crate) fn begin_with(&self, unsealed: String) {
        let shared = &self.shared;
        if shared.prev.with_untracked(Option::is_none) {
            shared.prev.set(Some(unsealed.clone()));
        }
        shared.first_prev.set(Some(unsealed.clone()));
        let _ = shared.initial.set(unsealed);
    }

    /// Back to the beginning: no issues, no failure, and the seal that the hook began with.
    pub(crate) fn reset(&self) {
        let shared = &self.shared;
        shared.issues.set(Issues::default());
        shared.failure.set(None);
        shared.prev.set(shared.first_prev.get_untracked());
        if let Ok(mut held) = shared.held.write() {
            *held = None;
        }
    }
}

/// A signal that is made when somebody looks at it, or when it has something to say. Most forms of a page never upload, and
/// nobody asks which of their buttons was pressed.
pub(crate) struct LazySignal<T: 'static>(OnceLock<ArcRwSignal<T>>);

impl<T> Default for LazySignal<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T: SaysNothing + Send + Sync + 'static> LazySignal<T> {
    pub(crate) fn new(value: T) -> Self {
        let signal = Self::default();
        signal.set(value);
        signal
    }

    pub(crate) fn set(&self, value: T) {
        if self.0.get().is_some() || !value.says_nothing() {
            (**self).set(value);
        }
    }

    pub(crate) fn with_untracked<U>(&self, f: impl FnOnce(&T) -> U) -> U {
        match self.0.get() {
            Some(signal) => signal.with_untracked(f),
            None => f(&T::default()),
        }
    }

    pub(crate) fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }
}

/// What a signal is made for, unless it says nothing.
pub(crate) trait SaysNothing: Default {
    fn says_nothing(&self) -> bool;
}

impl<T> SaysNothing for Option<T> {
    fn says_nothing(&self) -> bool {
        self.is_none()
    }
}

impl SaysNothing for bool {
    fn says_nothing(&self) -> bool {
        !self
    }
}

impl SaysNothing for usize {
    fn says_nothing(&self) -> bool {
        *self == 0
    }
}

impl SaysNothing for Issues {
    fn says_nothing(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Default + Send + Sync + 'static> Deref for LazySignal<T> {
    type Target = ArcRwSignal<T>;

    fn deref(&self) -> &ArcRwSignal<T> {
        self.0.get_or_init(ArcRwSignal::default)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_is_made_when_somebody_looks_or_when_it_has_something_to_say() {
        let signal: LazySignal<Option<u32>> = LazySignal::default();
        signal.set(None);
        assert_eq!(signal.get_untracked(), None);
        assert!(signal.0.get().is_none(), "nobody has looked");
        signal.set(Some(1));
        assert_eq!(signal.get_untracked(), Some(1));
        signal.set(None);
        assert_eq!(signal.get_untracked(), None);

        let signal: LazySignal<bool> = LazySignal::default();
        let looked = ArcRwSignal::clone(&signal);
        signal.set(true);
        assert!(looked.get_untracked());
        assert!(LazySignal::new(true).get_untracked());
    }
}

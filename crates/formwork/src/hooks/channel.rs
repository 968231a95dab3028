//! What a form or hook and the client that drives it have in common: the signals of one lane.

use crate::{
    fields::{FormData, Issues},
    form::{FormKey, is_meant_by},
    submission::{Policy, Status},
    wire::{Answer, EarlierState, Outcome, PageOutcome},
};
use leptos::prelude::*;
use std::sync::{Arc, RwLock};

/// Why a submission did not succeed, for the form as a whole. Issues of fields are not here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The guard or the action said no: a 4xx status and its sentence.
    Refused {
        /// The status.
        status: u16,
        /// What the person may read.
        message: String,
    },
    /// The page was out of date. Nothing was done; the form has been renewed and asks to confirm.
    Stale,
    /// Something went wrong on the server; the log has it under this id.
    Failed {
        /// The id under which the log has the error.
        error_id: String,
    },
    /// The run was cut short. What it had done until then may stand.
    Interrupted,
    /// No answer has come yet, and the submission is sent again by itself: soon, and when the browser is online
    /// again.
    Waiting,
    /// No answer came. What was typed is still there; sending again is safe.
    Unanswered,
    /// It was cancelled. What it had done until then may stand.
    Cancelled,
    /// It was not sent, since another one is under way and the action's policy is `drop`.
    Ignored,
}

impl Failure {
    /// Why an outcome is no success; issues of fields are not a failure of the form.
    pub(crate) fn of(outcome: &Outcome) -> Option<Self> {
        Some(match outcome {
            Outcome::Done(_) | Outcome::Redirect(_) | Outcome::Invalid(_) => return None,
            Outcome::Refused(refused) => Self::Refused {
                status: refused.status,
                message: refused.message.clone(),
            },
            Outcome::Stale => Self::Stale,
            Outcome::Failed { error_id } => Self::Failed {
                error_id: error_id.clone(),
            },
            Outcome::Interrupted => Self::Interrupted,
        })
    }

    /// What the person reads.
    pub fn message(&self) -> String {
        match self {
            Self::Refused { message, .. } => message.clone(),
            Self::Stale => {
                "This page was out of date. Nothing was sent; check what you typed and send it again.".into()
            }
            Self::Failed { error_id } => {
                format!("{} What you typed is still here: try again.", went_wrong(error_id))
            }
            Self::Interrupted => {
                "This was stopped before it was finished. Check what was done before you send it again.".into()
            }
            Self::Waiting => {
                "No answer from the server yet; you may be offline. What you typed is still here, and it is sent again \
                 by itself."
                    .into()
            }
            Self::Unanswered => {
                "No answer from the server. What you typed is still here: press the button to try again.".into()
            }
            Self::Cancelled => "Cancelled. What was done before that may stand.".into(),
            Self::Ignored => "The one before was still under way, so this one was not sent.".into(),
        }
    }
}

/// What a person may know of an error. Without an id it is one of this page, not of the server's.
pub(crate) fn went_wrong(error_id: &str) -> String {
    match error_id {
        "" => "Something went wrong in this page.".into(),
        id => format!("Something went wrong on our side (error {id})."),
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

type Listener = Arc<dyn Fn(&Answer) + Send + Sync>;

/// The state of one form or hook: what its submissions have come to.
#[derive(Clone)]
pub struct Channel {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    /// Names the form on its page, equal on server and client.
    pub(crate) key: FormKey,
    #[cfg_attr(not(any(feature = "ssr", feature = "browser")), expect(dead_code))]
    pub(crate) policy: Policy,
    /// The id of its own action.
    #[cfg_attr(any(feature = "ssr", not(feature = "browser")), expect(dead_code))]
    pub(crate) action: &'static str,
    /// Whether something of its own is under way, in its lane or from before it was there again.
    pub(crate) pending: ArcRwSignal<bool>,
    /// The same, or something of a hook that a button of the form has.
    pub(crate) busy: ArcRwSignal<bool>,
    pub(crate) slow: ArcRwSignal<bool>,
    /// What is being sent.
    pub(crate) data: ArcRwSignal<Option<FormData>>,
    /// The action that is being sent to: a button's where it has one.
    pub(crate) sent_to: ArcRwSignal<Option<String>>,
    /// The button that it is sent with.
    pub(crate) submitter: ArcRwSignal<Option<Submitter>>,
    /// How much of an upload has been sent, from 0 to 1.
    pub(crate) progress: ArcRwSignal<Option<f64>>,
    /// Where the newest submission is in its life.
    pub(crate) status: ArcRwSignal<Option<Status>>,
    /// What came to nothing after its form was emptied, and could not be put back.
    pub(crate) returned: ArcRwSignal<Option<FormData>>,
    pub(crate) issues: ArcRwSignal<Issues>,
    pub(crate) failure: ArcRwSignal<Option<Failure>>,
    /// How many places of their own the forms have for it.
    pub(crate) places: ArcRwSignal<usize>,
    /// The sealed state for the next submission.
    pub(crate) prev: ArcRwSignal<Option<String>>,
    /// The sealed state that the hook begins with.
    pub(crate) first_prev: ArcRwSignal<Option<String>>,
    /// The outcome that the page came with, where it is this form's.
    pub(crate) outcome: Option<Arc<PageOutcome>>,
    #[cfg(all(feature = "browser", not(feature = "ssr")))]
    pub(super) notice: super::notice::LastNotice,
    pub(super) listeners: RwLock<Vec<Listener>>,
}

impl Channel {
    pub(crate) fn new(key: FormKey, action: &'static str, policy: Policy) -> Self {
        #[cfg(feature = "ssr")]
        crate::server::note_rendered(key.as_str(), action);
        // The seal is bound to the arguments.
        let earlier = earlier_state(&key).filter(|state| is_meant_by(key.as_str(), &state.key));
        let prev = earlier.and_then(|state| state.prev);
        let outcome = page_outcome().filter(|outcome| {
            let hook = outcome.hook.as_ref();
            key.is_meant_by(&outcome.form) || hook.is_some_and(|hook| key.is_meant_by(hook))
        });
        let answered = outcome.as_ref().map(|outcome| &outcome.answer.outcome);
        let issues = match answered {
            Some(Outcome::Invalid(issues)) => issues.clone(),
            _ => Issues::default(),
        };
        let failure = answered.and_then(Failure::of);
        let channel = Self::with(key, action, policy, outcome, issues, failure, prev);
        #[cfg(all(feature = "browser", not(feature = "ssr")))]
        crate::browser::open_channel(&channel);
        channel
    }

    /// A channel for the calls of an action, which belongs to no form.
    #[cfg(all(feature = "browser", not(feature = "ssr")))]
    pub(crate) fn of_calls(action: &'static str, policy: Policy) -> Self {
        let key = FormKey::of_calls(action);
        Self::with(key, action, policy, None, Issues::default(), None, None)
    }

    /// A channel for what was submitted in a form, or for a hook, that is on no page any more.
    #[cfg(all(feature = "browser", not(feature = "ssr")))]
    pub(crate) fn of_nobody(key: &str) -> Self {
        let (key, policy) = (FormKey::of_outcome(key), Policy::Queue);
        Self::with(key, "", policy, None, Issues::default(), None, None)
    }

    fn with(
        key: FormKey,
        action: &'static str,
        policy: Policy,
        outcome: Option<Arc<PageOutcome>>,
        issues: Issues,
        failure: Option<Failure>,
        prev: Option<String>,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                key,
                action,
                policy,
                pending: ArcRwSignal::new(false),
                busy: ArcRwSignal::new(false),
                slow: ArcRwSignal::new(false),
                data: ArcRwSignal::new(None),
                sent_to: ArcRwSignal::new(None),
                submitter: ArcRwSignal::new(None),
                progress: ArcRwSignal::new(None),
                status: ArcRwSignal::new(None),
                returned: ArcRwSignal::new(None),
                issues: ArcRwSignal::new(issues),
                failure: ArcRwSignal::new(failure),
                places: ArcRwSignal::new(0),
                prev: ArcRwSignal::new(prev),
                first_prev: ArcRwSignal::new(None),
                outcome,
                #[cfg(all(feature = "browser", not(feature = "ssr")))]
                notice: Default::default(),
                listeners: RwLock::default(),
            }),
        }
    }

    /// What the submissions before this page have left the channel with.
    pub(crate) fn restored(&self) -> Option<EarlierState> {
        earlier_state(&self.shared.key)
    }

    /// Calls this with every answer of the channel's own action, before the signals of the channel change.
    pub(crate) fn on_answer(&self, listener: impl Fn(&Answer) + Send + Sync + 'static) {
        if let Ok(mut listeners) = self.shared.listeners.write() {
            listeners.push(Arc::new(listener));
        }
    }
}

/// What the page knows of the state of a hook or form: from its own outcome, or carried along from before.
fn earlier_state(key: &FormKey) -> Option<EarlierState> {
    page_outcome()?.state_of(|meant| key.is_meant_by(meant))
}

/// The outcome that the page was rendered with: from the request on the server, from the page's script
/// while hydrating.
pub(crate) fn page_outcome() -> Option<Arc<PageOutcome>> {
    #[cfg(feature = "ssr")]
    {
        crate::server::page_outcome()
    }
    #[cfg(all(feature = "browser", not(feature = "ssr")))]
    {
        crate::browser::page_outcome()
    }
    #[cfg(not(any(feature = "ssr", feature = "browser")))]
    {
        None
    }
}

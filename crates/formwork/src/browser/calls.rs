//! Calls of actions outside of forms. Those of one action take their turns in a lane of their own.

use super::{
    dom, drive,
    lanes::{self, Submission, Work},
    scope, start,
};
use crate::{
    action::{Action, ActionError, Target},
    fields::{Entry, FormData},
    form::Reset,
    hooks::Channel,
    submission::{Status, SubmissionId},
    wire::{FIELD_BOUND, FIELD_ID, Outcome, PARAM_ACTION},
};
use futures::channel::oneshot;
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

thread_local! {
    /// The lanes of calls, by the action's id. They last as long as the page.
    static LANES: RefCell<HashMap<&'static str, Channel>> = RefCell::new(HashMap::new());
}

/// How a call ends: with an answer, or without one in this status.
type End = Result<Outcome, Status>;

/// Whoever waits for the end of a submission.
#[derive(Clone)]
pub(super) struct Caller(Rc<Cell<Option<oneshot::Sender<End>>>>);

impl Caller {
    /// Tells the end; only the first one counts. Nobody may be waiting any more.
    pub(super) fn tell(&self, end: End) {
        if let Some(waiting) = self.0.take() {
            let _ = waiting.send(end);
        }
    }
}

/// Calls an action.
pub(crate) async fn call<A: Action>(bound: String, form: FormData) -> Result<Outcome, ActionError> {
    call_lane(lane_of::<A>(), A::ID, &bound, form).await
}

fn lane_of<A: Action>() -> Channel {
    LANES.with_borrow_mut(|lanes| {
        lanes
            .entry(A::ID)
            .or_insert_with(|| {
                if let Some(deadline_ms) = A::DEADLINE_MS {
                    start::may_take(A::ID, deadline_ms);
                }
                let channel = Channel::of_calls(A::ID, A::POLICY.unwrap_or_default());
                lanes::open_lane(&channel);
                channel
            })
            .clone()
    })
}

/// Compiled once for all actions.
fn call_lane(
    lane: Channel,
    action: &str,
    bound: &str,
    form: FormData,
) -> impl Future<Output = Result<Outcome, ActionError>> + use<> {
    let (tell, end) = oneshot::channel();
    let caller = Caller(Rc::new(Cell::new(Some(tell))));
    let made = submission(action, Some(bound), form, scope::next_wire_id());
    let is_made = made.is_some();
    if let Some(made) = made {
        let id: SubmissionId = drive::submit(
            &lane,
            Submission {
                caller: Some(caller),
                ..made
            },
        );
        scope::called(lanes::number_of(&lane), id);
    }
    async move {
        if !is_made {
            return Err(Unsent.into());
        }
        match end.await {
            Ok(Ok(outcome)) => Ok(outcome),
            Ok(Err(Status::Cancelled)) => Err(ActionError::Cancelled),
            Ok(Err(Status::Superseded { .. })) => Err(ActionError::Superseded),
            Ok(Err(Status::Ignored { .. })) => Err(ActionError::Ignored),
            Ok(Err(_)) | Err(oneshot::Canceled) => Err(ActionError::Unanswered),
        }
    }
}

/// Submits from the program what a form of this target would.
pub(crate) fn submit(target: &Target, form: FormData) {
    let Some(channel) = &target.channel else {
        return;
    };
    let bound = target.bound_json();
    if let Some(submission) = submission(target.action, bound.as_deref(), form, dom::new_id()) {
        drive::submit(channel, submission);
    }
}

/// What no form has submitted.
pub(super) fn submission(
    action: &str,
    bound: Option<&str>,
    form: FormData,
    id: String,
) -> Option<Submission> {
    let data = web_sys::FormData::new().ok()?;
    let _ = data.set_with_str(FIELD_ID, &id);
    if let Some(bound) = bound {
        let _ = data.set_with_str(FIELD_BOUND, bound);
    }
    for (name, entry) in form.entries() {
        match entry {
            Entry::Text(text) => {
                let _ = data.append_with_str(name, text);
            }
            Entry::File(file) => {
                if let Some(file) = file.as_web() {
                    let _ = data.append_with_blob(name, file);
                }
            }
        }
    }
    let encoded = js_sys::encode_uri_component(action)
        .as_string()
        .unwrap_or_default();
    let url = dom::post_url(&format!("?{PARAM_ACTION}={encoded}"));
    Some(Submission {
        action: action.into(),
        work: Work::Post { url, data },
        visible: form,
        press: None,
        submitter: None,
        form: None,
        focused: None,
        typed: None,
        others: Vec::new(),
        place: None,
        on_submit: None,
        reset: Reset::Never,
        repeat: false,
        caller: None,
        path: dom::path(),
    })
}

#[derive(Debug, thiserror::Error)]
#[error("the browser could not make a request")]
struct Unsent;

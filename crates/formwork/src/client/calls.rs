//! Calls of actions outside of forms, and what a hook's program submits.

use super::{
    code, dom,
    page::{self, Held, Running, Work, with},
};
use crate::{
    channel::{Call, Channel, End},
    fields::{Entry, FormData},
    submission::{Event, Facts, Key, Policy, Reset, SLOW_MS, SubmissionId, SubmissionStatus},
    wire::{FIELD_BOUND, FIELD_ID, PARAM_ACTION},
};
use futures::channel::oneshot;
use std::{cell::Cell, rc::Rc};

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

/// Calls an action. Nothing is sent where the browser cannot make a request.
pub(crate) fn call(
    called: Call,
    bound: &str,
    form: FormData,
) -> impl Future<Output = Option<End>> + use<> {
    if let Some(deadline_ms) = called.deadline_ms {
        may_take(called.action, deadline_ms);
    }
    let (tell, end) = oneshot::channel();
    let caller = Caller(Rc::new(Cell::new(Some(tell))));
    let id = page::next_id();
    let made = submission(id, called.action, Some(bound), form, code::next_wire_id());
    let is_made = made.is_some();
    if let Some(held) = made {
        let lane = format!("call:{}", called.action).into();
        let facts = Facts {
            is_call: true,
            ..facts(lane, called.policy)
        };
        code::called(id);
        let held = Held {
            caller: Some(caller),
            ..held
        };
        page::enter(held, Event::Submitted { id, facts });
    }
    async move {
        match is_made {
            true => Some(end.await.unwrap_or(Err(SubmissionStatus::Cancelled))),
            false => None,
        }
    }
}

/// The runs of this action may take this long.
pub(crate) fn may_take(action: &'static str, deadline_ms: u64) {
    with(|state| {
        if state.deadlines.iter().all(|(other, _)| *other != action) {
            state.deadlines.push((action, deadline_ms));
        }
    });
}

/// Submits from the program what a form of this hook would.
pub(crate) fn submit(channel: &Channel, bound: Option<&str>, form: FormData) {
    let shared = &channel.shared;
    let id = page::next_id();
    let Some(held) = submission(id, shared.action, bound, form, dom::new_id()) else {
        return;
    };
    let facts = Facts {
        view: Some(shared.view),
        makes_state: true,
        ..facts(shared.key.as_lane(), shared.policy)
    };
    let held = Held {
        channel: Some(channel.clone()),
        ..held
    };
    page::enter(held, Event::Submitted { id, facts });
}

/// Of what no form has submitted.
pub(super) fn facts(lane: Key, policy: Policy) -> Facts {
    Facts {
        lane,
        policy,
        slow_ms: SLOW_MS,
        view: None,
        makes_state: false,
        is_call: false,
        form: None,
        place: None,
        hidden: None,
        button: None,
        press: None,
        typed: None,
        reset: Reset::Never,
        path: dom::path_digest(),
    }
}

fn submission(
    id: SubmissionId,
    action: &str,
    bound: Option<&str>,
    form: FormData,
    wire: String,
) -> Option<Held> {
    let data = web_sys::FormData::new().ok()?;
    let _ = data.set_with_str(FIELD_ID, &wire);
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
    Some(Held {
        id,
        action: action.into(),
        work: Work::Post { url, data },
        visible: form,
        submitter: None,
        focused: None,
        channel: None,
        place: None,
        keeps_values: true,
        caller: None,
        running: Running::default(),
    })
}

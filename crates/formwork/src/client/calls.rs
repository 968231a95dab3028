//! Calls of actions outside of forms, and what a hook's program submits.

use super::{
    code, dom,
    held::{self, Caller, Held, Running, Work},
    send::may_take,
};
use crate::{
    channel::{Call, Channel, End},
    fields::{Entry, FormData},
    submission::{Event, Facts, SubmissionId, SubmissionStatus},
    wire::{FIELD_BOUND, FIELD_ID, PARAM_ACTION},
};
use futures::channel::oneshot;
use std::{cell::Cell, rc::Rc};

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
    let id = held::next_id();
    let made = submission(id, called.action, Some(bound), form, code::next_wire_id());
    let is_made = made.is_some();
    if let Some(held) = made {
        let lane = format!("call:{}", called.action).into();
        let facts = Facts {
            is_call: true,
            ..Facts::of_no_form(lane, called.policy, dom::path_digest())
        };
        code::called(id);
        let held = Held {
            caller: Some(caller),
            ..held
        };
        held::enter(held, Event::Submitted { id, facts });
    }
    async move {
        match is_made {
            true => Some(end.await.unwrap_or(Err(SubmissionStatus::Cancelled))),
            false => None,
        }
    }
}

/// Submits from the program what a form of this hook would.
pub(crate) fn submit(channel: &Channel, bound: Option<&str>, form: FormData) {
    let shared = &channel.shared;
    let id = held::next_id();
    let Some(held) = submission(id, shared.action, bound, form, dom::new_id()) else {
        return;
    };
    let facts = Facts {
        view: Some(shared.view),
        makes_state: true,
        ..Facts::of_no_form(shared.key.as_lane(), shared.policy, dom::path_digest())
    };
    let held = Held {
        channel: Some(channel.clone()),
        ..held
    };
    held::enter(held, Event::Submitted { id, facts });
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

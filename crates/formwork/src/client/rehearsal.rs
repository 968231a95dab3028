//! A rehearsal: the way of a press is gone once before a person presses.
//!
//! Browsers compile a function of the client when it is called first, and a first press calls hundreds of them before an
//! optimistic row is seen. So at idle a press is made in a form that is in no document, and given to a machine of its own.
//! Nothing is sent, nobody is told, and nothing of it stays.

use super::{
    attached::Attached,
    bridge, channels, controls, dom,
    forms::{self, Whose},
    held::Work,
    mounted, page, send, updates, watch,
};
use crate::{
    channel::{Channel, FormHandle},
    fields::FormData,
    json,
    submission::{
        Event, FormId, Page, Policy, Reply, Reset, SubmissionEnd, SubmissionId, SubmissionStatus,
    },
    wire::{Answer, FormKey, KeyParts, PARAM_ACTION},
};
use leptos::prelude::{document, set_timeout};
use std::{panic::Location, time::Duration};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AbortController, Element, HtmlFormElement};

/// When there is no other work, or soon where the browser does not say so.
pub(super) fn at_idle() {
    let window = dom::window();
    let idle = dom::property(&window, "requestIdleCallback");
    match idle.dyn_ref::<js_sys::Function>() {
        Some(idle) => {
            let rehearse = Closure::once_into_js(|| {
                rehearse();
            });
            let _ = idle.call1(&window, &rehearse);
        }
        None => set_timeout(
            || {
                rehearse();
            },
            Duration::from_millis(300),
        ),
    }
}

/// Known to nobody: what is to be done for it finds nothing.
const NOBODY: u64 = u64::MAX;

fn rehearse() -> Option<()> {
    if bridge::has_trapped() {
        return None;
    }
    let (form, button) = form()?;
    let channel = Channel::new(key(), "", Policy::Queue, None);
    let shared = channel.shared.clone();
    let form = Attached {
        id: FormId(NOBODY),
        element: form,
        handle: FormHandle {
            channel,
            on_submit: None,
            closure: None,
            reset: Reset::default(),
            repeat: false,
            ctrl_enter: false,
            slow_after: None,
            is_secret: <FormData as crate::fields::FormArg>::is_secret,
        },
    };
    let id = SubmissionId::new(NOBODY);
    let Whose::Ours(to, by_button) = forms::whose(&form, Some(&button)) else {
        return None;
    };
    let (held, facts) = forms::read_press(&form, id, to, Some(&button), by_button)?;
    if let Work::Post { url, data } = &held.work {
        send::bytes_of(data);
        send_nothing(url.clone(), data.clone());
    }
    mounted::named();
    let (view, hidden) = (shared.view, facts.hidden.unwrap_or_default());
    let reply = Reply::Answer {
        how: SubmissionEnd::Done,
        stays: false,
    };
    let way = [
        Event::Opened {
            view,
            key: shared.key.as_lane(),
        },
        Event::Attached {
            form: form.id,
            view,
            hidden,
            buttons: controls::buttons_of(&form.element),
        },
        Event::Submitted { id, facts },
        Event::Replied {
            id,
            attempt: 1,
            reply,
        },
        Event::Closed { view },
    ];
    let mut machine = Page::new();
    for event in way {
        for effect in machine.handle(event, &page::Sight) {
            // What is to be sent is not found; nor is anything by a timer, later.
            page::carry_out(effect, &mut None);
        }
    }
    updates::sent(id);
    watch::changed("", id, SubmissionStatus::Sending, false);
    shared.data.set(Some(held.visible));
    channels::set(&shared.sent_to, Some(String::new()));
    channels::set(&shared.submitter, held.submitter);
    channels::set(&shared.status, Some(SubmissionStatus::Sending));
    channels::set(&shared.progress, None);
    for signal in [&shared.pending, &shared.busy, &shared.slow] {
        channels::set(signal, true);
    }
    drop(json::from_str::<Answer>(Answer::SAMPLE));
    Some(())
}

/// A request that is aborted before it is sent: no browser sends it, and no console tells of it.
fn send_nothing(url: String, data: web_sys::FormData) {
    let Ok(abort) = AbortController::new() else {
        return;
    };
    abort.abort();
    let signal = abort.signal();
    leptos::task::spawn_local(async move {
        let _ = send::post(&url, &data, Some(&signal), Box::new(|_| {})).await;
    });
}

fn key() -> FormKey {
    FormKey::new(&KeyParts {
        action: "",
        is_closure: false,
        arguments: Vec::new(),
        place: Location::caller(),
        number: 0,
        key: "",
    })
}

/// A form with a field and a button.
fn form() -> Option<(HtmlFormElement, Element)> {
    let create = |name| document().create_element(name).ok();
    let (form, field, button) = (create("form")?, create("input")?, create("button")?);
    let action = format!("?{PARAM_ACTION}=");
    form.set_attribute("action", &action).ok()?;
    field.set_attribute("name", "field").ok()?;
    for child in [&field, &button] {
        form.append_child(child).ok()?;
    }
    Some((form.unchecked_into(), button))
}

//! Leaving the page while something is under way.
//!
//! What is being sent and small enough goes on in the background, by `keepalive`. What still waits for its turn is
//! sent in the last moment, in order, where that is allowed. For everything else (uploads, a lost connection, more than
//! browsers let through) the browser asks the person whether to leave.

use super::{
    dom,
    page::{self, Work, with, with_held},
    send, updates,
};
use crate::{
    submission::{Page, Status, SubmissionId},
    wire::{FIELD_AFTER, FIELD_ID},
};
use wasm_bindgen::{JsCast, closure::Closure};

/// Whether the browser is to ask, and what it calls then.
#[derive(Default)]
pub(super) struct Asking {
    asks: bool,
    handler: Option<Closure<dyn Fn(web_sys::Event)>>,
}

/// Listens while something is under way: a page without a listener can always be kept by the browser.
pub(super) fn asks(asks: bool) {
    let changed = with(|state| {
        let leave = &mut state.leave;
        if std::mem::replace(&mut leave.asks, asks) == asks {
            return None;
        }
        let handler = leave.handler.get_or_insert_with(|| {
            Closure::new(|event: web_sys::Event| {
                if something_would_be_lost() {
                    event.prevent_default();
                }
            })
        });
        Some(handler.as_ref().unchecked_ref::<js_sys::Function>().clone())
    });
    let Some(handler) = changed else { return };
    let window = dom::window();
    let _ = match asks {
        true => window.add_event_listener_with_callback("beforeunload", &handler),
        false => window.remove_event_listener_with_callback("beforeunload", &handler),
    };
}

fn turns() -> Vec<Vec<(SubmissionId, Status)>> {
    page::ask(Page::turns)
}

fn work(id: SubmissionId) -> Option<Work> {
    with_held(id, |held| held.work.clone())
}

fn something_would_be_lost() -> bool {
    let mut bytes: u32 = 0;
    for (id, status) in turns().into_iter().flatten() {
        match work(id) {
            // The network has failed it just now.
            Some(Work::Post { .. }) if status == Status::Waiting => return true,
            Some(Work::Post { data, .. }) => match send::bytes_of(&data) {
                Some(more) => bytes = bytes.saturating_add(more),
                None => return true,
            },
            // Its code ends with the page.
            Some(Work::Code(_)) => return true,
            None => {}
        }
    }
    bytes > send::KEEPALIVE_BYTES
}

/// The page goes: what has waited for its turn is sent now, or it never would be. All at once, so that each names the
/// one that it follows.
pub(super) fn leaving() {
    for lane in turns() {
        let mut before: Option<String> = None;
        for (id, status) in lane {
            let Some(Work::Post { url, data }) = work(id) else {
                continue;
            };
            if status != Status::Sending {
                if let Some(before) = before.filter(|_| status == Status::Queued) {
                    let _ = data.set_with_str(FIELD_AFTER, &before);
                }
                updates::sent(id);
                send::send_and_forget(&url, &data);
                // The page may come back from memory, and go on by itself.
                data.delete(FIELD_AFTER);
            }
            before = data.get(FIELD_ID).as_string();
        }
    }
}

//! Leaving the page while something is under way.
//!
//! What is being sent and small enough goes on in the background, by `keepalive`. What still waits for its turn is
//! sent in the last moment, in order, where that is allowed. For everything else (uploads, a lost connection, more than
//! browsers let through) the browser asks the person whether to leave.

use super::{dom, lanes::Work, report, send, updates};
use crate::{
    submission::Status,
    wire::{FIELD_AFTER, FIELD_ID},
};
use wasm_bindgen::{JsValue, closure::Closure};

/// Listens from the first submission on; a page without one can always be kept by the browser.
pub(super) fn asks_before_leaving(asks: bool) {
    thread_local! {
        static HANDLER: Closure<dyn Fn(web_sys::Event)> = Closure::new(|event: web_sys::Event| {
            if something_would_be_lost() {
                event.prevent_default();
            }
        });
    }
    HANDLER.with(|handler| {
        let value = match asks {
            true => handler.as_ref(),
            false => &JsValue::NULL,
        };
        let _ = js_sys::Reflect::set(&dom::window(), &JsValue::from_str("onbeforeunload"), value);
    });
}

fn something_would_be_lost() -> bool {
    let mut bytes: u32 = 0;
    for (_, status, submission) in report::lanes().into_iter().flatten() {
        match &submission.work {
            // The network has failed it just now.
            Work::Post { .. } if status == Status::Waiting => return true,
            Work::Post { data, .. } => match send::bytes_of(data) {
                Some(more) => bytes = bytes.saturating_add(more),
                None => return true,
            },
            // Its code ends with the page.
            Work::Closure(_) => return true,
        }
    }
    bytes > send::KEEPALIVE_BYTES
}

/// The page goes: what has waited for its turn is sent now, or it never would be. All at once, so that each names the
/// one that it follows.
pub(super) fn leaving() {
    for lane in report::lanes() {
        let mut before: Option<String> = None;
        for (id, status, submission) in lane {
            let Work::Post { url, data } = &submission.work else {
                continue;
            };
            if status != Status::Sending {
                if let Some(before) = before.filter(|_| status == Status::Queued) {
                    let _ = data.set_with_str(FIELD_AFTER, &before);
                }
                updates::sent(id);
                send::send_and_forget(url, data);
                // The page may come back from memory, and go on by itself.
                data.delete(FIELD_AFTER);
            }
            before = data.get(FIELD_ID).as_string();
        }
    }
}

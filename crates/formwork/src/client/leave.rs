//! Leaving the page while a submission is pending.
//!
//! What is being sent and small enough goes on in the background, by `keepalive`. What still waits for its turn is
//! sent in the last moment, in order, where that is allowed. For everything else (uploads, a lost connection, more than
//! browsers let through) the browser asks the user whether to leave.

use super::{
    dom, form_element,
    held::{self, Work, with_held},
    send, state, updates,
};
use crate::{
    submission::{Page, SubmissionId, SubmissionStatus},
    wire::{FIELD_AFTER, FIELD_ID, FIELD_QUERIES},
};
use wasm_bindgen::{JsCast, closure::Closure};

#[derive(Default)]
struct Leaving {
    /// Whether the browser is to ask, and what it calls then.
    asks: bool,
    handler: Option<Closure<dyn Fn(web_sys::Event)>>,
    /// Whether the browser posts a submission as a document: it leaves the page by itself.
    posts_document: bool,
}

fn with<R>(f: impl FnOnce(&mut Leaving) -> R) -> R {
    state::with(f)
}

/// Listens while a submission is pending: a page without a listener can always be kept by the browser.
pub(super) fn asks(asks: bool) {
    let changed = with(|leave| {
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

/// The browser posts what the client has sent, under the same id, and goes where that leads. One at a time: a second
/// navigation would take the place of the first.
pub(super) fn post_as_document(url: &str, data: &web_sys::FormData) {
    if with(|leave| std::mem::replace(&mut leave.posts_document, true)) {
        return;
    }
    if let Some(form) = form_with(url, data) {
        form_element::submit(&form);
        form.remove();
    }
}

/// A form with these entries, in the document.
fn form_with(url: &str, data: &web_sys::FormData) -> Option<web_sys::HtmlFormElement> {
    let document = leptos::prelude::document();
    let create = |name: &str| document.create_element(name).ok();
    let form: web_sys::HtmlFormElement = create("form")?.dyn_into().ok()?;
    let mut attributes = vec![("method", "post"), ("action", url), ("hidden", "")];
    if send::bytes_of(data).is_none() {
        attributes.push(("enctype", "multipart/form-data"));
    }
    for (name, value) in attributes {
        form.set_attribute(name, value).ok()?;
    }
    // The page that comes is no matter of what this one shows.
    data.delete(FIELD_QUERIES);
    for pair in js_sys::try_iter(data).ok()??.flatten() {
        let pair: js_sys::Array = pair.unchecked_into();
        let (name, value) = (pair.get(0).as_string()?, pair.get(1));
        let input = create("input")?;
        input.set_attribute("name", &name).ok()?;
        match value.as_string() {
            Some(text) => {
                input.set_attribute("type", "hidden").ok()?;
                input.set_attribute("value", &text).ok()?;
            }
            None => {
                input.set_attribute("type", "file").ok()?;
                dom::choose_file(&input, &value);
            }
        }
        form.append_child(&input).ok()?;
    }
    document.body()?.append_child(&form).ok()?;
    Some(form)
}

/// The page is there again, from memory.
pub(super) fn is_back() {
    with(|leave| leave.posts_document = false);
}

fn turns() -> Vec<Vec<(SubmissionId, SubmissionStatus)>> {
    held::ask(Page::turns)
}

fn work(id: SubmissionId) -> Option<Work> {
    with_held(id, |held| held.work.clone())
}

fn something_would_be_lost() -> bool {
    if with(|leave| leave.posts_document) {
        return false;
    }
    let mut bytes: u32 = 0;
    for (id, status) in turns().into_iter().flatten() {
        match work(id) {
            // The network has failed it just now.
            Some(Work::Post { .. }) if status == SubmissionStatus::Waiting => return true,
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

/// The page goes, or is hidden and may be ended without a word: what has waited for its turn is sent now, or it never
/// would be. All at once, so that each names the one that it follows.
pub(super) fn leaving() {
    for lane in turns() {
        let mut before: Option<String> = None;
        for (id, status) in lane {
            let Some(Work::Post { url, data }) = work(id) else {
                continue;
            };
            if status != SubmissionStatus::Sending {
                if let Some(before) = before.filter(|_| status == SubmissionStatus::Queued) {
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

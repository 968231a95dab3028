//! A request with files: by `XMLHttpRequest`, since `fetch` does not tell how much has been sent.

use super::send::{ACCEPT, NoAnswer};
use crate::wire::{SENT_BY, SENT_BY_CLIENT};
use futures::channel::oneshot;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AbortSignal, EventTarget, ProgressEvent, XmlHttpRequest};

/// Posts a form with files, and gives the answer's status and text. It follows a redirect by a layer of the app,
/// where `fetch` would not; what comes then is no answer of ours.
pub(super) async fn post(
    url: &str,
    data: &web_sys::FormData,
    signal: Option<&AbortSignal>,
    progress: impl Fn(f64) + 'static,
) -> Result<(u16, String), NoAnswer> {
    let request = XmlHttpRequest::new().map_err(|_| NoAnswer::Foreign)?;
    let (tell, ended) = oneshot::channel();
    let tell = Rc::new(Cell::new(Some(tell)));
    let end = Closure::<dyn Fn()>::new(move || {
        if let Some(tell) = tell.take() {
            let _ = tell.send(());
        }
    });
    let moved = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            progress(event.loaded() / event.total());
        }
    });
    // `loadend` comes after success, failure and abort alike.
    listen(&request, "loadend", end.as_ref().unchecked_ref());
    if let Ok(upload) = request.upload() {
        listen(&upload, "progress", moved.as_ref().unchecked_ref());
        listen(&upload, "load", moved.as_ref().unchecked_ref());
    }
    let aborted = {
        let request = request.clone();
        Closure::<dyn Fn()>::new(move || {
            let _ = request.abort();
        })
    };
    if let Some(signal) = signal {
        listen(signal, "abort", aborted.as_ref().unchecked_ref());
    }
    let sent = (|| {
        request.open("POST", url)?;
        request.set_request_header(SENT_BY, SENT_BY_CLIENT)?;
        request.set_request_header("accept", ACCEPT)?;
        request.send_with_opt_form_data(Some(data))
    })();
    sent.map_err(|_| NoAnswer::Foreign)?;
    let _ = ended.await;
    let status = request.status().unwrap_or_default();
    let text = request.response_text().ok().flatten();
    match (status, text) {
        (0, _) | (_, None) => Err(NoAnswer::Network),
        (status, Some(text)) => Ok((status, text)),
    }
}

fn listen(target: &EventTarget, name: &str, listener: &js_sys::Function) {
    let _ = target.add_event_listener_with_callback(name, listener);
}

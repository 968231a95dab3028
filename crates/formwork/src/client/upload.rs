//! A request with files: by `XMLHttpRequest`, since `fetch` does not tell how much has been sent.

use super::{
    dom,
    reply::{ACCEPT, NETWORK, NoAnswer, Reply},
};
use crate::wire::{SENT_BY, SENT_BY_CLIENT};
use futures::channel::oneshot;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AbortSignal, EventTarget, ProgressEvent, XmlHttpRequest};

/// Posts a form with files, and gives what comes. It follows a redirect by a layer of the app, where `fetch` would not.
pub(super) async fn post(
    url: &str,
    data: &web_sys::FormData,
    signal: Option<&AbortSignal>,
    progress: Box<dyn Fn(f64)>,
) -> Result<Reply, NoAnswer> {
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
    let mut listening = vec![listen(&request, "loadend", &end)];
    if let Ok(upload) = request.upload() {
        listening.push(listen(&upload, "progress", &moved));
        listening.push(listen(&upload, "load", &moved));
    }
    let aborted = {
        let request = request.clone();
        Closure::<dyn Fn()>::new(move || {
            let _ = request.abort();
        })
    };
    if let Some(signal) = signal {
        listening.push(listen(signal, "abort", &aborted));
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
        (0, _) | (_, None) => Err(NETWORK),
        (status, Some(text)) => Ok(Reply {
            status,
            text,
            retry_after: request.get_response_header("retry-after").ok().flatten(),
            leads_elsewhere: dom::is_elsewhere(&request.response_url(), url),
        }),
    }
}

/// A listener that is taken away with its request: one that stays would call what is gone.
struct Listening {
    target: EventTarget,
    name: &'static str,
    listener: js_sys::Function,
}

fn listen<F: ?Sized>(target: &EventTarget, name: &'static str, listener: &Closure<F>) -> Listening {
    let listener: js_sys::Function = listener.as_ref().clone().unchecked_into();
    let _ = target.add_event_listener_with_callback(name, &listener);
    Listening {
        target: target.clone(),
        name,
        listener,
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let (target, listener) = (&self.target, &self.listener);
        let _ = target.remove_event_listener_with_callback(self.name, listener);
    }
}

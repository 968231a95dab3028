//! A request and its answer.

use super::{dom, mounted, page::with, upload};
use crate::{
    submission::patience_ms,
    wire::{
        Answer, BRIDGE_ELEMENT, DEADLINE_ATTRIBUTE, DEFAULT_DEADLINE_MS, FIELD_ID, FIELD_QUERIES,
        Outcome, PARAM_CANCEL, Refused, SENT_BY, SENT_BY_CLIENT,
    },
};
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, RequestCredentials, RequestInit, RequestRedirect, Response, UrlSearchParams,
};

/// What the client takes.
pub(super) const ACCEPT: &str = "application/json";

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// The network failed: sending again may help.
    Network,
    /// What came was not an answer of ours.
    Foreign,
}

/// How much may be on its way at once of what outlives the page: browsers allow 64 KiB, and refuse what is more.
pub(super) const KEEPALIVE_BYTES: u32 = 60_000;

/// How long an action may take before its answer is not waited for any more.
pub(super) fn patience(action: &str) -> Duration {
    let own = with(|state| {
        let mut deadlines = state.deadlines.iter();
        deadlines
            .find(|(of, _)| *of == action)
            .map(|(_, deadline_ms)| *deadline_ms)
    });
    let of_server = || {
        let script = leptos::prelude::document().get_element_by_id(BRIDGE_ELEMENT)?;
        script.get_attribute(DEADLINE_ATTRIBUTE)?.parse().ok()
    };
    let deadline = own.or_else(of_server).unwrap_or(DEFAULT_DEADLINE_MS);
    Duration::from_millis(patience_ms(deadline))
}

/// Tells the server that the run of a submission is wanted no longer.
pub(super) fn cancel(url: &str, data: &web_sys::FormData) {
    if let (Some(wire), Ok(empty)) = (data.get(FIELD_ID).as_string(), web_sys::FormData::new()) {
        send_and_forget(&format!("{url}&{PARAM_CANCEL}={wire}"), &empty);
    }
}

/// Posts a submission. `progress` is told how much of an upload has been sent, from 0 to 1.
pub(super) async fn post(
    url: &str,
    data: &web_sys::FormData,
    signal: Option<&AbortSignal>,
    progress: impl Fn(f64) + 'static,
) -> Result<Answer, NoAnswer> {
    let _ = data.set_with_str(FIELD_QUERIES, &mounted::named());
    let (status, text) = match text_body(data) {
        Some(body) => {
            let init = RequestInit::new();
            init.set_method("POST");
            let _alive = KeptAlive::new(&init, &body);
            init.set_body(&body);
            let response = fetch(url, &init, signal).await?;
            (response.status(), text(&response).await?)
        }
        None => upload::post(url, data, signal, progress).await?,
    };
    match serde_json::from_str(&text) {
        Ok(answer) => Ok(answer),
        // A layer of the app has answered in the gateway's place.
        Err(_) if (400..500).contains(&status) => Ok(Answer::bare(Outcome::Refused(Refused {
            status,
            message: format!("The server did not accept this (status {status})."),
        }))),
        Err(_) => Err(NoAnswer::Foreign),
    }
}

/// A request that goes on when the page is gone, as long as it is on its way.
struct KeptAlive(u32);

impl KeptAlive {
    fn new(init: &RequestInit, body: &UrlSearchParams) -> Option<Self> {
        let bytes = length(body);
        let has_room = with(|state| {
            let all = state.kept_alive.saturating_add(bytes);
            let has_room = all <= KEEPALIVE_BYTES;
            if has_room {
                state.kept_alive = all;
            }
            has_room
        });
        if !has_room {
            return None;
        }
        dom::set_property(init, "keepalive", &true.into());
        Some(Self(bytes))
    }
}

impl Drop for KeptAlive {
    fn drop(&mut self) {
        with(|state| state.kept_alive = state.kept_alive.saturating_sub(self.0));
    }
}

/// How large a request with this is; nothing where it has files, which outlive no page.
pub(super) fn bytes_of(data: &web_sys::FormData) -> Option<u32> {
    text_body(data).map(|body| length(&body))
}

fn length(body: &UrlSearchParams) -> u32 {
    String::from(body.to_string()).len() as u32
}

/// Posts what nobody waits for: it goes on when the page is gone.
pub(super) fn send_and_forget(url: &str, data: &web_sys::FormData) {
    let Some(body) = text_body(data) else { return };
    let init = RequestInit::new();
    init.set_method("POST");
    let alive = KeptAlive::new(&init, &body);
    init.set_body(&body);
    let sent = send(url, &init, None);
    leptos::task::spawn_local(async move {
        if let Ok(sent) = sent {
            let _ = JsFuture::from(sent).await;
        }
        drop(alive);
    });
}

/// The body of a form without files.
fn text_body(data: &web_sys::FormData) -> Option<UrlSearchParams> {
    match has_files(data) {
        true => None,
        false => UrlSearchParams::new_with_str_sequence_sequence(data).ok(),
    }
}

/// Reads a URL as text.
pub(crate) async fn get(url: &str) -> Option<String> {
    let response = fetch(url, &RequestInit::new(), None).await.ok()?;
    if !response.ok() {
        return None;
    }
    text(&response).await.ok()
}

async fn fetch(
    url: &str,
    init: &RequestInit,
    signal: Option<&AbortSignal>,
) -> Result<Response, NoAnswer> {
    let response = JsFuture::from(send(url, init, signal)?)
        .await
        .map_err(|_| NoAnswer::Network)?;
    response.dyn_into().map_err(|_| NoAnswer::Foreign)
}

fn send(
    url: &str,
    init: &RequestInit,
    signal: Option<&AbortSignal>,
) -> Result<js_sys::Promise, NoAnswer> {
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(signal);
    let request =
        web_sys::Request::new_with_str_and_init(url, init).map_err(|_| NoAnswer::Foreign)?;
    let headers = request.headers();
    let _ = headers.set(SENT_BY, SENT_BY_CLIENT);
    let _ = headers.set("accept", ACCEPT);
    Ok(dom::window().fetch_with_request(&request))
}

async fn text(response: &Response) -> Result<String, NoAnswer> {
    let text = response.text().map_err(|_| NoAnswer::Network)?;
    let text = JsFuture::from(text).await.map_err(|_| NoAnswer::Network)?;
    text.as_string().ok_or(NoAnswer::Foreign)
}

fn has_files(data: &web_sys::FormData) -> bool {
    let Ok(Some(pairs)) = js_sys::try_iter(data) else {
        return false;
    };
    pairs
        .flatten()
        .any(|pair| !pair.unchecked_into::<js_sys::Array>().get(1).is_string())
}

/// Reads a page as HTML.
pub(super) async fn get_page(url: &str) -> Option<String> {
    let response = dom::window().fetch_with_str(url);
    let response: Response = JsFuture::from(response).await.ok()?.dyn_into().ok()?;
    text(&response).await.ok()
}

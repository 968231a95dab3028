//! A request and its answer.

use super::{
    dom,
    reply::{ACCEPT, NETWORK, NoAnswer, Reply},
    state, upload,
};
use crate::{
    submission::{RETRY_AFTER_MAX_MS, RETRY_DELAYS_MS, jittered, patience_ms},
    wire::{
        Answer, BRIDGE_ELEMENT, DEADLINE_ATTRIBUTE, DEFAULT_DEADLINE_MS, FIELD_ID, PARAM_CANCEL,
        SENT_BY, SENT_BY_CLIENT,
    },
};
use futures::future::{Either, select};
use std::{pin::pin, time::Duration};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, RequestCredentials, RequestInit, RequestRedirect, Response,
    UrlSearchParams,
};

/// How many bytes may be in flight that outlive the page: browsers allow 64 KiB, and refuse more.
pub(super) const KEEPALIVE_BYTES: u32 = 60_000;

/// Deadlines of actions that have one of their own, in milliseconds.
#[derive(Default)]
struct Deadlines(Vec<(&'static str, u64)>);

/// How many bytes are in flight that outlive the page.
#[derive(Default)]
struct KeptAliveBytes(u32);

/// The runs of this action may take this long.
pub(crate) fn may_take(action: &'static str, deadline_ms: u64) {
    state::with(|Deadlines(all)| {
        if all.iter().all(|(other, _)| *other != action) {
            all.push((action, deadline_ms));
        }
    });
}

/// How long an action may take before its answer is not waited for any more.
pub(super) fn patience(action: &str) -> Duration {
    let own = state::with(|Deadlines(all)| {
        let (_, deadline_ms) = all.iter().find(|(of, _)| *of == action)?;
        Some(*deadline_ms)
    });
    let of_server = || {
        let script = dom::head_script(BRIDGE_ELEMENT)?;
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
    progress: Box<dyn Fn(f64)>,
) -> Result<Answer, NoAnswer> {
    let reply = match text_body(data) {
        Some(body) => {
            let init = RequestInit::new();
            init.set_method("POST");
            let _alive = KeptAlive::new(&init, &body);
            init.set_body(&body);
            reply_of(&fetch(url, &init, signal).await?).await?
        }
        None => upload::post(url, data, signal, progress).await?,
    };
    reply.answer()
}

async fn reply_of(response: &Response) -> Result<Reply, NoAnswer> {
    Ok(Reply {
        status: response.status(),
        // Nobody may look into a redirect.
        leads_elsewhere: response.status() == 0,
        retry_after: response.headers().get("retry-after").ok().flatten(),
        text: text(response).await?,
    })
}

/// A request that goes on when the page is gone, while it is in flight.
struct KeptAlive(u32);

impl KeptAlive {
    fn new(init: &RequestInit, body: &UrlSearchParams) -> Option<Self> {
        let bytes = length(body);
        let has_room = state::with(|KeptAliveBytes(before)| {
            let all = before.saturating_add(bytes);
            let has_room = all <= KEEPALIVE_BYTES;
            if has_room {
                *before = all;
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
        state::with(|KeptAliveBytes(all)| *all = all.saturating_sub(self.0));
    }
}

/// How large a request with this is; nothing where it has files, which outlive no page.
pub(super) fn bytes_of(data: &web_sys::FormData) -> Option<u32> {
    text_body(data).map(|body| length(&body))
}

fn length(body: &UrlSearchParams) -> u32 {
    String::from(body.to_string()).len() as u32
}

/// Posts without waiting for the answer: the request goes on when the page is gone.
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

/// How long a read may take, in milliseconds: longer than the server lets a query take.
const READ_MS: u64 = 30_000;

/// Reads a URL as text.
pub(crate) async fn get(url: &str) -> Result<String, NoAnswer> {
    let abort = AbortWithFuture(AbortController::new().ok());
    let signal = abort.0.as_ref().map(AbortController::signal);
    let init = RequestInit::new();
    let read = async { reply_of(&fetch(url, &init, signal.as_ref()).await?).await };
    let out_of_time = dom::sleep(Duration::from_millis(READ_MS));
    let reply = match select(pin!(read), pin!(out_of_time)).await {
        Either::Left((reply, _)) => reply?,
        Either::Right(_) => return Err(NETWORK),
    };
    match reply.status {
        200..=299 => Ok(reply.text),
        _ => Err(reply.again().unwrap_or(NoAnswer::Foreign)),
    }
}

/// The pause before a read is tried again, where that may help.
pub(crate) fn pause_after(failed: NoAnswer) -> Option<impl Future<Output = ()>> {
    let NoAnswer::Again { after_ms } = failed else {
        return None;
    };
    let delay_ms = RETRY_DELAYS_MS[0].max(after_ms.min(RETRY_AFTER_MAX_MS));
    let delay_ms = jittered(delay_ms, js_sys::Math::random());
    Some(dom::sleep(Duration::from_millis(delay_ms.into())))
}

/// Ends a request whose future is given up.
struct AbortWithFuture(Option<AbortController>);

impl Drop for AbortWithFuture {
    fn drop(&mut self) {
        if let Some(abort) = &self.0 {
            abort.abort();
        }
    }
}

async fn fetch(
    url: &str,
    init: &RequestInit,
    signal: Option<&AbortSignal>,
) -> Result<Response, NoAnswer> {
    let response = JsFuture::from(send(url, init, signal)?)
        .await
        .map_err(|_| NETWORK)?;
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
    let text = response.text().map_err(|_| NETWORK)?;
    let text = JsFuture::from(text).await.map_err(|_| NETWORK)?;
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

//! A request and its answer.

use super::{dom, page::with, upload};
use crate::{
    submission::{RETRY_AFTER_MAX_MS, RETRY_DELAYS_MS, jittered, patience_ms},
    texts::{Text, say_with},
    wire::{
        Answer, BRIDGE_ELEMENT, DEADLINE_ATTRIBUTE, DEFAULT_DEADLINE_MS, FIELD_ID, Outcome,
        PARAM_CANCEL, Refused, SENT_BY, SENT_BY_CLIENT,
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

/// What the client takes.
pub(super) const ACCEPT: &str = "application/json";

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// The network failed, or a proxy without a server behind it has answered: sending again may help.
    Again {
        /// How long it asks to wait before that, in milliseconds; 0 where it asks for nothing.
        after_ms: u32,
    },
    /// A layer of the app leads elsewhere, where only the browser can follow.
    Elsewhere,
    /// What came was not an answer of ours.
    Foreign,
}

/// The connection is lost.
pub(super) const NETWORK: NoAnswer = NoAnswer::Again { after_ms: 0 };

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
    progress: impl Fn(f64) + 'static,
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
    answer_of(reply)
}

/// What has come, whoever has sent it.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) text: String,
    pub(super) retry_after: Option<String>,
    /// Whether it is a redirect, or comes from where one has led.
    pub(super) leads_elsewhere: bool,
}

/// An answer of the gateway's; or what somebody says in its place: a layer of the app, a proxy.
fn answer_of(reply: Reply) -> Result<Answer, NoAnswer> {
    if let Ok(answer) = serde_json::from_str(&reply.text) {
        return Ok(answer);
    }
    if reply.leads_elsewhere {
        return Err(NoAnswer::Elsewhere);
    }
    let status = reply.status;
    match reply.again() {
        Some(again) => Err(again),
        None if (400..500).contains(&status) => Ok(Answer::bare(Outcome::Refused(Refused {
            status,
            message: say_with(Text::NotAccepted, &[("status", &status)]),
        }))),
        None => Err(NoAnswer::Foreign),
    }
}

impl Reply {
    /// Whether a proxy without a server behind it says this, or one who asks for time: sending again may help.
    fn again(&self) -> Option<NoAnswer> {
        let after_ms = self.retry_after.as_deref().and_then(milliseconds_until);
        match (self.status, after_ms) {
            (502..=504, after_ms) => Some(NoAnswer::Again {
                after_ms: after_ms.unwrap_or_default(),
            }),
            (429, Some(after_ms)) => Some(NoAnswer::Again { after_ms }),
            _ => None,
        }
    }
}

/// `Retry-After`: seconds, or a date.
fn milliseconds_until(retry_after: &str) -> Option<u32> {
    let milliseconds = match retry_after.trim().parse::<u32>() {
        Ok(seconds) => f64::from(seconds) * 1_000.0,
        Err(_) => js_sys::Date::parse(retry_after) - js_sys::Date::now(),
    };
    // `as` keeps to what fits.
    (!milliseconds.is_nan()).then_some(milliseconds as u32)
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

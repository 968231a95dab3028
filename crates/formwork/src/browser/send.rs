//! A request and its answer.

use super::{dom, updates};
use crate::{
    action::ActionError,
    fields::{Entry, FormData},
    query,
    wire::{
        Answer, FIELD_BOUND, FIELD_ID, FIELD_QUERIES, Outcome, PARAM_ACTION, Refused, SENT_BY,
        SENT_BY_CLIENT,
    },
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, RequestCredentials, RequestInit, RequestRedirect, Response, UrlSearchParams,
};

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// The network failed: sending again may help.
    Network,
    /// What came was not an answer of ours.
    Foreign,
}

/// Posts a submission.
pub(super) async fn post(
    url: &str,
    data: &web_sys::FormData,
    signal: Option<&AbortSignal>,
) -> Result<Answer, NoAnswer> {
    let _ = data.set_with_str(FIELD_QUERIES, &query::mounted::named());
    let init = RequestInit::new();
    init.set_method("POST");
    match has_files(data) {
        true => init.set_body(data),
        false => match UrlSearchParams::new_with_str_sequence_sequence(data) {
            Ok(body) => init.set_body(&body),
            Err(_) => init.set_body(data),
        },
    }
    let response = fetch(url, &init, signal).await?;
    let status = response.status();
    let text = text(&response).await?;
    match serde_json::from_str(&text) {
        Ok(answer) => Ok(answer),
        // A layer of the app has answered in the gateway's place.
        Err(_) if (400..500).contains(&status) => Ok(Answer {
            outcome: Outcome::Refused(Refused {
                status,
                message: format!("The server did not accept this (status {status})."),
            }),
            prev: None,
            tags: Vec::new(),
            queries: Vec::new(),
            replayed: false,
        }),
        Err(_) => Err(NoAnswer::Foreign),
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
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(signal);
    let request =
        web_sys::Request::new_with_str_and_init(url, init).map_err(|_| NoAnswer::Foreign)?;
    let headers = request.headers();
    let _ = headers.set(SENT_BY, SENT_BY_CLIENT);
    let _ = headers.set("accept", "application/json");
    let response = JsFuture::from(dom::window().fetch_with_request(&request))
        .await
        .map_err(|_| NoAnswer::Network)?;
    response.dyn_into().map_err(|_| NoAnswer::Foreign)
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

/// Calls an action outside of a form.
pub(crate) async fn call(
    action: &'static str,
    bound: String,
    form: FormData,
) -> Result<Outcome, ActionError> {
    let data = web_sys::FormData::new().map_err(|_| Unsent)?;
    let _ = data.set_with_str(FIELD_ID, &dom::new_id());
    let _ = data.set_with_str(FIELD_BOUND, &bound);
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
    let request = updates::next_request();
    let answer = post(&url, &data, None).await.map_err(|_| Unreachable)?;
    updates::fresh(answer.queries, request);
    if let Outcome::Redirect(redirect) = &answer.outcome {
        leptos::server_fn::redirect::call_redirect_hook(&redirect.to);
    }
    Ok(answer.outcome)
}

#[derive(Debug, thiserror::Error)]
#[error("the server could not be reached")]
struct Unreachable;

#[derive(Debug, thiserror::Error)]
#[error("the browser could not make a request")]
struct Unsent;

//! Step 9: the answer, in the form that its reader takes.

use super::{
    bare::{Reader, no_store},
    context::RequestContext,
    marker::with_param,
    place,
    store::Settled,
    visitor,
};
use crate::wire::{
    Answer, BRIDGE_DONE_URL, BRIDGE_REDIRECT, Outcome, PARAM_DONE, REPLAYED, Redirect, SENT_BY,
};
use axum::{
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header, request::Parts};

/// Data for the client.
pub(super) fn data(request: &RequestContext, answer: &Answer, settled: &Settled) -> Response {
    let mut response = (
        status_of(&answer.outcome, Reader::Client),
        axum::Json(answer),
    )
        .into_response();
    welcome(request, &mut response);
    finish(&mut response, answer, settled);
    response
}

/// A redirect, for a reader that is not the client.
pub(super) fn redirect(
    request: &RequestContext,
    reader: Reader,
    to: &Redirect,
    answer: &Answer,
    settled: &Settled,
) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(location) = HeaderValue::from_str(&to.to) {
        let name = match reader {
            Reader::Browser => header::LOCATION,
            Reader::Bridge | Reader::Client => {
                *response.status_mut() = StatusCode::OK;
                header::HeaderName::from_static(BRIDGE_REDIRECT)
            }
        };
        response.headers_mut().insert(name, location);
    }
    welcome(request, &mut response);
    finish(&mut response, answer, settled);
    response
}

/// The page in place, rendered with the request's outcome.
pub(super) async fn in_place(
    request: RequestContext,
    reader: Reader,
    parts: Parts,
    answer: &Answer,
    done_url: Option<String>,
    settled: &Settled,
    next: Next,
) -> Response {
    let mut response = page(request, parts, next).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status_of(&answer.outcome, reader);
    }
    if let Some(url) = done_url.and_then(|url| HeaderValue::from_str(&url).ok()) {
        response.headers_mut().insert(BRIDGE_DONE_URL, url);
    }
    finish(&mut response, answer, settled);
    response
}

/// The page, as for a GET.
pub(super) async fn page(request: RequestContext, parts: Parts, next: Next) -> Response {
    // Scripts of ours get another form of the page, and with an outcome it is one person's.
    let is_own = Reader::of(&parts.headers) != Reader::Browser || request.outcome.is_some();
    let mut response = place::rendered(request.clone(), parts, next).await;
    request.state.config.languages.vary(&mut response);
    if is_for_all(&response) {
        if !is_own {
            let by = HeaderValue::from_static(SENT_BY);
            response.headers_mut().append(header::VARY, by);
            return response;
        }
        no_store(&mut response);
    }
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("private, no-cache"));
    if !response.status().is_server_error() {
        welcome(&request, &mut response);
    }
    response
}

/// Whether the app lets caches give this page to others.
fn is_for_all(response: &Response) -> bool {
    let values = response.headers().get_all(header::CACHE_CONTROL).iter();
    let mut values = values.filter_map(|value| value.to_str().ok());
    values.any(|value| value.contains("public") || value.contains("s-maxage"))
}

/// Gives a visitor who is new the cookie, with the answer to one of our own pages.
fn welcome(request: &RequestContext, response: &mut Response) {
    if request.is_new
        && let Some(visitor) = &request.visitor
        && let Ok(cookie) = visitor::set_cookie(visitor, request.state.config.secure)
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// Where the browser goes after `Done`: the page, which shows the outcome that is kept under the handle.
pub(super) fn done_url(page: &str, handle: Option<&str>) -> String {
    handle.map_or_else(
        || page.to_string(),
        |handle| with_param(page, PARAM_DONE, handle),
    )
}

/// To our own scripts, issues are an ordinary answer: browsers write every other status of a `fetch` into the
/// console as an error.
fn status_of(outcome: &Outcome, reader: Reader) -> StatusCode {
    match (outcome, reader) {
        (Outcome::Invalid(_), Reader::Bridge | Reader::Client) => StatusCode::OK,
        (outcome, _) => {
            StatusCode::from_u16(outcome.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

fn finish(response: &mut Response, answer: &Answer, settled: &Settled) {
    for cookie in &settled.cookies {
        response
            .headers_mut()
            .append(header::SET_COOKIE, cookie.clone());
    }
    if answer.replayed {
        response
            .headers_mut()
            .insert(REPLAYED, HeaderValue::from_static("1"));
    }
    no_store(response);
}

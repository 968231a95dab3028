//! `#[server]` functions called at their own paths, as Leptos does: behind the origin check, the guard and the limits, as a
//! submission is.

use super::{
    body,
    context::RequestContext,
    origin,
    run::{self, Scope},
    server_function::ServerFunction,
};
use crate::{
    texts::Text,
    wire::{ActionError, refusal, refuse},
};
use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use leptos::server_fn::ServerFnError;

/// How deep the names of an urlencoded text may be nested, where it has as many pairs. serde_qs allows one level more for
/// each pair, whatever its own limit, and takes some stack for each.
const MAX_NESTED: usize = 128;

/// A direct call.
pub(super) async fn called(
    request: RequestContext,
    parts: Parts,
    body: Body,
    next: Next,
) -> Response {
    let config = &request.state.config;
    let functions = &config.server_fns;
    let function = functions.at(parts.uri.path(), &parts.method);
    let entry = function.map(|function| function.entry);
    let Some(entry) = entry.or(functions.others()) else {
        let error = refuse(405, "No function is called by this method.");
        return refused(
            function,
            &parts.headers,
            body,
            StatusCode::METHOD_NOT_ALLOWED,
            error,
        );
    };

    // What opens a connection for both ways is no mere reading.
    let reads = matches!(parts.method, Method::GET | Method::HEAD)
        && !parts.headers.contains_key(header::UPGRADE);
    let (public, allowed) = (&config.public_origin, &config.allowed_origins);
    let is_from_here = origin::check(&parts.headers, &parts.uri, public, allowed);
    if let (Err(error), false) = (is_from_here, reads) {
        tracing::warn!(path = parts.uri.path(), "refused: {error}");
        let error = refuse(403, error.to_string());
        return refused(function, &parts.headers, body, StatusCode::FORBIDDEN, error);
    }

    let scope = Scope::new(&request, &parts);
    let guard = run::guard(&request, entry, &scope).await;
    let cookies = scope.headers();
    let cookies = cookies.get_all(header::SET_COOKIE);
    let mut response = match guard {
        Err(outcome) => {
            let status = StatusCode::from_u16(outcome.status()).ok();
            let status = status.filter(|status| !status.is_success());
            let status = status.unwrap_or(StatusCode::UNAUTHORIZED);
            match ActionError::from_outcome(outcome) {
                Some(ActionError::Redirect(to)) if wants_page(&parts.headers) => {
                    body::drain(&parts.headers, body);
                    (StatusCode::SEE_OTHER, [(header::LOCATION, to.to)]).into_response()
                }
                Some(error) => refused(function, &parts.headers, body, status, error),
                None => refused(function, &parts.headers, body, status, ActionError::Stale),
            }
        }
        Ok(_) => {
            let is_streamed = function.is_some_and(|function| function.is_streamed);
            match limited(&request, &parts, body, is_streamed).await {
                Ok(body) => next.run(Request::from_parts(parts, body)).await,
                Err((status, said)) => {
                    let error = refuse(status.as_u16(), said);
                    refused(function, &parts.headers, Body::empty(), status, error)
                }
            }
        }
    };
    for cookie in cookies {
        response
            .headers_mut()
            .append(header::SET_COOKIE, cookie.clone());
    }
    response
}

fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(text_of);
    accept.is_some_and(|accept| accept.contains("text/html"))
}

fn text_of(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

/// The answer in place of the function's, as an error of its type.
fn refused(
    function: Option<&ServerFunction>,
    headers: &HeaderMap,
    body: Body,
    status: StatusCode,
    error: ActionError,
) -> Response {
    body::drain(headers, body);
    let error = match function {
        Some(function) => (function.refusal)(error),
        None => refusal::<ServerFnError>(error),
    };
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    (status, [(header::CONTENT_TYPE, kind)], error).into_response()
}

/// A body within the limits. What a function reads as a whole is read here; what it streams ends at the limit.
async fn limited(
    request: &RequestContext,
    parts: &Parts,
    body: Body,
    is_streamed: bool,
) -> Result<Body, (StatusCode, String)> {
    let (headers, limits) = (&parts.headers, &request.state.config.limits);
    let too_deep = || {
        let said = request.texts.get(Text::BadArguments);
        (StatusCode::BAD_REQUEST, said.to_string())
    };
    let query = parts.uri.query().unwrap_or_default();
    if is_too_deep(query.as_bytes()) {
        body::drain(headers, body);
        return Err(too_deep());
    }
    if is_streamed {
        return Ok(body::limited(headers, body, limits));
    }
    let read = body::read_whole(headers, body, limits).await;
    let read = read.map_err(|error| (error.status(), error.said_in(&request.texts)))?;
    match is_too_deep(&read) {
        true => Err(too_deep()),
        false => Ok(Body::from(read)),
    }
}

/// Whatever the text is: an urlencoded one may say that it is another.
fn is_too_deep(text: &[u8]) -> bool {
    let (mut pairs, mut deepest) = (0, 0);
    for pair in text.split(|byte| *byte == b'&') {
        let plain = pair.iter().filter(|byte| **byte == b'[').count();
        let encoded = pair
            .windows(3)
            .filter(|window| window.eq_ignore_ascii_case(b"%5b"))
            .count();
        deepest = deepest.max(plain + encoded);
        pairs += 1;
    }
    pairs.min(deepest) > MAX_NESTED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_deep_names_among_many_pairs_are_refused() {
        let many = "a&".repeat(1_000);
        let deep = format!("x{}=1", "[a]".repeat(1_000));
        let encoded = format!("x{}=1", "%5Ba%5D".repeat(1_000));
        for fine in [
            &many,
            &deep,
            &encoded,
            &"[[1,2]]".repeat(1_000),
            &String::new(),
        ] {
            assert!(!is_too_deep(fine.as_bytes()));
        }
        for bad in [deep, encoded] {
            assert!(is_too_deep(format!("{many}{bad}").as_bytes()));
            assert!(is_too_deep(format!("{bad}&{many}").as_bytes()));
        }
    }
}

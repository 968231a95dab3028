//! `#[server]` functions called at their own paths, as Leptos does: behind the origin check, the guard and the limits, as a
//! submission is.

use super::{
    body::BodyLimits,
    context::RequestContext,
    origin,
    run::{self, Scope},
};
use crate::{
    texts::Text,
    wire::{ActionError, Outcome},
};
use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use leptos::server_fn::{
    ServerFnError,
    error::{FromServerFnError as _, ServerFnErrorErr},
};

/// A direct call.
pub(super) async fn called(
    request: RequestContext,
    parts: Parts,
    body: Body,
    next: Next,
) -> Response {
    let config = &request.state.config;
    let (function, entry) = config.server_fns.at(parts.uri.path());
    let refuse = |status: StatusCode, message: &str| {
        let error = ServerFnErrorErr::MiddlewareError(message.to_string());
        let error = match &function {
            Some(function) => (function.error)(error),
            None => <ServerFnError>::from_server_fn_error(error).ser(),
        };
        (status, error).into_response()
    };
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    let (public, allowed) = (&config.public_origin, &config.allowed_origins);
    let is_from_here = origin::check(&parts.headers, &parts.uri, public, allowed);
    if let (Err(error), false) = (is_from_here, reads) {
        tracing::warn!(path = parts.uri.path(), "refused: {error}");
        return refuse(StatusCode::FORBIDDEN, &error.to_string());
    }

    let Some(entry) = entry else {
        return refuse(
            StatusCode::FORBIDDEN,
            request.texts.get(Text::UnknownAction),
        );
    };
    let scope = Scope::new(&request, &parts);
    if let Err(outcome) = run::guard(&request, entry, &scope).await {
        let wants_page = parts.headers.get(header::ACCEPT).and_then(text_of);
        let wants_page = wants_page.is_some_and(|accept| accept.contains("text/html"));
        return match outcome {
            Outcome::Redirect(to) if wants_page => {
                (StatusCode::SEE_OTHER, [(header::LOCATION, to.to)]).into_response()
            }
            outcome => {
                let status = StatusCode::from_u16(outcome.status()).ok();
                let status = status.filter(|status| !status.is_success());
                let error = ActionError::from_outcome(outcome).map(|error| error.to_string());
                let error = error.unwrap_or_default();
                refuse(status.unwrap_or(StatusCode::UNAUTHORIZED), &error)
            }
        };
    }
    drop(scope);
    match limited(&parts.headers, body, &config.limits).await {
        Ok(body) => next.run(Request::from_parts(parts, body)).await,
        Err(status) => refuse(status, status.canonical_reason().unwrap_or_default()),
    }
}

/// A body within the limits. What a function reads as a whole is read here; what it streams is cut at the limit.
async fn limited(headers: &HeaderMap, body: Body, limits: &BodyLimits) -> Result<Body, StatusCode> {
    let limit = usize::try_from(limits.bytes).unwrap_or(usize::MAX);
    let announced = headers.get(header::CONTENT_LENGTH).and_then(text_of);
    let announced = announced.and_then(|length| length.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limits.bytes) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let body = Limited::new(body, limit);
    let kind = headers.get(header::CONTENT_TYPE).and_then(text_of);
    let is_whole = kind.is_some_and(|kind| {
        ["application/x-www-form-urlencoded", "application/json"]
            .iter()
            .any(|whole| kind.starts_with(whole))
    });
    if !is_whole {
        return Ok(Body::new(body));
    }
    let read = tokio::time::timeout(limits.time, body.collect()).await;
    let read = read.map_err(|_| StatusCode::REQUEST_TIMEOUT)?;
    match read {
        Ok(read) => Ok(Body::from(read.to_bytes())),
        Err(error) if error.is::<LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::BAD_REQUEST),
    }
}

fn text_of(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

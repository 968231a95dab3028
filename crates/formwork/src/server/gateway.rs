//! The gateway: every request for a page passes here, and a submission goes through its steps in order.

use super::{
    answer,
    bare::{self, Reader},
    beginning::{self, Unconfirmed},
    body, closure,
    context::{RequestContext, State},
    direct,
    marker::{self, Marker},
    open::{self, ArgumentsError, StateOf},
    origin, panics, queries,
    registry::{self, Found, RunInput},
    run::{self, Run, Scope},
    store::{Begin, ClaimKey, Settled},
    submission::Submission,
    visitor::{self, VisitorId},
};
use crate::{
    texts::{Text, Texts},
    wire::{Answer, Outcome, Refused, is_unsealed},
};
use axum::{
    body::Body,
    extract::{OriginalUri, Request, State as Extract},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::future::BoxFuture;
use http::{Method, StatusCode, header, request::Parts};
use serde_json::value::RawValue;
use std::sync::Arc;

/// How much of an unknown action's name is logged, in characters.
const SHOWN: usize = 100;

/// The innermost layer of the pages: an axum middleware.
pub(super) async fn gateway(
    Extract(state): Extract<Arc<State>>,
    request: Request,
    next: Next,
) -> Response {
    let reader = Reader::of(request.headers());
    let (parts, body) = request.into_parts();
    // `CONNECT host:1` and `GET host` name no page.
    if !parts.uri.path().starts_with('/') {
        body::drain(&parts.headers, body);
        return bare::refuse(
            reader,
            StatusCode::BAD_REQUEST,
            "This request names no page.",
        );
    }
    let texts = state.config.languages.of(&parts);
    let steps = steps(state, texts.clone(), parts, body, next);
    match panics::caught_in("a request", steps).await {
        Ok(response) => response,
        Err(error_id) => bare::failed(reader, &texts, error_id),
    }
}

async fn steps(
    state: Arc<State>,
    texts: Arc<Texts>,
    mut parts: Parts,
    body: Body,
    next: Next,
) -> Response {
    let (marker, clean) = marker::take(&parts.uri);
    parts.uri = clean;
    let page = page_of(&parts);
    let known = visitor::visitor_of(&parts.headers, state.config.secure);
    let is_new = known.is_none() && origin::brings_cookies(&parts, &state.config.public_origin);
    let visitor = known.unwrap_or_else(VisitorId::generate);
    let principal = (state.config.principal)(&parts);
    let (principal, page) = (principal.into(), page.into());
    let is_server_fn = state.config.server_fns.has(parts.uri.path());
    let mut context = RequestContext::new(state, texts, Some(visitor), principal, page);
    context.is_new = is_new;

    // Each kind has its future on the heap: axum moves that of the gateway around, which would have room for all of them.
    let rest: BoxFuture<'static, Response> = match (&parts.method, &marker.action) {
        // A `#[server]` function of the app, which Leptos has put beside the pages: no action can be posted there.
        _ if is_server_fn => Box::pin(direct::called(context, parts, body, next)),
        (&Method::POST, Some(_)) => Box::pin(submit(context, parts, body, marker, next)),
        (&Method::POST, None) => Box::pin(closure::submitted(context, parts, body, next)),
        (&Method::GET | &Method::HEAD, Some(_)) => return not_by_get(&context, &parts),
        (_, Some(_)) => {
            body::drain(&parts.headers, body);
            return bare::refuse(
                Reader::of(&parts.headers),
                StatusCode::METHOD_NOT_ALLOWED,
                "An action takes POST only.",
            );
        }
        (_, None) => match marker.done {
            None => Box::pin(answer::page(context, parts, next)),
            Some(handle) => Box::pin(show(context, parts, handle, next)),
        },
    };
    rest.await
}

/// The page as its visitor sees it: a router that the pages are nested in takes its own part off the path.
fn page_of(parts: &Parts) -> String {
    let seen = parts.extensions.get::<OriginalUri>();
    let seen = seen.map(|OriginalUri(uri)| marker::take(uri).1);
    marker::location(seen.as_ref().unwrap_or(&parts.uri))
}

/// A GET never runs an action. A person who loads the address that a form has left in the address bar wants
/// the page; anyone else is told.
fn not_by_get(request: &RequestContext, parts: &Parts) -> Response {
    let navigates = parts
        .headers
        .get("sec-fetch-mode")
        .is_some_and(|mode| mode == "navigate");
    if navigates {
        let location = [(header::LOCATION, request.page.to_string())];
        return (StatusCode::SEE_OTHER, location).into_response();
    }
    bare::refuse(
        Reader::of(&parts.headers),
        StatusCode::METHOD_NOT_ALLOWED,
        "An action takes POST only.",
    )
}

/// A page, with the outcome that is kept under the handle in its URL.
async fn show(request: RequestContext, parts: Parts, handle: String, next: Next) -> Response {
    let request = match request.recall(Some(&handle)).await {
        Some(outcome) => request.with_outcome(outcome, Some(&handle)),
        None => request,
    };
    answer::page(request, parts, next).await
}

/// A submission, step by step.
async fn submit(
    request: RequestContext,
    parts: Parts,
    body: Body,
    marker: Marker,
    next: Next,
) -> Response {
    let reader = Reader::of(&parts.headers);
    let state = request.state.clone();

    if marker.ambiguous {
        body::drain(&parts.headers, body);
        return bare::refuse(
            reader,
            StatusCode::BAD_REQUEST,
            request.texts.get(Text::TwoActions),
        );
    }
    let name = marker.action.as_deref().unwrap_or_default();
    let found = match state.config.server_fns.action(name) {
        Some(function) => Found::Here(function),
        None => registry::action(name),
    };
    let (action, outdated) = match found {
        Found::Here(action) => (action, false),
        Found::Changed(action) => (action, true),
        Found::Unknown => {
            let name: String = name.chars().take(SHOWN).collect();
            tracing::warn!(action = ?name, "refused: there is no such action (any more)");
            body::drain(&parts.headers, body);
            return bare::refuse(
                reader,
                StatusCode::NOT_FOUND,
                request.texts.get(Text::UnknownAction),
            );
        }
    };
    let (public, allowed) = (&state.config.public_origin, &state.config.allowed_origins);
    if let Err(error) = origin::check(&parts.headers, &parts.uri, public, allowed) {
        tracing::warn!(action = action.id, "refused: {error}");
        body::drain(&parts.headers, body);
        return bare::refuse(reader, StatusCode::FORBIDDEN, error.to_string());
    }
    if let Some(submission) = &marker.cancel {
        body::drain(&parts.headers, body);
        let (visitor, principal) = (request.visitor_scope(), &request.principal);
        let cancel = state
            .store
            .cancel(visitor, principal, action.id, submission);
        cancel.await;
        return bare::cancelled();
    }

    let limits = state.config.limits.for_forms(action.options.limit);
    let read = body::read_form(&parts.headers, body, &limits).await;
    let (reserved, form) = match read.and_then(body::split_reserved) {
        Ok(split) => split,
        Err(error) => return bare::refuse(reader, error.status(), error.said_in(&request.texts)),
    };
    let by_button = marker.bound.is_some();
    let bound = marker.bound.or(reserved.bound).unwrap_or_default();
    let mut submission = Submission {
        action: action.id,
        form: reserved.key.unwrap_or_default(),
        // A button without a hook reports to none, whatever the form has.
        hook: marker.key.or_else(|| by_button.then(String::new)),
        from: marker.from,
        id: reserved.id.unwrap_or_default(),
        named: queries::named(reserved.queries.as_deref()),
        values: form.values_to_show(|name| action.keeps_secret(name)),
        keeps: reserved.keep,
        state: None,
        prev: None,
        reader,
    };

    if outdated {
        tracing::info!(
            action = action.id,
            sent = name,
            "a page of another build has sent this"
        );
        submission.forget_arguments();
        let answer = Answer {
            outdated,
            ..Answer::bare(Outcome::Stale)
        };
        return submission
            .settled(request, parts, answer, Settled::default(), next)
            .await;
    }
    if marker.back {
        return submission.back(request, parts, next).await;
    }

    let arguments = match open::arguments(&request, action, &bound) {
        Ok(arguments) => arguments,
        Err(ArgumentsError::Malformed) => {
            let malformed = malformed(&request.texts);
            return submission.not_run(request, parts, malformed, next).await;
        }
        Err(ArgumentsError::Panicked(error_id)) => {
            let failed = Outcome::Failed { error_id };
            return submission.not_run(request, parts, failed, next).await;
        }
        Err(error) => {
            if error == ArgumentsError::Unreadable {
                submission.forget_arguments();
            }
            return submission
                .not_run(request, parts, Outcome::Stale, next)
                .await;
        }
    };
    if arguments.renamed {
        submission.forget_arguments();
    }
    // The body has the state of the form's own action, and the URL that of a button's. Our client knows which
    // of them is asked for.
    let token = match (by_button, reader) {
        (true, Reader::Client) => reserved.prev.or(marker.prev),
        (true, _) => marker.prev,
        (false, _) => reserved.prev,
    };
    let of = StateOf {
        action: action.id,
        arguments: &arguments.plain,
    };
    let left = match &reserved.after {
        Some(after) => state_after(&request, after, of).await,
        None => None,
    };
    let token = token.map(|token| left.unwrap_or(token));
    let unsealed = token.as_ref().filter(|token| is_unsealed(token)).cloned();
    let prev = match unsealed {
        // Confirmed with the claim, after the guard.
        Some(_) => Ok(None),
        None => open::state(&request, of, token.as_deref()),
    };
    let prev = match prev {
        Ok(prev) => prev,
        Err(ArgumentsError::Malformed) => {
            let malformed = malformed(&request.texts);
            return submission.not_run(request, parts, malformed, next).await;
        }
        Err(_) => {
            return submission
                .not_run(request, parts, Outcome::Stale, next)
                .await;
        }
    };

    submission.state = prev
        .clone()
        .and_then(|json| RawValue::from_string(json).ok());
    submission.prev = token.filter(|_| submission.state.is_some());

    let scope = Scope::new(&request, &parts);
    let guard = match run::guard(&request, action, &scope).await {
        Ok(guard) => guard,
        Err(outcome) => return submission.not_run(request, parts, outcome, next).await,
    };

    let covered = [arguments.plain.as_bytes()];
    let digest = body::digest_of(&form, &covered, &|name| action.has_field(name)).await;
    let claim = ClaimKey {
        visitor: request.visitor_scope().into(),
        principal: request.principal.to_string(),
        action: action.id.into(),
        // Without an id nothing can be recognised as a duplicate: each such request is its own submission.
        submission: match submission.id.is_empty() {
            true => VisitorId::generate().as_str().into(),
            false => submission.id.clone(),
        },
        digest,
    };
    // Nothing has run, and sending it again may help.
    let busy = |request: &RequestContext| {
        let message = request.texts.get(Text::Busy);
        bare::refuse(reader, StatusCode::SERVICE_UNAVAILABLE, message)
    };
    let (settled, replayed) = match state.store.begin(claim).await {
        Begin::Run(claim) => {
            let input = RunInput {
                arguments: arguments.values,
                guard,
                prev,
                form,
            };
            let run = Run {
                action,
                scope,
                input,
                plain: arguments.plain,
            };
            let settled = match unsealed {
                None => run::run(request.clone(), run, claim).await,
                Some(unsealed) => {
                    let page = (parts.clone(), next.clone());
                    match beginning::run(request.clone(), run, claim, unsealed, page).await {
                        Ok(settled) => settled,
                        Err(Unconfirmed) => return busy(&request),
                    }
                }
            };
            (settled, false)
        }
        Begin::Join(join) => (Some(join.await), true),
        Begin::Replay(settled) => (Some(settled), true),
        Begin::Full => return busy(&request),
    };
    let settled = settled.unwrap_or_else(Settled::interrupted);
    let answer = match serde_json::from_str::<Answer>(&settled.outcome) {
        Ok(answer) => Answer { replayed, ..answer },
        Err(_) => Answer {
            replayed,
            ..Answer::bare(Outcome::Interrupted)
        },
    };
    submission
        .settled(request, parts, answer, settled, next)
        .await
}

/// Waits for the submission that this one follows, and gives the sealed state that it leaves this action with.
async fn state_after(
    request: &RequestContext,
    submission: &str,
    of: StateOf<'_>,
) -> Option<String> {
    let (visitor, principal) = (request.visitor_scope(), &request.principal);
    let store = &request.state.store;
    let settled = store.follow(visitor, principal, submission).await?;
    let answer: Answer = serde_json::from_str(&settled.outcome).ok()?;
    // That of another action, or with other arguments, does not open.
    answer
        .prev
        .filter(|token| open::state(request, of, Some(token)).is_ok())
}

/// The answer to arguments or a state that no page of ours has sent: 400.
fn malformed(texts: &Texts) -> Outcome {
    Outcome::Refused(Refused::new(
        StatusCode::BAD_REQUEST.as_u16(),
        texts.get(Text::BadArguments),
    ))
}

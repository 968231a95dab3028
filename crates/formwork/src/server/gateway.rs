//! The gateway: every request for a page passes here, and a submission goes through its steps in order.

use super::{
    answer::{self, Reader},
    body::{self, BodyLimits},
    closure,
    context::{RequestContext, State},
    cookies, earlier,
    marker::{self, Marker},
    open::{self, ArgumentsError},
    origin, queries,
    registry::{self, ActionEntry, RunInput},
    run::{self, Scope},
    store::{Begin, ClaimKey, Settled},
    visitor::{self, VisitorId},
};
use crate::{
    fields::Issues,
    wire::{Answer, Outcome, PageOutcome, Redirect, Refused},
};
use axum::{
    extract::{Request, State as Extract},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{Method, StatusCode, header, request::Parts};
use serde_json::value::RawValue;
use std::sync::Arc;

/// The innermost layer of the pages: an axum middleware.
pub(super) async fn gateway(
    Extract(state): Extract<Arc<State>>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let (marker, clean) = marker::take(&parts.uri);
    parts.uri = clean;
    let page = marker::location(&parts.uri);
    let secure = state.config.secure;
    let known = visitor::visitor_of(&parts.headers, secure);
    let fresh = known.is_none().then(VisitorId::generate);
    let principal = (state.config.principal)(&parts);
    let context = RequestContext::new(
        state,
        known.or_else(|| fresh.clone()),
        principal.into(),
        page.into(),
    );

    let mut response = match (&parts.method, &marker.action) {
        (&Method::POST, Some(_)) => submit(context, parts, body, marker, next).await,
        // A `#[server]` function of the app, which Leptos has put beside the pages.
        (_, None) if is_server_fn(&parts) => {
            return next.run(Request::from_parts(parts, body)).await;
        }
        (&Method::POST, None) => closure::submitted(context, parts, body, next).await,
        (&Method::GET | &Method::HEAD, Some(_)) => not_by_get(&context, &parts),
        (_, Some(_)) => {
            body::drain(&parts.headers, body);
            answer::refuse(
                Reader::of(&parts.headers),
                StatusCode::METHOD_NOT_ALLOWED,
                "An action takes POST only.",
            )
        }
        (_, None) => show(context, parts, marker, next).await,
    };
    if let Some(visitor) = fresh
        && let Ok(cookie) = visitor::set_cookie(&visitor, secure)
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn is_server_fn(parts: &Parts) -> bool {
    let path = parts.uri.path();
    leptos::server_fn::axum::server_fn_paths().any(|(of_server_fn, _)| of_server_fn == path)
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
    answer::refuse(
        Reader::of(&parts.headers),
        StatusCode::METHOD_NOT_ALLOWED,
        "An action takes POST only.",
    )
}

/// A page, with the outcome that is kept under the handle in its URL.
async fn show(request: RequestContext, parts: Parts, marker: Marker, next: Next) -> Response {
    let handle = marker.done.as_deref();
    let request = match request.recall(handle).await {
        Some(outcome) => request.with_outcome(outcome, handle),
        None => request,
    };
    answer::page(request, parts, next).await
}

/// A submission, step by step.
async fn submit(
    request: RequestContext,
    parts: Parts,
    body: axum::body::Body,
    marker: Marker,
    next: Next,
) -> Response {
    let reader = Reader::of(&parts.headers);
    let state = request.state.clone();

    if marker.ambiguous {
        body::drain(&parts.headers, body);
        return answer::refuse(
            reader,
            StatusCode::BAD_REQUEST,
            "This request names two actions. Load the page again.",
        );
    }
    let Some(action) = marker.action.as_deref().and_then(registry::action) else {
        body::drain(&parts.headers, body);
        return answer::refuse(
            reader,
            StatusCode::NOT_FOUND,
            "There is no such action (any more). Load the page again.",
        );
    };
    let (public, allowed) = (&state.config.public_origin, &state.config.allowed_origins);
    if let Err(error) = origin::check(&parts.headers, &parts.uri, public, allowed) {
        tracing::warn!(action = action.id, "refused: {error}");
        body::drain(&parts.headers, body);
        return answer::refuse(reader, StatusCode::FORBIDDEN, error.to_string());
    }
    if let Some(submission) = &marker.cancel {
        body::drain(&parts.headers, body);
        let (visitor, principal) = (request.visitor_scope(), &request.principal);
        let cancel = state
            .store
            .cancel(visitor, principal, action.id, submission);
        cancel.await;
        return answer::cancelled();
    }

    let limits = limits_of(action, &state.config.limits);
    let read = body::read_form(&parts.headers, body, &limits).await;
    let (reserved, form) = match read.and_then(body::split_reserved) {
        Ok(split) => split,
        Err(error) => return answer::refuse(reader, error.status(), error.to_string()),
    };
    let by_button = marker.bound.is_some();
    let bound = marker.bound.or(reserved.bound).unwrap_or_default();
    let mut submission = Submission {
        action,
        form: reserved.key.unwrap_or_default(),
        hook: marker.key,
        from: marker.from,
        id: reserved.id.unwrap_or_default(),
        named: queries::named(reserved.queries.as_deref()),
        values: form.values_to_show(action.is_secret),
        keeps: reserved.keep,
        state: None,
        prev: None,
        reader,
    };

    if marker.back {
        return submission.back(request, parts, next).await;
    }

    let arguments = match open::arguments(&request, action, &bound) {
        Ok(arguments) => arguments,
        Err(ArgumentsError::Malformed) => {
            return submission.not_run(request, parts, malformed(), next).await;
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
    let left = match &reserved.after {
        Some(after) => state_after(&request, after, action.id).await,
        None => None,
    };
    let token = token.map(|token| left.unwrap_or(token));
    let prev = match open::state(&request, action.id, token.as_deref()) {
        Ok(prev) => prev,
        Err(ArgumentsError::Malformed) => {
            return submission.not_run(request, parts, malformed(), next).await;
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

    let plain = crate::wire::without_tokens(&bound);
    let covered = [
        plain.as_bytes(),
        &arguments.opened,
        prev.as_deref().unwrap_or("").as_bytes(),
    ];
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
    let (settled, replayed) = match state.store.begin(claim).await {
        Begin::Run(claim) => {
            let input = RunInput {
                arguments: arguments.values,
                guard,
                prev,
                form,
            };
            let settled = run::run(request.clone(), action, scope, input, claim).await;
            (settled, false)
        }
        Begin::Join(join) => (Some(join.await), true),
        Begin::Replay(settled) => (Some(settled), true),
        Begin::Full => {
            return answer::refuse(
                reader,
                StatusCode::SERVICE_UNAVAILABLE,
                "The server is very busy. Nothing was done; try again in a moment.",
            );
        }
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
    action: &'static str,
) -> Option<String> {
    let (visitor, principal) = (request.visitor_scope(), &request.principal);
    let store = &request.state.store;
    let settled = store.follow(visitor, principal, submission).await?;
    let answer: Answer = serde_json::from_str(&settled.outcome).ok()?;
    // That of another action does not open.
    answer
        .prev
        .filter(|token| open::state(request, action, Some(token)).is_ok())
}

/// The answer to arguments or a state that no page of ours has sent: 400.
fn malformed() -> Outcome {
    Outcome::Refused(Refused {
        status: StatusCode::BAD_REQUEST.as_u16(),
        message: ArgumentsError::Malformed.to_string(),
    })
}

/// What of a submission its answer needs.
struct Submission {
    action: &'static ActionEntry,
    form: String,
    hook: Option<String>,
    /// Under which handle the page is kept that it was sent from.
    from: Option<String>,
    id: String,
    named: Vec<crate::wire::QueryRequest>,
    values: Vec<(String, String)>,
    /// Whether what was typed stays in the form after success.
    keeps: bool,
    /// The state before it, and the seal in which it came.
    state: Option<Box<RawValue>>,
    prev: Option<String>,
    reader: Reader,
}

impl Submission {
    /// The form's key goes without its arguments: their seals cannot be read, or were made before a rotation of
    /// keys, so that the form's key in the fresh page is another.
    fn forget_arguments(&mut self) {
        for key in [Some(&mut self.form), self.hook.as_mut()]
            .into_iter()
            .flatten()
        {
            if let Some((place, _)) = key.split_once('-') {
                *key = place.to_string();
            }
        }
    }

    /// The page with what was typed, and nothing wrong with it.
    async fn back(self, request: RequestContext, parts: Parts, next: Next) -> Response {
        let nothing = Outcome::Invalid(Issues::default());
        let mut response = self.not_run(request, parts, nothing, next).await;
        if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
            *response.status_mut() = StatusCode::OK;
        }
        response
    }

    /// The answer where nothing was run.
    async fn not_run(
        self,
        request: RequestContext,
        parts: Parts,
        outcome: Outcome,
        next: Next,
    ) -> Response {
        self.settled(
            request,
            parts,
            Answer::bare(outcome),
            Settled::default(),
            next,
        )
        .await
    }

    /// The answer, with fresh values where its reader takes data.
    async fn settled(
        self,
        request: RequestContext,
        mut parts: Parts,
        answer: Answer,
        settled: Settled,
        next: Next,
    ) -> Response {
        cookies::set(&mut parts, &settled.cookies);
        if self.reader == Reader::Client {
            let (queries, unread) =
                queries::refresh(&request, &parts, self.named, &answer.tags).await;
            let mut answer = Answer {
                queries,
                unread,
                ..answer
            };
            // The app's router knows its own pages only.
            if let Outcome::Redirect(redirect) = &mut answer.outcome {
                redirect.document = !request.state.routes.have(&redirect.to);
            }
            return answer::data(&answer, &settled);
        }
        if let Outcome::Redirect(to) = &answer.outcome {
            return answer::redirect(self.reader, to, &answer, &settled);
        }
        let done = matches!(answer.outcome, Outcome::Done(_));
        let answer = match done {
            true => answer,
            // The next submission has the state that this one had.
            false => Answer {
                prev: answer.prev.or(self.prev),
                ..answer
            },
        };
        let mut outcome = PageOutcome {
            form: self.form,
            hook: self.hook,
            action: self.action.id.into(),
            submission: self.id,
            values: match done && self.keeps {
                true => self.values.clone(),
                false => Vec::new(),
            },
            state: self.state.filter(|_| !done),
            earlier: Vec::new(),
            answer,
        };
        let before = request.recall(self.from.as_deref()).await;
        outcome.earlier = earlier::states(before, &outcome);
        // What was typed is for this page alone.
        let handle = match done || earlier::any(&outcome) {
            true => request.remember(&outcome).await,
            false => None,
        };
        if !done {
            outcome.values = self.values;
        }
        let done_url = done.then(|| answer::done_url(&request.page, handle.as_deref()));
        match (done_url, self.reader) {
            (Some(to), Reader::Browser) => {
                let to = Redirect {
                    to,
                    replace: false,
                    document: false,
                };
                answer::redirect(Reader::Browser, &to, &outcome.answer, &settled)
            }
            (done_url, reader) => {
                let answer = outcome.answer.clone();
                let request = request.with_outcome(outcome, handle.as_deref());
                answer::in_place(request, reader, parts, &answer, done_url, &settled, next).await
            }
        }
    }
}

fn limits_of(action: &ActionEntry, limits: &BodyLimits) -> BodyLimits {
    BodyLimits {
        bytes: action.options.limit.unwrap_or(limits.bytes),
        ..limits.clone()
    }
}

//! Step 8: reading again what the action invalidated and the page shows; and the endpoint for reads.

use super::{
    context::{RequestContext, State},
    failure::log_failure,
    panics,
    registry::{self, Found, QueryEntry},
    run::{Scope, bounded},
    visitor,
};
use crate::{
    texts::{Text, Texts},
    wire::{QueryError, QueryRequest, QueryResult, QueryValue, Refused, divide},
};
use axum::{
    extract::{Query, State as Extract},
    response::{IntoResponse, Response},
};
use http::{StatusCode, header, request::Parts};
use std::{collections::HashSet, sync::Arc, time::Duration};
use tokio::time::Instant;

/// The queries that the page says it shows. What is malformed or too much is left out: the page reads it
/// again by itself.
pub(super) fn named(json: Option<&str>) -> Vec<QueryRequest> {
    let named: Vec<QueryRequest> = json
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default();
    let (mut named, _) = divide(named);
    let mut seen = HashSet::new();
    named.retain(|request| seen.insert(request.clone()));
    named
}

/// Reads the queries which have one of these tags, each through its own guard: the fresh values, and those that
/// could not be read. All of them together have the time of one, since the answer waits.
pub(super) async fn refresh(
    request: &RequestContext,
    parts: &Parts,
    named: Vec<QueryRequest>,
    tags: &[String],
) -> (Vec<QueryValue>, Vec<QueryRequest>) {
    let (mut fresh, mut unread) = (Vec::new(), Vec::new());
    if tags.is_empty() || named.is_empty() {
        return (fresh, unread);
    }
    let scope = Scope::new(request, parts);
    let until = Instant::now() + request.state.config.deadline;
    for query in named {
        let Found::Here(entry) = registry::query(&query.query) else {
            continue;
        };
        let Ok(of_query) = panics::caught(entry.id, || (entry.tags)(&query.args)) else {
            unread.push(query);
            continue;
        };
        let Ok(of_query) = of_query else {
            continue;
        };
        if !of_query.iter().any(|tag| tags.contains(tag)) {
            continue;
        }
        let left = until.saturating_duration_since(Instant::now());
        match read(request, &scope, entry, query.clone(), left).await {
            Some(value) => fresh.push(value),
            None => unread.push(query),
        }
    }
    (fresh, unread)
}

async fn read(
    request: &RequestContext,
    scope: &Scope,
    entry: &'static QueryEntry,
    query: QueryRequest,
    deadline: Duration,
) -> Option<QueryValue> {
    let version = request.state.version();
    let future = scope.future(|| (entry.run)(&query.args));
    match bounded(entry.id, "a query", deadline, future).await? {
        Ok(value) => Some(QueryValue {
            query: query.query,
            args: query.args,
            value,
            version,
        }),
        Err(error) => {
            log_failure(entry.id, &error);
            None
        }
    }
}

/// The parameters of a read.
#[derive(serde::Deserialize)]
pub(super) struct Read {
    q: String,
    #[serde(default)]
    a: String,
}

/// `GET /_formwork/query?q=<id>&a=<arguments>`
pub(super) async fn endpoint(
    Extract(state): Extract<Arc<State>>,
    Query(read_request): Query<Read>,
    request: axum::extract::Request,
) -> Response {
    let answer = answer_to(state, read_request, request);
    match panics::caught_in("a query", answer).await {
        Ok(response) => response,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn answer_to(
    state: Arc<State>,
    Read { q, a }: Read,
    request: axum::extract::Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let texts = state.config.languages.of(&parts);
    let entry = match registry::query(&q) {
        Found::Here(entry) => entry,
        Found::Changed(_) => return of_another_build(&state, &texts, q, a),
        Found::Unknown => {
            return (StatusCode::NOT_FOUND, "There is no such query.").into_response();
        }
    };
    if (entry.tags)(&a).is_err() {
        return (
            StatusCode::BAD_REQUEST,
            "These are not the query's arguments.",
        )
            .into_response();
    }
    let visitor = visitor::visitor_of(&parts.headers, state.config.secure);
    let principal = (state.config.principal)(&parts);
    let context = RequestContext::new(state, texts, visitor, principal.into(), "".into());
    let scope = Scope::new(&context, &parts);
    let query = QueryRequest { query: q, args: a };
    let deadline = context.state.config.deadline;
    match read(&context, &scope, entry, query, deadline).await {
        Some(value) => data(value),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn data(value: QueryValue) -> Response {
    let headers = [(header::CACHE_CONTROL, "private, no-store")];
    (headers, axum::Json(value)).into_response()
}

/// The query has another signature by now: what the page makes of its arguments and value would be wrong.
fn of_another_build(state: &State, texts: &Texts, query: String, args: String) -> Response {
    let refused: QueryResult<()> = Err(QueryError::Refused(Refused::new(
        StatusCode::CONFLICT.as_u16(),
        texts.get(Text::PageOutdated),
    )));
    match serde_json::value::to_raw_value(&refused) {
        Ok(value) => data(QueryValue {
            query,
            args,
            value,
            version: state.version(),
        }),
        Err(_) => StatusCode::CONFLICT.into_response(),
    }
}

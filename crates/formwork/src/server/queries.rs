//! Step 8: reading again what the action invalidated and the page shows; and the endpoint for reads.

use super::{
    context::{RequestContext, State, log_failure},
    registry,
    run::{Scope, bounded},
    visitor,
};
use crate::wire::{MAX_QUERIES, MAX_QUERIES_BYTES, QueryRequest, QueryValue};
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
    let Some(json) = json.filter(|json| json.len() <= MAX_QUERIES_BYTES) else {
        return Vec::new();
    };
    let mut named: Vec<QueryRequest> = serde_json::from_str(json).unwrap_or_default();
    named.truncate(MAX_QUERIES);
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
        let Some(entry) = registry::query(&query.query) else {
            continue;
        };
        let Ok(of_query) = (entry.tags)(&query.args) else {
            continue;
        };
        if !of_query.iter().any(|tag| tags.contains(tag)) {
            continue;
        }
        let left = until.saturating_duration_since(Instant::now());
        match read(request, &scope, query.clone(), left).await {
            Some(value) => fresh.push(value),
            None => unread.push(query),
        }
    }
    (fresh, unread)
}

async fn read(
    request: &RequestContext,
    scope: &Scope,
    query: QueryRequest,
    deadline: Duration,
) -> Option<QueryValue> {
    let entry = registry::query(&query.query)?;
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
    let (parts, _) = request.into_parts();
    let Read { q, a } = read_request;
    let Some(entry) = registry::query(&q) else {
        return (StatusCode::NOT_FOUND, "There is no such query.").into_response();
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
    let context = RequestContext::new(state, visitor, principal.into(), "".into());
    let scope = Scope::new(&context, &parts);
    let query = QueryRequest { query: q, args: a };
    match read(&context, &scope, query, context.state.config.deadline).await {
        Some(value) => {
            let headers = [(header::CACHE_CONTROL, "private, no-store")];
            (headers, axum::Json(value)).into_response()
        }
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

//! What a hook begins with that no page of the server's has sealed: it stands on a page that the router has shown in the
//! browser, or has no form whose fields could hold a seal.
//!
//! Its first submission says which state that is, and nobody may choose one. So the page is rendered, as a GET would, until
//! the hook is there, and the state is taken where the hook begins with the same one.

use super::{
    context::RequestContext,
    open::{StateOf, seal_state},
    panics, place,
    registry::ActionEntry,
};
use crate::wire::split_unsealed;
use axum::middleware::Next;
use http::request::Parts;
use serde_json::Value;

/// What the page says of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Beginning {
    /// The hook begins with this state, as JSON.
    Confirmed(String),
    /// It begins with another one by now, of which this is the seal.
    Changed(Option<String>),
    /// The page has no such hook: the action's own initial state it is.
    Unknown,
}

/// Finds out whether the hook begins with the state that its browser says.
pub(super) async fn of(
    request: &RequestContext,
    action: &'static ActionEntry,
    arguments: &str,
    unsealed: &str,
    (parts, next): (&Parts, &Next),
) -> Beginning {
    let Some((key, said)) = split_unsealed(unsealed) else {
        return Beginning::Unknown;
    };
    let is_said = |json: &str| is_same(json, said);
    // What the action begins with by itself takes no page.
    let own = panics::caught(action.id, || (action.initial)())
        .ok()
        .flatten();
    if let Some(own) = own.filter(|own| is_said(own)) {
        return Beginning::Confirmed(own);
    }
    let deadline = request.state.config.deadline;
    let rendered = place::initial_state(request.clone(), parts.clone(), next.clone(), key);
    let initial = tokio::time::timeout(deadline, rendered).await;
    match initial.ok().flatten() {
        Some(json) if is_said(&json) => Beginning::Confirmed(json),
        Some(json) => {
            let action = action.id;
            Beginning::Changed(seal_state(request, StateOf { action, arguments }, &json))
        }
        None => {
            tracing::debug!(
                action = action.id,
                page = %request.page,
                "the page as the server renders it has no such hook: its first submission begins from the action's own \
                 initial state"
            );
            Beginning::Unknown
        }
    }
}

/// Whether two texts are one value, in whatever order a map has been written.
fn is_same(one: &str, other: &str) -> bool {
    let read = serde_json::from_str::<Value>;
    matches!((read(one), read(other)), (Ok(one), Ok(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_texts_are_one_value_in_whatever_order_and_what_is_no_json_is_none() {
        assert!(is_same(r#"{"a":1,"b":[2]}"#, r#"{ "b": [2], "a": 1 }"#));
        assert!(!is_same("[1,2]", "[2,1]"));
        assert!(!is_same("7", "\"7\""));
        assert!(!is_same("", ""));
    }
}

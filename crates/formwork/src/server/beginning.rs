//! The first state of a hook without a seal: the router has shown its page in the browser, or it has no form whose fields
//! could hold a seal.
//!
//! The hook's first submission names the state, and nobody may choose one. So the page is rendered, as a GET would, until
//! the hook is there, and the state is taken if the hook begins with the same one. It happens within the claim of the
//! submission, and after its guard: an id that has run is answered without it.

use super::{
    context::{InitialState, RequestContext},
    open::{StateOf, seal_state},
    panics,
    place::{self, Searched},
    run::{self, Run},
    store::{RunGuard, Settled},
};
use crate::wire::{Answer, Outcome, split_unsealed};
use axum::middleware::Next;
use http::request::Parts;
use serde_json::Value;

/// What the page says of the state.
#[derive(Debug, PartialEq, Eq)]
enum Beginning {
    /// The hook begins with this state, as JSON.
    Confirmed(String),
    /// It begins with another one by now, of which this is the seal.
    Changed(Option<String>),
    /// The page has no such hook: the run begins from the action's own initial state.
    Unknown,
    /// The page could not be rendered.
    Failed,
}

/// The page could not be rendered, and nothing was run: sending the submission again may help.
pub(super) struct Unconfirmed;

/// Runs an action from the state that its browser names, once the page has confirmed it.
pub(super) async fn run(
    request: RequestContext,
    mut run: Run,
    claim: RunGuard,
    unsealed: String,
    page: (Parts, Next),
) -> Result<Option<Settled>, Unconfirmed> {
    let action = run.action.id;
    // The action's own initial state needs no page.
    let own = panics::caught(action, || run.scope.with(run.action.initial));
    let own = own.ok().flatten();
    // Detached from the connection, like the run itself: a reader who leaves takes no claim along.
    let task = tokio::spawn(async move {
        let arguments = run.plain.clone();
        let of = StateOf {
            action,
            arguments: &arguments,
        };
        let (prev, is_rendered) = match beginning(&request, of, own, &unsealed, page).await {
            Beginning::Confirmed(json) => {
                run.input.prev = Some(json);
                return Ok(run::run(request, run, claim).await);
            }
            Beginning::Unknown => return Ok(run::run(request, run, claim).await),
            Beginning::Changed(prev) => (prev, true),
            Beginning::Failed => (None, false),
        };
        let answer = Answer {
            prev,
            ..Answer::bare(Outcome::Stale)
        };
        let settled = Settled {
            outcome: serde_json::to_string(&answer).unwrap_or_default().into(),
            cookies: Vec::new(),
        };
        // Nothing was run: the id is free again.
        claim.settle(settled.clone(), false);
        match is_rendered {
            true => Ok(Some(settled)),
            false => Err(Unconfirmed),
        }
    });
    task.await.unwrap_or(Ok(None))
}

/// Finds out whether the hook begins with the state that its browser names.
async fn beginning(
    request: &RequestContext,
    of: StateOf<'_>,
    own: Option<String>,
    unsealed: &str,
    (parts, next): (Parts, Next),
) -> Beginning {
    let Some((key, said)) = split_unsealed(unsealed) else {
        return Beginning::Unknown;
    };
    if let Some(own) = own.filter(|own| is_same(own, said)) {
        return Beginning::Confirmed(own);
    }
    let request = request.clone().noting_initial_states();
    // A hook of another action, or with other arguments, confirms nothing.
    let states = || {
        let all = request.initial_states();
        let is_its = |it: &InitialState| {
            let (action, arguments) = (it.action, it.arguments.as_str());
            it.key == key && of.is(&StateOf { action, arguments })
        };
        let states = all.into_iter().filter(is_its).map(|it| it.json);
        states.collect::<Vec<String>>()
    };
    // While its data loads, a hook in a `<Suspense>` may begin with something else.
    let confirmed = || states().into_iter().find(|json| is_same(json, said));
    let search = place::search(request.clone(), parts, next, || confirmed().is_some());
    // The client waits for one deadline, and the run has its own.
    let limit = request.state.config.deadline / 2;
    let searched = tokio::time::timeout(limit, search).await;
    if let Some(json) = confirmed() {
        return Beginning::Confirmed(json);
    }
    match searched {
        Ok(Searched::ToTheEnd) => match states().pop() {
            Some(json) => Beginning::Changed(seal_state(&request, of, &json)),
            None => {
                tracing::debug!(
                    action = of.action,
                    page = %request.page,
                    "the page as the server renders it has no such hook: its first submission begins from the action's \
                     own initial state"
                );
                Beginning::Unknown
            }
        },
        Ok(Searched::Redirected) => Beginning::Changed(None),
        Ok(Searched::Found | Searched::Failed) | Err(_) => Beginning::Failed,
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

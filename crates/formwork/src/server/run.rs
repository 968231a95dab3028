//! Step 7: the run itself, under a deadline, detached from the connection. Besides the deadline only a cancel
//! stops it.

use super::{
    context::RequestContext,
    failure::log_failure,
    open::{StateOf, seal_state},
    redirect,
    registry::{ActionEntry, Opened, RunInput},
    seal::scope::OpenScope,
    store::{RunGuard, Settled},
};
use crate::{
    texts,
    wire::{ActionError, Answer, Outcome},
};
use futures::FutureExt;
use http::{HeaderValue, header};
use leptos::{
    prelude::{Owner, provide_context},
    reactive::computed::ScopedFuture,
};
use leptos_axum::ResponseOptions;
use std::{panic::AssertUnwindSafe, sync::PoisonError, time::Duration};

/// The reactive owner of one request's guard, action and queries, with what they find in their context.
pub(super) struct Scope {
    owner: Owner,
    response: ResponseOptions,
}

impl Scope {
    pub(super) fn new(request: &RequestContext, parts: &http::request::Parts) -> Self {
        // Without a parent: the one that stands on this thread is of another visitor's page.
        let owner = Owner::default();
        let response = ResponseOptions::default();
        owner.with(|| {
            provide_context(parts.clone());
            provide_context(response.clone());
            texts::provide(request.texts.clone());
            provide_context(request.clone());
            (request.state.config.context)();
        });
        Self { owner, response }
    }

    /// Makes a future in this scope, so that it finds its context wherever it is polled.
    pub(super) fn future<F: Future>(&self, make: impl FnOnce() -> F) -> ScopedFuture<F> {
        self.owner.with(|| ScopedFuture::new(make()))
    }

    /// Calls code of the app in this scope.
    pub(super) fn with<R>(&self, f: impl FnOnce() -> R) -> R {
        self.owner.with(f)
    }

    /// Headers that the action has set, by `leptos_axum`'s `ResponseOptions`.
    pub(super) fn headers(&self) -> http::HeaderMap {
        self.response
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .headers
            .clone()
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        self.owner.clone().unset_with_forced_cleanup();
    }
}

/// How long a guard or a run of this action may take.
fn deadline_of(request: &RequestContext, action: &ActionEntry) -> Duration {
    action
        .options
        .deadline_ms
        .map_or(request.state.config.deadline, Duration::from_millis)
}

/// The app's own code, under a deadline and with its panics caught: either leaves nothing.
pub(super) async fn bounded<T>(
    id: &str,
    what: &str,
    deadline: Duration,
    future: impl Future<Output = T>,
) -> Option<T> {
    match tokio::time::timeout(deadline, AssertUnwindSafe(future).catch_unwind()).await {
        Ok(Ok(value)) => Some(value),
        Ok(Err(_)) => {
            tracing::error!(id, "{what} panicked");
            None
        }
        Err(_) => {
            tracing::warn!(id, ?deadline, "{what} was cut short by its deadline");
            None
        }
    }
}

/// Runs the guard, and returns its value, or the outcome for the user.
pub(super) async fn guard(
    request: &RequestContext,
    action: &'static ActionEntry,
    scope: &Scope,
) -> Result<Opened, Outcome> {
    let future = scope.future(action.guard);
    match bounded(action.id, "a guard", deadline_of(request, action), future).await {
        Some(Ok(value)) => Ok(value),
        Some(Err(error)) => Err(outcome_of(request, action, error)),
        None => Err(Outcome::Failed {
            error_id: log_failure(action.id, &"the guard came to no decision"),
        }),
    }
}

/// A run until it is cancelled: then it is dropped where it stands, and leaves nothing.
async fn unless<T>(
    cancelled: impl Future<Output = ()>,
    id: &str,
    run: impl Future<Output = T>,
) -> Option<T> {
    tokio::select! {
        // Nothing is done any more once it is cancelled.
        biased;
        () = cancelled => {
            tracing::info!(id, "a run was cancelled");
            None
        }
        result = run => Some(result),
    }
}

/// What is run.
pub(super) struct Run {
    pub(super) action: &'static ActionEntry,
    pub(super) scope: Scope,
    pub(super) input: RunInput,
    /// The bound arguments, as in [`Arguments::plain`](super::open::Arguments::plain).
    pub(super) plain: String,
}

/// Runs the action to its end, whatever becomes of the connection, and settles the claim.
pub(super) async fn run(request: RequestContext, run: Run, claim: RunGuard) -> Option<Settled> {
    let Run {
        action,
        scope,
        input,
        plain,
    } = run;
    let task = tokio::spawn(async move {
        // A `#[server]` function reads its sealed parameters here.
        let opened = OpenScope::new(request.clone(), action.id);
        let body = scope.future(|| async { opened.enter(|| (action.run)(input)).0.await });
        let cancelled = claim.cancelled();
        let body = unless(cancelled, action.id, body);
        let deadline = deadline_of(&request, action);
        let result = bounded(action.id, "a run", deadline, body).await.flatten();
        let answer = match result {
            None => Answer::bare(Outcome::Interrupted),
            Some(Ok(output)) => Answer {
                prev: output.state.and_then(|json| {
                    let (action, arguments) = (action.id, plain.as_str());
                    seal_state(&request, StateOf { action, arguments }, &json)
                }),
                ..Answer::bare(Outcome::Done(output.value))
            },
            Some(Err(error)) => Answer::bare(outcome_of(&request, action, error)),
        };
        let answer = Answer {
            tags: request.invalidated(),
            ..answer
        };
        // What has run, at least in part. The same id is sent again only where the answer was lost.
        let keep = matches!(
            answer.outcome,
            Outcome::Done(_) | Outcome::Redirect(_) | Outcome::Failed { .. } | Outcome::Interrupted
        );
        let headers = scope.headers();
        let settled = Settled {
            outcome: serde_json::to_string(&answer).unwrap_or_default().into(),
            cookies: headers
                .get_all(header::SET_COOKIE)
                .iter()
                .cloned()
                .collect::<Vec<HeaderValue>>(),
        };
        claim.settle(settled.clone(), keep);
        settled
    });
    task.await.ok()
}

/// The outcome of an error, as the user sees it.
fn outcome_of(request: &RequestContext, action: &ActionEntry, error: ActionError) -> Outcome {
    match error {
        ActionError::Invalid(issues) => Outcome::Invalid(issues),
        ActionError::Redirect(to) => match redirect::resolved(&request.page, &to) {
            Some(redirect) => Outcome::Redirect(redirect),
            None => Outcome::Failed {
                error_id: log_failure(
                    action.id,
                    &format_args!(
                        "`redirect` leads to a page of this app, by its path (`/entries?page=2`) or relative to the form's \
                         page (`?page=2`), which `{}` does not",
                        to.to.escape_debug()
                    ),
                ),
            },
        },
        ActionError::Refused(refused) => Outcome::Refused(refused),
        ActionError::Stale => Outcome::Stale,
        ActionError::Interrupted => Outcome::Interrupted,
        ActionError::Failed { error_id } => Outcome::Failed { error_id },
        // What only a browser can say comes from nothing that runs here.
        other => Outcome::Failed {
            error_id: log_failure(action.id, &other),
        },
    }
}

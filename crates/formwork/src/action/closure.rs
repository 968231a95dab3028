//! A client closure as the action of a form: `<Form action=move |form: FormData| async move { … }>`.

use super::{ActionError, ActionResult, InBrowser, IntoFormAction, Target};
use crate::{fields::FormArg, wire::Outcome};
use std::{future::Future, marker::PhantomData, sync::Arc};

/// The return type of a closure that is a form's action: nothing, or an [`ActionResult`]. Its error is shown like an
/// action's error.
#[diagnostic::on_unimplemented(
    message = "a closure that is a form's action returns `()` or `ActionResult<T>`, not `{Self}`"
)]
pub trait ClosureResult {
    /// The value is dropped: the closure has already made its changes.
    #[doc(hidden)]
    fn into_result(self) -> ActionResult<()>;
}

impl ClosureResult for () {
    fn into_result(self) -> ActionResult<()> {
        Ok(())
    }
}

impl<T> ClosureResult for ActionResult<T> {
    fn into_result(self) -> ActionResult<()> {
        self.map(drop)
    }
}

/// Inferred: a closure that runs in the browser.
pub struct ClosureMarker<T, R>(PhantomData<(T, R)>);

impl<F, T, R> IntoFormAction<ClosureMarker<T, R>> for F
where
    F: Fn(T) -> R + Send + Sync + 'static,
    T: FormArg,
    R: Future<Output: ClosureResult> + 'static,
{
    type Form = T;
    type Runs = InBrowser;

    fn into_target(self) -> Target {
        Target::of_closure(Arc::new(move |data| match T::decode(&data) {
            Ok(form) => {
                let running = self(form);
                Box::pin(async move { outcome_of(running.await.into_result()) })
            }
            Err(issues) => Box::pin(std::future::ready(Some(Outcome::Invalid(issues)))),
        }))
    }
}

/// The outcome of a closure; `None` if one of its calls got no answer.
fn outcome_of(result: ActionResult<()>) -> Option<Outcome> {
    let done = || serde_json::value::to_raw_value(&()).ok().map(Outcome::Done);
    match result {
        Ok(()) => done(),
        Err(ActionError::Unanswered) => None,
        Err(ActionError::Cancelled) => Some(Outcome::Interrupted),
        // Another call has replaced this one, or is pending: this is no error.
        Err(ActionError::Superseded | ActionError::Ignored) => done(),
        Err(ActionError::Unexpected(error)) => {
            leptos::logging::error!("a form's closure failed: {error}");
            Some(Outcome::Failed {
                error_id: String::new(),
            })
        }
        Err(error) => error.into_outcome(),
    }
}

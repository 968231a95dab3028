//! A client closure as the action of a form: `<Form action=move |form: FormData| async move { … }>`.

use super::{ActionError, ActionResult, IntoFormAction, Target};
use crate::{
    fields::{FormArg, FormData},
    wire::Outcome,
};
use std::{future::Future, marker::PhantomData, pin::Pin, sync::Arc};

/// A closure as a form keeps it: it decodes what was submitted, and runs. It comes to no outcome where no answer came to
/// one of its calls.
pub(crate) type ClientAction =
    Arc<dyn Fn(FormData) -> Pin<Box<dyn Future<Output = Option<Outcome>>>> + Send + Sync>;

/// What a closure that is a form's action may return: nothing, or an [`ActionResult`], whose error is shown as
/// that of an action would be.
#[diagnostic::on_unimplemented(
    message = "a closure that is a form's action returns `()` or `ActionResult<T>`, not `{Self}`"
)]
pub trait ClosureResult {
    /// The value is dropped: what it should change, the closure has changed.
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

/// What a closure has come to; nothing where no answer came to one of its calls.
fn outcome_of(result: ActionResult<()>) -> Option<Outcome> {
    let done = || serde_json::value::to_raw_value(&()).ok().map(Outcome::Done);
    match result {
        Ok(()) => done(),
        Err(ActionError::Unanswered) => None,
        Err(ActionError::Cancelled) => Some(Outcome::Interrupted),
        // Another call has taken its place, or is under way: nothing is wrong with this one.
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

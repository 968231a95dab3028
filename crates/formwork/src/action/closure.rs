//! A client closure as the action of a form: `<Form action=move |form: FormData| async move { … }>`.

use super::{ActionError, ActionResult, InBrowser, IntoFormAction, Target};
use crate::{fields::FormArg, wire::Outcome};
use std::{future::Future, marker::PhantomData, sync::Arc};

/// The return type of a closure that is a form's action: nothing, or a `Result` whose error is an action's error or
/// converts into one. Its error is shown like an action's error. With `?` in the closure its last line is
/// `ActionResult::Ok(())`: the compiler asks for the error's type.
#[doc(hidden)]
pub trait ClosureResult {
    /// The value is dropped: the closure has already made its changes.
    fn into_result(self) -> ActionResult<()>;
}

impl ClosureResult for () {
    fn into_result(self) -> ActionResult<()> {
        Ok(())
    }
}

impl<T, E: Into<ActionError>> ClosureResult for Result<T, E> {
    fn into_result(self) -> ActionResult<()> {
        self.map(drop).map_err(Into::into)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{action::refuse, fields::Issues};

    fn outcome(result: impl ClosureResult) -> Option<Outcome> {
        outcome_of(result.into_result())
    }

    #[test]
    fn nothing_and_values_are_success() {
        for done in [
            outcome(()),
            outcome("7".parse::<u8>()),
            outcome(ActionResult::Ok("value")),
        ] {
            assert!(matches!(done, Some(Outcome::Done(value)) if value.get() == "null"));
        }
    }

    #[test]
    fn errors_are_those_of_an_action() {
        let issues = outcome(Err::<(), _>(Issues::form("Not this one.")));
        assert!(matches!(issues, Some(Outcome::Invalid(_))));
        let refused = outcome(Err::<(), _>(refuse(403, "Members only.")));
        assert!(matches!(refused, Some(Outcome::Refused(refused)) if refused.status == 403));
        let failed = outcome("x".parse::<u8>());
        assert!(matches!(failed, Some(Outcome::Failed { .. })));
    }
}

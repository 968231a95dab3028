//! A client closure as the action of a form: `<Form action=move |form: FormData| async move { … }>`.

use super::{ActionError, ActionResult, InBrowser, IntoFormAction, Target};
use crate::{fields::FormArg, wire::Outcome};
use std::{future::Future, marker::PhantomData, sync::Arc};

/// What a closure that is a form's action may return: nothing, or a `Result` whose error is one of an action, or converts
/// into one. The error is shown as that of an action would be. With `?` in the closure its last line is
/// `ActionResult::Ok(())`, since the compiler asks which error it is.
#[doc(hidden)]
pub trait ClosureResult {
    /// The value is dropped: what it should change, the closure has changed.
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

//! `use_action_state`.

use super::Channel;
use crate::{
    action::{Action, FormAction, HookAction, PrevState},
    fields::Issues,
    form::FormKey,
    wire::{Answer, HookValue, Outcome},
};
use leptos::prelude::*;
use serde_json::value::RawValue;
use std::{panic::Location, sync::Arc};

/// What `use_action_state` gives.
pub struct ActionState<S: Send + Sync + 'static, T: 'static> {
    /// The initial state, then what the action answered last.
    pub state: Signal<S>,
    /// The action for a `<Form>`, or for a button by `.formaction()`.
    pub action: FormAction<T>,
    /// Whether a submission of this hook is under way.
    pub pending: Signal<bool>,
    /// The issues of the last submission; empty after success.
    pub issues: Signal<Issues>,
}

/// State that an action's answers make, as of React's
/// [`useActionState`](https://react.dev/reference/react/useActionState).
///
/// `state` is `initial` until the action succeeds, then what it answered, converted by `From`: so an action
/// that answers `Welcome` goes with an initial `None::<Welcome>`. An action that takes `Prev<S>` gets the
/// state before it, which comes back as a seal; submissions run in order. Issues, refusals and failures
/// leave the state as it is.
///
/// ```
/// use formwork::prelude::*;
///
/// #[action(public)]
/// async fn vote(Prev(votes): Prev<u32>, form: FormData) -> ActionResult<u32> {
///     let _ = form;
///     Ok(votes + 1)
/// }
///
/// #[component]
/// fn Votes() -> impl IntoView {
///     let votes = use_action_state(vote, 0);
///     view! {
///         <Form action=votes.action>
///             <button type="submit">{votes.state}" votes"</button>
///         </Form>
///     }
/// }
/// ```
///
/// # Server-side rendering
/// After a native POST the state is what the action answered, and the other hooks of the page keep theirs; a
/// hook is recognised by its place in the source and its bound arguments. Hooks in a list with equal arguments need a key:
/// [`use_keyed_action_state`].
#[track_caller]
pub fn use_action_state<S, F, M>(action: F, initial: S) -> ActionState<S, F::Form>
where
    F: HookAction<M>,
    S: From<<F::Action as Action>::Output> + Clone + Send + Sync + 'static,
    <F::Action as Action>::Prev: PrevState<S>,
{
    use_keyed_action_state(action, initial, "")
}

/// [`use_action_state`] with a key that tells it from others of the same place in the source.
#[track_caller]
pub fn use_keyed_action_state<S, F, M>(
    action: F,
    initial: S,
    key: impl Into<String>,
) -> ActionState<S, F::Form>
where
    F: HookAction<M>,
    S: From<<F::Action as Action>::Output> + Clone + Send + Sync + 'static,
    <F::Action as Action>::Prev: PrevState<S>,
{
    let place = Location::caller();
    let mut target = action.into_target();
    let key = FormKey::of_hook(&target, place, &key.into());
    let channel = Channel::new(key, target.action, target.policy);

    let restored = channel.restored().and_then(|state| match state.value? {
        HookValue::Answer(json) => read::<F::Action>(&json).map(S::from),
        HookValue::State(json) => <F::Action as Action>::Prev::from_json(json.get()),
    });
    let state = ArcRwSignal::new(restored.unwrap_or(initial));

    #[cfg(feature = "ssr")]
    if channel.shared.prev.with_untracked(Option::is_none)
        && let Some(json) = <F::Action as Action>::Prev::to_json(&state.read_untracked())
    {
        channel
            .shared
            .prev
            .set(crate::server::seal_state_for(target.action, &json));
    }

    let written = state.clone();
    channel.on_answer(move |answer| {
        if let Some(value) = value_of::<F::Action>(answer) {
            written.set(S::from(value));
        }
    });

    let shared = Arc::clone(&channel.shared);
    target.channel = Some(channel);
    ActionState {
        state: state.into(),
        action: FormAction::new(target),
        pending: shared.pending.clone().into(),
        issues: shared.issues.clone().into(),
    }
}

/// The value of an answer, where it is one.
fn value_of<A: Action>(answer: &Answer) -> Option<A::Output> {
    match &answer.outcome {
        Outcome::Done(value) => read::<A>(value),
        _ => None,
    }
}

fn read<A: Action>(json: &RawValue) -> Option<A::Output> {
    serde_json::from_str(json.get()).ok()
}

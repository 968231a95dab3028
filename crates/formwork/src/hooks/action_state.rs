//! `use_action_state`.

use super::{FormError, shown};
use crate::{
    action::{Action, FormAction, HookAction, PrevState},
    fields::{FormArg, Issues},
    side,
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
    /// Why the last submission failed as a whole; `None` after success, and for issues of fields.
    pub error: Signal<Option<FormError>>,
    beginning: Beginning<S>,
}

/// What a hook was before its first submission.
struct Beginning<S: Send + Sync + 'static> {
    state: StoredValue<S>,
    written: RwSignal<S>,
}

impl<S: Send + Sync + 'static> Clone for Beginning<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Send + Sync + 'static> Copy for Beginning<S> {}

impl<S: Send + Sync + 'static, T: 'static> Clone for ActionState<S, T> {
    fn clone(&self) -> Self {
        Self {
            action: self.action.clone(),
            ..*self
        }
    }
}

impl<S: Clone + Send + Sync + 'static, T: 'static> ActionState<S, T> {
    /// State, action and pending as React's tuple: `let (state, action, pending) = ….into_tuple()`.
    pub fn into_tuple(self) -> (Signal<S>, FormAction<T>, Signal<bool>) {
        (self.state, self.action, self.pending)
    }

    /// Back to the beginning: the initial state, no issues, no failure. What is under way goes on, and its
    /// answer counts; the next submission starts from the initial state. Without JavaScript, loading the page
    /// does this.
    pub fn reset(&self) {
        let Some(channel) = self.action.channel() else {
            return;
        };
        self.beginning.written.set(self.beginning.state.get_value());
        channel.reset();
    }

    /// Where a submission **without JavaScript** leads: the page at this path in place of the form's own, for
    /// a page whose content is gone when it is loaded anew. There the same component must stand, with the same
    /// action and bound arguments, to show the outcome. With JavaScript it has no effect.
    ///
    /// As the third argument of React's
    /// [`useActionState`](https://react.dev/reference/react/useActionState).
    pub fn permalink(mut self, path: impl Into<String>) -> Self {
        self.action = self.action.permalink(path.into());
        self
    }
}

impl<S: Clone + Send + Sync + 'static, T: FormArg> ActionState<S, T> {
    /// Submits from the program what a form would: an autosave, a shortcut. It takes its turn among the
    /// submissions of the hook's forms, under the same policy, and its answer changes the same state.
    ///
    /// Does nothing on the server.
    pub fn submit(&self, form: T) {
        if let Some(channel) = self.action.channel() {
            let bound = self.action.target().bound_json();
            side::submit(channel, bound.as_deref(), form.encode());
        }
    }
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
    let key = target.hook_key(place, &key.into());
    let channel = side::open_channel(key, target.action, target.policy);

    let restored = channel.shared.restored.clone();
    let restored = restored.and_then(|state| match state.value? {
        HookValue::Answer(json) => read::<F::Action>(&json).map(S::from),
        HookValue::State(json) => <F::Action as Action>::Prev::from_json(json.get()),
    });
    let state = ArcRwSignal::new(restored.unwrap_or_else(|| initial.clone()));

    if side::IS_SERVER {
        let seal = |state: &S| {
            let json = <F::Action as Action>::Prev::to_json(state)?;
            side::seal_state_for(target.action, &target.plain, &json)
        };
        let shared = &channel.shared;
        shared.first_prev.set(seal(&initial));
        if shared.prev.with_untracked(Option::is_none) {
            shared.prev.set(seal(&state.read_untracked()));
        }
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
        state: shown(&state),
        action: FormAction::new(target),
        pending: shown(&shared.pending),
        issues: shown(&shared.issues),
        error: shown(&shared.failure),
        beginning: Beginning {
            state: StoredValue::new(initial),
            written: state.into(),
        },
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

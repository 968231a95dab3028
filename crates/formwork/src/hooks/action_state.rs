//! `use_action_state`.

use super::{Channel, FormError, shown};
use crate::{
    action::{Action, FormAction, HookAction, PrevState},
    fields::{FormArg, Issues},
    json, side,
    wire::{Answer, HookValue, MAX_TOKEN, Outcome, unsealed},
};
use leptos::prelude::*;
use serde_json::value::RawValue;
use std::{panic::Location, sync::Arc, time::Duration};

/// The result of `use_action_state`. It is `Copy`.
pub struct ActionState<S: Send + Sync + 'static, T: 'static> {
    /// The initial state, then the action's newest answer.
    pub state: Signal<S>,
    /// The action for a `<Form>`, or for a button by `.formaction()`.
    pub action: FormAction<T>,
    /// Whether a submission of this hook is pending.
    pub pending: Signal<bool>,
    /// The issues of the last submission; empty after success.
    pub issues: Signal<Issues>,
    /// Why the last submission failed as a whole; `None` after success, and for issues of fields.
    pub error: Signal<Option<FormError>>,
    hook: StoredValue<Hook>,
    beginning: Beginning<S>,
}

/// Submits, even when the component is gone.
struct Hook {
    channel: Channel,
    /// Its bound arguments, as JSON.
    bound: Option<String>,
}

/// How much longer than its owner a hook can submit: a transition may still wait when its component is gone.
const OUTLIVES: Duration = Duration::from_secs(60);

impl Hook {
    fn stored(self) -> StoredValue<Self> {
        // The server submits nothing.
        let owner = Owner::current().filter(|_| !side::IS_SERVER);
        let Some(owner) = owner else {
            return StoredValue::new(self);
        };
        owner.clone().unset();
        let own = Owner::new();
        let stored = own.with(|| StoredValue::new(self));
        owner.set();
        Owner::on_cleanup(move || set_timeout(move || drop(own), OUTLIVES));
        stored
    }
}

/// The state of a hook before its first submission.
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
        *self
    }
}

impl<S: Send + Sync + 'static, T: 'static> Copy for ActionState<S, T> {}

impl<S: Clone + Send + Sync + 'static, T: 'static> ActionState<S, T> {
    /// State, action and pending as React's tuple: `let (state, action, pending) = ….into_tuple()`.
    pub fn into_tuple(self) -> (Signal<S>, FormAction<T>, Signal<bool>) {
        (self.state, self.action, self.pending)
    }

    /// Sets the hook back: the initial state, no issues, no error. A pending submission continues, and its answer
    /// counts. The next submission starts from the initial state. Without JavaScript, loading the page has the same
    /// effect.
    pub fn reset(&self) {
        if let Some(state) = self.beginning.state.try_get_value() {
            self.beginning.written.set(state);
            self.hook.with_value(|hook| hook.channel.reset());
        }
    }

    /// The page that a submission **without JavaScript** leads to, instead of the form's own page. Use it if a fresh
    /// load of that page does not show the form. The other page must contain the same component, with the same action
    /// and bound arguments, to show the outcome. With JavaScript it has no effect.
    ///
    /// Like the third argument of React's
    /// [`useActionState`](https://react.dev/reference/react/useActionState).
    pub fn permalink(mut self, path: impl Into<String>) -> Self {
        self.action = self.action.permalink(path.into());
        self
    }
}

impl<S: Clone + Send + Sync + 'static, T: FormArg> ActionState<S, T> {
    /// Submits form data from code, for an autosave or a shortcut. The submission is queued with those of the hook's
    /// forms, under the same policy, and its answer changes the same state.
    ///
    /// An unmounted component can still submit, for a minute: its running work continues. Does nothing on the server.
    pub fn submit(&self, form: T) {
        self.hook.try_with_value(|hook| {
            side::submit(&hook.channel, hook.bound.as_deref(), form.encode());
        });
    }
}

/// State made from an action's answers, like React's
/// [`useActionState`](https://react.dev/reference/react/useActionState).
///
/// `state` is `initial` until the action succeeds, then the newest answer, converted by `From`: an action that answers
/// `Welcome` works with an initial `None::<Welcome>`. An action with `Prev<S>` gets the previous state, which comes back
/// as a seal; submissions run in order. Issues, refusals and failures leave the state as it is.
///
/// Every mode starts from `initial`. After a navigation in the browser, the page has no seal for it. The server then
/// renders the page and checks that the hook starts with the same state. If it does not, the submission is stale, and
/// nothing runs. If that page has no such hook (a dialog), the action's own `initial` is used.
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
/// After a native POST the state is the action's answer, and the other hooks of the page keep their state. A hook is
/// identified by its place in the source and its bound arguments. Hooks in a list with equal arguments need a key:
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

/// [`use_action_state`] with a key, which tells hooks with the same place in the source apart.
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

    let as_json = |state: &S| <F::Action as Action>::Prev::to_json(state);
    if let Some(first) = as_json(&initial) {
        let key = channel.shared.key.as_str();
        match side::IS_SERVER {
            true => {
                side::note_initial(key, target.action, &target.plain, &first);
                let seal = |json: &str| side::seal_state_for(target.action, &target.plain, json);
                let shared = &channel.shared;
                shared.first_prev.set(seal(&first));
                if shared.prev.with_untracked(Option::is_none) {
                    let now = as_json(&state.read_untracked());
                    shared.prev.set(now.and_then(|now| seal(&now)));
                }
            }
            false => {
                let unsealed = unsealed(key, &first);
                // A larger one is never taken.
                if unsealed.len() <= MAX_TOKEN {
                    channel.begin_with(unsealed);
                }
            }
        }
    }

    let written = state.clone();
    channel.on_answer(move |answer| {
        if let Some(value) = value_of::<F::Action>(answer) {
            written.set(S::from(value));
        }
    });

    let shared = Arc::clone(&channel.shared);
    let hook = Hook {
        channel: channel.clone(),
        bound: target.bound_json(),
    };
    target.channel = Some(channel);
    ActionState {
        hook: hook.stored(),
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

/// The value of an answer, if the answer has one.
fn value_of<A: Action>(answer: &Answer) -> Option<A::Output> {
    match &answer.outcome {
        Outcome::Done(value) => read::<A>(value),
        _ => None,
    }
}

fn read<A: Action>(json: &RawValue) -> Option<A::Output> {
    json::read(json).ok()
}

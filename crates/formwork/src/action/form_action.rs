//! The values that the `action` prop of a `<Form>` takes.

use super::{Action, ActionCall, Arguments, Bound, Prev};
use crate::{
    channel::{Channel, Code},
    fields::FormArg,
    side,
    submission::Policy,
    wire::{FormKey, KeyParts, without_tokens},
};
use leptos::prelude::{GetValue, StoredValue};
use std::{marker::PhantomData, panic::Location, sync::Arc};

/// The target of a form's submissions.
#[derive(Clone)]
pub struct Target {
    /// The action's id; empty for a closure.
    pub(crate) action: &'static str,
    /// Its bound arguments, each as JSON.
    pub(crate) bound: Arc<[String]>,
    /// The same with the seals' content in their place. The seal of a state is bound to it.
    pub(crate) plain: Arc<str>,
    pub(crate) policy: Policy,
    pub(crate) takes_prev: bool,
    /// The hook of the submissions; a form without one makes its own.
    pub(crate) channel: Option<Channel>,
    /// The closure that runs in the browser instead of an action on the server.
    pub(crate) closure: Option<Code>,
    /// The page that a native submission leads to, if not the form's own.
    pub(crate) permalink: Option<Arc<str>>,
}

impl Target {
    pub(super) fn of<A: Action>(bound: Arguments) -> Self {
        if let Some(deadline_ms) = A::DEADLINE_MS {
            side::may_take(A::ID, deadline_ms);
        }
        if let Some(limit) = A::LIMIT {
            side::may_send(A::ID, limit);
        }
        Self {
            action: A::ID,
            bound: bound.json.into(),
            plain: array_of(&bound.plain).into(),
            policy: A::POLICY.unwrap_or_default(),
            takes_prev: A::TAKES_PREV,
            channel: None,
            closure: None,
            permalink: None,
        }
    }

    pub(super) fn of_closure(closure: Code) -> Self {
        Self {
            action: "",
            bound: Arc::default(),
            plain: Arc::default(),
            policy: Policy::default(),
            takes_prev: false,
            channel: None,
            closure: Some(closure),
            permalink: None,
        }
    }

    /// The key of a form without a hook.
    pub(crate) fn form_key(&self, place: &Location<'_>, number: u32, key: &str) -> FormKey {
        FormKey::new(&self.key_parts(place, number, key))
    }

    /// The key of a hook.
    pub(crate) fn hook_key(&self, place: &Location<'_>, key: &str) -> FormKey {
        FormKey::of_hook(&self.key_parts(place, 0, key))
    }

    fn key_parts<'a>(&'a self, place: &'a Location<'a>, number: u32, key: &'a str) -> KeyParts<'a> {
        KeyParts {
            action: self.action,
            is_closure: self.closure.is_some(),
            arguments: self
                .bound
                .iter()
                .map(|argument| without_tokens(argument))
                .collect(),
            place,
            number,
            key,
        }
    }

    /// The bound arguments as a JSON array, if there are any.
    pub(crate) fn bound_json(&self) -> Option<String> {
        (!self.bound.is_empty()).then(|| array_of(&self.bound))
    }
}

fn array_of(items: &[String]) -> String {
    format!("[{}]", items.join(","))
}

/// A form action as a value of one nameable type: `Copy`, storable, a prop of a component. Like a signal it lives as
/// long as the owner in which it was made.
///
/// `T` is the type of the form's data: a `Fields` struct or `FormData`.
///
/// ```
/// use formwork::prelude::*;
///
/// #[action(public)]
/// async fn subscribe(form: FormData) -> ActionResult<()> {
///     let _ = form.get("email");
///     Ok(())
/// }
///
/// #[component]
/// fn Subscribe(action: FormAction<FormData>) -> impl IntoView {
///     view! { <Form action><input name="email" type="email"/></Form> }
/// }
///
/// # fn page() -> impl IntoView {
/// view! { <Subscribe action=subscribe.erased()/> }
/// # }
/// ```
///
/// A closure is a `FormAction<T, InBrowser>`.
pub struct FormAction<T, R = OnServer> {
    target: StoredValue<Target>,
    marker: PhantomData<fn(T, R)>,
}

/// Where a form's action runs: an `#[action]`, on the server.
pub struct OnServer;
/// Where a form's action runs: a closure, in the browser.
pub struct InBrowser;

/// A form action that a button can have.
#[diagnostic::on_unimplemented(
    message = "a closure cannot be the action of a button",
    label = "not an #[action]",
    note = "a button's `formaction` is a URL, which leads to an #[action] of the server. Give the closure to a `<Form>` of its \
            own, or let the form's closure ask which button was pressed: its name and value are in the form data"
)]
pub trait ForButton {}

impl ForButton for OnServer {}

impl<T, R> Clone for FormAction<T, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, R> Copy for FormAction<T, R> {}

impl<T, R> FormAction<T, R> {
    pub(crate) fn new(target: Target) -> Self {
        Self {
            target: StoredValue::new(target),
            marker: PhantomData,
        }
    }

    pub(crate) fn permalink(self, path: String) -> Self {
        Self::new(Target {
            permalink: Some(path.into()),
            ..self.target.get_value()
        })
    }

    /// The action for a button of a form: see [`FormActionExt::formaction`].
    pub fn formaction(self) -> FormActionAttr
    where
        R: ForButton,
    {
        FormActionAttr::new(self.target.get_value())
    }
}

/// The value of a button's `formaction` attribute: see
/// [`formaction`](FormActionExt::formaction).
pub struct FormActionAttr {
    pub(super) target: Target,
}

impl FormActionAttr {
    pub(crate) fn new(target: Target) -> Self {
        Self { target }
    }
}

/// The types for the `action` of a `<Form>`: an action's function item, the same with bound arguments, a [`FormAction`],
/// or a closure that runs in the browser. `M` only tells the cases apart; it is inferred.
#[diagnostic::on_unimplemented(
    message = "this cannot be the action of a form",
    label = "not a form action",
    note = "a form takes an #[action] function whose last parameter is `Fields<T>` or `FormData`, and nothing else that is not \
            bound: give the others with `.bind(…)`; or an async closure over one of the two, which \
            returns `()` or a `Result<T, E>` with `E: Into<ActionError>`. Of a hook it takes the field `action`"
)]
pub trait IntoFormAction<M> {
    /// The type of the form's data: a `Fields` struct or `FormData`.
    type Form: FormArg;

    /// The side that runs it: [`OnServer`] or [`InBrowser`].
    type Runs;

    /// The action with its arguments.
    #[doc(hidden)]
    fn into_target(self) -> Target;
}

/// Inferred: a function item that takes only the form.
pub struct CalledMarker<T, A>(PhantomData<(T, A)>);
/// Inferred: a function item that takes the previous state and the form.
pub struct CalledPrevMarker<S, T, A>(PhantomData<(S, T, A)>);
/// Inferred: an action with arguments bound.
pub struct BoundMarker<S>(PhantomData<S>);

impl<F, T, A> IntoFormAction<CalledMarker<T, A>> for F
where
    F: Fn(T) -> ActionCall<A>,
    T: FormArg,
    A: Action,
{
    type Form = T;
    type Runs = OnServer;

    fn into_target(self) -> Target {
        Target::of::<A>(Arguments::default())
    }
}

impl<F, S, T, A> IntoFormAction<CalledPrevMarker<S, T, A>> for F
where
    F: Fn(Prev<S>, T) -> ActionCall<A>,
    T: FormArg,
    A: Action,
{
    type Form = T;
    type Runs = OnServer;

    fn into_target(self) -> Target {
        Target::of::<A>(Arguments::default())
    }
}

impl<T: FormArg, A: Action> IntoFormAction<BoundMarker<()>> for Bound<A, (T,)> {
    type Form = T;
    type Runs = OnServer;

    fn into_target(self) -> Target {
        Target::of::<A>(self.args)
    }
}

impl<S, T: FormArg, A: Action> IntoFormAction<BoundMarker<Prev<S>>> for Bound<A, (Prev<S>, T)> {
    type Form = T;
    type Runs = OnServer;

    fn into_target(self) -> Target {
        Target::of::<A>(self.args)
    }
}

impl<T: FormArg, R> IntoFormAction<()> for FormAction<T, R> {
    type Form = T;
    type Runs = R;

    fn into_target(self) -> Target {
        self.target.get_value()
    }
}

/// Methods on all types for a form's action.
pub trait FormActionExt<M>: IntoFormAction<M> + Sized {
    /// The action as a value of a nameable type: see [`FormAction`].
    fn erased(self) -> FormAction<Self::Form, Self::Runs> {
        FormAction::new(self.into_target())
    }

    /// The action's id, as [`use_form_status().action`](crate::hooks::FormStatus::action) has it while it runs; empty
    /// for a closure.
    ///
    /// ```
    /// use formwork::prelude::*;
    ///
    /// #[action(public)]
    /// async fn publish(form: FormData) -> ActionResult<()> {
    ///     let _ = form;
    ///     Ok(())
    /// }
    ///
    /// assert!(publish.action_id().contains("::publish-"));
    /// ```
    fn action_id(self) -> &'static str {
        self.into_target().action
    }

    /// The action for a button of a form: `<button formaction=save_draft.formaction()>`.
    ///
    /// The button submits the form to this action instead of the form's own. The form data contains its name and value
    /// as usual. Works on `<button>`, `<input type="submit">` and `<input type="image">`. Bound arguments travel in the
    /// URL, so unsealed arguments appear in access logs. A closure has no URL, and cannot be a button's action.
    fn formaction(self) -> FormActionAttr
    where
        Self::Runs: ForButton,
    {
        FormActionAttr::new(self.into_target())
    }
}

impl<M, F: IntoFormAction<M>> FormActionExt<M> for F {}

/// The parts of an action that a hook needs, beyond the form's target.
#[diagnostic::on_unimplemented(
    message = "this is not an action that a form can submit",
    label = "not an action for `use_action_state`",
    note = "`use_action_state` takes an #[action] function whose last parameter is `Fields<T>` or `FormData`, and nothing \
            else that is not bound but `Prev<S>` before it: give the others with `.bind(…)`. An action without a form is \
            called, as in `use_transition()`"
)]
pub trait HookAction<M>: IntoFormAction<M> {
    /// The action.
    type Action: Action;
}

impl<F, T, A> HookAction<CalledMarker<T, A>> for F
where
    F: Fn(T) -> ActionCall<A>,
    T: FormArg,
    A: Action,
{
    type Action = A;
}

impl<F, S, T, A> HookAction<CalledPrevMarker<S, T, A>> for F
where
    F: Fn(Prev<S>, T) -> ActionCall<A>,
    T: FormArg,
    A: Action,
{
    type Action = A;
}

impl<T: FormArg, A: Action> HookAction<BoundMarker<()>> for Bound<A, (T,)> {
    type Action = A;
}

impl<S, T: FormArg, A: Action> HookAction<BoundMarker<Prev<S>>> for Bound<A, (Prev<S>, T)> {
    type Action = A;
}

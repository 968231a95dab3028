//! The props of `<Form>`.
//!
//! Written by hand, since the builder that `#[component]` makes cannot tell where in the source an
//! attribute stands. Here the `action` setter is `#[track_caller]`: the place of the `view!`, and the number
//! that the form has in it, tell two forms of one action apart (see [`FormKey`](super::FormKey)).

use super::Reset;
use crate::{
    action::{IntoFormAction, Target},
    submission::Policy,
};
use leptos::{children::Children, component::Props};
use std::{panic::Location, sync::Arc, time::Duration};

/// Where submissions go, and the place in the source that says so.
type Place = (Target, &'static Location<'static>);

pub(super) type OnSubmit<T> = Arc<dyn Fn(&T) + Send + Sync>;

/// The props of [`Form`](super::Form).
pub struct FormProps<T> {
    pub(super) target: Target,
    pub(super) place: &'static Location<'static>,
    pub(super) options: FormOptions,
    pub(super) on_submit: Option<OnSubmit<T>>,
    pub(super) children: Children,
}

/// The props that do not depend on the action.
#[derive(Default)]
pub(super) struct FormOptions {
    /// Which form of its `view!` it is.
    pub(super) number: u32,
    pub(super) key: String,
    pub(super) reset: Reset,
    pub(super) repeat: bool,
    pub(super) policy: Option<Policy>,
    pub(super) ctrl_enter: bool,
    pub(super) slow_after: Option<Duration>,
}

impl<T> Props for FormProps<T> {
    type Builder = FormPropsBuilder<T, Missing, Missing>;

    fn builder() -> Self::Builder {
        FormPropsBuilder {
            action: Missing,
            children: Missing,
            options: FormOptions::default(),
            on_submit: None,
        }
    }
}

/// What `view!` says to each component that is called `Form`: to those of other crates it says nothing.
#[doc(hidden)]
pub trait FormPlace: Sized {
    #[doc(hidden)]
    fn __place(self, _: u32) -> Self {
        self
    }
}

impl<T> FormPlace for T {}

/// A required prop that has not been given yet.
pub struct Missing;
/// A required prop that has been given.
pub struct Given<T>(T);

/// Collects the props of [`Form`](super::Form). `view!` writes the calls.
///
/// Only the setter of `action` asks what an action is, so that the compiler says once what is none.
pub struct FormPropsBuilder<T, Action, Content> {
    action: Action,
    children: Content,
    options: FormOptions,
    on_submit: Option<OnSubmit<T>>,
}

impl<T, Content> FormPropsBuilder<T, Missing, Content> {
    /// What the form's submissions run: an `#[action]` function, the same with arguments bound, or a
    /// [`FormAction`](crate::action::FormAction).
    #[track_caller]
    pub fn action<F, M>(self, action: F) -> FormPropsBuilder<T, Given<Place>, Content>
    where
        F: IntoFormAction<M, Form = T>,
    {
        FormPropsBuilder {
            action: Given((action.into_target(), Location::caller())),
            children: self.children,
            options: self.options,
            on_submit: self.on_submit,
        }
    }
}

impl<T, Action> FormPropsBuilder<T, Action, Missing> {
    /// What stands in the form.
    pub fn children(self, children: Children) -> FormPropsBuilder<T, Action, Given<Children>> {
        FormPropsBuilder {
            action: self.action,
            children: Given(children),
            options: self.options,
            on_submit: self.on_submit,
        }
    }
}

impl<T, Action, Content> FormPropsBuilder<T, Action, Content> {
    /// Called in the browser for each submission that is accepted, before it is sent: where optimistic
    /// updates are added. The closure's parameter needs its type: `move |form: &NewEntry| …`.
    pub fn on_submit(mut self, on_submit: impl Fn(&T) + Send + Sync + 'static) -> Self {
        self.on_submit = Some(Arc::new(on_submit));
        self
    }

    /// Which form of its `view!` this is. `view!` says it.
    #[doc(hidden)]
    pub fn __place(mut self, number: u32) -> Self {
        self.options.number = number;
        self
    }

    /// Tells the form from others of the same place in the source with equal arguments: those in a list.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.options.key = key.into();
        self
    }

    /// When the form is emptied: after success, unless told otherwise. See [`Reset`]; `reset=false` is never.
    pub fn reset(mut self, reset: impl Into<Reset>) -> Self {
        self.options.reset = reset.into();
        self
    }

    /// Whether pressing the same button again, with nothing changed, is ignored while a submission is pending. It
    /// is, unless told otherwise: `dedupe=false` submits again, as for a "+1".
    pub fn dedupe(mut self, dedupe: bool) -> Self {
        self.options.repeat = !dedupe;
        self
    }

    /// What happens to a submission while another one of this form is under way, in place of what the action
    /// says. A form whose action is that of a hook has the hook's.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.options.policy = Some(policy);
        self
    }

    /// After how long a submission of this form counts as slow: see
    /// [`FormStatus::slow`](crate::hooks::FormStatus::slow). A second, unless told otherwise.
    pub fn slow_after(mut self, slow_after: Duration) -> Self {
        self.options.slow_after = Some(slow_after);
        self
    }

    /// Whether Ctrl or ⌘ with Enter in one of the form's fields submits it, like its first button (it does not).
    /// Constraints are checked as they are for a button.
    pub fn ctrl_enter(mut self, ctrl_enter: bool) -> Self {
        self.options.ctrl_enter = ctrl_enter;
        self
    }
}

impl<T> FormPropsBuilder<T, Given<Place>, Given<Children>> {
    /// The props.
    pub fn build(self) -> FormProps<T> {
        let Given((target, place)) = self.action;
        let Given(children) = self.children;
        FormProps {
            target,
            place,
            options: self.options,
            on_submit: self.on_submit,
            children,
        }
    }
}

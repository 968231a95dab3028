//! The props of `<Form>`.
//!
//! Written by hand, since the builder of `#[component]` does not know the place of an attribute in the source. Here the
//! `action` setter is `#[track_caller]`. The place of the `view!` and the form's number in it tell two forms of one
//! action apart (see [`FormKey`](super::FormKey)).

use super::Reset;
use crate::{
    action::{IntoFormAction, Target},
    channel::OnSubmit,
    fields::FormArg,
    submission::Policy,
};
use leptos::{children::Children, component::Props};
use std::{marker::PhantomData, panic::Location, sync::Arc, time::Duration};

/// The target of submissions, and its place in the source.
type Place = (Target, &'static Location<'static>);

/// The props of [`Form`](super::Form).
pub struct FormProps<T> {
    pub(super) target: Target,
    pub(super) place: &'static Location<'static>,
    pub(super) options: FormOptions,
    pub(super) on_submit: Option<OnSubmit>,
    pub(super) children: Children,
    data: PhantomData<fn(&T)>,
}

/// The props that do not depend on the action.
#[derive(Default)]
pub(super) struct FormOptions {
    /// The form's number in its `view!`.
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
            data: PhantomData,
        }
    }
}

/// The call that `view!` makes for each component named `Form`. For those of other crates it does nothing.
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
/// Only the setter of `action` has bounds on the action, so the compiler reports a wrong one once.
pub struct FormPropsBuilder<T, Action, Content> {
    action: Action,
    children: Content,
    options: FormOptions,
    on_submit: Option<OnSubmit>,
    data: PhantomData<fn(&T)>,
}

impl<T, Content> FormPropsBuilder<T, Missing, Content> {
    /// The action of the form: an `#[action]` function, the same with bound arguments, or a
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
            data: PhantomData,
        }
    }
}

impl<T, Action> FormPropsBuilder<T, Action, Missing> {
    /// The content of the form.
    pub fn children(self, children: Children) -> FormPropsBuilder<T, Action, Given<Children>> {
        FormPropsBuilder {
            action: self.action,
            children: Given(children),
            options: self.options,
            on_submit: self.on_submit,
            data: PhantomData,
        }
    }
}

impl<T, Action, Content> FormPropsBuilder<T, Action, Content> {
    /// A callback in the browser for each accepted submission, before it is sent: add optimistic updates here. The
    /// closure's parameter needs its type: `move |form: &NewEntry| …`.
    pub fn on_submit(mut self, on_submit: impl Fn(&T) + Send + Sync + 'static) -> Self
    where
        T: FormArg,
    {
        // Here, so that the client of a form without it has nothing that decodes.
        self.on_submit = Some(Arc::new(move |data| {
            if let Ok(form) = T::decode(data) {
                on_submit(&form);
            }
        }));
        self
    }

    /// The form's number in its `view!`, set by `view!`.
    #[doc(hidden)]
    pub fn __place(mut self, number: u32) -> Self {
        self.options.number = number;
        self
    }

    /// Tells forms with the same place in the source and equal arguments apart, as in a list.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.options.key = key.into();
        self
    }

    /// When the form is reset: by default after success. See [`Reset`]; `reset=false` means never.
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

    /// What happens to a submission while another one of this form is pending. It replaces the action's policy. A
    /// form whose action comes from a hook has the hook's policy.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.options.policy = Some(policy);
        self
    }

    /// The time after which a submission of this form counts as slow: see
    /// [`FormStatus::slow`](crate::hooks::FormStatus::slow). A second by default.
    pub fn slow_after(mut self, slow_after: Duration) -> Self {
        self.options.slow_after = Some(slow_after);
        self
    }

    /// Whether Ctrl or ⌘ with Enter in one of the form's fields submits it, like its first button. The default is
    /// `false`. Constraints are checked as for a button.
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
            data: PhantomData,
        }
    }
}

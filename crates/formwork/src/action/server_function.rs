//! `#[server]` functions as actions: `<Form action=server_fn::<AddNote>()>`.

use super::{Action, Arguments, HookAction, IntoFormAction, NoPrev, OnServer, Target};
use crate::{
    fields::{FormArg, FormData, FormServerFn},
    submission::Policy,
};
use serde::Serialize;
use std::marker::PhantomData;

/// A `#[server]` function as an action: the value of a form's `action`, of a button's `formaction`, and of the hooks.
///
/// The form's fields are the function's parameters, by their names, as in Leptos' `ActionForm`: `tags[0]` and
/// `address[street]` are nested ones. The first ones may be given with `bind`, instead.
///
/// ```
/// use formwork::prelude::*;
///
/// #[server]
/// async fn add_note(page: u32, title: String) -> Result<String, ServerFnError> {
///     Ok(format!("{title}, on page {page}"))
/// }
///
/// #[component]
/// fn Notes(page: u32) -> impl IntoView {
///     let notes = use_action_state(server_fn::<AddNote>().bind(page), String::new());
///     view! {
///         <Form action=notes.action>
///             <input name="title" required/>
///             <button type="submit">"Add"</button>
///             <p>{notes.state}</p>
///         </Form>
///     }
/// }
/// ```
///
/// The submission passes the same gateway as one of an `#[action]`: origin, guard, limits, at most one run. Who may call the
/// function is said where the server is set up, by [`Config::server_fn`](crate::server::Config::server_fn); an app in which
/// a `#[server]` function has no such line does not start. Its own `#[middleware]` runs around it.
///
/// # Errors
/// An error of the app's own type arrives in that type, see [`FormError::server_fn_error`](crate::hooks::FormError); its text
/// is what the form shows. An [`ActionError`] is shown as that of an action: issues at their fields, redirects, refusals. The
/// text of a [`ServerFnError`] goes into the log and stays there, since `?` makes one of any error.
///
/// # Encodings
/// `PostUrl`, `Json` and `Cbor`: a form's fields are read by their names, whatever a direct call sends. With the feature
/// `multipart` also `MultipartFormData`: the function gets the form as it was sent, and its files from the disk of the server.
/// Give such a form `attr:enctype="multipart/form-data"`.
pub fn server_fn<S: FormServerFn>() -> ServerFnAction<S, S::Form> {
    ServerFnAction {
        args: Arguments::default(),
        marker: PhantomData,
    }
}

/// What [`server_fn`] gives: a `#[server]` function as an action. `F` is the type of the form's data.
pub struct ServerFnAction<S, F> {
    args: Arguments,
    marker: PhantomData<fn() -> (S, F)>,
}

impl<S, F> Clone for ServerFnAction<S, F> {
    fn clone(&self) -> Self {
        Self {
            args: self.args.clone(),
            marker: PhantomData,
        }
    }
}

impl<S: FormServerFn, F> ServerFnAction<S, F> {
    /// Binds the next parameter, from the first on. It travels in clear, and anyone can forge it, unless it is a
    /// [`Sealed`](super::Sealed) one: let the guard decide.
    ///
    /// The value has the parameter's type. Where it has not, the log of the server says so, and submissions are refused with
    /// 400. The data of the form is [`FormData`] from here on: it is only a part of the function's parameters.
    pub fn bind<X: Serialize>(mut self, value: X) -> ServerFnAction<S, FormData> {
        self.args.push::<OfServerFn<S>, X>(&value);
        ServerFnAction {
            args: self.args,
            marker: PhantomData,
        }
    }
}

/// The action that a `#[server]` function is.
#[doc(hidden)]
pub struct OfServerFn<S>(PhantomData<fn() -> S>);

impl<S: FormServerFn> Action for OfServerFn<S> {
    const ID: &'static str = S::PATH;
    const NAME: &'static str = S::PATH;
    const POLICY: Option<Policy> = None;
    const DEADLINE_MS: Option<u64> = None;
    const LIMIT: Option<u64> = None;
    type Args = S::Form;
    type Output = S::Output;
    type Prev = NoPrev;
    const TAKES_PREV: bool = false;

    // Nothing calls it: the function itself is called.
    fn encode(form: &S::Form) -> Result<(String, FormData), serde_json::Error> {
        Ok(("[]".into(), form.encode()))
    }
}

/// Inferred: a `#[server]` function.
pub struct ServerFnMarker(());

impl<S: FormServerFn, F: FormArg> IntoFormAction<ServerFnMarker> for ServerFnAction<S, F> {
    type Form = F;
    type Runs = OnServer;

    fn into_target(self) -> Target {
        Target::of::<OfServerFn<S>>(self.args)
    }
}

impl<S: FormServerFn, F: FormArg> HookAction<ServerFnMarker> for ServerFnAction<S, F> {
    type Action = OfServerFn<S>;
}

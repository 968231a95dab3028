//! Actions: async functions that run on the server, reached only by POST.
//!
//! `#[action]` turns `async fn sign(form: Fields<NewEntry>) -> ActionResult<Entry>` into three things:
//!
//! 1. a marker type of the same name, `sign`, which implements [`Action`]. It is in the namespace of types, the
//!    function in the namespace of values, so they do not collide;
//! 2. `fn sign(form: Fields<NewEntry>) -> ActionCall<sign>`: awaiting the call runs the body on the server
//!    and posts from the browser;
//! 3. on the server only, an entry in the registry in which the gateway looks up actions.
//!
//! `<Form action=sign>` takes the function item (see [`IntoFormAction`]), and [`bind`](Bind::bind) is a method on it.

mod bind;
mod call;
mod closure;
mod form_action;
mod sealed;
mod url;

pub use crate::wire::{ActionError, ActionResult, not_found, redirect, refuse};
pub(crate) use bind::Arguments;
pub use bind::{Bind, Bound};
pub use call::{Action, ActionCall, Guard, NextState, NoPrev, Prev, PrevState};
pub use closure::{ClosureMarker, ClosureResult};
pub use form_action::{
    BoundMarker, CalledMarker, CalledPrevMarker, ForButton, FormAction, FormActionAttr,
    FormActionExt, HookAction, InBrowser, IntoFormAction, OnServer, Target,
};
pub use sealed::Sealed;
pub(crate) use url::{action_url, form_url};

//! Actions: async functions that run on the server, reached only by POST.
//!
//! `#[action]` turns `async fn sign(form: Fields<NewEntry>) -> ActionResult<Entry>` into three things:
//!
//! 1. a marker type of the same name, `sign`, which implements [`Action`]. It lives among the types, the
//!    function among the values, so that neither is in the other's way, nor in yours;
//! 2. `fn sign(form: Fields<NewEntry>) -> ActionCall<sign>`: awaiting the call runs the body on the server
//!    and posts from the browser;
//! 3. on the server only, an entry in the registry that the gateway looks actions up in.
//!
//! The function item is itself what `<Form action=sign>` takes (see [`IntoFormAction`]), and
//! [`bind`](Bind::bind) is a method on it.

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

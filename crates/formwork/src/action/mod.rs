//! Actions: async functions that run on the server, reached only by POST.
//!
//! `#[action]` turns `async fn sign(form: Fields<NewEntry>) -> ActionResult<Entry>` into three things:
//!
//! 1. a hidden type which implements [`Action`]. Its name, `__action_sign`, is in nobody's way: a module can be
//!    called like its action, `mod sign; pub use sign::sign;`;
//! 2. `fn sign(form: Fields<NewEntry>) -> ActionCall<…>`: awaiting the call runs the body on the server
//!    and posts from the browser;
//! 3. on the server only, an entry in the registry in which the gateway looks up actions.
//!
//! `<Form action=sign>` takes the function item (see [`IntoFormAction`]), and [`bind`](Bind::bind) is a method on it.

mod bind;
mod call;
mod closure;
mod form_action;
mod sealed;
mod server_function;
mod url;

pub use crate::submission::Policy;
pub use crate::wire::{ActionError, ActionResult, not_found, redirect, refuse};
pub(crate) use bind::Arguments;
pub use bind::{Bind, Bound};
pub use call::{Action, ActionCall, Guard, Prev};
#[doc(hidden)]
pub use call::{NextState, NoPrev, PrevState};
#[doc(hidden)]
pub use closure::{ClosureMarker, ClosureResult};
#[doc(hidden)]
pub use form_action::{BoundMarker, CalledMarker, CalledPrevMarker, ForButton, HookAction, Target};
pub use form_action::{
    FormAction, FormActionAttr, FormActionExt, InBrowser, IntoFormAction, OnServer,
};
pub use sealed::Sealed;
#[doc(hidden)]
pub use server_function::{OfServerFn, ServerFnMarker};
pub use server_function::{ServerFnAction, server_fn};
pub(crate) use url::{action_url, form_url};

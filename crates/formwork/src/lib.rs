//! Formwork: forms whose `action` is an async Rust function on the server, for Leptos and Axum.
//!
//! A form works without JavaScript, before the WASM has loaded and after hydration, all with the same
//! result, and each submission runs at most once.
//!
//! ```
//! use formwork::prelude::*;
//!
//! #[derive(Fields, Clone)]
//! pub struct NewEntry {
//!     #[field(label = "Name", length(min = 1, max = 40))]
//!     pub name: String,
//! }
//!
//! #[action(public)]
//! pub async fn sign(form: Fields<NewEntry>) -> ActionResult<String> {
//!     Ok(format!("Thank you, {}", form.name))
//! }
//!
//! #[component]
//! fn Guestbook() -> impl IntoView {
//!     view! {
//!         <Form action=sign>
//!             <Field of=NewEntry::name/>
//!             <button type="submit">"Sign"</button>
//!         </Form>
//!     }
//! }
//! ```
//!
//! # Where to find what
//! - [`action`](mod@action): actions, what binds arguments to them, and `Sealed` values.
//! - [`fields`]: what a form carries, raw or typed, and its rules.
//! - [`form`]: `<Form>`, `<Field>`, `<ErrorSummary>`, `<FormMessage>`, `<FieldMessage>`, `<TryAgain>` and `form_value`.
//! - [`hooks`]: `use_form_status`, `use_action_state`, `use_optimistic`, `use_transition`, `use_submissions`,
//!   `use_hydrated`, `debounced`, `on_visible`.
//! - [`query`](mod@query): reads which mutations refresh.
//! - `server`: the pages on an Axum router (feature `ssr`).
//! - [`texts`]: the texts of Formwork itself, by language.
//! - [`bridge`]: the script for the time before hydration.
//!
//! # Features
//! `ssr` for the server, `hydrate` for the WASM bundle of server-rendered pages, `csr` for one without; `islands` beside the
//! first two where only the islands of a page are hydrated. A client with that knows no router.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

// What `view!` makes names it.
extern crate self as formwork;

pub mod action;
pub mod bridge;
mod channel;
#[cfg(all(feature = "browser", not(feature = "ssr")))]
mod client;
pub mod fields;
pub mod form;
pub mod hooks;
mod html;
#[cfg(any(feature = "ssr", not(feature = "browser")))]
mod idle;
mod json;
#[cfg(not(any(feature = "ssr", feature = "browser")))]
mod nobody;
pub mod query;
#[cfg(feature = "ssr")]
pub mod server;
mod side;
#[doc(hidden)]
pub mod submission;
pub mod texts;
#[cfg(not(feature = "ssr"))]
mod unserved;
#[doc(hidden)]
pub mod wire;

#[cfg(all(feature = "hydrate", feature = "islands", not(feature = "ssr")))]
pub use client::hydrate_islands;
#[cfg(all(feature = "csr", not(feature = "ssr")))]
pub use client::mount_to_body;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub use client::{hydrate_body, hydrate_lazy_body};

/// A page whose code is loaded when it is shown.
///
/// ```
/// use formwork::prelude::*;
/// use leptos_router::{Lazy, LazyRoute, components::{Route, Router, Routes}, path};
///
/// struct Account;
///
/// #[lazy_route]
/// impl LazyRoute for Account {
///     fn data() -> Self {
///         Self
///     }
///     fn view(_this: Self) -> AnyView {
///         view! { <h1>"Account"</h1> }.into_any()
///     }
/// }
///
/// #[component]
/// fn App() -> impl IntoView {
///     view! {
///         <Router>
///             <Routes fallback=|| "Not found">
///                 <Route path=path!("account") view={Lazy::<Account>::new()}/>
///             </Routes>
///         </Router>
///     }
/// }
/// # let _ = App;
/// ```
pub use formwork_macros::lazy_route;
pub use formwork_macros::{Fields, action, actions, query, view};

/// Everything a page needs, Leptos' prelude included.
pub mod prelude {
    // By which the macros' code names Formwork in a crate that has it through another one's re-export.
    #[doc(hidden)]
    pub use crate as __formwork;
    #[cfg(feature = "ssr")]
    pub use crate::server::revalidate_tag;
    pub use crate::{
        action::{
            ActionError, ActionResult, Bind, FormAction, FormActionExt, Guard, Prev, Sealed,
            not_found, redirect, refuse, server_fn,
        },
        bridge::{ClientLoad, FormworkScripts},
        fields::{Fields, File, FormData, Issues, Secret},
        form::{
            ErrorSummary, Field, FieldMessage, Form, FormBoundaryError, FormMessage,
            FormPlace as _, Reset, TryAgain, form_value, form_values, textarea_html,
        },
        hooks::{
            ActionState, FormError, FormStatus, SubmissionEntry, Submissions, Submitter,
            TransitionState, debounced, on_visible, use_action_state, use_form_status,
            use_hydrated, use_keyed_action_state, use_optimistic, use_submissions, use_transition,
        },
        query::{QueryError, QueryResource, QueryResult, use_query},
        submission::{Policy, SubmissionEnd, SubmissionId, SubmissionStatus},
        texts::use_language,
    };
    pub use formwork_macros::{Fields, action, actions, lazy_route, query, view};
    pub use leptos::prelude::*;
    pub use serde::{Deserialize, Serialize};
}

/// Gives its tokens to the compiler where this crate is built for the server, and nothing elsewhere: the
/// bodies of actions never reach the WASM.
#[cfg(feature = "ssr")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_ssr {
    ($($tokens:tt)*) => { $($tokens)* };
}

/// Gives its tokens to the compiler where this crate is built for the server, and nothing elsewhere: the
/// bodies of actions never reach the WASM.
#[cfg(not(feature = "ssr"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_ssr {
    ($($tokens:tt)*) => {};
}

/// Gives the compiler the first block where the bundle is split, and the second in all other builds.
#[cfg(formwork_split)]
#[doc(hidden)]
#[macro_export]
macro_rules! __where_split {
    ({ $($split:tt)* } { $($in_one:tt)* }) => { $($split)* };
}

/// Gives the compiler the first block where the bundle is split, and the second in all other builds.
#[cfg(not(formwork_split))]
#[doc(hidden)]
#[macro_export]
macro_rules! __where_split {
    ({ $($split:tt)* } { $($in_one:tt)* }) => { $($in_one)* };
}

/// Stands in what the compiler says where an action uses a variable of the function around it.
#[doc(hidden)]
pub mod an_action_captures_no_variables {
    pub use formwork_macros::give_it_a_parameter_and_bind_the_value_or_a_Sealed_one;
}

/// What the macros' code uses.
#[doc(hidden)]
pub mod __private {
    pub use crate::form::keep;
    #[cfg(feature = "ssr")]
    pub use inventory;
    pub use leptos::{prelude::AnyView, wasm_split};
    pub use serde_json;

    use crate::{action::ActionError, query::QueryError, side};
    use serde::{Serialize, de::DeserializeOwned};

    pub type BoxFuture<T> = std::pin::Pin<Box<dyn Future<Output = T> + Send>>;

    /// The route whose code is this chunk is rendered.
    pub fn lazy_route_is_shown(chunk: &'static str) {
        side::lazy_route_is_shown(chunk);
    }

    /// The code of the route that is to be shown cannot be loaded: the browser loads its document.
    pub async fn load_document() -> AnyView {
        side::load_document();
        std::future::pending().await
    }

    /// The value type of what an action or a query returns.
    #[diagnostic::on_unimplemented(
        message = "an action returns `ActionResult<T>` and a query `QueryResult<T>`, not `{Self}`"
    )]
    pub trait Returns {
        type Value;
    }

    impl<T> Returns for Result<T, ActionError> {
        type Value = T;
    }

    impl<T> Returns for Result<T, QueryError> {
        type Value = T;
    }

    /// An argument, with its type forgotten.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot travel between browser and server",
        note = "the arguments of an action implement `Serialize` and `Deserialize`"
    )]
    pub trait Argument {
        fn to_json(&self) -> Result<String, serde_json::Error>;
    }

    impl<T: Serialize> Argument for T {
        fn to_json(&self) -> Result<String, serde_json::Error> {
            serde_json::to_string(self)
        }
    }

    /// Arguments as a JSON array.
    pub fn encode_arguments(arguments: &[&dyn Argument]) -> Result<String, serde_json::Error> {
        let mut json = String::from("[");
        for (index, argument) in arguments.iter().enumerate() {
            if index > 0 {
                json.push(',');
            }
            json.push_str(&argument.to_json()?);
        }
        json.push(']');
        Ok(json)
    }

    /// Arguments, as a tuple, from a JSON array.
    pub fn decode_arguments<T: DeserializeOwned>(json: &str) -> Result<T, serde_json::Error> {
        // serde writes and reads the empty tuple as `null`.
        match json {
            "" | "[]" => serde_json::from_str("null"),
            json => serde_json::from_str(json),
        }
    }
}

/// The README's code compiles.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

/// The code in the guide compiles.
#[cfg(doctest)]
mod guide;

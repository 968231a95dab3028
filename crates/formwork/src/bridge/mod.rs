//! The script that looks after forms until hydration, and starts the client.
//!
//! 1. [`FormworkScripts`] puts `bridge.js` inline into the head of every page. It catches what the forms of
//!    the page submit and sends it at once; `bridge.js` begins with its contract.
//! 2. The answer to such a submission is the page as it is now. The head of the first one has `show.js` in the place of
//!    the bridge, as text: the bridge runs it, and it puts the answer in the place of the page. From then on the bridge
//!    asks with `bridge+show`, and has no need of another.
//! 3. When the document is parsed, or a page has been put in place, `start.js`, which stands inline behind the bridge,
//!    loads the client's bundle and calls its `hydrate()`. From then on pending submissions are the client's.
//! 4. A page may load its client later, or never ([`ClientLoad`]). It carries `start.later.min.js` in the place of
//!    `start.min.js`, of the same source, and `wake.js`, which says when. The forms are the bridge's until then.
//!
//! 5. On a page with islands (`<FormworkScripts islands=true/>`) all this stays so for the forms outside of them, also when
//!    the islands are hydrated: an answer is put around these. Such a page has scripts of its own, of the same sources.
//!
//! Scripts: the bridge and what it runs carry the nonce of the page, where Leptos' feature `nonce` gives one.
//! A page with the policy `script-src 'nonce-…' 'strict-dynamic' 'wasm-unsafe-eval'` needs nothing more. A
//! policy that requires Trusted Types keeps the bridge from showing answers: forms are then posted by the
//! browser.
//!
//! What an answer cannot have: scripts with `src` in its body are not run again, and a declarative shadow
//! root stays a `<template>`.
//!
//! A form that has `ctrl_enter` carries `keys.js`, for the time before hydration.
//!
//! All of them are checked in as source and in the small form that pages get; `npm run build` in this folder
//! makes one of the other, and a test here fails where that was forgotten.

pub use crate::wire::ClientLoad;

use crate::side;
use leptos::{config::LeptosOptions, prelude::*};

/// Put this into the shell's `<head>`, in place of Leptos' `HydrationScripts` and before any form. It contains the bridge,
/// the page's outcome, the client's texts (if not English) and the loader.
///
/// ```
/// use formwork::prelude::*;
///
/// fn shell(options: LeptosOptions) -> impl IntoView {
///     view! {
///         <!DOCTYPE html>
///         <html lang=use_language()>
///             <head>
///                 <meta charset="utf-8"/>
///                 <AutoReload options=options.clone()/>
///                 <FormworkScripts options/>
///             </head>
///             <body>"…"</body>
///         </html>
///     }
/// }
/// # let _ = shell;
/// ```
///
/// In the browser it renders nothing: the shell is never hydrated.
#[component]
pub fn FormworkScripts(
    /// The options that the server runs with; they name the client's bundle.
    options: LeptosOptions,
    /// A prefix for the bundle's paths, such as a CDN's origin, without a final slash.
    #[prop(optional, into)]
    root: String,
    /// When pages load the client. [`Config::client_load`](crate::server::Config::client_load) may say otherwise for a
    /// route.
    #[prop(optional)]
    load: ClientLoad,
    /// Whether the client hydrates the islands of the page, by `formwork::hydrate_islands()`, and nothing else.
    #[prop(optional)]
    islands: bool,
) -> impl IntoView {
    side::scripts(&options, &root, load, islands)
}

//! The one door to the side that this build is for: the browser's client, the server, or nobody.
//!
//! What forms, hooks, actions and queries need of their side is here by one name on all sides. On the server most of it
//! does nothing: a page is rendered, and nobody is in front of it.

#[cfg(feature = "ssr")]
pub(crate) use crate::server::here::*;

#[cfg(all(feature = "browser", not(feature = "ssr")))]
pub(crate) use crate::client::here::*;

#[cfg(not(any(feature = "ssr", feature = "browser")))]
pub(crate) use crate::nobody::*;

use crate::{channel::Channel, submission::Policy, wire::FormKey};
use leptos::prelude::Effect;

/// A form or hook of the page that is rendered, until its owner goes.
pub(crate) fn open_channel(key: FormKey, action: &'static str, policy: Policy) -> Channel {
    let outcome = page_outcome(key.as_str(), action);
    let channel = Channel::new(key, action, policy, outcome);
    open(&channel);
    channel
}

/// An effect. Ours are of this one type, but for Leptos' `on_load`: each type of an effect's function has code of its own in
/// the client.
pub(crate) fn effect(run: Box<dyn FnMut()>) {
    Effect::new(run);
}

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

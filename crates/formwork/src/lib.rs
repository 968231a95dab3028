//! Formwork: forms whose action is an async Rust function on the server, for Leptos and Axum.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod action;
pub mod bridge;
#[cfg(feature = "browser")]
pub mod browser;
pub mod fields;
pub mod form;
pub mod hooks;
pub mod query;
#[cfg(feature = "ssr")]
pub mod server;
pub mod submission;
pub mod wire;

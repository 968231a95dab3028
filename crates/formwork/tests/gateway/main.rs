//! The path of an action request, on the real router with a small app behind it.
#![cfg(feature = "ssr")]

mod app;
mod http_client;
mod press;
mod server_fns;
mod stumbling;

mod body;
mod boundary;
mod bridge;
mod builds;
mod cancel;
mod client;
mod client_load;
mod earlier;
mod errors;
mod guard;
mod islands;
mod languages;
mod layers;
mod native;
mod once;
mod origin;
mod panics;
mod place;
mod queries;
mod redirects;
mod render;
mod seals;
mod session;
mod slashes;
mod states;
mod visitors;

//! A page, a network and some actions for the tests.

mod actions;
mod answers;
mod events;
mod network;
mod page;
mod time;
mod upload;
mod warnings;

pub use actions::*;
pub use answers::*;
pub use events::*;
pub use network::{Sent, next_request, nothing_is_sent};
pub use page::{Page, left_to_the_browser, redirects, script};
pub use time::{eventually, for_a_while, milliseconds};
pub use upload::FakeUpload;
pub use warnings::Warnings;

pub use formwork::prelude::*;
pub use wasm_bindgen_test::wasm_bindgen_test;

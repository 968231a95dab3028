//! Formwork under the name `fw`: all macros find it. That this compiles is the test.

mod like;
mod named;

pub use fw;
pub use like::{Note, Page, like, likes};
pub use named::{Press, count, counted};

//! Formwork through another crate's re-export: all macros find it by the prelude. That this compiles is the test.

mod like;

pub use like::{Note, Page, like, likes};

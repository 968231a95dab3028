//! Formwork through another crate's re-export: all macros find it by the prelude. That this compiles is the test.

// The same actions as there, without a dependency by any name.
#[path = "../../renamed/src/like.rs"]
mod like;

use renamed::fw;

pub use like::{Note, Page, like, likes};

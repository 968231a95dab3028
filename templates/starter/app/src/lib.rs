//! The pages, their actions and queries: the same on both sides.

mod pages;

pub use pages::{App, NewNote, add_note, notes, shell};

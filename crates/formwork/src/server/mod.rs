//! The path of an action request, one file per step.

pub mod body;
pub mod origin;
pub mod seal;
pub mod store;
pub mod visitor;

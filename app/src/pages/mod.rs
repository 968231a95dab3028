//! One page, one file: its fields, queries, actions and components.

pub mod editor;
pub mod guestbook;
pub mod home;
pub mod members;
pub mod not_found;
pub mod signup;
pub mod workbench;

//! One page, one file: its fields, queries, actions and components.

pub mod edition;
pub mod editor;
pub mod feed;
pub mod guestbook;
pub mod home;
pub mod imprint;
pub mod likes;
pub mod members;
pub mod not_found;
pub mod notes;
pub mod queue;
pub mod signup;
pub mod thread;
pub mod views;
pub mod workbench;

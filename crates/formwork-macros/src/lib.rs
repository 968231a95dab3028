//! The macros of Formwork.

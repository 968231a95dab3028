//! Whether a text keeps a rule. The server asks [`garde`]; the browser checks lengths, and leaves e-mail addresses and
//! patterns to its own constraint validation, which reads the same constants from the attributes of the input.

#[cfg_attr(feature = "ssr", path = "server.rs")]
#[cfg_attr(not(feature = "ssr"), path = "browser.rs")]
mod side;

pub(super) use side::{is_email, length_is_right, matches_pattern};

//! The data of a form: raw form data, typed fields, their rules and their issues.
//!
//! A struct with `#[derive(Fields)]` defines
//!
//! 1. the names of a form's fields, and their constraints in HTML ([`FieldMeta`], [`Rules`]);
//! 2. the decoding of a submission, with all issues ([`FormArg::decode`], [`Issues`]);
//! 3. the validation in the browser before sending, and again on the server;
//! 4. the handles that name a field in markup and issues (`NewEntry::name`, a [`FieldHandle`]).
//!
//! ```
//! use formwork::{fields::FormArg, prelude::*};
//!
//! #[derive(Fields, Clone)]
//! struct NewEntry {
//!     #[field(label = "Name", length(max = 40))]
//!     name: String,
//!     #[field(label = "Your age, if you like", range(min = 18, max = 130))]
//!     age: Option<u8>,
//! }
//!
//! let form = FormData::from_urlencoded("name=&age=7").unwrap();
//! let issues = NewEntry::decode(&form).err().unwrap();
//! assert_eq!(issues.for_path("name").next().unwrap().message, "Fill in this field.");
//! assert_eq!(issues.for_path("age").next().unwrap().message, "Enter a number from 18 to 130.");
//! ```
//!
//! # Required fields
//! All fields are required, except an `Option` (empty, it is `None`), a `bool` (an unticked box is `false`), a field with
//! a `default`, and a text with `length(min = 0)`, which may be `""`. A required text of white space alone counts as
//! empty, except in a [`Secret`]. Only numbers are trimmed.
//!
//! # On the wire
//! The name of a nested field has a dot: `address.street`. If a name has several values, the first counts. Unknown names
//! are ignored.

mod checks;
mod decode;
mod file;
mod form_data;
mod handle;
mod issues;
mod meta;
mod number;
mod path;
mod rules;
mod secret;
mod server_fn;
mod set;
mod value;

pub use decode::MAX_DEPTH;
#[doc(hidden)]
pub use decode::{Decoder, FieldSet, FieldValue};
pub use file::File;
pub(crate) use form_data::RESERVED;
pub use form_data::{Entry, FormData, MAX_ENTRIES, TooManyEntries};
pub use handle::{AnyField, FieldHandle, FieldPath};
#[doc(hidden)]
pub use handle::{Nests, ToPath};
pub use issues::{Issue, Issues, MAX_ISSUES};
#[doc(hidden)]
pub use meta::Facts;
pub use meta::{FieldMeta, Kind};
#[doc(hidden)]
pub use number::{AnyNumber, Number};
#[doc(hidden)]
pub use path::join as name_below;
#[doc(hidden)]
pub use rules::{Checked, Length, Range, Rules};
pub use secret::Secret;
pub use server_fn::FormServerFn;
#[doc(hidden)]
pub use server_fn::{AsMultipart, FormEncoding};
pub use set::FormArg;
pub(crate) use value::bool_of;
#[doc(hidden)]
pub use value::{NumberValue, TextValue};

/// Marks the argument of an action that its form fills: `async fn sign(form: Fields<NewEntry>)`. The action's body gets
/// the struct itself.
pub type Fields<T> = T;

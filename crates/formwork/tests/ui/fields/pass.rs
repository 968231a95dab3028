#![deny(warnings, missing_docs)]
//! Everything that the derive takes, without a warning.

use formwork::prelude::*;

const LONGEST: usize = 40;
const MOST: i64 = 10;
const LABEL: &str = "Amount";

/// A struct whose handles are not all used.
#[derive(Fields, Clone, Debug)]
pub struct All {
    /// With docs of its own.
    #[field(label = "Name", help = "Yours.", length(min = 1, max = LONGEST, message = "Shorter."))]
    pub name: String,
    /// An address.
    #[field(email(message = "An address."), autocomplete = "email", required)]
    pub email: Option<String>,
    /// A pattern.
    #[field(pattern = r"[\w.-]+", message = "Letters.", tel)]
    pub(crate) phone: String,
    #[field(label = LABEL, range(min = -0.5, max = MOST), default = 1)]
    amount: u32,
    #[field(textarea, name = "free-text", default)]
    text: String,
    #[field(hidden)]
    r#type: Option<i8>,
    #[field(input = "color")]
    colour: String,
    password: Secret<String>,
    #[field(required, message = "Please.")]
    terms: bool,
    part: Part,
    other: Option<Part>,
}

#[derive(Fields, Clone, Debug)]
struct Part {
    street: String,
}

#[derive(Fields, Clone)]
struct Nothing;

fn main() {
    let _ = (All::name, All::part.then(Part::street), All::other.then(Part::street));
    let form = FormData::new();
    let _ = <All as formwork::fields::FormArg>::decode(&form).is_err();
    let _ = <Nothing as formwork::fields::FormArg>::decode(&form).map(|Nothing| ());
}

//! From a form's texts to values, with every issue on the way.

use super::{Checked, Facts, FieldMeta, FormData, Issue, Issues, meta};
use crate::texts::{Text, say};

/// The limit of nesting. Names on the wire are as deep as the types, so it stops only a type that contains itself.
pub const MAX_DEPTH: usize = 16;

/// Reads the fields of a struct from a form, one after another, and collects the issues.
///
/// Use its methods to implement [`FieldValue`] for your own type. They avoid generics: in the browser every copy costs
/// bytes.
pub struct Decoder<'a> {
    data: &'a FormData,
    path: String,
    depth: usize,
    issues: Issues,
}

impl<'a> Decoder<'a> {
    /// Begins at the top of a form.
    pub fn new(data: &'a FormData) -> Self {
        Self {
            data,
            path: String::new(),
            depth: 0,
            issues: Issues::new(),
        }
    }

    /// The whole struct, or all its issues.
    ///
    /// # Errors
    /// With issues, at least one of them.
    pub fn finish<T: FieldSet>(mut self) -> Result<T, Issues> {
        let value = T::decode(&mut self);
        outcome(value, self.issues)
    }

    /// One field of the current struct.
    pub fn field<T: FieldValue>(&mut self, meta: &FieldMeta) -> Option<T> {
        let outside = self.enter(meta)?;
        let value = T::decode(self, meta);
        self.leave(outside);
        value
    }

    /// One field with a default value for an empty input.
    pub fn field_or<T: FieldValue>(
        &mut self,
        meta: &FieldMeta,
        default: impl FnOnce() -> T,
    ) -> Option<T> {
        let outside = self.enter(meta)?;
        let value = if T::is_blank(self) {
            Some(default())
        } else {
            T::decode(self, meta)
        };
        self.leave(outside);
        value
    }

    /// The current field's name on the wire.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The form.
    pub fn data(&self) -> &'a FormData {
        self.data
    }

    /// The first text of the current field; empty if it was not sent.
    pub fn raw(&self) -> &'a str {
        self.data.get_all(&self.path).next().unwrap_or_default()
    }

    /// Whether the form has a text in a field below the current one: in a nested struct.
    pub fn has_any_below(&self) -> bool {
        self.data.texts().any(|(name, text)| {
            let below = name
                .strip_prefix(&*self.path)
                .and_then(|rest| rest.strip_prefix('.'));
            below.is_some() && !text.is_empty()
        })
    }

    /// The text of the current field. `None`, with issues, if it breaks the field's rules.
    pub fn text(&mut self, meta: &FieldMeta) -> Option<&'a str> {
        let text = self.raw();
        // A password can consist of spaces.
        let is_blank = text.is_empty() || (!meta.secret && text.trim().is_empty());
        if is_blank && meta.rules.required {
            self.issue(meta, "required", meta.rules.required_message(false));
            return None;
        }
        self.checked(meta, Checked::Text(text)).then_some(text)
    }

    /// Checks a value against the field's rules; false, with issues, if it breaks one.
    pub fn checked(&mut self, meta: &FieldMeta, value: Checked<'_>) -> bool {
        let before = self.issues.len();
        meta.rules
            .check(value, &mut |code, message| self.issue(meta, code, message));
        self.issues.len() == before
    }

    /// Adds an issue for the current field.
    pub fn issue(&mut self, meta: &FieldMeta, code: &str, message: String) {
        let (path, label) = (self.path.clone(), meta.label.to_owned());
        self.issues.push(Issue {
            path,
            label,
            code: code.to_owned(),
            message,
        });
    }

    /// Gives the length of the path outside, to go back to.
    fn enter(&mut self, meta: &FieldMeta) -> Option<usize> {
        let outside = self.path.len();
        if self.depth == MAX_DEPTH {
            self.issue(meta, "depth", say(Text::TooDeep));
            return None;
        }
        self.depth += 1;
        if outside > 0 {
            self.path.push('.');
        }
        self.path.push_str(meta.name);
        Some(outside)
    }

    fn leave(&mut self, outside: usize) {
        self.depth -= 1;
        self.path.truncate(outside);
    }
}

/// A value without issues is right; an own [`FieldValue`] that gives none and no issue either is mended here.
fn outcome<T>(value: Option<T>, mut issues: Issues) -> Result<T, Issues> {
    match value {
        Some(value) if issues.is_empty() => Ok(value),
        _ => {
            if issues.is_empty() {
                issues = Issues::form(say(Text::Unreadable));
            }
            Err(issues)
        }
    }
}

/// A type for a field of a form.
///
/// Texts (`String`), numbers (all of Rust's), `bool` (a check box), `Secret<T>`, `Option<T>` of these, and every struct
/// with `#[derive(Fields)]`. Your own type can implement it, too: the implementation for `String` is a short example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a form",
    label = "not a type that a form can send",
    note = "a field is a `String`, a number, a `bool`, an `Option` or a `Secret` of these, or a struct with \
            `#[derive(Fields)]`; for any other type implement `formwork::fields::FieldValue`"
)]
pub trait FieldValue: Sized {
    /// The type's facts for every field of this type.
    const FACTS: Facts;

    /// Reads the value of the current field. `None` after at least one [`Decoder::issue`].
    fn decode(decoder: &mut Decoder<'_>, meta: &FieldMeta) -> Option<Self>;

    /// Writes the value under this name, as a form sends it.
    fn encode(&self, name: &str, form: &mut FormData);

    /// Whether the field is empty.
    fn is_blank(decoder: &Decoder<'_>) -> bool {
        decoder.raw().is_empty()
    }
}

/// A struct with the fields of a form. Implemented by `#[derive(Fields)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no fields that a form could fill",
    label = "`#[derive(Fields)]` is missing",
    note = "add `#[derive(Fields, Clone)]` to the struct"
)]
pub trait FieldSet: Sized {
    /// Its fields, in order.
    fn metas() -> &'static [FieldMeta];

    /// Reads all fields at the decoder's place, reporting every issue and not only the first.
    fn decode(decoder: &mut Decoder<'_>) -> Option<Self>;

    /// Writes all fields as a form sends them, each name after `prefix` (empty at the top).
    fn encode(&self, prefix: &str, form: &mut FormData);

    /// The names of all fields that are never shown again.
    fn secret_names() -> Vec<String> {
        let mut names = Vec::new();
        meta::secret_names(Self::metas(), "", &mut names);
        names
    }
}

impl FieldMeta {
    /// A field of the type `T`, with the facts of the type.
    ///
    /// It is required, unless `T` is an `Option` (it may be left empty), a `bool` (a box may stay
    /// unticked) or a nested struct (whose fields decide themselves).
    pub const fn of<T: FieldValue>(name: &'static str, label: &'static str) -> Self {
        Self::of_facts(name, label, T::FACTS)
    }
}

//! Structs of fields, and what an action can take from a form.

use super::{Decoder, FieldMeta, FormData, Issues, meta};

/// A struct whose fields are those of a form. Implemented by `#[derive(Fields)]`.
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

    /// Writes all fields as a form would send them, each name after `prefix` (empty at the top).
    fn encode(&self, prefix: &str, form: &mut FormData);

    /// The names of all fields that are never shown again.
    fn secret_names() -> Vec<String> {
        let mut names = Vec::new();
        meta::secret_names(Self::metas(), "", &mut names);
        names
    }
}

/// What an action can take from a form: a struct with `#[derive(Fields)]`, or [`FormData`].
#[diagnostic::on_unimplemented(
    message = "a form cannot fill `{Self}`",
    label = "neither a struct with `#[derive(Fields)]` nor `FormData`",
    note = "derive it: `#[derive(Fields, Clone)]`, for typed and validated fields; or take `FormData`, for what was sent as it is"
)]
pub trait FormArg: Sized + Clone + Send + Sync + 'static {
    /// Reads it, with every issue.
    ///
    /// # Errors
    /// With at least one issue.
    fn decode(data: &FormData) -> Result<Self, Issues>;

    /// Writes it as a form would send it, secrets included: for the way to the server.
    fn encode(&self) -> FormData;

    /// Its fields; empty for [`FormData`], which knows none.
    fn metas() -> &'static [FieldMeta];

    /// The names of all fields that are never shown again.
    fn secret_names() -> Vec<String>;

    /// Whether the field with this name is never shown again.
    fn is_secret(name: &str) -> bool {
        Self::secret_names().iter().any(|secret| secret == name)
    }
}

/// Parts of names whose values [`FormData`] does not show again. It cannot know which inputs of a hand-written
/// form are passwords, so that it goes by the name.
const SECRET_WORDS: [&str; 9] = [
    "pass", "pwd", "secret", "token", "otp", "cvc", "cvv", "pin", "card",
];

impl FormArg for FormData {
    fn decode(data: &FormData) -> Result<Self, Issues> {
        Ok(data.clone())
    }

    fn encode(&self) -> FormData {
        self.clone()
    }

    fn metas() -> &'static [FieldMeta] {
        &[]
    }

    fn secret_names() -> Vec<String> {
        Vec::new()
    }

    /// Goes by the name: with `pass`, `pwd`, `secret`, `token`, `otp`, `cvc`, `cvv`, `pin` or `card` in it,
    /// it is.
    fn is_secret(name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        SECRET_WORDS.iter().any(|word| name.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_data_does_not_show_again_what_is_called_a_password() {
        for name in ["password", "new_password", "userPwd", "CVC", "apiToken"] {
            assert!(FormData::is_secret(name), "{name}");
        }
        assert!(!FormData::is_secret("title"));
    }
}

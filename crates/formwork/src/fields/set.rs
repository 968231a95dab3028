//! Structs of fields, and the types that an action can take from a form.

use super::{FieldMeta, FormData, Issues};

/// A type that an action can take from a form: a struct with `#[derive(Fields)]`, or [`FormData`].
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

    /// Writes it as a form sends it, secrets included: for the request to the server.
    fn encode(&self) -> FormData;

    /// Its fields; empty for [`FormData`].
    fn metas() -> &'static [FieldMeta];

    /// The names of all fields that are never shown again.
    fn secret_names() -> Vec<String>;

    /// Whether the field with this name is never shown again.
    fn is_secret(name: &str) -> bool {
        Self::secret_names().iter().any(|secret| secret == name)
    }
}

/// Parts of the names of secrets. [`FormData`] does not know which inputs of a hand-written form are passwords, so it
/// decides by the name.
const SECRET_PARTS: [&str; 4] = ["password", "passwd", "passphrase", "passcode"];
/// Names of secrets, or words in them. Only whole words: `opinion` and `shipping` contain `pin`, and are no secrets.
const SECRET_WORDS: [&str; 8] = ["pass", "pwd", "secret", "token", "otp", "pin", "cvc", "cvv"];

/// The words of `apiToken`, `api_token` and `api-token`, in lower case. Letters of ASCII only: the tables of the others would
/// have 4 kB in the client.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_was_lower = false;
    for c in name.chars() {
        let begins = c.is_ascii_uppercase() && before_was_lower;
        if !c.is_ascii_alphanumeric() || begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut()
            && c.is_ascii_alphanumeric()
        {
            word.push(c.to_ascii_lowercase());
        }
        before_was_lower = c.is_ascii_lowercase();
    }
    words
}

/// Whatever the case. The searcher of `str` would have 3 kB in the client, see `wire/sealed.rs`.
fn contains(name: &str, part: &str) -> bool {
    let mut windows = name.as_bytes().windows(part.len());
    windows.any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

impl FormData {
    /// The part of the form that a struct with `#[derive(Fields)]` holds, validated: for an action that also takes lists or
    /// files.
    ///
    /// ```
    /// use formwork::prelude::*;
    ///
    /// #[derive(Fields, Clone)]
    /// struct Person {
    ///     #[field(length(max = 40))]
    ///     name: String,
    /// }
    ///
    /// #[action(public)]
    /// async fn save(form: FormData) -> ActionResult<String> {
    ///     let person: Person = form.fields()?;
    ///     let languages: Vec<&str> = form.get_all("language").collect();
    ///     Ok(format!("{} speaks {}", person.name, languages.join(" and ")))
    /// }
    /// ```
    ///
    /// # Errors
    /// With all issues of its fields.
    pub fn fields<T: FormArg>(&self) -> Result<T, Issues> {
        T::decode(self)
    }
}

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

    /// Decides by the name: it is secret if it contains `password`, `passwd`, `passphrase` or `passcode`, or one of the
    /// words `pass`, `pwd`, `secret`, `token`, `otp`, `pin`, `cvc` and `cvv`. A word is letters and digits of ASCII, and
    /// every other character ends it.
    fn is_secret(name: &str) -> bool {
        SECRET_PARTS.iter().any(|part| contains(name, part))
            || words(name)
                .iter()
                .any(|word| SECRET_WORDS.contains(&word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_data_does_not_show_again_what_is_called_a_password() {
        for name in [
            "password",
            "newpassword",
            "user.pwd",
            "userPwd",
            "CVC",
            "apiToken",
            "pin[0]",
            "Пароль_PassWord",
            "passé",
        ] {
            assert!(FormData::is_secret(name), "{name}");
        }
        for name in ["title", "opinion", "shipping", "passport", "", "Ünïcode"] {
            assert!(!FormData::is_secret(name), "{name}");
        }
    }
}

//! Values that must not come back.

use zeroize::Zeroize;

/// A value that is never shown again, logged, or sent to the browser: a password, a card's check digits.
///
/// It has no `Display`, its `Debug` is `Secret(…)`, it is not serialisable (so that a state or an outcome
/// with it does not compile), a form never puts it back, and its memory is overwritten when it is dropped.
/// The request's body and the form's raw data are not: this keeps secrets out of pages and logs, it does not
/// hide them from who reads the process' memory.
///
/// `==` does not take constant time. Compare password hashes with the crate that made them.
///
/// ```
/// use formwork::fields::Secret;
///
/// let password = Secret::new("hunter2".to_owned());
/// assert_eq!(format!("{password:?}"), "Secret(…)");
/// assert_eq!(password.expose(), "hunter2");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Makes a value secret.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value. Every use of it is easy to find by this name.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// The value, which is an ordinary one from here on.
    pub fn into_inner(mut self) -> T
    where
        T: Default,
    {
        std::mem::take(&mut self.0)
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Zeroize> std::fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

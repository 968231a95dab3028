//! Values that must not be shown again.

use zeroize::Zeroize;

/// A value that is never shown again, logged, or sent to the browser: a password, a card's check digits.
///
/// It has no `Display`, and its `Debug` is `Secret(…)`. It is not serialisable, so a state or an outcome with it does not
/// compile. A form never restores it. Its memory is overwritten when it is dropped; the memory of the request's body and
/// the raw form data is not. `Secret` keeps values out of pages and logs, not out of a dump of the process' memory.
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

    /// The value. The name makes every use easy to find.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// The plain value.
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

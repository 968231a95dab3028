//! Values that travel through the browser and come back unread and unchanged.
//!
//! A seal is authenticated encryption (XChaCha20-Poly1305) of a value under a key that only the server has.
//! The policy, in the order in which [`Keys::open`] applies it:
//!
//! 1. A token longer than [`MAX_TOKEN`] is refused before it is decoded.
//! 2. The token names its key by a short id. A key that is not configured makes it
//!    [`OpenError::UnknownKey`]: the page is older than the last rotation.
//! 3. The whole token is authenticated before anything in it is believed: its version, flags, expiry, nonce
//!    and owner, and besides these the purpose and the action which it was sealed for. One changed bit, another
//!    purpose or another action is [`OpenError::Tampered`].
//! 4. A seal made for a principal opens for that principal only, otherwise it is
//!    [`OpenError::OtherPrincipal`]. A seal made for nobody in particular opens for everyone, and the guard of
//!    the action decides.
//! 5. A seal lives until its expiry, after which it is [`OpenError::Expired`].
//!
//! `Tampered` is a bad request (400). The three others are honest and out of date
//! ([`OpenError::is_stale`]): the page is shown again with fresh seals and what was typed.
//!
//! # What a token looks like
//!
//! `base64url(version 1 | key id 4 | flags 1 | expiry 8 | owner 16 | nonce 24 | ciphertext and tag)`, numbers
//! big-endian, without padding. The owner is a keyed hash of nonce and principal, so that it neither names the
//! principal nor links two tokens of the same one; it is zero where there is no principal. It stands outside
//! of the ciphertext because authenticated encryption cannot tell "somebody else's" from "tampered with", and
//! the two need different answers.
//!
//! # Caveats
//!
//! A seal proves that a server made the value for this purpose, not that it is used once: it can be sent again
//! until it expires. What must happen once is guarded by a claim (see [`store`](super::store)).
//!
//! The length of a value shows in the length of its token.

mod development;
mod keys;
pub(crate) mod scope;
#[cfg(test)]
mod tests;
mod token;

pub use self::keys::{KEY_LENGTH, Keys, KeysError, MAX_KEYS};

/// The longest token that is made or looked at, in characters. A form carries its seals in every submission
/// and in every copy of its page, and its whole body has a limit: larger state belongs on the server.
pub use crate::wire::MAX_TOKEN;

/// What a value is sealed for. It is not in the token: the same must be named for opening it.
#[derive(Clone, Copy, Debug)]
pub struct SealContext<'a> {
    /// The kind of value, for example `"bound"` or `"prev"`, so that one kind cannot be passed off as another.
    pub purpose: &'a str,
    /// The id of the only action that may open it; empty when every action may.
    pub action: &'a str,
    /// Who may open it; empty when everyone may. When opening: who asks, empty for somebody not logged in.
    pub principal: &'a str,
}

/// Why a value could not be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The token would be longer than [`MAX_TOKEN`], so that no server would open it.
    #[error(
        "a value of {bytes} bytes is too large to be sealed into a page: keep it on the server and seal its id"
    )]
    TooLong {
        /// The length of the value.
        bytes: usize,
    },
}

/// Why a token was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Not made by us, changed since, or made for another purpose or action. Answer 400.
    #[error("the sealed value was changed, or belongs to another action: load the page again")]
    Tampered,
    /// Authentic, but its time is over.
    #[error("the sealed value has expired: send the form again from the fresh page")]
    Expired,
    /// Authentic, but made for another principal: somebody logged in or out since the page was rendered.
    #[error("the sealed value was made for another login: send the form again from the fresh page")]
    OtherPrincipal,
    /// Made under a key that is not configured here (any more).
    #[error(
        "the sealed value was made under a key that is no longer in use: send the form again from the fresh page"
    )]
    UnknownKey,
}

impl OpenError {
    /// Whether the answer is the outcome "stale" (the page comes back with fresh seals) instead of a 400.
    pub fn is_stale(self) -> bool {
        self != Self::Tampered
    }
}

//! Numbers that nobody can guess.
//!
//! Every page has two or three of them, and the operating system is asked by a call each time. So they come from a
//! generator for each thread (ChaCha, seeded by the system, and seeded again as it goes on): the one that Leptos has for
//! nonces. Keys come from the system itself.

use rand::RngCore as _;

/// # Panics
///
/// When the operating system gives no seed.
pub(super) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

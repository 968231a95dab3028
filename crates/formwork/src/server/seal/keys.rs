use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::Generate as _;
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// The length of a key in bytes.
pub const KEY_LENGTH: usize = 32;

/// How many keys may be configured. Two are enough to rotate; more only widen what an old, leaked key opens.
pub const MAX_KEYS: usize = 16;

/// The length of the id by which a token names its key. Ids may collide: all keys with the id are tried.
pub(super) const KEY_ID_LENGTH: usize = 4;

/// Length of a fingerprint in bytes: short in a page, and enough to tell the values of one visitor apart.
const FINGERPRINT_LENGTH: usize = 8;

const BASE64_ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, BASE64_ANY_PADDING);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, BASE64_ANY_PADDING);

/// The keys of seals: the first one seals, all of them open.
///
/// Cheap to clone. To rotate: put the new key first on every server, and remove the old one when the pages
/// made under it have expired. Where servers are replaced one after another, first add the new key as the
/// last one everywhere, so that no server meets a token that it cannot open.
#[derive(Clone)]
pub struct Keys {
    keys: Arc<[Key]>,
}

/// One key, and what is derived from it. The key as configured is not kept.
pub(super) struct Key {
    pub(super) id: [u8; KEY_ID_LENGTH],
    pub(super) cipher: XChaCha20Poly1305,
    hashing: [u8; KEY_LENGTH],
}

/// Why a list of keys was refused. No variant repeats any part of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeysError {
    /// There is no key in the list.
    #[error("FORMWORK_KEYS holds no key: set it to the output of `openssl rand -base64 32`")]
    Empty,
    /// A key is not base64.
    #[error(
        "key {position} in FORMWORK_KEYS is not base64: make one with `openssl rand -base64 32`"
    )]
    NotBase64 {
        /// Which key, counted from 1.
        position: usize,
    },
    /// A key has another length than [`KEY_LENGTH`].
    #[error(
        "key {position} in FORMWORK_KEYS has {bytes} bytes, not 32: make one with `openssl rand -base64 32`"
    )]
    WrongLength {
        /// Which key, counted from 1.
        position: usize,
        /// How many bytes it decodes to.
        bytes: usize,
    },
    /// A key is one byte repeated: a placeholder.
    #[error(
        "key {position} in FORMWORK_KEYS is a placeholder: make one with `openssl rand -base64 32`"
    )]
    Placeholder {
        /// Which key, counted from 1.
        position: usize,
    },
    /// A key stands in the list twice, which means that a rotation went wrong.
    #[error("key {position} in FORMWORK_KEYS is there twice: remove one of the two")]
    Repeated {
        /// The later of the two, counted from 1.
        position: usize,
    },
    /// There are more than [`MAX_KEYS`].
    #[error("FORMWORK_KEYS holds more than 16 keys: remove the oldest")]
    TooMany,
}

impl Keys {
    /// Reads the value of `FORMWORK_KEYS`: keys of 32 bytes in base64 (standard or URL-safe, padded or not),
    /// separated by commas or line breaks, the newest first. Spaces around a key are ignored.
    ///
    /// # Errors
    ///
    /// Says which key is wrong and how to make a right one. No error contains a key.
    pub fn from_config(config: &str) -> Result<Self, KeysError> {
        let mut secrets: Vec<[u8; KEY_LENGTH]> = Vec::new();
        let entries = config
            .split([',', '\n'])
            .map(str::trim)
            .filter(|entry| !entry.is_empty());
        for (index, entry) in entries.enumerate() {
            let position = index + 1;
            if position > MAX_KEYS {
                return Err(KeysError::TooMany);
            }
            let bytes = STANDARD
                .decode(entry)
                .or_else(|_| URL_SAFE.decode(entry))
                .map_err(|_| KeysError::NotBase64 { position })?;
            let secret: [u8; KEY_LENGTH] =
                bytes
                    .try_into()
                    .map_err(|bytes: Vec<u8>| KeysError::WrongLength {
                        position,
                        bytes: bytes.len(),
                    })?;
            if secret.iter().all(|byte| *byte == secret[0]) {
                return Err(KeysError::Placeholder { position });
            }
            if secrets.contains(&secret) {
                return Err(KeysError::Repeated { position });
            }
            secrets.push(secret);
        }
        if secrets.is_empty() {
            return Err(KeysError::Empty);
        }
        Ok(Self::from_secrets(&secrets))
    }

    /// A random key, gone when the process ends. Says so in a warning: every restart makes the open pages
    /// stale, and two servers cannot open each other's seals.
    ///
    /// # Panics
    ///
    /// When the operating system gives no random numbers.
    pub fn generate() -> Self {
        tracing::warn!(
            "seals use a random key, which is lost when the server stops: set FORMWORK_KEYS, on every server to the \
             same value"
        );
        Self::from_secrets(&[random_secret()])
    }

    /// `secrets` must not be empty; the callers make sure of it.
    pub(super) fn from_secrets(secrets: &[[u8; KEY_LENGTH]]) -> Self {
        Self {
            keys: secrets.iter().map(Key::derive).collect(),
        }
    }

    /// The key that seals.
    pub(super) fn first(&self) -> &Key {
        &self.keys[0]
    }

    /// The keys that a token may have been made under.
    pub(super) fn with_id(&self, id: [u8; KEY_ID_LENGTH]) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(move |key| key.id == id)
    }

    /// A short keyed hash, by which equal values can be recognised without being shown: 64 bits in 11
    /// characters. Equal values under the same `scope` (for example a visitor and a purpose) have equal
    /// fingerprints; without the key nobody can find a value by trying. It changes when the first key does.
    pub fn fingerprint(&self, scope: &str, plaintext: &[u8]) -> String {
        let hash = self
            .first()
            .hash("fingerprint", &[scope.as_bytes(), plaintext]);
        URL_SAFE_NO_PAD.encode(&hash[..FINGERPRINT_LENGTH])
    }
}

impl Key {
    fn derive(secret: &[u8; KEY_LENGTH]) -> Self {
        // One key per use, so that no use can say anything about another.
        let id = keyed_hash(secret, "formwork key id", &[]);
        let sealing = keyed_hash(secret, "formwork sealing key", &[]);
        Self {
            id: [id[0], id[1], id[2], id[3]],
            cipher: XChaCha20Poly1305::new(&sealing.into()),
            hashing: keyed_hash(secret, "formwork hashing key", &[]),
        }
    }

    /// A keyed hash of `parts`, for one purpose.
    pub(super) fn hash(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        keyed_hash(&self.hashing, purpose, parts)
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({} keys)", self.keys.len())
    }
}

pub(super) fn random_secret() -> [u8; KEY_LENGTH] {
    <[u8; KEY_LENGTH]>::generate()
}

/// HMAC-SHA-256 of `purpose` and `parts`, each with its length before it, so that parts cannot run together.
fn keyed_hash(key: &[u8; KEY_LENGTH], purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
    // HMAC fills a shorter key up to its block with zeros; done here, it cannot fail.
    let mut block = [0; 64];
    block[..KEY_LENGTH].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new(&block.into());
    for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::server::seal::SealContext;

    const CONTEXT: SealContext<'_> = SealContext {
        purpose: "test",
        action: "",
        principal: "",
    };

    fn sealed(keys: &Keys) -> String {
        keys.seal(&CONTEXT, Duration::from_secs(60), b"7").unwrap()
    }

    fn opens(keys: &Keys, token: &str) -> bool {
        keys.open(&CONTEXT, SystemTime::now(), token).is_ok()
    }

    #[test]
    fn keys_are_read_in_every_spelling_of_base64() {
        let bytes = [0xfb; 31].into_iter().chain([1]).collect::<Vec<u8>>();
        let standard = STANDARD.encode(&bytes);
        let url_safe = URL_SAFE_NO_PAD.encode(&bytes);
        assert_ne!(standard, url_safe);
        let token = sealed(&Keys::from_config(&standard).unwrap());
        for config in [
            url_safe.clone(),
            format!("  {standard}\r\n"),
            standard.replace('=', ""),
            format!(",\n{url_safe},"),
        ] {
            assert!(
                opens(&Keys::from_config(&config).unwrap(), &token),
                "{config}"
            );
        }
    }

    #[test]
    fn the_first_of_several_configured_keys_seals() {
        let [a, b] = [3u8, 4].map(|seed| STANDARD.encode([[seed; 31].as_slice(), &[0]].concat()));
        for config in [format!("{a},{b}"), format!("{a}\n{b}\n")] {
            let both = Keys::from_config(&config).unwrap();
            let token = sealed(&both);
            assert!(opens(&Keys::from_config(&a).unwrap(), &token));
            assert!(!opens(&Keys::from_config(&b).unwrap(), &token));
        }
    }

    #[test]
    fn wrong_keys_are_refused_with_their_position_and_without_their_text() {
        let good = STANDARD.encode([[3; 31].as_slice(), &[0]].concat());
        let refused = |config: &str| {
            let error = Keys::from_config(config).unwrap_err();
            assert!(!error.to_string().contains(good.as_str()));
            error
        };
        assert_eq!(refused(""), KeysError::Empty);
        assert_eq!(refused(" , \n"), KeysError::Empty);
        assert_eq!(refused("not base64!"), KeysError::NotBase64 { position: 1 });
        assert_eq!(
            refused(&format!("{good},secret key")),
            KeysError::NotBase64 { position: 2 }
        );
        assert_eq!(
            refused("c2hvcnQ="),
            KeysError::WrongLength {
                position: 1,
                bytes: 5
            }
        );
        assert_eq!(
            refused(&STANDARD.encode([0; 32])),
            KeysError::Placeholder { position: 1 }
        );
        assert_eq!(
            refused(&format!("{good}\n{good}")),
            KeysError::Repeated { position: 2 }
        );
        let many: Vec<_> = (0..17u8)
            .map(|seed| STANDARD.encode([[seed; 31].as_slice(), &[99]].concat()))
            .collect();
        assert_eq!(refused(&many.join(",")), KeysError::TooMany);
    }

    #[test]
    fn keys_do_not_show_themselves() {
        assert_eq!(
            format!("{:?}", Keys::from_secrets(&[[1; 32], [2; 32]])),
            "Keys(2 keys)"
        );
    }

    #[test]
    fn generated_keys_differ() {
        let token = sealed(&Keys::generate());
        assert!(!opens(&Keys::generate(), &token));
    }
}

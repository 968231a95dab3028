use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::XNonce;
use chacha20poly1305::aead::{Aead as _, Generate as _, Payload};

use super::keys::{KEY_ID_LENGTH, Key, Keys};
use super::{MAX_TOKEN, OpenError, SealContext, SealError};

const VERSION: u8 = 1;
const FOR_ONE_ACTION: u8 = 1;
const FOR_ONE_PRINCIPAL: u8 = 2;

const OWNER_LENGTH: usize = 16;
const NONCE_LENGTH: usize = 24;
const HEADER_LENGTH: usize = 1 + KEY_ID_LENGTH + 1 + 8 + OWNER_LENGTH + NONCE_LENGTH;
const TAG_LENGTH: usize = 16;

impl Keys {
    /// Seals a value for a purpose, and perhaps for one action and one principal, for as long as `ttl`.
    ///
    /// # Errors
    ///
    /// When the token would be longer than [`MAX_TOKEN`].
    ///
    /// # Panics
    ///
    /// When the operating system gives no random numbers.
    pub fn seal(
        &self,
        context: &SealContext<'_>,
        ttl: Duration,
        plaintext: &[u8],
    ) -> Result<String, SealError> {
        let too_long = SealError::TooLong {
            bytes: plaintext.len(),
        };
        if plaintext.len() > MAX_TOKEN {
            return Err(too_long);
        }
        let key = self.first();
        let nonce = <[u8; NONCE_LENGTH]>::generate();
        let header = Header {
            key: key.id,
            flags: flag(FOR_ONE_ACTION, context.action)
                | flag(FOR_ONE_PRINCIPAL, context.principal),
            expiry: seconds(SystemTime::now()).saturating_add(ttl.as_secs()),
            owner: owner(key, &nonce, context.principal),
            nonce,
        };
        let mut token = header.to_bytes();
        let aad = associated_data(&token, context.purpose, context.action);
        let ciphertext = key
            .cipher
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: plaintext,
                    aad: &aad,
                },
            )
            .map_err(|_| too_long)?;
        token.extend_from_slice(&ciphertext);
        let token = URL_SAFE_NO_PAD.encode(token);
        if token.len() > MAX_TOKEN {
            Err(too_long)
        } else {
            Ok(token)
        }
    }

    /// Opens a token for the purpose, action and principal of `context`, as of `now`.
    ///
    /// Never panics, whatever the token is.
    ///
    /// # Errors
    ///
    /// See the [policy](super), and [`OpenError`] for what to answer.
    pub fn open(
        &self,
        context: &SealContext<'_>,
        now: SystemTime,
        token: &str,
    ) -> Result<Vec<u8>, OpenError> {
        if token.len() > MAX_TOKEN {
            return Err(OpenError::Tampered);
        }
        let bytes = URL_SAFE_NO_PAD
            .decode(token)
            .map_err(|_| OpenError::Tampered)?;
        let (header_bytes, ciphertext) = bytes
            .split_at_checked(HEADER_LENGTH)
            .ok_or(OpenError::Tampered)?;
        let header = Header::from_bytes(header_bytes).ok_or(OpenError::Tampered)?;
        if ciphertext.len() < TAG_LENGTH {
            return Err(OpenError::Tampered);
        }

        // A seal for every action is opened without one, for any action.
        let action = if header.has(FOR_ONE_ACTION) {
            context.action
        } else {
            ""
        };
        let aad = associated_data(header_bytes, context.purpose, action);
        let mut known = false;
        for key in self.with_id(header.key) {
            known = true;
            let payload = Payload {
                msg: ciphertext,
                aad: &aad,
            };
            if let Ok(plaintext) = key.cipher.decrypt(&XNonce::from(header.nonce), payload) {
                header.admit(key, context.principal, now)?;
                return Ok(plaintext);
            }
        }
        Err(if known {
            OpenError::Tampered
        } else {
            OpenError::UnknownKey
        })
    }
}

struct Header {
    key: [u8; KEY_ID_LENGTH],
    flags: u8,
    expiry: u64,
    owner: [u8; OWNER_LENGTH],
    nonce: [u8; NONCE_LENGTH],
}

impl Header {
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_LENGTH);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.key);
        bytes.push(self.flags);
        bytes.extend_from_slice(&self.expiry.to_be_bytes());
        bytes.extend_from_slice(&self.owner);
        bytes.extend_from_slice(&self.nonce);
        bytes
    }

    /// `None` for another length, another version or flags that this version does not have.
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first_chunk::<1>()?;
        let (key, rest) = rest.split_first_chunk()?;
        let (flags, rest) = rest.split_first_chunk::<1>()?;
        let (expiry, rest) = rest.split_first_chunk()?;
        let (owner, rest) = rest.split_first_chunk()?;
        let nonce = rest.try_into().ok()?;
        let known = *version == [VERSION] && flags[0] & !(FOR_ONE_ACTION | FOR_ONE_PRINCIPAL) == 0;
        known.then_some(Self {
            key: *key,
            flags: flags[0],
            expiry: u64::from_be_bytes(*expiry),
            owner: *owner,
            nonce,
        })
    }

    fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Whether an authentic token is for this principal, and now. Only called once the header is proven.
    fn admit(&self, key: &Key, principal: &str, now: SystemTime) -> Result<(), OpenError> {
        if self.has(FOR_ONE_PRINCIPAL) && self.owner != owner(key, &self.nonce, principal) {
            return Err(OpenError::OtherPrincipal);
        }
        if seconds(now) >= self.expiry {
            return Err(OpenError::Expired);
        }
        Ok(())
    }
}

fn flag(flag: u8, value: &str) -> u8 {
    if value.is_empty() { 0 } else { flag }
}

fn owner(key: &Key, nonce: &[u8; NONCE_LENGTH], principal: &str) -> [u8; OWNER_LENGTH] {
    let mut owner = [0; OWNER_LENGTH];
    if !principal.is_empty() {
        owner.copy_from_slice(&key.hash("owner", &[nonce, principal.as_bytes()])[..OWNER_LENGTH]);
    }
    owner
}

/// The header as it stands in the token, then purpose and action, the purpose with its length before it, so
/// that the two cannot run together.
fn associated_data(header: &[u8], purpose: &str, action: &str) -> Vec<u8> {
    let mut data = Vec::with_capacity(header.len() + 8 + purpose.len() + action.len());
    data.extend_from_slice(header);
    data.extend_from_slice(&(purpose.len() as u64).to_be_bytes());
    data.extend_from_slice(purpose.as_bytes());
    data.extend_from_slice(action.as_bytes());
    data
}

/// Seconds since 1970; a clock before that counts as 1970.
fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

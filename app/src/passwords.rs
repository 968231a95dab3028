//! Password hashing: Argon2id with the parameters that OWASP recommends, which are the crate's defaults
//! (19 MiB, 2 passes).

use argon2::{Argon2, PasswordHasher};
use tokio::{
    sync::Semaphore,
    task::{JoinError, spawn_blocking},
};

/// How many passwords are hashed at the same time. Each takes 19 MiB and a core for tens of milliseconds, so
/// that a flood of sign-ups must queue instead of taking all memory and every thread.
const AT_ONCE: usize = 4;

static TURN: Semaphore = Semaphore::const_new(AT_ONCE);

/// Why a password was not hashed.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// Argon2 refused, or the system gave no random salt.
    #[error("the password could not be hashed: {0}")]
    Hash(argon2::password_hash::Error),
    /// The thread that hashed went down.
    #[error("hashing the password was cut short: {0}")]
    Thread(#[from] JoinError),
}

/// Hashes a password with a new salt, away from the threads that serve requests. The result is a PHC string
/// (`$argon2id$v=19$…`), which carries its parameters.
pub async fn hash(password: String) -> Result<String, HashError> {
    // The semaphore is never closed.
    let _turn = TURN.acquire().await.ok();
    spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(HashError::Hash)
    })
    .await?
}

#[cfg(test)]
mod tests {
    use super::hash;
    use argon2::{Argon2, PasswordVerifier, password_hash::phc::PasswordHash};

    #[tokio::test]
    async fn a_hash_verifies_its_password_and_no_other_and_is_never_the_same_twice() {
        let first = hash("correct horse".into()).await.expect("a hash");
        let second = hash("correct horse".into()).await.expect("a hash");
        assert_ne!(first, second);
        assert!(
            first.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{first}"
        );

        let parsed = PasswordHash::new(&first).expect("a PHC string");
        assert!(
            Argon2::default()
                .verify_password(b"correct horse", &parsed)
                .is_ok()
        );
        assert!(
            Argon2::default()
                .verify_password(b"wrong horse", &parsed)
                .is_err()
        );
    }
}

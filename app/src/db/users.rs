//! Accounts.

use super::Db;

/// Why an account could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CreateUserError {
    /// There is an account under this address.
    #[error("this e-mail address has an account already; log in, or use another one")]
    EmailTaken,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl Db {
    /// Makes an account and answers with its number.
    ///
    /// # Errors
    /// [`CreateUserError::EmailTaken`] comes from the table's own constraint: looking first would let two
    /// people who sign up at the same moment both through.
    pub async fn create_user(
        &self,
        email: &str,
        password_hash: &str,
    ) -> Result<i64, CreateUserError> {
        sqlx::query_scalar("INSERT INTO users (email, password_hash) VALUES (?, ?) RETURNING id")
            .bind(email)
            .bind(password_hash)
            .fetch_one(self.pool().await)
            .await
            .map_err(|error| match error.as_database_error() {
                Some(cause) if cause.is_unique_violation() => CreateUserError::EmailTaken,
                _ => CreateUserError::Database(error),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::CreateUserError;
    use crate::db::tests::empty;

    #[tokio::test]
    async fn an_address_has_one_account_however_it_is_written() {
        let db = empty().await;
        db.create_user("ada@example.org", "hash")
            .await
            .expect("an account");
        for again in ["ada@example.org", "Ada@Example.ORG"] {
            let error = db
                .create_user(again, "hash")
                .await
                .expect_err("a taken address");
            assert!(matches!(error, CreateUserError::EmailTaken), "{error}");
        }
        db.create_user("grace@example.org", "hash")
            .await
            .expect("another account");
    }

    #[tokio::test]
    async fn of_two_who_sign_up_with_one_address_at_once_one_gets_it() {
        let db = empty().await;
        let (one, two) = tokio::join!(
            db.create_user("a@b.example", "h"),
            db.create_user("a@b.example", "h")
        );
        assert_eq!(
            [one.is_ok(), two.is_ok()]
                .iter()
                .filter(|won| **won)
                .count(),
            1
        );
    }
}

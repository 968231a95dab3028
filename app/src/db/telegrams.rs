//! Telegrams.

use super::Db;
use crate::data::Telegram;

const COLUMNS: &str = "id, receiver, text, is_urgent, is_delivered";

impl Db {
    /// Keeps a telegram that is to be delivered.
    pub async fn insert_telegram(
        &self,
        receiver: &str,
        text: &str,
        is_urgent: bool,
    ) -> Result<Telegram, sqlx::Error> {
        sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "INSERT INTO telegrams (receiver, text, is_urgent) VALUES (?, ?, ?) RETURNING {COLUMNS}"
        )))
        .bind(receiver)
        .bind(text)
        .bind(is_urgent)
        .fetch_one(self.pool().await)
        .await
    }

    /// The newest telegrams, newest first.
    pub async fn latest_telegrams(&self, count: u32) -> Result<Vec<Telegram>, sqlx::Error> {
        sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM telegrams ORDER BY id DESC LIMIT ?"
        )))
        .bind(count)
        .fetch_all(self.pool().await)
        .await
    }

    /// Notes that a telegram is delivered; `None` where there is none with this id.
    pub async fn deliver_telegram(&self, id: i64) -> Result<Option<Telegram>, sqlx::Error> {
        sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "UPDATE telegrams SET is_delivered = 1 WHERE id = ? RETURNING {COLUMNS}"
        )))
        .bind(id)
        .fetch_optional(self.pool().await)
        .await
    }
}

#[cfg(test)]
mod tests {
    use crate::db::tests::empty;

    #[tokio::test]
    async fn a_telegram_is_kept_and_delivered() {
        let db = empty().await;
        let sent = db
            .insert_telegram("Ada", "Come at once", true)
            .await
            .expect("a telegram");
        assert!(sent.is_urgent && !sent.is_delivered);
        let delivered = db.deliver_telegram(sent.id).await.expect("an answer");
        let newest = db.latest_telegrams(1).await.expect("telegrams");
        assert_eq!(newest, delivered.into_iter().collect::<Vec<_>>());
        assert!(newest[0].is_delivered);
        assert_eq!(db.deliver_telegram(0).await.expect("an answer"), None);
    }
}

//! Numbers that only grow.

use super::Db;

impl Db {
    /// How far it has been counted.
    pub async fn counted(&self, name: &str) -> Result<u32, sqlx::Error> {
        let count = sqlx::query_scalar("SELECT count FROM counters WHERE name = ?")
            .bind(name)
            .fetch_optional(self.pool().await)
            .await?;
        Ok(count.unwrap_or_default())
    }

    /// Counts one more, and answers with the new number. A counter that nobody has used begins at 1.
    pub async fn count_up(&self, name: &str) -> Result<u32, sqlx::Error> {
        sqlx::query_scalar(
            "INSERT INTO counters (name, count) VALUES (?, 1)
             ON CONFLICT (name) DO UPDATE SET count = count + 1
             RETURNING count",
        )
        .bind(name)
        .fetch_one(self.pool().await)
        .await
    }
}

#[cfg(test)]
mod tests {
    use crate::db::tests::empty;

    #[tokio::test]
    async fn a_counter_begins_at_one_and_goes_on_from_where_it_was() {
        let db = empty().await;
        assert_eq!(db.counted("steps").await.expect("a number"), 0);
        assert_eq!(db.count_up("steps").await.expect("a number"), 1);
        assert_eq!(db.count_up("steps").await.expect("a number"), 2);
        assert_eq!(db.counted("steps").await.expect("a number"), 2);
    }
}

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

    /// Counts one more where it has been counted this far, and answers with the new number.
    pub async fn count_up_from(&self, name: &str, from: u32) -> Result<Option<u32>, sqlx::Error> {
        sqlx::query_scalar(
            "INSERT INTO counters (name, count) SELECT ?1, 1 WHERE ?2 = 0 OR EXISTS (SELECT 1 FROM counters WHERE name = ?1)
             ON CONFLICT (name) DO UPDATE SET count = count + 1 WHERE count = ?2
             RETURNING count",
        )
        .bind(name)
        .bind(from)
        .fetch_optional(self.pool().await)
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

    #[tokio::test]
    async fn only_one_counts_on_from_the_same_number() {
        let db = empty().await;
        for (from, to) in [
            (1, None),
            (0, Some(1)),
            (0, None),
            (1, Some(2)),
            (3, None),
            (1, None),
            (2, Some(3)),
        ] {
            let counted = db.count_up_from("editions", from).await.expect("a number");
            assert_eq!(counted, to, "from {from}");
        }
        assert_eq!(db.counted("editions").await.expect("a number"), 3);
    }
}

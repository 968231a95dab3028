//! The guestbook's entries.

use super::Db;
use crate::data::Entry;

impl Db {
    /// The newest entries, newest first.
    pub async fn latest_entries(&self, count: u32) -> Result<Vec<Entry>, sqlx::Error> {
        sqlx::query_as("SELECT id, name, message, created_at FROM entries ORDER BY id DESC LIMIT ?")
            .bind(count)
            .fetch_all(self.pool().await)
            .await
    }

    /// Writes an entry into the guestbook.
    pub async fn insert_entry(&self, name: &str, message: &str) -> Result<Entry, sqlx::Error> {
        sqlx::query_as(
            "INSERT INTO entries (name, message) VALUES (?, ?)
             RETURNING id, name, message, created_at",
        )
        .bind(name)
        .bind(message)
        .fetch_one(self.pool().await)
        .await
    }
}

#[cfg(test)]
mod tests {
    use crate::db::tests::empty;

    #[tokio::test]
    async fn a_new_database_has_entries_to_show_and_the_newest_comes_first() {
        let db = empty().await;
        let before = db.latest_entries(20).await.expect("entries");
        assert_eq!(before.len(), 20);

        let new = db
            .insert_entry("Ada", "<b>Hello</b>")
            .await
            .expect("an entry");
        let after = db.latest_entries(20).await.expect("entries");
        assert_eq!(after.len(), 20);
        assert_eq!(after[0], new);
        assert_eq!(after[1..], before[..19]);
    }
}

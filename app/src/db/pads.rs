//! Notepads: one text under each name.

use super::Db;
use crate::data::Pad;

impl Db {
    /// What is written on a pad. One that nobody has used is empty.
    pub async fn pad(&self, name: &str) -> Result<Pad, sqlx::Error> {
        let pad = sqlx::query_as("SELECT name, text FROM pads WHERE name = ?")
            .bind(name)
            .fetch_optional(self.pool().await)
            .await?;
        Ok(pad.unwrap_or_else(|| Pad {
            name: name.into(),
            text: String::new(),
        }))
    }

    /// Writes this on a pad, in place of what was there.
    pub async fn save_pad(&self, name: &str, text: &str) -> Result<Pad, sqlx::Error> {
        sqlx::query_as(
            "INSERT INTO pads (name, text) VALUES (?, ?)
             ON CONFLICT (name) DO UPDATE
             SET text = excluded.text, saved_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
             RETURNING name, text",
        )
        .bind(name)
        .bind(text)
        .fetch_one(self.pool().await)
        .await
    }
}

#[cfg(test)]
mod tests {
    use crate::db::tests::empty;

    #[tokio::test]
    async fn what_was_written_last_is_what_stands_there() {
        let db = empty().await;
        assert_eq!(db.pad("attic").await.expect("a pad").text, "");
        for text in ["One", "One, two", ""] {
            let saved = db.save_pad("attic", text).await.expect("a pad");
            assert_eq!(saved.text, text);
            assert_eq!(db.pad("attic").await.expect("a pad"), saved);
        }
    }

    #[tokio::test]
    async fn each_name_is_a_pad_of_its_own() {
        let db = empty().await;
        let desk = db.pad("desk").await.expect("a pad");
        assert_ne!(desk.text, "");
        db.save_pad("attic", "Mine").await.expect("a pad");
        assert_eq!(db.pad("desk").await.expect("a pad"), desk);
    }
}

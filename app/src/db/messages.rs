//! Conversations.

use super::Db;
use crate::data::{Message, Talk};

impl Db {
    /// The last `count` messages of a room, the newest last.
    pub async fn latest_messages(&self, room: &str, count: u32) -> Result<Talk, sqlx::Error> {
        // One more than is shown tells whether there are earlier ones.
        let mut messages: Vec<Message> = sqlx::query_as(
            "SELECT id, author, text, created_at FROM messages WHERE room = ? ORDER BY id DESC LIMIT ?",
        )
        .bind(room)
        .bind(i64::from(count) + 1)
        .fetch_all(self.pool().await)
        .await?;
        let has_earlier = messages.len() > count as usize;
        messages.truncate(count as usize);
        messages.reverse();
        Ok(Talk {
            messages,
            has_earlier,
        })
    }

    /// Adds what a visitor says.
    pub async fn insert_message(&self, room: &str, text: &str) -> Result<Message, sqlx::Error> {
        sqlx::query_as(
            "INSERT INTO messages (room, text) VALUES (?, ?) RETURNING id, author, text, created_at",
        )
        .bind(room)
        .bind(text)
        .fetch_one(self.pool().await)
        .await
    }
}

#[cfg(test)]
mod tests {
    use crate::db::tests::empty;

    #[tokio::test]
    async fn the_newest_message_is_the_last_and_says_whether_there_are_earlier_ones() {
        let db = empty().await;
        let one = db.insert_message("attic", "One").await.expect("a message");
        let two = db.insert_message("attic", "Two").await.expect("a message");

        let all = db.latest_messages("attic", 2).await.expect("messages");
        assert_eq!(all.messages, [one, two.clone()]);
        assert!(!all.has_earlier);

        let last = db.latest_messages("attic", 1).await.expect("messages");
        assert_eq!(last.messages, [two]);
        assert!(last.has_earlier);
    }

    #[tokio::test]
    async fn a_room_hears_nothing_of_another_one() {
        let db = empty().await;
        let before = db.latest_messages("stone", 50).await.expect("messages");
        assert!(!before.messages.is_empty());
        db.insert_message("attic", "Psst.")
            .await
            .expect("a message");
        let after = db.latest_messages("stone", 50).await.expect("messages");
        assert_eq!(after, before);
    }
}

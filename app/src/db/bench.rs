//! What lies on the workbench.

use super::Db;
use crate::data::{Hole, Mixture, Note};

impl Db {
    /// Puts a new ink on the shelf.
    pub async fn insert_ink(
        &self,
        first: &str,
        second: &str,
        colour: &str,
    ) -> Result<Mixture, sqlx::Error> {
        sqlx::query_as(
            "INSERT INTO inks (first, second, colour) VALUES (?, ?, ?)
             RETURNING id, first, second, colour",
        )
        .bind(first)
        .bind(second)
        .bind(colour)
        .fetch_one(self.pool().await)
        .await
    }

    /// The newest inks, newest first.
    pub async fn latest_inks(&self, count: u32) -> Result<Vec<Mixture>, sqlx::Error> {
        sqlx::query_as("SELECT id, first, second, colour FROM inks ORDER BY id DESC LIMIT ?")
            .bind(count)
            .fetch_all(self.pool().await)
            .await
    }

    /// Puts a note into a pigeonhole.
    pub async fn insert_note(&self, hole: Hole, text: &str) -> Result<Note, sqlx::Error> {
        sqlx::query_as("INSERT INTO notes (hole, text) VALUES (?, ?) RETURNING id, hole, text")
            .bind(hole)
            .bind(text)
            .fetch_one(self.pool().await)
            .await
    }

    /// The newest notes of all pigeonholes, newest first.
    pub async fn latest_notes(&self, count: u32) -> Result<Vec<Note>, sqlx::Error> {
        sqlx::query_as("SELECT id, hole, text FROM notes ORDER BY id DESC LIMIT ?")
            .bind(count)
            .fetch_all(self.pool().await)
            .await
    }
}

#[cfg(test)]
mod tests {
    use crate::{data::Hole, db::tests::empty};

    #[tokio::test]
    async fn the_newest_ink_comes_first() {
        let db = empty().await;
        let ink = db
            .insert_ink("Yellow", "Warm red", "#f02a00")
            .await
            .expect("an ink");
        assert_eq!(db.latest_inks(1).await.expect("inks"), [ink]);
    }

    #[tokio::test]
    async fn a_note_stays_in_its_pigeonhole() {
        let db = empty().await;
        let note = db
            .insert_note(Hole::Printer, "Less ink.")
            .await
            .expect("a note");
        assert_eq!(note.hole, Hole::Printer);
        assert_eq!(db.latest_notes(1).await.expect("notes"), [note]);
    }
}

//! The prints on the wall, and how many people like them.

use super::Db;
use crate::data::{Print, PrintId};

impl Db {
    /// All prints, in the order in which they hang.
    pub async fn prints(&self) -> Result<Vec<Print>, sqlx::Error> {
        sqlx::query_as("SELECT id, title, technique, likes FROM prints ORDER BY id")
            .fetch_all(self.pool().await)
            .await
    }

    /// One more likes a print: how many do now. `None` where there is no such print.
    pub async fn like_print(&self, id: PrintId) -> Result<Option<u32>, sqlx::Error> {
        sqlx::query_scalar("UPDATE prints SET likes = likes + 1 WHERE id = ? RETURNING likes")
            .bind(id)
            .fetch_optional(self.pool().await)
            .await
    }
}

#[cfg(test)]
mod tests {
    use crate::{data::PrintId, db::tests::empty};

    #[tokio::test]
    async fn each_like_counts_for_one_print_and_none_is_lost() {
        let db = empty().await;
        let mut prints = db.prints().await.expect("prints");
        assert!(prints.len() > 1);

        for _ in 0..3 {
            prints[1].likes += 1;
            let likes = db.like_print(prints[1].id).await.expect("a like");
            assert_eq!(likes, Some(prints[1].likes));
        }
        assert_eq!(db.prints().await.expect("prints"), prints);
    }

    #[tokio::test]
    async fn liking_nothing_says_so() {
        let db = empty().await;
        let likes = db.like_print(PrintId(4711)).await.expect("an answer");
        assert_eq!(likes, None);
    }
}

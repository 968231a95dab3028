//! Articles and drafts.

use super::Db;
use crate::data::{Article, ArticleState};

impl Db {
    /// The newest articles and drafts, newest first.
    pub async fn latest_articles(&self, count: u32) -> Result<Vec<Article>, sqlx::Error> {
        sqlx::query_as(
            "SELECT id, title, body, state, created_at FROM articles ORDER BY id DESC LIMIT ?",
        )
        .bind(count)
        .fetch_all(self.pool().await)
        .await
    }

    /// Keeps an article.
    pub async fn insert_article(
        &self,
        title: &str,
        body: &str,
        state: ArticleState,
    ) -> Result<Article, sqlx::Error> {
        sqlx::query_as(
            "INSERT INTO articles (title, body, state) VALUES (?, ?, ?)
             RETURNING id, title, body, state, created_at",
        )
        .bind(title)
        .bind(body)
        .bind(state)
        .fetch_one(self.pool().await)
        .await
    }
}

#[cfg(test)]
mod tests {
    use crate::{data::ArticleState, db::tests::empty};

    #[tokio::test]
    async fn an_article_keeps_its_state_and_the_newest_comes_first() {
        let db = empty().await;
        let draft = db
            .insert_article("One", "", ArticleState::Draft)
            .await
            .expect("a draft");
        let article = db
            .insert_article("Two", "Text", ArticleState::Published)
            .await
            .expect("an article");
        assert_eq!(
            db.latest_articles(2).await.expect("articles"),
            [article, draft]
        );
    }
}

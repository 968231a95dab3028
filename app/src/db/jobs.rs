//! The day book.

use super::Db;
use crate::data::Job;

impl Db {
    /// The newest jobs, newest first; with `before`, the newest of those before that one.
    pub async fn jobs_before(
        &self,
        before: Option<i64>,
        count: u32,
    ) -> Result<Vec<Job>, sqlx::Error> {
        sqlx::query_as(
            "SELECT id, copies, work, customer, created_at FROM jobs
             WHERE id < ? ORDER BY id DESC LIMIT ?",
        )
        .bind(before.unwrap_or(i64::MAX))
        .bind(count)
        .fetch_all(&self.0)
        .await
    }
}

#[cfg(test)]
mod tests {
    use crate::db::tests::empty;

    #[tokio::test]
    async fn page_after_page_shows_each_job_once_and_then_there_are_no_more() {
        let db = empty().await;
        let mut seen = Vec::new();
        loop {
            let page = db
                .jobs_before(seen.last().copied(), 30)
                .await
                .expect("jobs");
            if page.is_empty() {
                break;
            }
            assert!(page.len() <= 30);
            seen.extend(page.into_iter().map(|job| job.id));
        }
        assert_eq!(seen, (1..=200).rev().collect::<Vec<_>>());
    }
}

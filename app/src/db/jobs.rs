//! The day book.

use super::Db;
use crate::data::{Job, Leaf};

impl Db {
    /// The newest jobs, newest first; with `before`, the newest of those before that one.
    pub async fn jobs_before(&self, before: Option<i64>, count: u32) -> Result<Leaf, sqlx::Error> {
        // One more than is shown tells whether there are older ones.
        let mut jobs: Vec<Job> = sqlx::query_as(
            "SELECT id, copies, work, customer, created_at FROM jobs
             WHERE id < ? ORDER BY id DESC LIMIT ?",
        )
        .bind(before.unwrap_or(i64::MAX))
        .bind(i64::from(count) + 1)
        .fetch_all(self.pool().await)
        .await?;
        let has_older = jobs.len() > count as usize;
        jobs.truncate(count as usize);
        Ok(Leaf { jobs, has_older })
    }
}

#[cfg(test)]
mod tests {
    use crate::db::tests::empty;

    #[tokio::test]
    async fn leaf_after_leaf_shows_each_job_once_and_the_last_one_says_so() {
        let db = empty().await;
        for size in [30, 50] {
            let mut seen = Vec::new();
            loop {
                let last = seen.last().copied();
                let leaf = db.jobs_before(last, size).await.expect("jobs");
                assert!(!leaf.jobs.is_empty() && leaf.jobs.len() <= size as usize);
                seen.extend(leaf.jobs.into_iter().map(|job| job.id));
                if !leaf.has_older {
                    break;
                }
            }
            assert_eq!(seen, (1..=200).rev().collect::<Vec<_>>());
        }
    }
}

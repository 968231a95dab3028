//! How often the presses of the queue page were started, and how often they came to the end.

use super::Db;
use crate::data::Runs;

impl Db {
    /// The runs of all presses.
    pub async fn runs(&self) -> Result<Vec<Runs>, sqlx::Error> {
        sqlx::query_as("SELECT policy, begun, finished FROM runs ORDER BY policy")
            .fetch_all(self.pool().await)
            .await
    }

    /// A run of the press with this policy begins.
    pub async fn begin_run(&self, policy: &str) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE runs SET begun = begun + 1 WHERE policy = ?")
            .bind(policy)
            .execute(self.pool().await)
            .await
            .map(|_| ())
    }

    /// A run has come to its end.
    pub async fn finish_run(&self, policy: &str) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE runs SET finished = finished + 1 WHERE policy = ?")
            .bind(policy)
            .execute(self.pool().await)
            .await
            .map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use crate::{data::Runs, db::tests::empty};

    #[tokio::test]
    async fn a_run_that_was_stopped_has_begun_and_not_finished() {
        let db = empty().await;
        db.begin_run("latest").await.expect("a run");
        db.begin_run("latest").await.expect("a run");
        db.finish_run("latest").await.expect("a run");

        let of = |policy: &str, begun, finished| Runs {
            policy: policy.into(),
            begun,
            finished,
        };
        assert_eq!(
            db.runs().await.expect("runs"),
            [
                of("drop", 0, 0),
                of("latest", 2, 1),
                of("parallel", 0, 0),
                of("queue", 0, 0)
            ]
        );
    }
}

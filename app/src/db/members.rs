//! The people who work at the press.

use super::Db;
use crate::data::{Member, MemberId};

impl Db {
    /// Everyone, in the order in which they sit.
    pub async fn members(&self) -> Result<Vec<Member>, sqlx::Error> {
        sqlx::query_as("SELECT id, name, role FROM members ORDER BY id")
            .fetch_all(self.pool().await)
            .await
    }

    /// Gives a member another name. `None` where there is no such member.
    pub async fn rename_member(
        &self,
        id: MemberId,
        name: &str,
    ) -> Result<Option<Member>, sqlx::Error> {
        sqlx::query_as("UPDATE members SET name = ? WHERE id = ? RETURNING id, name, role")
            .bind(name)
            .bind(id)
            .fetch_optional(self.pool().await)
            .await
    }
}

#[cfg(test)]
mod tests {
    use crate::{data::MemberId, db::tests::empty};

    #[tokio::test]
    async fn renaming_changes_one_member_and_keeps_the_order() {
        let db = empty().await;
        let mut members = db.members().await.expect("members");
        assert!(members.len() > 2);

        let renamed = db
            .rename_member(members[1].id, "Ada")
            .await
            .expect("a rename");
        members[1].name = "Ada".into();
        assert_eq!(renamed.as_ref(), Some(&members[1]));
        assert_eq!(db.members().await.expect("members"), members);
    }

    #[tokio::test]
    async fn renaming_nobody_says_so() {
        let db = empty().await;
        assert_eq!(
            db.rename_member(MemberId(4711), "Ada")
                .await
                .expect("an answer"),
            None
        );
    }
}

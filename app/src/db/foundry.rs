//! The foundry: what it casts, and what was ordered from it.

use super::Db;
use crate::data::Casting;

impl Db {
    /// What the foundry casts, by name.
    pub async fn founts(&self) -> Result<Vec<String>, sqlx::Error> {
        sqlx::query_scalar("SELECT name FROM founts ORDER BY name")
            .fetch_all(self.pool().await)
            .await
    }

    /// Orders a fount; `None` where the foundry does not cast it.
    pub async fn order_casting(
        &self,
        fount: &str,
        kilos: u32,
    ) -> Result<Option<Casting>, sqlx::Error> {
        sqlx::query_as(
            "INSERT INTO castings (fount, kilos) SELECT name, ? FROM founts WHERE name = ?
             RETURNING id, fount, kilos",
        )
        .bind(kilos)
        .bind(fount)
        .fetch_optional(self.pool().await)
        .await
    }

    /// The newest orders, newest first.
    pub async fn latest_castings(&self, count: u32) -> Result<Vec<Casting>, sqlx::Error> {
        sqlx::query_as("SELECT id, fount, kilos FROM castings ORDER BY id DESC LIMIT ?")
            .bind(count)
            .fetch_all(self.pool().await)
            .await
    }
}

#[cfg(test)]
mod tests {
    use crate::db::tests::empty;

    #[tokio::test]
    async fn what_is_in_the_catalogue_can_be_ordered_and_nothing_else() {
        let db = empty().await;
        let fount = db.founts().await.expect("founts").remove(0);
        let ordered = db.order_casting(&fount, 3).await.expect("an order");
        let ordered = ordered.expect("it is cast here");
        assert_eq!((ordered.fount.as_str(), ordered.kilos), (fount.as_str(), 3));
        assert_eq!(db.latest_castings(1).await.expect("orders"), [ordered]);
        assert_eq!(db.order_casting("Comic Sans", 3).await.expect("none"), None);
    }
}

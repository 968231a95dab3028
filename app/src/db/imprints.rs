//! What the house says of itself: one imprint under each name.

use super::Db;
use crate::data::Imprint;
use sqlx::{Row, sqlite::SqliteRow};

/// Between two subjects, none of which holds a line break.
const SEPARATOR: char = '\n';

fn read(house: &str, row: &SqliteRow) -> Result<Imprint, sqlx::Error> {
    let subjects: String = row.try_get("subjects")?;
    Ok(Imprint {
        house: house.into(),
        name: row.try_get("name")?,
        motto: row.try_get("motto")?,
        paper: row.try_get("paper")?,
        binding: row.try_get("binding")?,
        is_open: row.try_get("is_open")?,
        subjects: subjects
            .split(SEPARATOR)
            .filter(|subject| !subject.is_empty())
            .map(str::to_owned)
            .collect(),
    })
}

impl Db {
    /// The imprint of a house. One that has none begins with that of Pressroom.
    pub async fn imprint(&self, house: &str) -> Result<Imprint, sqlx::Error> {
        let row = sqlx::query(
            "SELECT * FROM imprints WHERE house IN (?, 'pressroom') ORDER BY house = 'pressroom' LIMIT 1",
        )
        .bind(house)
        .fetch_one(self.pool().await)
        .await?;
        read(house, &row)
    }

    /// Keeps this as the imprint of a house.
    pub async fn save_imprint(&self, imprint: &Imprint) -> Result<(), sqlx::Error> {
        let subjects = imprint.subjects.join(&SEPARATOR.to_string());
        sqlx::query(
            "INSERT INTO imprints (house, name, motto, paper, binding, is_open, subjects)
             VALUES (?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (house) DO UPDATE SET name = excluded.name, motto = excluded.motto, paper = excluded.paper,
                 binding = excluded.binding, is_open = excluded.is_open, subjects = excluded.subjects",
        )
        .bind(&imprint.house)
        .bind(&imprint.name)
        .bind(&imprint.motto)
        .bind(&imprint.paper)
        .bind(&imprint.binding)
        .bind(imprint.is_open)
        .bind(subjects)
        .execute(self.pool().await)
        .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::{data::Imprint, db::tests::empty};

    #[tokio::test]
    async fn what_was_saved_last_is_what_stands_there_and_each_house_has_its_own() {
        let db = empty().await;
        let own = db.imprint("pressroom").await.expect("an imprint");
        let first = db.imprint("attic").await.expect("an imprint");
        assert_eq!((&first.house[..], &first.name), ("attic", &own.name));
        let bare = Imprint {
            house: "attic".into(),
            name: "Attic".into(),
            ..Imprint::default()
        };
        for imprint in [bare, first] {
            db.save_imprint(&imprint).await.expect("saved");
            assert_eq!(db.imprint("attic").await.expect("an imprint"), imprint);
        }
        assert_eq!(db.imprint("pressroom").await.expect("an imprint"), own);
    }
}

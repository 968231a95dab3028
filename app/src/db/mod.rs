//! Pressroom's database: one SQLite file, brought up to date when it is opened.

mod articles;
mod bench;
mod counters;
mod entries;
mod foundry;
mod imprints;
mod jobs;
mod members;
mod messages;
mod pads;
mod prints;
mod runs;
mod telegrams;
mod users;

pub use users::CreateUserError;

use sqlx::{
    SqlitePool,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{str::FromStr, time::Duration};

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Readers run beside each other in WAL mode; writers queue for [`BUSY_TIMEOUT`] anyway.
const CONNECTIONS: u32 = 8;
/// How long a writer waits for another one before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a request waits for a free connection before it fails.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    pool: SqlitePool,
    lateness: Duration,
}

impl Db {
    /// Opens the database at an address such as `sqlite://pressroom.sqlite` or `sqlite::memory:`, creates
    /// the file where there is none, and brings its tables up to date.
    ///
    /// # Errors
    /// Each variant of [`OpenError`] says which address or file, why, and what to do.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        // SQLite itself would take any other address for the name of a file.
        if !url.starts_with("sqlite:") {
            return Err(OpenError::Address {
                url: url.into(),
                why: "it begins with no `sqlite:`".into(),
            });
        }
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|source| OpenError::Address {
                url: url.into(),
                why: source.to_string(),
            })?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // In WAL mode this loses no consistency, only the last moments before a power cut.
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(BUSY_TIMEOUT);
        let file = options.get_filename().display().to_string();

        // A database in memory is gone with its last connection.
        let in_memory = url.contains(":memory:") || url.contains("mode=memory");
        let pool = SqlitePoolOptions::new().acquire_timeout(ACQUIRE_TIMEOUT);
        let pool = if in_memory {
            pool.min_connections(1)
                .max_connections(1)
                .idle_timeout(None)
                .max_lifetime(None)
        } else {
            pool.max_connections(CONNECTIONS)
        };
        let pool = pool
            .connect_with(options)
            .await
            .map_err(|source| OpenError::Open {
                file: file.clone(),
                source,
            })?;

        MIGRATIONS.run(&pool).await.map_err(|source| match source {
            MigrateError::Execute(source) => OpenError::Open {
                file: file.clone(),
                source,
            },
            source => OpenError::Migrate {
                file: file.clone(),
                source,
            },
        })?;
        Ok(Self {
            pool,
            lateness: Duration::ZERO,
        })
    }

    /// Waits for pending statements and closes all connections, so that the file is complete.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// The same database, but what is read or written comes this much later.
    pub fn late(&self, lateness: Duration) -> Self {
        Self {
            pool: self.pool.clone(),
            lateness,
        }
    }

    async fn pool(&self) -> &SqlitePool {
        if !self.lateness.is_zero() {
            tokio::time::sleep(self.lateness).await;
        }
        &self.pool
    }
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is not one of SQLite's.
    #[error(
        "`{url}` is not the address of an SQLite database ({why}); \
         set DATABASE_URL to something like sqlite://pressroom.sqlite"
    )]
    Address { url: String, why: String },
    /// The file cannot be created, read or written, or is no database.
    #[error(
        "the database file `{file}` could not be opened ({source}); check that its folder exists, that this \
         user may write there and that the file is an SQLite database, or name another file in DATABASE_URL"
    )]
    Open { file: String, source: sqlx::Error },
    /// The tables are not those of this version.
    #[error(
        "the tables in `{file}` could not be brought up to date ({source}); the file was probably made by \
         another version of Pressroom: move it away or name another one in DATABASE_URL, and start again"
    )]
    Migrate { file: String, source: MigrateError },
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fresh database, gone when it is dropped.
    pub(super) async fn empty() -> Db {
        Db::open("sqlite::memory:")
            .await
            .unwrap_or_else(|error| panic!("{error}"))
    }

    #[tokio::test]
    async fn a_missing_file_is_created_and_a_second_start_keeps_what_is_in_it() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let url = format!("sqlite://{}", folder.path().join("new.sqlite").display());

        let db = Db::open(&url).await.expect("the first start");
        let entry = db.insert_entry("Ada", "Hello").await.expect("an entry");
        db.close().await;

        let db = Db::open(&url).await.expect("the second start");
        assert_eq!(db.latest_entries(1).await.expect("entries"), [entry]);
    }

    #[tokio::test]
    async fn a_missing_folder_is_an_error_that_names_the_file_and_the_way_out() {
        let error = Db::open("sqlite:///no/such/folder/p.sqlite")
            .await
            .expect_err("no folder");
        let text = error.to_string();
        assert!(matches!(error, OpenError::Open { .. }), "{text}");
        assert!(
            text.contains("/no/such/folder/p.sqlite") && text.contains("DATABASE_URL"),
            "{text}"
        );
    }

    #[tokio::test]
    async fn a_file_that_is_no_database_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let file = folder.path().join("letter.txt");
        std::fs::write(&file, "Dear reader, this is not a database.".repeat(40)).expect("a file");
        let error = Db::open(&format!("sqlite://{}", file.display()))
            .await
            .expect_err("no database");
        assert!(error.to_string().contains("letter.txt"), "{error}");
    }

    #[tokio::test]
    async fn an_address_of_another_kind_is_an_error_that_names_it() {
        let error = Db::open("postgres://localhost/pressroom")
            .await
            .expect_err("not SQLite");
        assert!(matches!(error, OpenError::Address { .. }), "{error}");
        assert!(
            error.to_string().contains("postgres://localhost/pressroom"),
            "{error}"
        );
    }

    #[tokio::test]
    async fn a_file_from_a_newer_version_is_an_error_that_says_so() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let url = format!("sqlite://{}", folder.path().join("newer.sqlite").display());
        let db = Db::open(&url).await.expect("the first start");
        sqlx::query(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'from the future', TRUE, x'00', 0)",
        )
        .execute(&db.pool)
        .await
        .expect("a migration of a newer version");
        db.close().await;

        let error = Db::open(&url).await.expect_err("a newer file");
        assert!(matches!(error, OpenError::Migrate { .. }), "{error}");
    }
}

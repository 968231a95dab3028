//! Configuration, by environment.

use leptos::{config::errors::LeptosConfigError, prelude::*};

/// Beside the working directory, so that a fresh clone needs no setting.
const DEFAULT_DATABASE_URL: &str = "sqlite://pressroom.sqlite";

/// What the server needs to know.
#[derive(Clone, Debug)]
pub struct Config {
    /// `LEPTOS_*`: address (`LEPTOS_SITE_ADDR`, by default 127.0.0.1:3000), where the built site lies
    /// (`LEPTOS_SITE_ROOT`), and how its files are called.
    pub leptos: LeptosOptions,
    /// `DATABASE_URL`, by default [`DEFAULT_DATABASE_URL`].
    pub database_url: String,
    /// Whether `cargo leptos watch` started us and its reload socket may be reached.
    pub watched: bool,
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// Where a variable of Leptos' does not hold what it should.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            leptos: get_configuration(None)?.leptos_options,
            database_url: std::env::var("DATABASE_URL")
                .ok()
                .filter(|url| !url.is_empty())
                .unwrap_or_else(|| DEFAULT_DATABASE_URL.into()),
            watched: std::env::var_os("LEPTOS_WATCH").is_some(),
        })
    }
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
#[error(
    "one of the LEPTOS_* environment variables cannot be read: {0}; LEPTOS_SITE_ADDR for example is an address \
     with a port, such as 127.0.0.1:3000"
)]
pub struct ConfigError(#[from] LeptosConfigError);

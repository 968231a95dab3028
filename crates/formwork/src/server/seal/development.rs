use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::keys::{Keys, random_secret};

impl Keys {
    /// The keys in a file, which is made with one random key where there is none: in development a restart then
    /// breaks no open page. Keep the file out of version control, and use [`Keys::from_config`] in production.
    ///
    /// The file is readable by its owner only and appears complete or not at all; of servers that start at the
    /// same time one makes it and the others read that one's. It may hold several keys, as in `FORMWORK_KEYS`.
    /// Blocks: call it while starting.
    ///
    /// # Errors
    ///
    /// When the file can be neither read nor made, or holds something else than keys.
    ///
    /// # Panics
    ///
    /// When the operating system gives no random numbers.
    pub fn development(path: &Path) -> io::Result<Self> {
        match read(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                create(path)?;
                // Read back even when it is ours: one way in, and what is on disk is what counts.
                read(path)
            }
            result => result,
        }
    }
}

fn read(path: &Path) -> io::Result<Keys> {
    let text = fs::read_to_string(path)?;
    warn_if_shared(path);
    Keys::from_config(&text).map_err(|error| {
        let message = format!(
            "{} does not hold keys ({error}): delete it, and a new one is made",
            path.display()
        );
        io::Error::new(ErrorKind::InvalidData, message)
    })
}

fn create(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    // A temporary file is made for its owner only (0600), and persists with a link that fails where there is
    // a file already.
    let mut file = tempfile::Builder::new()
        .prefix(".formwork-key-")
        .tempfile_in(folder)?;
    writeln!(file, "{}", STANDARD.encode(random_secret()))?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.error),
    }
}

#[cfg(unix)]
fn warn_if_shared(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    if fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0) {
        tracing::warn!(path = %path.display(), "others can read the key file: run `chmod 600` on it");
    }
}

#[cfg(not(unix))]
fn warn_if_shared(_path: &Path) {}

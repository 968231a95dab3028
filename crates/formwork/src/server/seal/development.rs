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

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::server::seal::SealContext;

    const CONTEXT: SealContext<'_> = SealContext {
        purpose: "test",
        action: "",
        principal: "",
    };

    fn sealed(keys: &Keys) -> String {
        keys.seal(&CONTEXT, Duration::from_secs(60), b"7").unwrap()
    }

    fn opens(keys: &Keys, token: &str) -> bool {
        keys.open(&CONTEXT, SystemTime::now(), token).is_ok()
    }

    #[test]
    fn is_made_once_and_survives_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("made/on/demand.key");
        let token = sealed(&Keys::development(&path).unwrap());
        assert!(opens(&Keys::development(&path).unwrap(), &token));
        assert_eq!(
            std::fs::read_dir(path.parent().unwrap()).unwrap().count(),
            1,
            "a temporary file was left"
        );
    }

    #[cfg(unix)]
    #[test]
    fn is_readable_by_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        Keys::development(&path).unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn is_the_same_for_servers_that_start_together() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let keys: Vec<_> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..16)
                .map(|_| scope.spawn(|| Keys::development(&path).unwrap()))
                .collect();
            starts
                .into_iter()
                .map(|start| start.join().unwrap())
                .collect()
        });
        let token = sealed(&keys[0]);
        assert!(keys.iter().all(|keys| opens(keys, &token)));
    }

    #[test]
    fn that_is_damaged_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, "half a k").unwrap();
        let error = Keys::development(&path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidData);
        assert!(error.to_string().contains("delete it"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "half a k");
    }
}

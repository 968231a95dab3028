//! What a file says, read again when the file has changed.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

/// The file that was read last, as of its time, and what was made of it.
pub(super) struct CachedFile<T>(Mutex<Option<(PathBuf, SystemTime, T)>>);

impl<T: Clone> CachedFile<T> {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// What `parse` makes of the file's content. Where that was nothing, it is asked again.
    pub(super) fn get(
        &self,
        path: &Path,
        parse: impl FnOnce(io::Result<Vec<u8>>) -> Option<T>,
    ) -> Option<T> {
        let changed = fs::metadata(path).and_then(|file| file.modified()).ok();
        let mut read = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some((at, when, value)), Some(changed)) = (&*read, changed)
            && at == path
            && *when == changed
        {
            return Some(value.clone());
        }
        let value = parse(fs::read(path))?;
        *read = changed.map(|changed| (path.into(), changed, value.clone()));
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_file_is_parsed_again_when_it_has_changed_and_where_nothing_came_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hash.txt");
        let cached = CachedFile::new();
        let read = || cached.get(&path, Result::ok);
        assert_eq!(read(), None, "it is not there yet");
        fs::write(&path, "one").unwrap();
        assert_eq!(read().as_deref(), Some(&b"one"[..]));
        let known = cached.get(&path, |_| panic!("it has not changed"));
        assert_eq!(known.as_deref(), Some(&b"one"[..]));
        fs::write(&path, "two").unwrap();
        let later = SystemTime::now() + Duration::from_secs(1);
        fs::File::options()
            .write(true)
            .open(&path)
            .and_then(|file| file.set_modified(later))
            .unwrap();
        assert_eq!(read().as_deref(), Some(&b"two"[..]));
    }
}

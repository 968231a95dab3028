//! Files of forms as the server has them: on its disk.

use crate::fields::File;
use std::{io, path::Path};

impl File {
    /// A file whose content has been written to a temporary file, which is deleted with the last clone.
    pub fn from_temp(
        name: impl Into<String>,
        content_type: impl Into<String>,
        size: u64,
        path: tempfile::TempPath,
    ) -> Self {
        Self::of(name.into(), content_type.into(), size, path)
    }

    /// Where the content lies on disk. Only on the server. The path is valid as long as a clone of this file
    /// lives.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] for a file that a browser holds.
    pub fn path(&self) -> io::Result<&Path> {
        let path = self.content::<tempfile::TempPath>();
        path.map(AsRef::as_ref)
            .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "this file is not on this disk"))
    }

    /// Opens the content for reading. Only on the server.
    ///
    /// # Errors
    /// Those of the file system.
    pub async fn open(&self) -> io::Result<tokio::fs::File> {
        tokio::fs::File::open(self.path()?).await
    }

    /// Reads the whole content into memory: for small files. Only on the server.
    ///
    /// # Errors
    /// Those of the file system.
    pub async fn read(&self) -> io::Result<Vec<u8>> {
        tokio::fs::read(self.path()?).await
    }

    /// Copies the content to a place of yours. Only on the server. Make up the file's name yourself.
    ///
    /// # Errors
    /// Those of the file system.
    pub async fn copy_to(&self, path: impl AsRef<Path>) -> io::Result<()> {
        tokio::fs::copy(self.path()?, path).await.map(drop)
    }
}

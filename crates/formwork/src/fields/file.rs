//! A file in a form.

#[cfg(feature = "ssr")]
use std::{io, path::Path, sync::Arc};

/// A file in a form: on the server a temporary file on disk, in the browser a handle to what was chosen.
///
/// Name and content type are what the browser says they are. Never use them as a path, and never trust
/// them for what the content is.
#[derive(Clone)]
pub struct File {
    name: String,
    content_type: String,
    size: u64,
    content: Content,
}

#[derive(Clone)]
enum Content {
    #[cfg(feature = "ssr")]
    Disk(Arc<tempfile::TempPath>),
    #[cfg(feature = "browser")]
    Browser(send_wrapper::SendWrapper<web_sys::File>),
    #[cfg_attr(any(feature = "ssr", feature = "browser"), allow(dead_code))]
    Nothing,
}

impl File {
    /// The file's name on the person's device.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content type that the browser guessed from the name; empty where it could not.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether this stands for an input in which no file was chosen.
    pub(crate) fn is_none_chosen(&self) -> bool {
        self.name.is_empty() && self.size == 0
    }
}

#[cfg(feature = "ssr")]
impl File {
    /// A file whose content has been written to a temporary file, which is deleted with the last clone.
    pub fn from_temp(
        name: impl Into<String>,
        content_type: impl Into<String>,
        size: u64,
        path: tempfile::TempPath,
    ) -> Self {
        let content = Content::Disk(Arc::new(path));
        Self {
            name: name.into(),
            content_type: content_type.into(),
            size,
            content,
        }
    }

    /// Where the content lies on disk. Only on the server. The path is valid as long as a clone of this file
    /// lives.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] for a file that a browser holds.
    pub fn path(&self) -> io::Result<&Path> {
        match &self.content {
            Content::Disk(path) => Ok(path),
            #[allow(unreachable_patterns, reason = "the other variants depend on features")]
            _ => Err(io::Error::new(
                io::ErrorKind::NotFound,
                "this file is not on this disk",
            )),
        }
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

#[cfg(feature = "browser")]
impl File {
    /// A file which the person chose.
    pub fn from_web(file: web_sys::File) -> Self {
        Self {
            name: file.name(),
            content_type: file.type_(),
            // A JavaScript number; whole and far below 2^53.
            size: file.size() as u64,
            content: Content::Browser(send_wrapper::SendWrapper::new(file)),
        }
    }

    /// The browser's own handle.
    pub fn as_web(&self) -> Option<&web_sys::File> {
        match &self.content {
            Content::Browser(file) => Some(file),
            #[allow(unreachable_patterns, reason = "the other variants depend on features")]
            _ => None,
        }
    }
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "File({} bytes, {:?})", self.size, self.content_type)
    }
}

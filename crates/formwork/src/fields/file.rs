//! A file in a form.

use std::{any::Any, sync::Arc};

/// A file in a form: on the server a temporary file on disk, in the browser a handle to what was chosen.
///
/// Name and content type are what the browser says they are. Never use them as a path, and never trust
/// them for what the content is.
#[derive(Clone)]
pub struct File {
    name: String,
    content_type: String,
    size: u64,
    content: Arc<dyn Any + Send + Sync>,
}

impl File {
    /// A file whose content is what its side knows.
    pub(crate) fn of(
        name: String,
        content_type: String,
        size: u64,
        content: impl Any + Send + Sync,
    ) -> Self {
        Self {
            name,
            content_type,
            size,
            content: Arc::new(content),
        }
    }

    /// The content, as its side knows it.
    pub(crate) fn content<T: 'static>(&self) -> Option<&T> {
        self.content.downcast_ref()
    }

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

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "File({} bytes, {:?})", self.size, self.content_type)
    }
}

//! A file in a form.

use std::{any::Any, sync::Arc};

/// A file in a form: on the server a temporary file on disk, in the browser a handle to the chosen file.
///
/// The browser claims the name and the content type. Never use the name as a path, and never trust the type.
#[derive(Clone)]
pub struct File {
    name: String,
    content_type: String,
    size: u64,
    content: Arc<dyn Any + Send + Sync>,
}

impl File {
    /// A file with the content of this side.
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

    /// The content on this side.
    pub(crate) fn content<T: 'static>(&self) -> Option<&T> {
        self.content.downcast_ref()
    }

    /// The file's name on the user's device.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The browser's guess of the content type, from the name; empty without one.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether this is the entry of an input without a chosen file.
    pub(crate) fn is_none_chosen(&self) -> bool {
        self.name.is_empty() && self.size == 0
    }
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "File({} bytes, {:?})", self.size, self.content_type)
    }
}

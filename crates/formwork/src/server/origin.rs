//! Whether a request comes from one of our own pages.

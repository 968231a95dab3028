//! Who holds a cookie of ours.

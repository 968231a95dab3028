//! Pressroom.

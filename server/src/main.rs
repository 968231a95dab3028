//! Pressroom server.
fn main() {}

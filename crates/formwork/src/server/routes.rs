//! Which paths the app's router knows.

use std::sync::OnceLock;

/// The pages that Leptos routes, by their patterns: `/posts/{id}`, `/files/{*path}`.
#[derive(Default)]
pub(super) struct Routes(OnceLock<Vec<String>>);

impl Routes {
    /// Set once, when the pages are put on a router.
    pub(super) fn set(&self, patterns: impl Iterator<Item = String>) {
        let _ = self.0.set(patterns.collect());
    }

    /// Whether this path, with or without a query and a fragment, is a page's.
    pub(super) fn have(&self, to: &str) -> bool {
        let path = to.split(['?', '#']).next().unwrap_or_default();
        let patterns = self.0.get().map(Vec::as_slice).unwrap_or_default();
        patterns.iter().any(|pattern| matches(pattern, path))
    }
}

fn matches(pattern: &str, path: &str) -> bool {
    let segments = |text: &'_ str| {
        let text = text.trim_matches('/');
        text.split('/').map(str::to_string).collect::<Vec<_>>()
    };
    let (pattern, path) = (segments(pattern), segments(path));
    for (at, expected) in pattern.iter().enumerate() {
        if expected.starts_with("{*") {
            return true;
        }
        let Some(found) = path.get(at) else {
            return false;
        };
        let is_parameter = expected.starts_with('{') && expected.ends_with('}');
        if found != expected && (!is_parameter || found.is_empty()) {
            return false;
        }
    }
    pattern.len() == path.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_pages_if_a_pattern_matches_it() {
        let routes = Routes::default();
        assert!(!routes.have("/"));
        let patterns = ["/", "/posts", "/posts/{id}", "/files/{*path}"];
        routes.set(patterns.into_iter().map(String::from));
        for to in [
            "/",
            "/?x=1",
            "/#low",
            "/posts",
            "/posts/",
            "/posts/7?x=/y#z",
            "/files/a/b",
        ] {
            assert!(routes.have(to), "{to}");
        }
        for to in [
            "/favicon.svg",
            "/post",
            "/posts/7/edit",
            "/auth/out?to=/posts",
        ] {
            assert!(!routes.have(to), "{to}");
        }
    }
}

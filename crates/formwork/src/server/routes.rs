//! Which paths the app's router knows, and what is chosen for some of them.

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

/// What is chosen for paths, by patterns: `/posts/:id` as in Leptos' `path!`, or `/posts/{id}` as in axum.
#[derive(Clone)]
pub(crate) struct ByRoute<T>(Vec<(String, T)>);

impl<T> Default for ByRoute<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy> ByRoute<T> {
    pub(super) fn set(&mut self, pattern: &str, value: T) {
        let pattern = pattern.split('/').map(|segment| {
            if let Some(name) = segment.strip_prefix(':') {
                format!("{{{name}}}")
            } else if let Some(name) = segment.strip_prefix('*') {
                format!("{{*{name}}}")
            } else {
                segment.to_string()
            }
        });
        let pattern = pattern.collect::<Vec<_>>().join("/");
        self.0.retain(|(other, _)| *other != pattern);
        self.0.push((pattern, value));
    }

    /// What is chosen for this path: of several patterns that match, by the most exact one.
    pub(super) fn of(&self, path: &str) -> Option<T> {
        let matching = self.0.iter().filter(|(pattern, _)| matches(pattern, path));
        let exact = matching.max_by_key(|(pattern, _)| exactness(pattern));
        exact.map(|(_, value)| *value)
    }

    /// A pattern that matches none of these routes.
    pub(super) fn without_page(&self, routes: &[String]) -> Option<&str> {
        let has_page = |pattern: &str| {
            let mut routes = routes.iter();
            routes.any(|route| matches(pattern, route) || matches(route, pattern))
        };
        let mut patterns = self.0.iter().map(|(pattern, _)| pattern.as_str());
        patterns.find(|pattern| !has_page(pattern))
    }
}

/// Compares as patterns do that match one path: at the first segment where they differ, the end comes before a name, that
/// before a parameter, and the rest of the path last.
fn exactness(pattern: &str) -> Vec<u8> {
    let segments = pattern.trim_matches('/').split('/');
    let rank = |segment: &str| match segment {
        rest if rest.starts_with("{*") => 0,
        parameter if is_parameter(parameter) => 1,
        _ => 2,
    };
    segments.map(rank).chain([3]).collect()
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
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
        if found != expected && (!is_parameter(expected) || found.is_empty()) {
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

    #[test]
    fn the_most_exact_pattern_decides_whatever_their_order() {
        let patterns = [
            "/posts/:id",
            "/*rest",
            "/posts/new",
            "/posts",
            "/posts/{id}/edit",
            "/:section/:id/edit",
            "/posts/:id/*more",
        ];
        let expected = [
            ("/", "/*rest"),
            ("/about", "/*rest"),
            ("/posts", "/posts"),
            ("/posts/", "/posts"),
            ("/posts/7", "/posts/:id"),
            ("/posts/new", "/posts/new"),
            ("/posts/7/edit", "/posts/{id}/edit"),
            ("/notes/7/edit", "/:section/:id/edit"),
            ("/posts/7/8", "/posts/:id/*more"),
        ];
        for turn in 0..patterns.len() {
            let mut patterns = patterns;
            patterns.rotate_left(turn);
            let mut chosen = ByRoute::default();
            for pattern in patterns {
                chosen.set(pattern, pattern);
            }
            for (path, pattern) in expected {
                assert_eq!(chosen.of(path), Some(pattern), "{path}");
            }
        }
    }

    #[test]
    fn nothing_is_chosen_where_no_pattern_matches_and_a_later_choice_replaces_an_earlier_one() {
        let mut chosen = ByRoute::default();
        assert_eq!(chosen.of("/posts/7"), None);
        chosen.set("/posts/:id", 1);
        chosen.set("/posts/{id}", 2);
        assert_eq!(chosen.of("/posts/7"), Some(2));
        for path in ["/", "/posts", "/posts/7/edit", "/notes/7"] {
            assert_eq!(chosen.of(path), None, "{path}");
        }
    }

    #[test]
    fn a_pattern_without_a_page_is_found() {
        let routes = ["/", "/posts/{id}", "/files/{*path}"].map(String::from);
        let mut chosen = ByRoute::default();
        for pattern in [
            "/",
            "/posts/:id",
            "/posts/7",
            "/files/a/b",
            "/*rest",
            "/posts/*rest",
        ] {
            chosen.set(pattern, ());
        }
        assert_eq!(chosen.without_page(&routes), None);
        chosen.set("/post/:id", ());
        assert_eq!(chosen.without_page(&routes), Some("/post/{id}"));
    }
}

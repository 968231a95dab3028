//! Where a redirect of an action leads: to a page of this app.

use crate::wire::Redirect;
use http::HeaderValue;
use url::Url;

/// Stands for the app's own origin, so that every other one shows.
const HERE: &str = "http://formwork.invalid";

/// A redirect from this page, given by its path and query: to a path of this app, or relative to the page, as a link in it
/// would be.
pub(super) fn resolved(page: &str, redirect: &Redirect) -> Option<Redirect> {
    let to = match redirect.to.as_str() {
        "" => return None,
        to if to.contains(char::is_control) => return None,
        to if is_path(to) => to.to_string(),
        to => relative(page, to)?,
    };
    Some(Redirect {
        to,
        ..redirect.clone()
    })
}

/// Whether the target is a path: `//host` and `/\\host` lead elsewhere.
fn is_path(to: &str) -> bool {
    let mut characters = to.chars();
    characters.next() == Some('/')
        && !matches!(characters.next(), Some('/' | '\\'))
        && HeaderValue::from_str(to).is_ok()
}

fn relative(page: &str, to: &str) -> Option<String> {
    // With a scheme of its own it is no relative one, even where it leads here.
    if Url::parse(to).is_ok() {
        return None;
    }
    let base = Url::parse(HERE).ok()?.join(page).ok()?;
    let target = base.join(to).ok()?;
    let path = target.as_str().strip_prefix(HERE)?;
    is_path(path).then(|| path.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(page: &str, to: &str) -> Option<String> {
        let redirect = Redirect {
            to: to.into(),
            replace: true,
            document: false,
        };
        let resolved = resolved(page, &redirect)?;
        assert!(resolved.replace);
        Some(resolved.to)
    }

    #[test]
    fn a_path_is_taken_as_it_is() {
        for to in ["/", "/posts/1?x=2#y", "/a//b", "/a/../b", "/.//b"] {
            assert_eq!(of("/page?x=1", to).as_deref(), Some(to));
        }
    }

    #[test]
    fn a_relative_one_is_resolved_as_a_link_in_the_page() {
        for (page, to, expected) in [
            ("/text", "?p=3", "/text?p=3"),
            ("/text?p=2&q=1", "?p=3", "/text?p=3"),
            ("/text?p=2", "#low", "/text?p=2#low"),
            ("/text?p=2", "other", "/other"),
            ("/a/text", "other?x=1", "/a/other?x=1"),
            ("/a/text/", "other", "/a/text/other"),
            ("/a/text", "../other", "/other"),
            ("/a/text", "./", "/a/"),
            ("/", "\u{e4}", "/%C3%A4"),
        ] {
            assert_eq!(of(page, to).as_deref(), Some(expected), "{page} {to}");
        }
    }

    #[test]
    fn it_stays_in_the_app() {
        for page in ["/", "/a/b?x=1"] {
            for to in [
                "",
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "https://evil.example",
                "https:evil",
                "http://formwork.invalid/",
                "http:formwork",
                "javascript:x",
                "x:y",
                "/a\r\nb",
                "/\t/x",
                "\t//x",
                "..//evil.example",
            ] {
                assert_eq!(of(page, to), None, "{page} {to:?}");
            }
        }
    }
}

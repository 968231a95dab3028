//! Step 1: the query parameters of ours, which are taken out of the URL before anything else sees it.

use crate::wire::{
    PARAM_ACTION, PARAM_BACK, PARAM_BOUND, PARAM_CANCEL, PARAM_DONE, PARAM_FROM, PARAM_KEY,
    PARAM_PREFIX, PARAM_PREV,
};
use http::Uri;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What a URL of ours says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marker {
    /// The action's id.
    pub action: Option<String>,
    /// The bound arguments of a `formaction`.
    pub bound: Option<String>,
    /// The key of the hook that a `formaction` reports to.
    pub key: Option<String>,
    /// The sealed previous state of that hook.
    pub prev: Option<String>,
    /// The id of the submission whose run is to stop.
    pub cancel: Option<String>,
    /// Whether nothing is run, and the page comes with what was typed.
    pub back: bool,
    /// Under which handle an outcome is kept.
    pub done: Option<String>,
    /// Under which handle the outcome of the page is kept that the form stood on.
    pub from: Option<String>,
    /// Whether there was a second action, which no form of ours sends.
    pub ambiguous: bool,
}

/// Takes the parameters of ours out of the URL.
pub(super) fn take(uri: &Uri) -> (Marker, Uri) {
    let Some(query) = uri.query() else {
        return (Marker::default(), uri.clone());
    };
    let mut marker = Marker::default();
    let mut kept: Vec<&str> = Vec::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if !name.starts_with(PARAM_PREFIX) {
            kept.push(pair);
            continue;
        }
        let value = decode(value);
        match name {
            PARAM_ACTION => {
                marker.ambiguous |= marker.action.is_some();
                marker.action = Some(value);
            }
            PARAM_BOUND => marker.bound = Some(value),
            PARAM_KEY => marker.key = Some(value),
            PARAM_PREV => marker.prev = Some(value),
            PARAM_CANCEL => marker.cancel = Some(value),
            PARAM_BACK => marker.back = true,
            PARAM_DONE => marker.done = Some(value),
            PARAM_FROM => marker.from = Some(value),
            _ => {}
        }
    }
    let clean = match kept.is_empty() {
        true => uri.path().to_string(),
        false => format!("{}?{}", uri.path(), kept.join("&")),
    };
    let mut parts = uri.clone().into_parts();
    match clean.parse() {
        Ok(path) => parts.path_and_query = Some(path),
        Err(_) => return (marker, uri.clone()),
    }
    let clean = Uri::from_parts(parts).unwrap_or_else(|_| uri.clone());
    (marker, clean)
}

/// The page's path and query as they stand in a `Location`. `//host` and `/\host` would lead to another host;
/// with a dot before them they are the same path of this one.
pub(super) fn location(uri: &Uri) -> String {
    let page = uri.path_and_query().map_or("/", |page| page.as_str());
    match page.starts_with("//") || page.starts_with("/\\") {
        true => format!("/.{page}"),
        false => page.to_string(),
    }
}

fn decode(value: &str) -> String {
    percent_decode_str(&value.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

const QUERY_VALUE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'&')
    .add(b'=')
    .add(b'+')
    .add(b'%');

/// The page's URL with a parameter of ours.
pub(super) fn with_param(page: &str, name: &str, value: &str) -> String {
    let separator = if page.contains('?') { '&' } else { '?' };
    format!(
        "{page}{separator}{name}={}",
        utf8_percent_encode(value, QUERY_VALUE)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(uri: &str) -> (Marker, String) {
        let (marker, clean) = take(&uri.parse().unwrap());
        (marker, clean.to_string())
    }

    #[test]
    fn the_users_own_parameters_stay_as_they_were() {
        let (marker, clean) = taken("/a?x=1%20&_fw=app::sign-1&y=%C3%A4&y=2");
        assert_eq!(marker.action.as_deref(), Some("app::sign-1"));
        assert_eq!(clean, "/a?x=1%20&y=%C3%A4&y=2");
    }

    #[test]
    fn a_url_without_other_parameters_loses_its_question_mark() {
        assert_eq!(taken("/a?_fw=sign&_fw_done=h").1, "/a");
        assert_eq!(taken("/a").1, "/a");
    }

    #[test]
    fn a_path_is_never_taken_for_a_host() {
        let location = |uri: &str| location(&uri.parse().unwrap());
        assert_eq!(location("/a?x=1"), "/a?x=1");
        assert_eq!(location("//evil.example/?x=1"), "/.//evil.example/?x=1");
        assert_eq!(location("/\\evil.example"), "/./\\evil.example");
    }

    #[test]
    fn two_actions_are_ambiguous() {
        assert!(taken("/?_fw=a&_fw=b").0.ambiguous);
        assert!(!taken("/?_fw=a").0.ambiguous);
    }

    #[test]
    fn bound_arguments_come_decoded() {
        let (marker, _) = taken("/?_fw=a&_fw_bound=%5B1%2C%22a%20b%22%5D");
        assert_eq!(marker.bound.as_deref(), Some("[1,\"a b\"]"));
    }

    #[test]
    fn a_parameter_of_ours_is_appended_encoded() {
        assert_eq!(
            with_param("/a?x=1", PARAM_DONE, "h&i"),
            "/a?x=1&_fw_done=h%26i"
        );
        assert_eq!(with_param("/a", PARAM_DONE, "h"), "/a?_fw_done=h");
    }
}

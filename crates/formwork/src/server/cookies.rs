//! What is read and rendered after a run sees the cookies that the run has set, as the browser will send them.

use cookie::{Cookie, time::OffsetDateTime};
use http::{HeaderValue, header, request::Parts};

/// Puts cookies into a request as its browser would send it after an answer with these `Set-Cookie` headers.
///
/// Those for another path or domain are left alone. See
/// [RFC 6265, section 5.3](https://www.rfc-editor.org/rfc/rfc6265#section-5.3).
pub(super) fn set(parts: &mut Parts, headers: &[HeaderValue]) {
    let news: Vec<Cookie<'_>> = headers
        .iter()
        .filter_map(|header| Cookie::parse(header.to_str().ok()?).ok())
        .filter(|cookie| cookie.domain().is_none() && is_for(cookie, parts.uri.path()))
        .collect();
    if news.is_empty() {
        return;
    }
    let headers = parts.headers.get_all(header::COOKIE).iter();
    // Values may be anything.
    let sent: Vec<_> = headers
        .map(|header| String::from_utf8_lossy(header.as_bytes()))
        .collect();
    let sent = sent.join(";");
    let mut pairs: Vec<String> = sent
        .split(';')
        .map(|pair| pair.trim().to_string())
        .filter(|pair| !pair.is_empty())
        .collect();
    for cookie in news {
        pairs.retain(|pair| pair.split('=').next() != Some(cookie.name()));
        if !is_over(&cookie) {
            pairs.push(format!("{}={}", cookie.name(), cookie.value()));
        }
    }
    parts.headers.remove(header::COOKIE);
    if !pairs.is_empty()
        && let Ok(value) = HeaderValue::from_bytes(pairs.join("; ").as_bytes())
    {
        parts.headers.insert(header::COOKIE, value);
    }
}

/// Whether a cookie is sent to this path. Without a path of its own it is for the folder of the page that set it.
fn is_for(cookie: &Cookie<'_>, path: &str) -> bool {
    cookie.path().is_none_or(|own| {
        path.strip_prefix(own)
            .is_some_and(|rest| own.ends_with('/') || rest.is_empty() || rest.starts_with('/'))
    })
}

/// Whether setting it deletes it.
fn is_over(cookie: &Cookie<'_>) -> bool {
    match cookie.max_age() {
        Some(age) => !age.is_positive(),
        None => cookie
            .expires_datetime()
            .is_some_and(|end| end <= OffsetDateTime::now_utc()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(sent: &[&str], set_cookies: &[&'static str]) -> Option<String> {
        let mut request = http::Request::get("/desk/7");
        for sent in sent {
            request = request.header(header::COOKIE, *sent);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let headers: Vec<_> = set_cookies
            .iter()
            .map(|set| HeaderValue::from_static(set))
            .collect();
        set(&mut parts, &headers);
        let cookies = parts.headers.get_all(header::COOKIE);
        let all: Vec<_> = cookies.iter().map(|all| all.to_str().unwrap()).collect();
        (!all.is_empty()).then(|| all.join(" | "))
    }

    #[test]
    fn a_cookie_is_added_or_takes_the_place_of_an_older_one() {
        assert_eq!(
            after(&[], &["key=7; Path=/; HttpOnly"]).as_deref(),
            Some("key=7")
        );
        assert_eq!(
            after(&["a=1; key=6; b"], &["key=7"]).as_deref(),
            Some("a=1; b; key=7")
        );
        assert_eq!(
            after(&["a=1", "key=6"], &["key=7", "key=8"]).as_deref(),
            Some("a=1; key=8")
        );
    }

    #[test]
    fn a_cookie_that_is_deleted_goes() {
        assert_eq!(
            after(&["a=1; key=6"], &["key=; Max-Age=0"]).as_deref(),
            Some("a=1")
        );
        let expired = "key=; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
        assert_eq!(after(&["key=6"], &[expired]), None);
    }

    #[test]
    fn what_is_not_for_this_page_changes_nothing() {
        for set in [
            "key=7; Path=/des",
            "key=7; Path=/other",
            "key=7; Domain=example.com",
            "=",
            "",
        ] {
            assert_eq!(after(&["key=6"], &[set]).as_deref(), Some("key=6"), "{set}");
        }
        assert_eq!(
            after(&["key=6"], &["key=7; Path=/desk"]).as_deref(),
            Some("key=7")
        );
    }
}

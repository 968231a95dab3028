//! Who holds a cookie of ours.
//!
//! A visitor is a browser, known by a random number in a cookie: the owner of claims and kept outcomes before
//! anybody has logged in. It authorises nothing. The policy:
//!
//! 1. Over https the cookie is `__Host-formwork`: `Secure`, `HttpOnly`, `Path=/`, without `Domain`. The prefix
//!    makes browsers accept it from this host only, so that a sister domain cannot plant one. Over http, in
//!    development, where browsers refuse the prefix, it is `formwork-visitor`, and is never read over https.
//! 2. It is `SameSite=Lax`: sent when somebody follows a link to here, not with posts from other sites.
//! 3. Its value is 128 random bits in base64url, 22 characters. Anything else is treated as absent, and so is a
//!    request with two different ones: the browser gets a fresh cookie.
//! 4. It lives for [`MAX_AGE_DAYS`], the longest that browsers keep one.

use std::{fmt, sync::OnceLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use http::header::{COOKIE, InvalidHeaderValue};
use http::{HeaderMap, HeaderValue};

use super::random;

/// How long the cookie lives, in days: the most that
/// [browsers allow](https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html).
pub const MAX_AGE_DAYS: i64 = 400;

const SECURE_NAME: &str = "__Host-formwork";
const DEVELOPMENT_NAME: &str = "formwork-visitor";

const ID_BYTES: usize = 16;

/// The random id of a visitor.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct VisitorId(String);

/// Who sent a request, and whether they still have to be given their cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The id, from the cookie or just made.
    pub id: VisitorId,
    /// Whether it was just made, so that the answer must [set the cookie](set_cookie).
    pub fresh: bool,
}

impl VisitorId {
    /// A new visitor.
    ///
    /// # Panics
    ///
    /// When the operating system gives no random numbers.
    pub fn generate() -> Self {
        Self(URL_SAFE_NO_PAD.encode(random::bytes::<ID_BYTES>()))
    }

    /// The id as text: 22 characters of base64url.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parse(value: &str) -> Option<Self> {
        let mut bytes = [0; ID_BYTES];
        // The decoder refuses other characters, padding, and bits that would be lost.
        let length = URL_SAFE_NO_PAD.decode_slice(value, &mut bytes).ok()?;
        (length == ID_BYTES).then(|| Self(value.to_owned()))
    }
}

/// An id is as good as its cookie, so logs show only its beginning.
impl fmt::Debug for VisitorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VisitorId({}…)", self.0.get(..4).unwrap_or_default())
    }
}

impl Visitor {
    /// The visitor of a request, a new one where it brings no valid cookie. `secure` says whether people see
    /// this server over https.
    pub fn of(headers: &HeaderMap, secure: bool) -> Self {
        match visitor_of(headers, secure) {
            Some(id) => Self { id, fresh: false },
            None => Self {
                id: VisitorId::generate(),
                fresh: true,
            },
        }
    }
}

/// The visitor that a request's cookie names, if it brings exactly one valid cookie of the name that belongs
/// to the scheme (the same one twice counts as one).
pub fn visitor_of(headers: &HeaderMap, secure: bool) -> Option<VisitorId> {
    let mut found = None;
    for header in headers.get_all(COOKIE) {
        // Other cookies may be anything; ours is ASCII.
        let text = String::from_utf8_lossy(header.as_bytes());
        for cookie in Cookie::split_parse(text.as_ref()).filter_map(Result::ok) {
            if cookie.name() != name(secure) {
                continue;
            }
            let id = VisitorId::parse(cookie.value())?;
            if found.replace(id.clone()).is_some_and(|before| before != id) {
                return None;
            }
        }
    }
    found
}

/// The `Set-Cookie` header that makes the browser this visitor.
///
/// # Errors
///
/// None in practice: an id is base64url, and the rest is constant.
pub fn set_cookie(id: &VisitorId, secure: bool) -> Result<HeaderValue, InvalidHeaderValue> {
    HeaderValue::try_from([name(secure), "=", id.as_str(), attributes(secure)].concat())
}

/// What stands behind the cookie's value: written once, since every page of a new visitor has it.
fn attributes(secure: bool) -> &'static str {
    static WRITTEN: [OnceLock<String>; 2] = [const { OnceLock::new() }; 2];
    WRITTEN[usize::from(secure)].get_or_init(|| {
        let cookie = Cookie::build("")
            .path("/")
            .secure(secure)
            .http_only(true)
            .same_site(SameSite::Lax)
            .max_age(Duration::days(MAX_AGE_DAYS))
            .build();
        cookie.to_string().split_off("=".len())
    })
}

fn name(secure: bool) -> &'static str {
    if secure {
        SECURE_NAME
    } else {
        DEVELOPMENT_NAME
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "AAECAwQFBgcICQoLDA0ODw";

    fn visitor(cookies: &[&str], secure: bool) -> Option<String> {
        let headers: HeaderMap = cookies
            .iter()
            .map(|value| (COOKIE, HeaderValue::from_bytes(value.as_bytes()).unwrap()))
            .collect();
        visitor_of(&headers, secure).map(|id| id.as_str().to_owned())
    }

    #[test]
    fn the_cookie_that_we_set_is_the_cookie_that_we_read() {
        for secure in [true, false] {
            let id = VisitorId::generate();
            let set = set_cookie(&id, secure).unwrap();
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            assert_eq!(visitor(&[&pair], secure).as_deref(), Some(id.as_str()));
            assert_eq!(
                visitor(&[&pair], !secure),
                None,
                "a cookie of the other scheme was read"
            );
        }
    }

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        let set = set_cookie(&VisitorId(ID.to_owned()), true).unwrap();
        assert_eq!(
            set.to_str().unwrap(),
            format!(
                "__Host-formwork={ID}; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=34560000"
            )
        );
    }

    #[test]
    fn in_development_the_cookie_works_over_http() {
        let set = set_cookie(&VisitorId(ID.to_owned()), false).unwrap();
        let text = set.to_str().unwrap();
        assert_eq!(
            text,
            format!("formwork-visitor={ID}; HttpOnly; SameSite=Lax; Path=/; Max-Age=34560000")
        );
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let ours = format!("__Host-formwork={ID}");
        for cookies in [
            vec![ours.as_str()],
            vec!["a=b", &ours],
            vec![&format!("a=b; {ours}; c=d")],
            vec![&format!(" a=b;{ours}")],
            vec![&format!("broken; =; {ours}; \u{e4}=\u{f6}")],
            vec![&ours, &ours],
        ] {
            assert_eq!(visitor(&cookies, true).as_deref(), Some(ID), "{cookies:?}");
        }
    }

    #[test]
    fn anything_but_a_valid_id_is_treated_as_absent() {
        for value in [
            "",
            "A",
            &ID[1..],
            &format!("{ID}A"),
            &format!("{ID}=="),
            &format!("\"{ID}\""),
            "AAECAwQFBgcICQoLDA0OD+",
            "AAECAwQFBgcICQoLDA0OD/",
            "AAECAwQFBgcICQoLDA0OD\u{e4}",
            "AAECAwQFBgcICQoLDA0ODx",
            &"A".repeat(10_000),
        ] {
            assert_eq!(
                visitor(&[&format!("__Host-formwork={value}")], true),
                None,
                "{value}"
            );
        }
        for name in [
            "__host-formwork",
            "__Host-formwork2",
            "Host-formwork",
            "formwork-visitor",
        ] {
            assert_eq!(visitor(&[&format!("{name}={ID}")], true), None, "{name}");
        }
    }

    #[test]
    fn two_different_cookies_of_ours_are_none() {
        let other = VisitorId::generate();
        let ours = format!("__Host-formwork={ID}");
        let planted = format!("__Host-formwork={}", other.as_str());
        assert_eq!(visitor(&[&ours, &planted], true), None);
        assert_eq!(visitor(&[&format!("{planted}; {ours}")], true), None);
        assert_eq!(visitor(&[&format!("{ours}; __Host-formwork=")], true), None);
    }

    #[test]
    fn a_request_without_a_cookie_is_a_fresh_visitor() {
        let [one, two] = [(); 2].map(|()| Visitor::of(&HeaderMap::new(), true));
        assert!(one.fresh && two.fresh);
        assert_ne!(one.id, two.id);
        let mut headers = HeaderMap::new();
        headers.insert(
            COOKIE,
            HeaderValue::from_str(&format!("__Host-formwork={ID}")).unwrap(),
        );
        assert_eq!(
            Visitor::of(&headers, true),
            Visitor {
                id: VisitorId(ID.to_owned()),
                fresh: false
            }
        );
    }

    #[test]
    fn a_log_does_not_hold_the_id() {
        assert_eq!(
            format!("{:?}", VisitorId(ID.to_owned())),
            "VisitorId(AAEC…)"
        );
    }

    proptest! {
        #[test]
        fn no_cookie_header_makes_it_panic(bytes in prop::collection::vec((32u8..=255).prop_filter("DEL is in no header", |byte| *byte != 127), 0..100), secure in any::<bool>()) {
            let mut headers = HeaderMap::new();
            headers.insert(COOKIE, HeaderValue::from_bytes(&bytes).unwrap());
            let _ = visitor_of(&headers, secure);
        }
    }
}

//! Whether a request comes from one of our own pages.
//!
//! An action runs with whatever the browser attaches to the request, so a page of somebody else must not be
//! able to send one. The policy, in the order in which [`check`] applies it:
//!
//! 1. `Sec-Fetch-Site` or `Origin` sent several times is refused.
//! 2. `Sec-Fetch-Site: same-origin` suffices. No page can set this header; the browser does.
//! 3. Otherwise, and so for every other value of `Sec-Fetch-Site`, `none` among them, there must be an `Origin`.
//!    Without one the request is refused, with or without cookies: logging somebody in is an attack too.
//! 4. `Origin: null` and anything that is not an origin is refused.
//! 5. The origin must equal the [public origin](PublicOrigin) in scheme, host and port, or match one of the
//!    [allowed origins](AllowedOrigins). A default port may be written or not.
//! 6. Everything else is refused. Every refusal is a 403.
//!
//! Forwarded headers are not read: the sender of the request can write them. A server behind a proxy has its
//! public origin configured.
//!
//! # Why not `tower_http::csrf`
//!
//! Its layer lets through what we refuse (`Sec-Fetch-Site: none`, and requests with neither header), compares
//! with the `Host` that arrived instead of a configured origin, and knows neither schemes nor wildcards; as an
//! outer layer it would also refuse origins that are allowed here by a wildcard. Its decision is a private
//! function, so that it can be used as a whole or not at all; the tests here cover its cases.
//!
//! # Caveats
//!
//! [`PublicOrigin::Development`] believes the `Host` of the request, which a proxy may have rewritten, and
//! which an attacker chooses in a DNS rebinding attack: configure the public origin in production.
//!
//! A program that is not a browser sends neither header. It can send `Origin` with the public origin; what
//! protects an action from programs is its guard.
//!
//! Sources: [Fetch Metadata](https://www.w3.org/TR/fetch-metadata/),
//! [RFC 6454](https://www.rfc-editor.org/rfc/rfc6454), [Filippo Valsorda on CSRF](https://words.filippo.io/csrf/).

mod allowed;
mod parse;
#[cfg(test)]
mod tests;

use http::header::{HOST, HeaderName, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};

pub use self::allowed::AllowedOrigins;
pub use self::parse::{Origin, OriginConfigError, Scheme};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// How much of a header's value an error repeats, in characters: enough to recognise it in a log.
const SHOWN: usize = 100;

/// The origin under which people see this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicOrigin {
    /// As configured. The right choice wherever others can reach the server.
    Configured(Origin),
    /// Whatever host the request names, under the scheme that its URI gives (HTTP/2) or else http: for
    /// development only, where a server is reached as `localhost`, `127.0.0.1` and by its address in the
    /// local network. Behind a proxy that speaks https, browsers pass by `Sec-Fetch-Site` alone.
    Development,
}

impl PublicOrigin {
    /// Reads a configured public origin, for example `https://example.com`.
    ///
    /// # Errors
    ///
    /// When it is not an origin: says what is wrong with it.
    pub fn configured(origin: &str) -> Result<Self, OriginConfigError> {
        Origin::parse(origin).map(Self::Configured)
    }

    /// Whether people see this server over https, so that its cookies can be `Secure`.
    pub fn is_https(&self) -> bool {
        match self {
            Self::Configured(origin) => origin.scheme() == Scheme::Https,
            Self::Development => false,
        }
    }

    fn of_request(&self, headers: &HeaderMap, uri: &Uri) -> Result<Origin, OriginError> {
        match self {
            Self::Configured(origin) => Ok(origin.clone()),
            Self::Development => {
                let scheme = match uri.scheme_str() {
                    Some("https") => Scheme::Https,
                    _ => Scheme::Http,
                };
                // In HTTP/2 the host is part of the URI; where both are given, RFC 9112 lets the URI win.
                let host = match (uri.authority(), single(headers, HOST)?) {
                    (Some(authority), _) => authority.as_str(),
                    (None, Some(host)) => host.to_str().map_err(|_| OriginError::no_host(host))?,
                    (None, None) => {
                        return Err(OriginError::NoHost {
                            value: String::new(),
                        });
                    }
                };
                Origin::from_host(scheme, host).map_err(|_| OriginError::NoHost {
                    value: shown(host.as_bytes()),
                })
            }
        }
    }
}

/// Why a request was refused. Each is a 403; the values are shortened and escaped, safe to log and to show.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OriginError {
    /// Neither `Sec-Fetch-Site: same-origin` nor an `Origin`.
    #[error(
        "this request does not say where it comes from: send it from a page of this site, or add an Origin header"
    )]
    Missing,
    /// `Origin: null`: from a sandboxed frame, a `data:` page, or after a redirect between sites.
    #[error(
        "this request hides where it comes from (Origin: null): send it from a page of this site that is not sandboxed, and whose \
         Referrer-Policy is not no-referrer"
    )]
    Null,
    /// One of the two headers is there more than once, or names more than one origin.
    #[error("this request has several values of {header}: send one")]
    Several {
        /// The name of the header.
        header: HeaderName,
    },
    /// The `Origin` is not an origin.
    #[error(
        "this request's Origin, \"{value}\", is not an origin: send scheme, host and port only"
    )]
    Malformed {
        /// What was sent.
        value: String,
    },
    /// In development: the request names no host, or something that is not one, to compare the `Origin` with.
    #[error(
        "this request's Host, \"{value}\", is not a host: send one, or set the public origin (FORMWORK_ORIGIN=https://example.com)"
    )]
    NoHost {
        /// What was sent.
        value: String,
    },
    /// The `Origin` is another site's.
    #[error(
        "requests from {origin} are refused here: send them from {expected}. Where people see this site as {origin}, as behind a \
         proxy, set FORMWORK_ORIGIN={origin}; another site is allowed by Config::allowed_origins"
    )]
    Foreign {
        /// Where the request comes from.
        origin: String,
        /// The public origin.
        expected: String,
    },
}

impl OriginError {
    /// What to answer: always 403.
    pub fn status(&self) -> StatusCode {
        StatusCode::FORBIDDEN
    }

    fn no_host(host: &HeaderValue) -> Self {
        Self::NoHost {
            value: shown(host.as_bytes()),
        }
    }
}

/// Decides by the [policy](self) whether a request may reach an action. `uri` is the request's own, for its
/// authority, which stands in for `Host` in HTTP/2.
///
/// # Errors
///
/// Says why not; always a 403.
pub fn check(
    headers: &HeaderMap,
    uri: &Uri,
    public: &PublicOrigin,
    allowed: &AllowedOrigins,
) -> Result<(), OriginError> {
    let site = single(headers, SEC_FETCH_SITE)?;
    let origin = single(headers, ORIGIN)?;
    if site.is_some_and(|site| site == "same-origin") {
        return Ok(());
    }

    let value = origin
        .filter(|origin| !origin.is_empty())
        .ok_or(OriginError::Missing)?
        .as_bytes();
    if value == b"null" {
        return Err(OriginError::Null);
    }
    if value.iter().any(|byte| matches!(byte, b' ' | b',')) {
        return Err(OriginError::Several { header: ORIGIN });
    }
    let malformed = || OriginError::Malformed {
        value: shown(value),
    };
    let text = std::str::from_utf8(value).map_err(|_| malformed())?;
    let origin = Origin::parse(text).map_err(|_| malformed())?;

    if allowed.contains(&origin) {
        return Ok(());
    }
    let expected = public.of_request(headers, uri)?;
    if origin == expected {
        return Ok(());
    }
    let (origin, expected) = (origin.to_string(), expected.to_string());
    Err(OriginError::Foreign {
        origin: shown(origin.as_bytes()),
        expected: shown(expected.as_bytes()),
    })
}

/// Whether a browser sends our cookies along with this request, so that one which is not there is not known to it. A post
/// from another site comes without them, and so does what another site embeds.
pub(super) fn brings_cookies(parts: &Parts, public: &PublicOrigin) -> bool {
    let headers = &parts.headers;
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|found| found == value);
    let navigates = || is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document");
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    match single(headers, SEC_FETCH_SITE) {
        Ok(Some(site)) if site == "same-origin" || site == "same-site" => true,
        Ok(Some(site)) if site == "none" => reads,
        Ok(Some(_)) => reads && navigates(),
        // A browser that does not say.
        Ok(None) if reads => true,
        Ok(None) => {
            let origin = single(headers, ORIGIN).ok().flatten();
            let origin = origin.and_then(|origin| Origin::parse(origin.to_str().ok()?).ok());
            let own = public.of_request(headers, &parts.uri).ok();
            origin.is_some() && origin == own
        }
        Err(_) => false,
    }
}

/// The value of a header that may be there once at most.
fn single(headers: &HeaderMap, name: HeaderName) -> Result<Option<&HeaderValue>, OriginError> {
    let mut values = headers.get_all(&name).iter();
    match (values.next(), values.next()) {
        (value, None) => Ok(value),
        _ => Err(OriginError::Several { header: name }),
    }
}

fn shown(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(&value[..value.len().min(SHOWN * 4)]);
    text.chars()
        .take(SHOWN)
        .flat_map(char::escape_debug)
        .collect()
}

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The schemes under which a page can be ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// In clear: development, on the own machine.
    Http,
    /// Encrypted.
    Https,
}

impl Scheme {
    fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// An origin: scheme, host and port, in one spelling, so that equal ones are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    scheme: Scheme,
    host: String,
    port: u16,
}

/// Why a configured origin was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OriginConfigError {
    /// Empty, or without a scheme that a page of ours can have.
    #[error("origin {origin:?} has no scheme: begin it with https:// (or http:// in development)")]
    Scheme {
        /// As configured.
        origin: String,
    },
    /// Something follows the port: a path, a query, a slash.
    #[error(
        "origin {origin:?} goes on after its host and port: remove the path, the query and the last slash"
    )]
    NotOnlyOrigin {
        /// As configured.
        origin: String,
    },
    /// The host is missing or cannot be one.
    #[error(
        "origin {origin:?} has no valid host: write it as browsers send it, without user name, in punycode"
    )]
    Host {
        /// As configured.
        origin: String,
    },
    /// The port is not a number from 1 to 65535.
    #[error("origin {origin:?} has no valid port: write a number from 1 to 65535, or none")]
    Port {
        /// As configured.
        origin: String,
    },
    /// A wildcard in another place than the first label, or more than one.
    #[error(
        "origin {origin:?}: a wildcard stands for exactly one label, the first, as in https://*.example.com"
    )]
    Wildcard {
        /// As configured.
        origin: String,
    },
    /// A wildcard over everything, over a top-level domain, or over addresses.
    #[error(
        "origin {origin:?} allows sites of strangers: a wildcard needs a domain of yours, as in https://*.example.com"
    )]
    TooWide {
        /// As configured.
        origin: String,
    },
}

impl Origin {
    /// Reads `scheme://host` or `scheme://host:port`, and nothing more. Upper case is read as lower case.
    ///
    /// # Errors
    ///
    /// When it is something else: says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, OriginConfigError> {
        let (scheme, host) = split_scheme(text)?;
        Self::from_host(scheme, host).map_err(|part| part.of(text))
    }

    /// The scheme.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The host, in lower case; an IPv6 address in brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port, also where it is the scheme's own.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Reads `host` or `host:port`, as in a `Host` header.
    pub(super) fn from_host(scheme: Scheme, text: &str) -> Result<Self, BadPart> {
        if text.contains(['/', '?', '#', '\\']) {
            return Err(BadPart::Rest);
        }
        let (host, port) = match text.rfind(':') {
            // The colons of an IPv6 address stand in its brackets.
            Some(colon) if !text[colon..].contains(']') => {
                (&text[..colon], Some(&text[colon + 1..]))
            }
            _ => (text, None),
        };
        Ok(Self {
            scheme,
            host: normal_host(host).ok_or(BadPart::Host)?,
            port: port
                .map_or(Some(scheme.default_port()), parse_port)
                .ok_or(BadPart::Port)?,
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme.name(), self.host)?;
        if self.port == self.scheme.default_port() {
            Ok(())
        } else {
            write!(f, ":{}", self.port)
        }
    }
}

/// Which part of an origin is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadPart {
    Rest,
    Host,
    Port,
}

impl BadPart {
    pub(super) fn of(self, origin: &str) -> OriginConfigError {
        let origin = origin.to_owned();
        match self {
            Self::Rest => OriginConfigError::NotOnlyOrigin { origin },
            Self::Host => OriginConfigError::Host { origin },
            Self::Port => OriginConfigError::Port { origin },
        }
    }
}

pub(super) fn split_scheme(text: &str) -> Result<(Scheme, &str), OriginConfigError> {
    let error = || OriginConfigError::Scheme {
        origin: text.to_owned(),
    };
    let (scheme, rest) = text.split_once("://").ok_or_else(error)?;
    [Scheme::Http, Scheme::Https]
        .into_iter()
        .find(|known| scheme.eq_ignore_ascii_case(known.name()))
        .map(|scheme| (scheme, rest))
        .ok_or_else(error)
}

/// The one spelling of a host, or `None` where it cannot be one.
fn normal_host(host: &str) -> Option<String> {
    if let Some(address) = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return address
            .parse::<Ipv6Addr>()
            .ok()
            .map(|address| format!("[{address}]"));
    }
    let host = host.to_ascii_lowercase();
    if ends_in_number(&host) {
        return host
            .parse::<Ipv4Addr>()
            .ok()
            .map(|address| address.to_string());
    }
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    // A name may end in a dot, which makes it another host than without.
    let name = host.strip_suffix('.').unwrap_or(&host);
    (host.len() <= 253 && name.split('.').all(label)).then_some(host)
}

/// Whether browsers would read the host as an IPv4 address.
pub(super) fn ends_in_number(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host);
    let last = name.rsplit('.').next().unwrap_or_default();
    let hexadecimal = last
        .strip_prefix("0x")
        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    hexadecimal || (!last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()))
}

fn parse_port(port: &str) -> Option<u16> {
    let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .then(|| port.parse().ok())
        .flatten()
        .filter(|port| *port != 0)
}

use super::parse::{Origin, OriginConfigError, Scheme, ends_in_number, split_scheme};

/// Other origins whose pages may send actions here, besides the public one.
///
/// Each is written exactly, `https://admin.example.com`, or with a wildcard for its first label:
/// `https://*.example.com` allows `https://a.example.com`, and neither `https://example.com` nor
/// `https://a.b.example.com`. Scheme and port must be equal, too.
///
/// A wildcard needs a domain with a dot in it. That does not make the domain yours: do not write one over a
/// domain in which strangers can have names, such as `https://*.co.uk` or `https://*.github.io`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedOrigins {
    exact: Vec<Origin>,
    /// Each without its first label.
    wildcards: Vec<Origin>,
}

impl AllowedOrigins {
    /// No others: only pages of the public origin.
    pub fn none() -> Self {
        Self::default()
    }

    /// Reads a list of origins.
    ///
    /// # Errors
    ///
    /// Says which one is wrong and how to write it.
    pub fn parse<T: AsRef<str>>(
        origins: impl IntoIterator<Item = T>,
    ) -> Result<Self, OriginConfigError> {
        let mut allowed = Self::none();
        for origin in origins {
            allowed.add(origin.as_ref().trim())?;
        }
        Ok(allowed)
    }

    fn add(&mut self, text: &str) -> Result<(), OriginConfigError> {
        if text == "*" {
            return Err(OriginConfigError::TooWide {
                origin: text.to_owned(),
            });
        }
        if !text.contains('*') {
            self.exact.push(Origin::parse(text)?);
            return Ok(());
        }
        let (scheme, host) = split_scheme(text)?;
        let domain = match host.strip_prefix('*') {
            Some(rest) if rest.is_empty() || rest.starts_with(':') => {
                return Err(OriginConfigError::TooWide {
                    origin: text.to_owned(),
                });
            }
            Some(rest) => rest
                .strip_prefix('.')
                .filter(|domain| !domain.contains('*')),
            None => None,
        };
        let domain = domain.ok_or_else(|| OriginConfigError::Wildcard {
            origin: text.to_owned(),
        })?;
        self.wildcards.push(wildcard(scheme, domain, text)?);
        Ok(())
    }

    /// Whether pages of this origin may send actions here.
    pub fn contains(&self, origin: &Origin) -> bool {
        if self.exact.contains(origin) {
            return true;
        }
        let Some((label, domain)) = origin.host().split_once('.') else {
            return false;
        };
        let same = |wildcard: &Origin| {
            wildcard.host() == domain
                && wildcard.scheme() == origin.scheme()
                && wildcard.port() == origin.port()
        };
        !label.is_empty() && self.wildcards.iter().any(same)
    }
}

fn wildcard(scheme: Scheme, domain: &str, text: &str) -> Result<Origin, OriginConfigError> {
    let origin = Origin::from_host(scheme, domain).map_err(|part| part.of(text))?;
    let host = origin.host();
    let one_label = !host.trim_end_matches('.').contains('.');
    if one_label || ends_in_number(host) {
        return Err(OriginConfigError::TooWide {
            origin: text.to_owned(),
        });
    }
    Ok(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(list: &[&str]) -> AllowedOrigins {
        AllowedOrigins::parse(list).unwrap()
    }

    fn contains(list: &[&str], origin: &str) -> bool {
        allowed(list).contains(&Origin::parse(origin).unwrap())
    }

    #[test]
    fn are_compared_in_scheme_host_and_port() {
        let list = [
            "https://a.example",
            "http://b.example:8080",
            "https://c.example:443",
        ];
        for origin in [
            "https://a.example",
            "https://A.example:443",
            "http://b.example:8080",
            "https://c.example",
        ] {
            assert!(contains(&list, origin), "{origin}");
        }
        for origin in [
            "http://a.example",
            "https://a.example:8443",
            "http://b.example",
            "https://x.a.example",
        ] {
            assert!(!contains(&list, origin), "{origin}");
        }
    }

    #[test]
    fn a_wildcard_stands_for_exactly_one_label() {
        let list = ["https://*.Example.com", "http://*.dev.example:3000"];
        for origin in [
            "https://a.example.com",
            "https://xn--4ca.example.com:443",
            "http://a.dev.example:3000",
        ] {
            assert!(contains(&list, origin), "{origin}");
        }
        for origin in [
            "https://example.com",
            "https://a.b.example.com",
            "https://aexample.com",
            "http://a.example.com",
            "https://a.example.com:8443",
            "https://a.example.com.evil.example",
            "https://a.example.com.",
            "http://a.dev.example",
        ] {
            assert!(!contains(&list, origin), "{origin}");
        }
    }

    #[test]
    fn that_are_misspelt_are_refused_when_the_server_starts() {
        type Check = fn(&OriginConfigError) -> bool;
        let wide: Check = |error| matches!(error, OriginConfigError::TooWide { .. });
        let wildcard: Check = |error| matches!(error, OriginConfigError::Wildcard { .. });
        let scheme: Check = |error| matches!(error, OriginConfigError::Scheme { .. });
        let rest: Check = |error| matches!(error, OriginConfigError::NotOnlyOrigin { .. });
        let host: Check = |error| matches!(error, OriginConfigError::Host { .. });
        let port: Check = |error| matches!(error, OriginConfigError::Port { .. });
        for (origin, expected) in [
            ("*", wide),
            ("https://*", wide),
            ("https://*:8443", wide),
            ("https://*.com", wide),
            ("https://*.com.", wide),
            ("https://*.0.0.1", host),
            ("https://*.127.0.0.1", wide),
            ("https://*.*.example.com", wildcard),
            ("https://a.*.example.com", wildcard),
            ("https://*a.example.com", wildcard),
            ("https://**.example.com", wildcard),
            ("*.example.com", scheme),
            ("*.com", scheme),
            ("example.com", scheme),
            ("", scheme),
            ("ftp://example.com", scheme),
            ("null", scheme),
            ("https://example.com/", rest),
            ("https://*.example.com/", rest),
            ("https://example.com/path", rest),
            ("https://", host),
            ("https://*.", host),
            ("https://user@example.com", host),
            ("https://\u{e4}.example", host),
            ("https://example.com:", port),
            ("https://example.com:0", port),
            ("https://*.example.com:port", port),
        ] {
            let error = AllowedOrigins::parse([origin]).unwrap_err();
            assert!(expected(&error), "{origin:?}: {error:?}");
            assert!(error.to_string().contains(origin));
        }
    }
}

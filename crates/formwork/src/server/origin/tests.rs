use proptest::prelude::*;

use super::*;

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_bytes(value.as_bytes()).unwrap(),
            )
        })
        .collect()
}

fn public() -> PublicOrigin {
    PublicOrigin::configured("https://example.com").unwrap()
}

fn checked(pairs: &[(&'static str, &str)]) -> Result<(), OriginError> {
    check(
        &headers(pairs),
        &Uri::from_static("/"),
        &public(),
        &AllowedOrigins::none(),
    )
}

fn check_in_development(
    uri: &'static str,
    pairs: &[(&'static str, &str)],
) -> Result<(), OriginError> {
    let public = PublicOrigin::Development;
    check(
        &headers(pairs),
        &Uri::from_static(uri),
        &public,
        &AllowedOrigins::none(),
    )
}

fn foreign(origin: &str) -> Result<(), OriginError> {
    Err(OriginError::Foreign {
        origin: origin.to_owned(),
        expected: "https://example.com".to_owned(),
    })
}

#[test]
fn a_request_that_the_browser_calls_same_origin_may_pass() {
    assert_eq!(checked(&[("sec-fetch-site", "same-origin")]), Ok(()));
    assert_eq!(
        checked(&[("sec-fetch-site", "same-origin"), ("origin", "null")]),
        Ok(()),
        "Referrer-Policy"
    );
    assert_eq!(
        checked(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://example.com")
        ]),
        Ok(())
    );
}

#[test]
fn same_origin_is_that_word_and_no_other_spelling() {
    for site in [
        "Same-Origin",
        "same-origin ",
        "same-origin,same-origin",
        "\"same-origin\"",
        "same-site",
        "",
    ] {
        let site = site.trim_start();
        assert_eq!(
            checked(&[("sec-fetch-site", site)]),
            Err(OriginError::Missing),
            "{site:?}"
        );
    }
}

#[test]
fn a_request_without_either_header_is_refused_with_or_without_cookies() {
    assert_eq!(checked(&[]), Err(OriginError::Missing));
    assert_eq!(checked(&[("cookie", "a=b")]), Err(OriginError::Missing));
    assert_eq!(checked(&[("origin", "")]), Err(OriginError::Missing));
    assert_eq!(
        checked(&[("host", "example.com"), ("referer", "https://example.com/")]),
        Err(OriginError::Missing)
    );
}

#[test]
fn the_public_origin_may_pass_in_every_spelling() {
    for origin in [
        "https://example.com",
        "https://example.com:443",
        "HTTPS://Example.COM",
    ] {
        assert_eq!(checked(&[("origin", origin)]), Ok(()), "{origin}");
    }
}

#[test]
fn another_scheme_host_or_port_is_refused() {
    for origin in [
        "http://example.com",
        "https://example.com:8443",
        "https://www.example.com",
        "https://example.com.",
        "https://example.com.evil.example",
        "https://evilexample.com",
        "https://example.co",
        "https://127.0.0.1",
        "https://[::1]",
    ] {
        assert_eq!(checked(&[("origin", origin)]), foreign(origin), "{origin}");
    }
}

#[test]
fn a_navigation_that_the_person_started_needs_a_matching_origin() {
    assert_eq!(
        checked(&[("sec-fetch-site", "none")]),
        Err(OriginError::Missing)
    );
    assert_eq!(
        checked(&[
            ("sec-fetch-site", "none"),
            ("origin", "https://example.com")
        ]),
        Ok(())
    );
    assert_eq!(
        checked(&[
            ("sec-fetch-site", "none"),
            ("origin", "https://evil.example")
        ]),
        foreign("https://evil.example")
    );
    assert_eq!(
        checked(&[("sec-fetch-site", "none"), ("origin", "null")]),
        Err(OriginError::Null)
    );
}

#[test]
fn another_site_is_refused_whatever_else_it_sends() {
    for site in ["cross-site", "same-site", "none", "new-value"] {
        let pairs = [
            ("sec-fetch-site", site),
            ("origin", "https://evil.example"),
            ("host", "evil.example"),
            ("referer", "https://example.com/"),
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-proto", "https"),
            ("forwarded", "host=evil.example;proto=https"),
        ];
        assert_eq!(checked(&pairs), foreign("https://evil.example"), "{site}");
        assert_eq!(
            checked(&[("sec-fetch-site", site)]),
            Err(OriginError::Missing),
            "{site}"
        );
    }
}

#[test]
fn null_is_not_missing() {
    assert_eq!(checked(&[("origin", "null")]), Err(OriginError::Null));
    assert_eq!(
        checked(&[("origin", "null"), ("sec-fetch-site", "cross-site")]),
        Err(OriginError::Null)
    );
}

#[test]
fn several_values_are_refused() {
    let own = "https://example.com";
    assert_eq!(
        checked(&[("origin", own), ("origin", own)]),
        Err(OriginError::Several { header: ORIGIN })
    );
    for list in [
        "https://example.com https://evil.example",
        "https://example.com, https://evil.example",
    ] {
        assert_eq!(
            checked(&[("origin", list)]),
            Err(OriginError::Several { header: ORIGIN }),
            "{list}"
        );
    }
    let twice = [
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "cross-site"),
    ];
    assert_eq!(
        checked(&twice),
        Err(OriginError::Several {
            header: SEC_FETCH_SITE
        })
    );
    let two_origins = [
        ("sec-fetch-site", "same-origin"),
        ("origin", own),
        ("origin", "https://evil.example"),
    ];
    assert_eq!(
        checked(&two_origins),
        Err(OriginError::Several { header: ORIGIN })
    );
}

#[test]
fn what_is_not_an_origin_is_refused() {
    for origin in [
        "example.com",
        "//example.com",
        "https:example.com",
        "https://",
        "https://example.com/",
        "https://example.com/path",
        "https://example.com?query",
        "https://example.com#fragment",
        "https://example.com\\@evil.example",
        "https://user@example.com",
        "https://user:password@example.com",
        "https://example.com:",
        "https://example.com:0",
        "https://example.com:65536",
        "https://example.com:+443",
        "https://example.com:443:443",
        "https://.example.com",
        "https://example..com",
        "https://exa%6dple.com",
        "https://ex\u{e4}mple.com",
        "https://*.example.com",
        "https://[::1",
        "https://::1",
        "https://[example.com]",
        "https://1.2.3",
        "https://0x7f.1",
        "https://2130706433",
        "ftp://example.com",
        "file://",
        "javascript://example.com",
        "chrome-extension://abcdef",
        "NULL",
    ] {
        let expected = Err(OriginError::Malformed {
            value: shown(origin.as_bytes()),
        });
        assert_eq!(checked(&[("origin", origin)]), expected, "{origin}");
    }
}

#[test]
fn bytes_that_are_not_text_are_refused() {
    let mut headers = HeaderMap::new();
    headers.insert(
        ORIGIN,
        HeaderValue::from_bytes(b"https://example.com\xff").unwrap(),
    );
    let result = check(
        &headers,
        &Uri::from_static("/"),
        &public(),
        &AllowedOrigins::none(),
    );
    assert!(matches!(result, Err(OriginError::Malformed { .. })));
}

#[test]
fn refusals_are_403_and_repeat_little_of_what_was_sent() {
    let value = format!("https://evil.example/{}", "\u{1f4a9}<script>".repeat(1000));
    let error = checked(&[("origin", &value)]).unwrap_err();
    assert_eq!(error.status(), StatusCode::FORBIDDEN);
    assert!(error.to_string().len() < 1000);
    let error = checked(&[("origin", "https://a\tb")]).unwrap_err();
    assert!(error.to_string().contains("a\\tb"));
}

mod development {
    use super::*;

    #[test]
    fn compares_with_the_host_of_the_request() {
        for host in [
            "localhost:3000",
            "127.0.0.1:3000",
            "[::1]:3000",
            "192.168.1.5:3000",
        ] {
            let origin = format!("http://{host}");
            assert_eq!(
                check_in_development("/", &[("host", host), ("origin", &origin)]),
                Ok(()),
                "{host}"
            );
        }
    }

    #[test]
    fn refuses_another_host_port_or_scheme() {
        for origin in [
            "http://localhost",
            "http://localhost:3001",
            "http://127.0.0.1:3000",
            "https://localhost:3000",
        ] {
            let result =
                check_in_development("/", &[("host", "localhost:3000"), ("origin", origin)]);
            assert!(
                matches!(result, Err(OriginError::Foreign { .. })),
                "{origin}"
            );
        }
    }

    #[test]
    fn normalises_the_default_port_and_the_case_of_the_host() {
        for (host, origin) in [
            ("localhost:80", "http://localhost"),
            ("localhost", "http://localhost:80"),
            ("LocalHost", "http://localhost"),
            ("[0:0:0:0:0:0:0:1]", "http://[::1]"),
        ] {
            assert_eq!(
                check_in_development("/", &[("host", host), ("origin", origin)]),
                Ok(()),
                "{host}"
            );
        }
    }

    #[test]
    fn takes_the_authority_of_the_uri_where_there_is_one() {
        let origin = ("origin", "http://localhost:3000");
        assert_eq!(
            check_in_development("http://localhost:3000/", &[origin]),
            Ok(())
        );
        let result = check_in_development(
            "http://localhost:3001/",
            &[("host", "localhost:3000"), origin],
        );
        assert!(matches!(result, Err(OriginError::Foreign { .. })));
    }

    #[test]
    fn takes_the_scheme_of_the_uri_where_there_is_one() {
        let origin = ("origin", "https://localhost:3000");
        assert_eq!(
            check_in_development("https://localhost:3000/", &[origin]),
            Ok(())
        );
        assert!(check_in_development("http://localhost:3000/", &[origin]).is_err());
    }

    #[test]
    fn refuses_a_request_without_one_proper_host() {
        let origin = ("origin", "http://localhost:3000");
        assert!(matches!(
            check_in_development("/", &[origin]),
            Err(OriginError::NoHost { .. })
        ));
        for host in [
            "",
            "localhost:3000/",
            "a b",
            "user@localhost:3000",
            "\u{e4}",
        ] {
            let result = check_in_development("/", &[("host", host), origin]);
            assert!(
                matches!(result, Err(OriginError::NoHost { .. })),
                "{host:?}"
            );
        }
        let two = [("host", "localhost:3000"), ("host", "evil.example"), origin];
        assert_eq!(
            check_in_development("/", &two),
            Err(OriginError::Several { header: HOST })
        );
    }

    #[test]
    fn does_not_read_forwarded_headers() {
        let pairs = [
            ("host", "localhost:3000"),
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-proto", "https"),
            ("origin", "https://evil.example"),
        ];
        assert!(matches!(
            check_in_development("/", &pairs),
            Err(OriginError::Foreign { .. })
        ));
    }
}

#[test]
fn allowed_origins_may_pass_besides_the_public_one() {
    let allowed = AllowedOrigins::parse(["https://admin.example.net"]).unwrap();
    let check = |site, origin| {
        let headers = headers(&[("sec-fetch-site", site), ("origin", origin)]);
        check(&headers, &Uri::from_static("/"), &public(), &allowed)
    };
    assert_eq!(check("cross-site", "https://admin.example.net"), Ok(()));
    assert_eq!(check("same-site", "https://example.com"), Ok(()));
    assert!(check("cross-site", "https://example.net").is_err());
}

#[test]
fn an_origin_is_shown_as_browsers_send_it() {
    for (written, shown) in [
        ("https://example.com:443", "https://example.com"),
        ("http://example.com:443", "http://example.com:443"),
        ("HTTP://LOCALHOST:80", "http://localhost"),
        ("http://[0::1]:3000", "http://[::1]:3000"),
    ] {
        assert_eq!(Origin::parse(written).unwrap().to_string(), shown);
    }
}

#[test]
fn the_public_origin_says_whether_cookies_can_be_secure() {
    assert!(public().is_https());
    assert!(
        !PublicOrigin::configured("http://localhost:3000")
            .unwrap()
            .is_https()
    );
    assert!(!PublicOrigin::Development.is_https());
}

proptest! {
    #[test]
    fn only_the_public_origin_passes(bytes in prop::collection::vec((32u8..=255).prop_filter("DEL is in no header", |byte| *byte != 127), 0..60)) {
        prop_assume!(bytes != b"https://example.com" && bytes != b"https://example.com:443");
        let mut headers = HeaderMap::new();
        headers.insert(ORIGIN, HeaderValue::from_bytes(&bytes).unwrap());
        prop_assert!(check(&headers, &Uri::from_static("/"), &public(), &AllowedOrigins::none()).is_err());
    }

    #[test]
    fn no_host_makes_development_panic(host in "\\PC{0,40}", origin in "http://\\PC{0,40}") {
        let mut headers = HeaderMap::new();
        headers.insert(ORIGIN, HeaderValue::from_bytes(origin.as_bytes()).unwrap());
        headers.insert(HOST, HeaderValue::from_bytes(host.as_bytes()).unwrap());
        let public = PublicOrigin::Development;
        let _ = check(&headers, &Uri::from_static("/"), &public, &AllowedOrigins::none());
    }

    #[test]
    fn an_origin_reads_back_as_itself(host in "[a-z0-9]{1,5}(\\.[a-z]{2,5}){1,3}", port in 1u16..) {
        let origin = Origin::parse(&format!("https://{host}:{port}")).unwrap();
        prop_assert_eq!(Origin::parse(&origin.to_string()).unwrap(), origin);
    }
}

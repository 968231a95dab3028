//! Only our own pages reach an action.

use super::{
    app::{post, sign},
    http_client::{Ask, Server},
};
use formwork::server::{Config, origin::PublicOrigin};

fn from_elsewhere() -> Ask {
    Ask::post::<sign>("/", "name=Ada").without("sec-fetch-site")
}

async fn status(server: &Server, ask: Ask) -> u16 {
    server.visitor().ask(ask).await.status.as_u16()
}

#[tokio::test]
async fn our_own_pages_are_let_through() {
    let server = Server::new();
    let same_origin = from_elsewhere().header("sec-fetch-site", "same-origin");
    assert_eq!(status(&server, same_origin).await, 303);
    let old_browser = from_elsewhere().header("origin", "http://app.test");
    assert_eq!(status(&server, old_browser).await, 303);
    assert_eq!(server.runs().len(), 2);
}

#[tokio::test]
async fn everybody_else_is_403_and_runs_nothing() {
    let server = Server::new();
    let cases: &[&[(&str, &str)]] = &[
        &[],
        &[("sec-fetch-site", "none")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "")],
        &[("sec-fetch-site", "SAME-ORIGIN")],
        &[
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "same-origin"),
        ],
        &[
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "cross-site"),
        ],
        &[("sec-fetch-site", "same-origin, cross-site")],
        &[("origin", "null")],
        &[("origin", "")],
        &[("origin", "https://evil.example")],
        &[("origin", "https://app.test")],
        &[("origin", "http://app.test:8080")],
        &[("origin", "http://app.test.evil.example")],
        &[("origin", "http://user@app.test")],
        &[("origin", "http://app.test/")],
        &[("origin", "app.test")],
        &[("origin", "http://app.test, http://app.test")],
        &[("origin", "http://app.test http://evil.example")],
        &[("origin", "http://app.test"), ("origin", "http://app.test")],
        &[("origin", "http://\u{e4}pp.test")],
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
        ],
        &[("referer", "http://app.test/")],
        &[
            ("x-forwarded-host", "evil.example"),
            ("origin", "http://evil.example"),
        ],
        &[("x-formwork", "client")],
        &[("x-formwork", "bridge"), ("origin", "https://evil.example")],
    ];
    for headers in cases {
        let ask = headers.iter().fold(from_elsewhere(), |ask, (name, value)| {
            ask.header(name, value)
        });
        assert_eq!(status(&server, ask).await, 403, "{headers:?}");
    }
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn a_foreign_request_does_not_even_reach_the_guard() {
    let server = Server::new();
    let ask = Ask::post::<post>("/", "text=x")
        .without("sec-fetch-site")
        .header("origin", "https://evil.example")
        .user("ada");
    assert_eq!(status(&server, ask).await, 403);
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn allowed_origins_are_let_through() {
    let server = Server::with(|config: Config| {
        config
            .allowed_origins(["https://shop.example.com", "https://*.example.org"])
            .unwrap()
    });
    for (origin, expected) in [
        ("https://shop.example.com", 303),
        ("https://a.example.org", 303),
        ("https://a.b.example.org", 403),
        ("https://example.org", 403),
        ("http://shop.example.com", 403),
    ] {
        let ask = from_elsewhere().header("origin", origin);
        assert_eq!(status(&server, ask).await, expected, "{origin}");
    }
}

#[test]
fn a_public_origin_is_an_origin() {
    assert!(PublicOrigin::configured("https://example.com").is_ok());
    assert!(PublicOrigin::configured("example.com").is_err());
}

//! An action that sends the person elsewhere.

use super::{
    app::go,
    http_client::{Server, field},
};
use formwork::wire::Outcome;

#[tokio::test]
async fn a_redirect_is_a_303_and_data_for_the_client() {
    let server = Server::new();
    for to in ["/about", "/about?x=1&y=%20#z", "/", "/a//b"] {
        let answer = server.visitor().post::<go>("/", &field("to", to)).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location").as_str()),
            (303, to)
        );
        let data = server.visitor().call::<go>("/", &field("to", to)).await;
        assert_eq!(data.status, 200);
        assert!(matches!(data.outcome(), Outcome::Redirect(redirect) if redirect.to == to));
    }
}

#[tokio::test]
async fn the_client_is_told_whether_a_redirect_leads_to_a_page_of_the_app() {
    let server = Server::new();
    for (to, is_page) in [
        ("/", true),
        ("/about?x=1#y", true),
        ("/favicon.svg", false),
        ("/auth/out", false),
    ] {
        let visitor = server.visitor();
        // The second is a replay.
        for _ in 0..2 {
            let data = visitor
                .call::<go>("/", &format!("_fw.id=1&{}", field("to", to)))
                .await;
            let Outcome::Redirect(redirect) = data.outcome() else {
                panic!("{to}: {}", data.text);
            };
            assert_eq!(redirect.document, !is_page, "{to}");
        }
    }
}

#[tokio::test]
async fn a_relative_redirect_leads_on_from_the_page() {
    let server = Server::new();
    for (to, expected) in [
        ("?x=2", "/about?x=2"),
        ("tallies", "/tallies"),
        ("#end", "/about?x=1#end"),
    ] {
        let fields = field("to", to);
        let answer = server.visitor().post::<go>("/about?x=1", &fields).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location").as_str()),
            (303, expected)
        );
        let data = server.visitor().call::<go>("/about?x=1", &fields).await;
        assert!(matches!(data.outcome(), Outcome::Redirect(redirect) if redirect.to == expected));
    }
}

#[tokio::test]
async fn a_redirect_is_replayed() {
    let server = Server::new();
    let visitor = server.visitor();
    for _ in 0..2 {
        let answer = visitor.post::<go>("/", "_fw.id=1&to=/about").await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, "/about".into())
        );
    }
    assert_eq!(server.runs(), ["go"]);
}

#[tokio::test]
async fn a_redirect_to_anything_but_a_path_of_the_app_is_a_failure_and_not_followed() {
    let server = Server::new();
    for to in [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "https://app.test/",
        "javascript:alert(1)",
        "",
        "http:about",
        "/\t/evil.example",
        "/\n/evil.example",
        "/a\r\nset-cookie: x=1",
        "\\\\evil.example",
    ] {
        let fields = field("to", to);
        let native = server.visitor().post::<go>("/", &fields).await;
        assert_eq!(
            (native.status.as_u16(), native.header("location").as_str()),
            (500, ""),
            "{to:?}"
        );
        let data = server.visitor().call::<go>("/", &fields).await;
        assert!(matches!(data.outcome(), Outcome::Failed { .. }), "{to:?}");
        assert!(!data.text.contains("evil"), "{}", data.text);
    }
}

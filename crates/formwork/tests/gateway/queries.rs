//! The endpoint for reads.

use super::{
    app::{broken, entry, latest, mine, sign, weather},
    http_client::{Answer, Ask, Server, field},
};
use formwork::{
    query::Query,
    wire::{ENDPOINT, QueryValue},
};
use http::Method;

fn uri<Q: Query>(args: &str) -> String {
    format!(
        "{ENDPOINT}/query?{}&{}",
        field("q", Q::ID),
        field("a", args)
    )
}

async fn read<Q: Query>(server: &Server, args: &str) -> Answer {
    server.visitor().get(&uri::<Q>(args)).await
}

#[tokio::test]
async fn a_query_is_read_by_get_and_its_value_is_private() {
    let server = Server::new();
    server.visitor().post::<sign>("/", "name=Ada").await;
    let answer = read::<latest>(&server, "[3]").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), "private, no-store");
    let value: QueryValue = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(
        (value.query.as_str(), value.args.as_str()),
        (<latest as Query>::ID, "[3]")
    );
    assert_eq!(value.value.get(), "{\"Ok\":[\"sign Ada\"]}");
    assert_eq!(read::<weather>(&server, "[]").await.status, 200);
}

#[tokio::test]
async fn its_guard_decides() {
    let server = Server::new();
    let answer = read::<mine>(&server, "[]").await;
    assert!(answer.text.contains("Log in first."), "{}", answer.text);
    let ask = Ask::new(Method::GET, uri::<mine>("[]")).user("ada");
    let answer = server.visitor().ask(ask).await;
    assert!(answer.text.contains("entries of ada"), "{}", answer.text);
}

#[tokio::test]
async fn an_unknown_query_is_404() {
    let server = Server::new();
    let action = <sign as formwork::action::Action>::ID;
    for q in ["nobody", "", "latest", action] {
        let uri = format!("{ENDPOINT}/query?{}&a=[]", field("q", q));
        assert_eq!(server.visitor().get(&uri).await.status, 404, "{q}");
    }
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn malformed_arguments_are_400() {
    let server = Server::new();
    for args in [
        "",
        "[]",
        "[\"x\"]",
        "[-1]",
        "[1,2]",
        "{",
        "null",
        "[[[[[",
        "[99999999999]",
    ] {
        assert_eq!(read::<entry>(&server, args).await.status, 400, "{args}");
    }
    assert_eq!(
        server
            .visitor()
            .get(&format!("{ENDPOINT}/query"))
            .await
            .status,
        400
    );
    let twice = format!("{}&a=[2]", uri::<entry>("[1]"));
    assert_eq!(server.visitor().get(&twice).await.status, 400);
}

#[tokio::test]
async fn it_is_read_by_get_only() {
    let server = Server::new();
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let answer = server
            .visitor()
            .ask(Ask::new(method, uri::<weather>("[]")))
            .await;
        assert_eq!(answer.status, 405);
    }
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn an_error_of_a_query_is_redacted() {
    let server = Server::new();
    let answer = read::<broken>(&server, "[]").await;
    assert!(answer.text.contains("error_id"), "{}", answer.text);
    assert!(!answer.text.contains("db.internal"), "{}", answer.text);
}

//! Code of the app that panics: the person gets an id and not a broken connection.

use super::{
    app::{latest, sign},
    http_client::{Answer, Ask, Server, field},
    stumbling::{hold, untagged},
};
use formwork::{
    query::Query,
    wire::{FIELD_QUERIES, Outcome, QueryRequest},
};
use http::Method;
use std::time::Duration;

fn says_an_id(answer: &Answer) {
    assert_eq!(answer.status, 500, "{}", answer.text);
    assert!(
        answer
            .text
            .contains("Something went wrong on our side (error "),
        "{}",
        answer.text
    );
    assert!(!answer.text.contains("part of the test"), "{}", answer.text);
    assert!(answer.cookies().is_empty());
}

#[tokio::test]
async fn a_page_that_panics_is_a_500() {
    let server = Server::new();
    let ask = Ask::new(Method::GET, "/stumble").header("x-stumble", "1");
    says_an_id(&server.stranger().ask(ask).await);
    let in_place = Ask::post::<sign>("/stumble", "name=").header("x-stumble", "1");
    says_an_id(&server.stranger().ask(in_place).await);
    assert_eq!(server.visitor().get("/about").await.status, 200);
}

#[tokio::test]
async fn a_page_that_panics_behind_its_first_part_ends() {
    use tower::ServiceExt as _;
    let server = Server::new();
    let ask = http::Request::get("/stumble-late")
        .body(axum::body::Body::empty())
        .unwrap();
    let response = server.router.clone().oneshot(ask).await.unwrap();
    assert_eq!(response.status(), 200);
    server.gate.started().await;
    server.gate.open();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX);
    let body = tokio::time::timeout(Duration::from_secs(10), body).await;
    let _ = body.expect("the page never ends");
    assert_eq!(server.visitor().get("/about").await.status, 200);
}

#[tokio::test]
async fn a_principal_that_panics_is_a_500_for_every_reader() {
    let server = Server::new();
    says_an_id(
        &server
            .stranger()
            .ask(Ask::new(Method::GET, "/").user("panic"))
            .await,
    );
    says_an_id(
        &server
            .stranger()
            .ask(Ask::post::<sign>("/", "name=Ada").user("panic"))
            .await,
    );
    let data = Ask::post::<sign>("/", "name=Ada")
        .user("panic")
        .by_the_client();
    let data = server.visitor().ask(data).await;
    assert_eq!(data.status, 500);
    assert!(matches!(data.outcome(), Outcome::Failed { .. }));
    let query = format!("/_formwork/query?q={}&a=%5B1%5D", <latest as Query>::ID);
    let query = server
        .visitor()
        .ask(Ask::new(Method::GET, query).user("panic"))
        .await;
    assert_eq!(query.status, 500);
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn an_argument_that_panics_is_a_failure_which_the_form_shows() {
    let server = Server::new();
    let visitor = server.visitor();
    let fields = visitor
        .get("/stumble")
        .await
        .form::<hold>()
        .filled("text=Hello");
    let page = visitor.post::<hold>("/stumble", &fields).await;
    says_an_id(&page);
    assert!(
        page.form::<hold>().0.contains("value=\"Hello\""),
        "{}",
        page.text
    );
    let data = visitor.call::<hold>("/stumble", &fields).await;
    assert!(matches!(data.outcome(), Outcome::Failed { .. }));
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn tags_that_panic_take_nothing_from_the_outcome_or_the_other_queries() {
    let server = Server::new();
    let named: Vec<_> = [
        (<untagged as Query>::ID, "[1]"),
        (<latest as Query>::ID, "[3]"),
    ]
    .into_iter()
    .map(|(query, args)| QueryRequest {
        query: query.into(),
        args: args.into(),
    })
    .collect();
    let queries = field(FIELD_QUERIES, &serde_json::to_string(&named).unwrap());
    let answer = server
        .visitor()
        .call::<sign>("/", &format!("name=Ada&{queries}"))
        .await;
    let data = answer.data();
    assert!(matches!(data.outcome, Outcome::Done(_)), "{}", answer.text);
    assert_eq!(data.queries.len(), 1);
    assert_eq!(data.unread, named[..1]);
    let url = format!("/_formwork/query?q={}&a=%5B1%5D", <untagged as Query>::ID);
    assert_eq!(server.visitor().get(&url).await.status, 500);
}

#[tokio::test]
async fn a_target_without_a_path_is_400_whatever_the_method() {
    let server = Server::new();
    for method in [
        "GET", "HEAD", "POST", "DELETE", "OPTIONS", "CONNECT", "QUERY",
    ] {
        for target in ["foo", "app.test:80"] {
            let ask = Ask::new(Method::from_bytes(method.as_bytes()).unwrap(), target);
            let answer = server.stranger().ask(ask).await;
            assert_eq!(answer.status, 400, "{method} {target}");
            assert!(answer.cookies().is_empty());
        }
    }
}

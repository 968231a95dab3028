//! The WASM client, which takes data.

use super::{
    app::{broken, entry, latest, mine, post, sign, signup, weather},
    http_client::{Answer, Ask, Server, field},
};
use formwork::{
    query::Query,
    wire::{FIELD_QUERIES, MAX_QUERIES, Outcome, QueryRequest, QueryValue},
};

fn shows<Q: Query>(args: &str) -> QueryRequest {
    QueryRequest {
        query: Q::ID.into(),
        args: args.into(),
    }
}

fn named(queries: &[QueryRequest]) -> String {
    field(FIELD_QUERIES, &serde_json::to_string(queries).unwrap())
}

async fn sign_with(server: &Server, queries: &str) -> Answer {
    server
        .visitor()
        .call::<sign>("/", &format!("name=Ada&{queries}"))
        .await
}

fn of<Q: Query>(values: &[QueryValue]) -> &QueryValue {
    values.iter().find(|value| value.query == Q::ID).unwrap()
}

#[tokio::test]
async fn the_answer_is_the_outcome_as_data() {
    let server = Server::new();
    let answer = sign_with(&server, "").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "private, no-store");
    let data = answer.data();
    assert!(matches!(&data.outcome, Outcome::Done(value) if value.get() == "\"Ada has signed\""));
    assert_eq!(data.tags, ["entries"]);
    assert!(data.queries.is_empty() && !data.replayed);
}

#[tokio::test]
async fn issues_are_data_with_status_200() {
    let server = Server::new();
    let answer = server
        .visitor()
        .call::<signup>("/", "email=x&password=short")
        .await;
    assert_eq!(answer.status, 200);
    let Outcome::Invalid(issues) = answer.outcome() else {
        panic!("{}", answer.text)
    };
    let paths: Vec<_> = issues.iter().map(|issue| issue.path.to_string()).collect();
    assert_eq!(paths, ["email", "password"]);
}

#[tokio::test]
async fn it_carries_fresh_values_of_the_queries_that_were_invalidated_and_of_no_others() {
    let server = Server::new();
    let queries = named(&[
        shows::<latest>("[3]"),
        shows::<weather>("[]"),
        shows::<entry>("[1]"),
        shows::<latest>("[0]"),
    ]);
    let data = sign_with(&server, &queries).await.data();
    let values: Vec<_> = data
        .queries
        .iter()
        .map(|value| (value.query.as_str(), value.args.as_str(), value.value.get()))
        .collect();
    assert_eq!(
        values,
        [
            (<latest as Query>::ID, "[3]", "{\"Ok\":[\"sign Ada\"]}"),
            (<latest as Query>::ID, "[0]", "{\"Ok\":[]}"),
        ]
    );
    assert_eq!(server.runs(), ["sign Ada"]);
}

#[tokio::test]
async fn a_query_is_read_through_its_own_guard() {
    let server = Server::new();
    let queries = named(&[shows::<mine>("[]")]);
    let data = sign_with(&server, &queries).await.data();
    let refused = of::<mine>(&data.queries).value.get();
    assert!(
        refused.contains("Log in first.") && !refused.contains("Ok"),
        "{refused}"
    );

    let ask = Ask::post::<post>("/", &format!("text=x&{queries}"))
        .user("ada")
        .by_the_client();
    let data = server.visitor().ask(ask).await.data();
    assert_eq!(
        of::<mine>(&data.queries).value.get(),
        "{\"Ok\":\"entries of ada\"}"
    );
}

#[tokio::test]
async fn a_failing_query_fails_alone_and_without_its_text() {
    let server = Server::new();
    let queries = named(&[shows::<broken>("[]"), shows::<latest>("[1]")]);
    let answer = sign_with(&server, &queries).await;
    assert!(!answer.text.contains("db.internal"), "{}", answer.text);
    let data = answer.data();
    assert!(of::<broken>(&data.queries).value.get().contains("error_id"));
    assert_eq!(
        of::<latest>(&data.queries).value.get(),
        "{\"Ok\":[\"sign Ada\"]}"
    );
}

#[tokio::test]
async fn a_list_of_queries_that_makes_no_sense_is_left_out() {
    let server = Server::new();
    let id = <latest as Query>::ID;
    for list in [
        "nonsense".to_owned(),
        "{}".into(),
        "[1]".into(),
        "[{\"q\":\"nobody\",\"a\":\"[]\"}]".into(),
        format!("[{{\"q\":\"{id}\",\"a\":\"[\\\"x\\\"]\"}}]"),
        format!("[{{\"q\":\"{id}\",\"a\":\"\"}}]"),
        format!("[{{\"q\":\"{id}\"}}]"),
        "[[[[[[[[".into(),
    ] {
        let answer = sign_with(&server, &field(FIELD_QUERIES, &list)).await;
        assert_eq!(answer.status, 200, "{list}");
        assert!(answer.data().queries.is_empty(), "{list}");
    }
}

#[tokio::test]
async fn too_many_queries_are_cut_and_doubles_read_once() {
    let server = Server::new();
    let many: Vec<_> = (0..MAX_QUERIES + 20)
        .map(|n| shows::<latest>(&format!("[{n}]")))
        .collect();
    let data = sign_with(&server, &named(&many)).await.data();
    assert_eq!(data.queries.len(), MAX_QUERIES);
    let same = vec![shows::<latest>("[3]"); 10];
    assert_eq!(
        sign_with(&server, &named(&same)).await.data().queries.len(),
        1
    );
}

#[tokio::test]
async fn versions_grow_with_each_invalidation() {
    let server = Server::new();
    let queries = named(&[shows::<latest>("[3]")]);
    let mut before = None;
    for _ in 0..3 {
        let data = sign_with(&server, &queries).await.data();
        let version = of::<latest>(&data.queries).version;
        assert!(before.is_none_or(|before| before < (version.epoch, version.number)));
        before = Some((version.epoch, version.number));
    }
}

#[tokio::test]
async fn a_replay_carries_values_as_they_are_now() {
    let server = Server::new();
    let visitor = server.visitor();
    let queries = named(&[shows::<latest>("[3]")]);
    let fields = format!("_fw.id=1&name=Ada&{queries}");
    visitor.call::<sign>("/", &fields).await;
    visitor.call::<sign>("/", "name=Grace").await;
    let replay = visitor.call::<sign>("/", &fields).await.data();
    assert!(replay.replayed);
    assert_eq!(
        of::<latest>(&replay.queries).value.get(),
        "{\"Ok\":[\"sign Grace\",\"sign Ada\"]}"
    );
}

#[tokio::test]
async fn an_unknown_action_is_an_outcome_too() {
    let server = Server::new();
    let ask = Ask::form("/?_fw=nobody", "").by_the_client();
    let answer = server.visitor().ask(ask).await;
    assert_eq!(answer.status, 404);
    assert!(matches!(answer.outcome(), Outcome::Refused(refused) if refused.status == 404));
}

//! A cancel stops the run of its submission, and nothing else does.

use super::{
    app::{linger, sign},
    http_client::{Answer, Ask, Server, Visitor, url},
};
use axum::{
    body::{Body, Bytes},
    extract::Request,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use formwork::{
    action::Action,
    wire::{Outcome, PARAM_CANCEL},
};
use futures::channel::mpsc;
use http::{Method, StatusCode};
use std::{convert::Infallible, time::Duration};
use tokio::task::JoinHandle;

const BEGUN: [&str; 1] = ["linger begins"];
const STOPPED: [&str; 2] = ["linger begins", "linger is dropped"];

fn cancel<A: Action>(id: &str) -> Ask {
    cancel_at(
        Method::POST,
        format!("{}&{PARAM_CANCEL}={id}", url::<A>("/")),
    )
}

fn cancel_at(method: Method, uri: String) -> Ask {
    Ask::new(method, uri)
        .header("sec-fetch-site", "same-origin")
        .by_the_client()
}

/// A submission under this id that stands at the gate.
async fn begun(server: &Server, visitor: &Visitor, id: &str) -> JoinHandle<Answer> {
    let run = sent(
        visitor,
        Ask::post::<linger>("/", &format!("_fw.id={id}")).by_the_client(),
    );
    server.gate.started().await;
    run
}

fn sent(visitor: &Visitor, ask: Ask) -> JoinHandle<Answer> {
    let visitor = visitor.clone();
    tokio::spawn(async move { visitor.ask(ask).await })
}

/// The answer to a run that was cancelled: long before the deadline would have stopped it.
async fn stopped(run: JoinHandle<Answer>) -> Answer {
    let answer = tokio::time::timeout(Duration::from_secs(10), run).await;
    answer.expect("the run goes on").unwrap()
}

fn is_interrupted(answer: &Answer) -> bool {
    answer.status == 409 && matches!(answer.outcome(), Outcome::Interrupted)
}

/// The run goes on to its end when it may.
async fn goes_on(server: &Server, run: JoinHandle<Answer>) {
    assert_eq!(server.runs(), BEGUN);
    server.gate.open();
    assert!(matches!(run.await.unwrap().outcome(), Outcome::Done(_)));
    assert_eq!(server.log.count("linger ends"), 1);
}

#[tokio::test]
async fn the_run_is_dropped_where_it_stands_and_what_it_did_stays() {
    let server = Server::new();
    let visitor = server.visitor();
    let run = begun(&server, &visitor, "1").await;
    let joined = sent(
        &visitor,
        Ask::post::<linger>("/", "_fw.id=1").by_the_client(),
    );
    tokio::time::sleep(Duration::from_millis(20)).await;

    let answer = visitor.ask(cancel::<linger>("1")).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (204, ""));
    assert_eq!(answer.header("cache-control"), "private, no-store");

    let (run, joined) = (stopped(run).await, stopped(joined).await);
    assert!(is_interrupted(&run) && !run.is_replay());
    assert!(is_interrupted(&joined) && joined.is_replay());
    assert_eq!(run.data().tags, ["entries"]);
    assert_eq!(server.runs(), STOPPED);
}

#[tokio::test]
async fn it_is_never_run_again_by_itself() {
    let server = Server::new();
    let visitor = server.visitor();
    let run = begun(&server, &visitor, "1").await;
    visitor.ask(cancel::<linger>("1")).await;
    stopped(run).await;
    server.gate.open();
    for input in ["_fw.id=1", "_fw.id=1&other=input"] {
        let again = visitor.call::<linger>("/", input).await;
        assert!(is_interrupted(&again) && again.is_replay(), "{input}");
    }
    assert_eq!(server.runs(), STOPPED);
    // Decided by a person: another submission.
    let next = visitor.call::<linger>("/", "_fw.id=2").await;
    assert!(matches!(next.outcome(), Outcome::Done(_)));
}

#[tokio::test]
async fn a_page_says_that_it_was_stopped() {
    let server = Server::new();
    let visitor = server.visitor();
    let fields = visitor.get("/").await.form::<linger>().filled("");
    let id = fields
        .split('&')
        .find_map(|field| field.strip_prefix("_fw.id="))
        .unwrap();
    let run = sent(&visitor, Ask::post::<linger>("/", &fields));
    server.gate.started().await;
    visitor.ask(cancel::<linger>(id)).await;
    let page = stopped(run).await;
    assert_eq!(page.status, 409);
    let form = page.form::<linger>().0;
    assert!(form.contains("stopped before it was finished"), "{form}");
}

#[tokio::test]
async fn whatever_was_sent_under_its_id_is_stopped() {
    let server = Server::new();
    let visitor = server.visitor();
    let runs = [
        begun(&server, &visitor, "1").await,
        begun(&server, &visitor, "1&other=input").await,
    ];
    visitor.ask(cancel::<linger>("1")).await;
    for run in runs {
        assert!(is_interrupted(&stopped(run).await));
    }
    assert_eq!(server.log.count("linger is dropped"), 2);
}

#[tokio::test]
async fn nobody_else_and_no_other_submission_is_meant() {
    let server = Server::new();
    let visitor = server.visitor();
    let run = begun(&server, &visitor, "1").await;
    let others = [
        (server.visitor(), cancel::<linger>("1")),
        (server.stranger(), cancel::<linger>("1")),
        (visitor.clone(), cancel::<linger>("1").user("ada")),
        (visitor.clone(), cancel::<linger>("2")),
        (visitor.clone(), cancel::<linger>("")),
        (visitor.clone(), cancel::<linger>("%00%FF")),
        (visitor.clone(), cancel::<linger>(&"1".repeat(10_000))),
        (visitor.clone(), cancel::<sign>("1")),
    ];
    for (visitor, cancel) in others {
        let uri = cancel.uri.clone();
        assert_eq!(visitor.ask(cancel).await.status, 204, "{uri}");
    }
    goes_on(&server, run).await;
}

#[tokio::test]
async fn what_is_refused_stops_nothing() {
    let server = Server::new();
    let visitor = server.visitor();
    let run = begun(&server, &visitor, "1").await;
    let foreign = || cancel::<linger>("1").without("sec-fetch-site");
    let two = format!("{}&{PARAM_CANCEL}=1&_fw=other", url::<linger>("/"));
    for (ask, status) in [
        (foreign(), 403),
        (foreign().header("sec-fetch-site", "cross-site"), 403),
        (foreign().header("origin", "https://evil.example"), 403),
        (
            cancel_at(Method::POST, "/?_fw=nobody&_fw_cancel=1".into()),
            404,
        ),
        (cancel_at(Method::POST, "/?_fw_cancel=1".into()), 400),
        (cancel_at(Method::POST, two), 400),
    ] {
        let uri = ask.uri.clone();
        assert_eq!(visitor.ask(ask).await.status, status, "{uri}");
    }
    goes_on(&server, run).await;
}

#[tokio::test]
async fn no_other_method_stops_it() {
    let server = Server::new();
    let visitor = server.visitor();
    let run = begun(&server, &visitor, "1").await;
    for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let ask = cancel_at(method.clone(), cancel::<linger>("1").uri);
        assert_eq!(visitor.ask(ask).await.status, 405, "{method}");
    }
    let navigation =
        Ask::new(Method::GET, cancel::<linger>("1").uri).header("sec-fetch-mode", "navigate");
    let answer = visitor.ask(navigation).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (303, "/".into())
    );
    goes_on(&server, run).await;
}

#[tokio::test]
async fn a_layer_around_the_pages_sees_it_as_a_post_to_its_page() {
    async fn without_cancels(request: Request, next: Next) -> Response {
        let query = request.uri().query().unwrap_or_default();
        match request.method() == Method::POST && query.contains(PARAM_CANCEL) {
            true => StatusCode::UNAUTHORIZED.into_response(),
            false => next.run(request).await,
        }
    }
    let server = Server::new().wrapped(|pages| pages.layer(from_fn(without_cancels)));
    let visitor = server.visitor();
    let run = begun(&server, &visitor, "1").await;
    assert_eq!(visitor.ask(cancel::<linger>("1")).await.status, 401);
    goes_on(&server, run).await;
}

#[tokio::test]
async fn what_is_done_stays_done() {
    let server = Server::new();
    let visitor = server.visitor();
    visitor.call::<sign>("/", "_fw.id=1&name=Ada").await;
    assert_eq!(visitor.ask(cancel::<sign>("1")).await.status, 204);
    let again = visitor.call::<sign>("/", "_fw.id=1&name=Ada").await;
    assert!(again.is_replay() && matches!(again.outcome(), Outcome::Done(_)));
    assert_eq!(server.runs(), ["sign Ada"]);
}

#[tokio::test]
async fn a_cancel_that_overtakes_its_submission_keeps_it_from_running() {
    let server = Server::new();
    let visitor = server.visitor();
    visitor.ask(cancel::<sign>("1")).await;
    for _ in 0..2 {
        let answer = visitor.call::<sign>("/", "_fw.id=1&name=Ada").await;
        assert!(is_interrupted(&answer) && answer.is_replay());
    }
    assert!(server.runs().is_empty());
    server
        .visitor()
        .call::<sign>("/", "_fw.id=1&name=Grace")
        .await;
    visitor.call::<sign>("/", "_fw.id=2&name=Ada").await;
    assert_eq!(server.runs(), ["sign Grace", "sign Ada"]);
}

#[tokio::test]
async fn a_submission_is_cancelled_while_its_body_arrives() {
    let server = Server::new();
    let visitor = server.visitor();
    let (body, arriving) = mpsc::unbounded::<Result<Bytes, Infallible>>();
    let ask = Ask::post::<sign>("/", "")
        .by_the_client()
        .body(Body::from_stream(arriving));
    let answer = sent(&visitor, ask);
    body.unbounded_send(Ok("_fw.id=1&".into())).unwrap();
    tokio::task::yield_now().await;
    visitor.ask(cancel::<sign>("1")).await;
    assert!(!answer.is_finished());
    body.unbounded_send(Ok("name=Ada".into())).unwrap();
    drop(body);
    assert!(is_interrupted(&stopped(answer).await));
    assert!(server.runs().is_empty());
}

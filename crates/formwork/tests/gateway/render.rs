//! A page whose reader leaves while it is rendered.

use super::http_client::Server;
use axum::body::{Body, HttpBody as _, to_bytes};
use formwork::wire::DEADLINE_ATTRIBUTE;
use futures::{FutureExt, StreamExt as _};
use http::Request;
use std::time::Duration;
use tower::ServiceExt;

/// Until this has been noted; the tasks that do so are not the test's.
async fn noted(server: &Server, entry: &str) {
    let noted = async {
        while server.log.count(entry) == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let patience = Duration::from_secs(10);
    tokio::time::timeout(patience, noted)
        .await
        .unwrap_or_else(|_| panic!("no \"{entry}\" in {:?}", server.runs()));
}

fn ask() -> Request<Body> {
    Request::get("/slow").body(Body::empty()).unwrap()
}

#[tokio::test]
async fn the_rest_of_it_is_rendered_all_the_same() {
    let server = Server::new();
    let response = server.router.clone().oneshot(ask()).await.unwrap();
    assert_eq!(response.status(), 200);
    server.gate.started().await;
    drop(response);
    server.gate.open();
    noted(&server, "slow shown: 21").await;
    noted(&server, "slow is gone").await;
}

#[tokio::test]
async fn and_so_is_one_whose_reader_leaves_before_the_first_part() {
    let server = Server::new();
    // With one thread, the rendering begins only when the test waits for something.
    let response = server.router.clone().oneshot(ask()).now_or_never();
    assert!(response.is_none());
    server.gate.started().await;
    // Time for the first part, which nobody takes.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(server.log.count("slow is gone"), 0);
    server.gate.open();
    noted(&server, "slow shown: 21").await;
    noted(&server, "slow is gone").await;
}

#[tokio::test]
async fn who_stays_gets_all_of_it() {
    let server = Server::new();
    server.gate.open();
    let page = server.visitor().get("/slow").await;
    assert!(page.text.contains("21"), "{}", page.text);
}

#[tokio::test]
async fn the_page_says_how_long_a_run_may_take_where_that_is_not_as_usual() {
    let attribute = |milliseconds: &str| format!("{DEADLINE_ATTRIBUTE}=\"{milliseconds}\"");
    let server = Server::with(|config| config.deadline(Duration::from_secs(120)));
    let page = server.visitor().get("/about").await;
    assert!(page.text.contains(&attribute("120000")), "{}", page.text);
    let page = Server::new().visitor().get("/about").await;
    assert!(!page.text.contains(DEADLINE_ATTRIBUTE), "{}", page.text);
}

#[tokio::test]
async fn a_page_that_waits_for_nothing_has_a_length_and_another_one_comes_in_parts() {
    let server = Server::new();
    let about = Request::get("/about").body(Body::empty()).unwrap();
    let about = server.router.clone().oneshot(about).await.unwrap();
    let length = about.body().size_hint().exact();
    assert_eq!(
        about.headers()[http::header::CONTENT_LENGTH],
        length.unwrap().to_string()
    );
    let about = to_bytes(about.into_body(), usize::MAX).await.unwrap();
    assert_eq!(about.len() as u64, length.unwrap());

    // The gate is closed: this is the part that does not wait.
    let slow = server.router.clone().oneshot(ask()).await.unwrap();
    assert_eq!(slow.body().size_hint().exact(), None);
    let mut parts = slow.into_body().into_data_stream();
    let first = parts.next().await.unwrap().unwrap();
    assert!(first.starts_with(b"<!DOCTYPE html>"), "{first:?}");
    server.gate.open();
    let rest: Vec<_> = parts.map(Result::unwrap).collect().await;
    assert!(String::from_utf8_lossy(&rest.concat()).contains("21"));
}

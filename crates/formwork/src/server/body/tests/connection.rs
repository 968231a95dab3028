//! A refused browser gets its answer: over a real connection.

use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;

const MIB: usize = 1024 * 1024;

/// A server that reads forms at `/`, and refuses every request at `/no` without reading it.
async fn connect() -> TcpStream {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(|request: Request| async move {
        let (parts, body) = request.into_parts();
        if parts.uri.path() == "/no" {
            drain(&parts.headers, body);
            return StatusCode::FORBIDDEN.into_response();
        }
        match read_form(&parts.headers, body, &BodyLimits::default()).await {
            Ok(form) => form.len().to_string().into_response(),
            Err(error) => (error.status(), error.to_string()).into_response(),
        }
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    TcpStream::connect(address).await.unwrap()
}

fn head(path: &str, more: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {URLENCODED}\r\n{more}\r\n")
}

/// Sends everything before it reads anything, as browsers do.
async fn exchange(head: &str, body: &[u8]) -> String {
    let mut connection = connect().await;
    connection.write_all(head.as_bytes()).await.unwrap();
    for piece in body.chunks(64 * 1024) {
        connection
            .write_all(piece)
            .await
            .expect("the server broke the connection");
    }
    answer(&mut connection).await
}

async fn answer(connection: &mut TcpStream) -> String {
    let mut answer = vec![0; 1000];
    let length = connection
        .read(&mut answer)
        .await
        .expect("the answer was lost");
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[tokio::test]
async fn a_browser_that_sends_too_much_sees_the_413() {
    let head = head("/", &format!("Content-Length: {}\r\n", 10 * MIB));
    let answer = exchange(&head, &vec![b'a'; 10 * MIB]).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[tokio::test]
async fn a_chunked_body_that_turns_out_too_large_gets_the_413() {
    let chunk = [b"100000\r\n", &vec![b'a'; MIB][..], b"\r\n"].concat();
    let body = [chunk.repeat(5), b"0\r\n\r\n".to_vec()].concat();
    let answer = exchange(&head("/", "Transfer-Encoding: chunked\r\n"), &body).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[tokio::test]
async fn however_much_that_is() {
    for path in ["/", "/no"] {
        let head = head(path, &format!("Content-Length: {}\r\n", 100 * MIB));
        let answer = exchange(&head, &vec![b'a'; 100 * MIB]).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
}

#[tokio::test]
async fn who_stops_sending_is_not_waited_for() {
    let mut connection = connect().await;
    let head = head("/", &format!("Content-Length: {}\r\n", 10 * MIB));
    connection.write_all(head.as_bytes()).await.unwrap();
    assert!(answer(&mut connection).await.starts_with("HTTP/1.1 413 "));
    let mut rest = [0];
    let closed = tokio::time::timeout(DRAIN_PAUSE * 2, connection.read(&mut rest)).await;
    assert_eq!(closed.expect("the server waits for more").unwrap(), 0);
}

#[tokio::test]
async fn a_body_that_is_refused_without_being_read_gets_the_answer() {
    let head = head("/no", &format!("Content-Length: {}\r\n", 10 * MIB));
    let answer = exchange(&head, &vec![b'a'; 10 * MIB]).await;
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
}

#[tokio::test]
async fn the_answer_does_not_wait_for_the_rest_of_the_body() {
    let mut connection = connect().await;
    let head = head("/", &format!("Content-Length: {}\r\n", 10 * MIB));
    connection.write_all(head.as_bytes()).await.unwrap();
    let answer = tokio::time::timeout(Duration::from_secs(5), answer(&mut connection)).await;
    assert!(answer.unwrap().starts_with("HTTP/1.1 413 "));
}

#[tokio::test]
async fn who_asks_before_sending_is_refused_before_sending() {
    for path in ["/", "/no"] {
        let mut connection = connect().await;
        let more = format!("Content-Length: {}\r\nExpect: 100-continue\r\n", 10 * MIB);
        connection
            .write_all(head(path, &more).as_bytes())
            .await
            .unwrap();
        let answer = answer(&mut connection).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
        let mut rest = [0];
        let closed = tokio::time::timeout(DRAIN_PAUSE, connection.read(&mut rest));
        assert_eq!(
            closed
                .await
                .expect("the server waits for the body")
                .unwrap(),
            0
        );
    }
}

#[tokio::test]
async fn a_connection_goes_on_after_a_form() {
    let mut connection = connect().await;
    for _ in 0..3 {
        let head = head("/", "Content-Length: 7\r\n");
        connection
            .write_all(format!("{head}a=1&b=2").as_bytes())
            .await
            .unwrap();
        let answer = answer(&mut connection).await;
        assert!(
            answer.starts_with("HTTP/1.1 200 ") && answer.ends_with('2'),
            "{answer}"
        );
    }
}

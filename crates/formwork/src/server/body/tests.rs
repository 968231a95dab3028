use std::convert::Infallible;

use bytes::Bytes;
use futures::{StreamExt as _, stream};
use http::{HeaderValue, StatusCode};

use super::*;

mod connection;
mod limits;
mod multipart;

const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=X";

fn headers(content_type: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_bytes(content_type.as_bytes()).unwrap(),
    );
    headers
}

/// A body that does not announce its length.
fn chunked(chunks: Vec<Bytes>) -> Body {
    Body::from_stream(stream::iter(chunks).map(Ok::<_, Infallible>))
}

async fn read(content_type: &str, body: impl Into<Bytes>) -> Result<FormData, BodyError> {
    let body = chunked(vec![body.into()]);
    read_form(&headers(content_type), body, &BodyLimits::default()).await
}

async fn read_limited(
    content_type: &str,
    body: &str,
    limits: BodyLimits,
) -> Result<FormData, BodyError> {
    read_form(
        &headers(content_type),
        chunked(vec![Bytes::copy_from_slice(body.as_bytes())]),
        &limits,
    )
    .await
}

async fn refusal(content_type: &str, body: impl Into<Bytes>) -> StatusCode {
    read(content_type, body).await.unwrap_err().status()
}

fn texts(form: &FormData) -> Vec<(&str, &str)> {
    form.texts().collect()
}

#[tokio::test]
async fn a_urlencoded_form_is_decoded_in_order() {
    let form = read(URLENCODED, "b=1&a=x+y%2B%26%3D&b=%C3%A4\u{f6}&c&=d&&e==")
        .await
        .unwrap();
    assert_eq!(
        texts(&form),
        [
            ("b", "1"),
            ("a", "x y+&="),
            ("b", "\u{e4}\u{f6}"),
            ("c", ""),
            ("", "d"),
            ("e", "=")
        ]
    );
    assert!(read(URLENCODED, "").await.unwrap().is_empty());
}

#[tokio::test]
async fn a_form_may_say_that_it_is_utf_8() {
    for content_type in [
        "application/x-www-form-urlencoded; charset=UTF-8",
        "Application/X-WWW-Form-Urlencoded;charset=\"utf-8\"",
        "application/x-www-form-urlencoded ; ",
    ] {
        assert_eq!(
            texts(&read(content_type, "a=1").await.unwrap()),
            [("a", "1")],
            "{content_type}"
        );
    }
}

#[tokio::test]
async fn broken_percent_sequences_are_400() {
    for body in [
        "a=%",
        "a=1%2",
        "%zz=1",
        "a=%2x",
        "a=100%&b=1",
        "a=%u00e4",
        "a=%+1",
    ] {
        assert!(
            matches!(
                read(URLENCODED, body).await,
                Err(BodyError::Malformed { .. })
            ),
            "{body}"
        );
        assert_eq!(refusal(URLENCODED, body).await, 400);
    }
}

#[tokio::test]
async fn text_that_is_not_utf_8_is_400() {
    for body in [
        &b"a=%FF"[..],
        b"a=\xff",
        b"%C3=1",
        b"a=%ED%A0%80",
        b"a=%C0%AF",
    ] {
        assert!(
            matches!(read(URLENCODED, body).await, Err(BodyError::NotUtf8)),
            "{body:?}"
        );
        assert_eq!(refusal(URLENCODED, body).await, 400);
    }
}

#[tokio::test]
async fn other_content_types_are_415() {
    for content_type in [
        "",
        "text/plain",
        "application/json",
        "application/octet-stream",
        "multipart/mixed; boundary=X",
        "application/x-www-form-urlencoded, text/plain",
        "application/x-www-form-urlencodedx",
        "form",
        "\u{e4}",
    ] {
        assert!(
            matches!(
                read(content_type, "a=1").await,
                Err(BodyError::NotAForm { .. })
            ),
            "{content_type}"
        );
        assert_eq!(refusal(content_type, "a=1").await, 415);
    }
    let none = read_form(&HeaderMap::new(), Body::from("a=1"), &BodyLimits::default()).await;
    assert_eq!(none.unwrap_err().status(), 415);
    let mut two = headers(URLENCODED);
    two.append(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    let two = read_form(&two, Body::from("a=1"), &BodyLimits::default()).await;
    assert_eq!(two.unwrap_err().status(), 415);
}

#[tokio::test]
async fn other_charsets_are_415() {
    for parameters in [
        "charset=iso-8859-1",
        "charset=utf-16",
        "charset",
        "charset=\"",
    ] {
        let content_type = format!("{URLENCODED}; {parameters}");
        assert_eq!(refusal(&content_type, "a=1").await, 415, "{content_type}");
    }
}

#[tokio::test]
async fn a_compressed_body_is_415() {
    let mut headers = headers(URLENCODED);
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    let result = read_form(&headers, Body::from("a=1"), &BodyLimits::default()).await;
    assert!(matches!(result, Err(BodyError::Compressed)));
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("identity"));
    assert!(
        read_form(&headers, Body::from("a=1"), &BodyLimits::default())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn json_is_given_as_its_text() {
    let read = |content_type: &str, body: &'static [u8]| {
        let headers = headers(content_type);
        async move { read_json(&headers, Body::from(body), &BodyLimits::default()).await }
    };
    assert_eq!(read("application/json", b"[1, 2]").await.unwrap(), "[1, 2]");
    assert_eq!(
        read("application/json; charset=utf-8", b"").await.unwrap(),
        ""
    );
    assert!(matches!(
        read("application/json", b"\"\xff\"").await,
        Err(BodyError::NotUtf8)
    ));
    for content_type in [URLENCODED, MULTIPART, "text/json", "text/plain"] {
        assert!(
            matches!(
                read(content_type, b"[]").await,
                Err(BodyError::NotJson { .. })
            ),
            "{content_type}"
        );
    }
}

#[tokio::test]
async fn what_is_shown_of_a_wrong_content_type_is_short_and_escaped() {
    let error = read(
        &format!("text/\u{1b}{}", "a".repeat(1000)).replace('\u{1b}', "\t"),
        "",
    )
    .await;
    let message = error.unwrap_err().to_string();
    assert!(
        message.len() < 300 && message.contains("text/\\taaa"),
        "{message}"
    );
}

#[test]
fn reading_can_go_on_in_another_thread() {
    fn is_send<T: Send>(_: T) {}
    is_send(read_form(
        &HeaderMap::new(),
        Body::empty(),
        &BodyLimits::default(),
    ));
    is_send(read_json(
        &HeaderMap::new(),
        Body::empty(),
        &BodyLimits::default(),
    ));
    is_send(digest(&FormData::new(), &[]));
}

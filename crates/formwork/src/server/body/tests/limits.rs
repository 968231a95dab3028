//! Bytes, counts and time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::header::CONTENT_LENGTH;
use http_body_util::Limited;
use tokio::time::{Instant, sleep};

use super::*;

fn limits(bytes: u64) -> BodyLimits {
    BodyLimits {
        bytes,
        ..BodyLimits::default()
    }
}

/// The same form in every content type, padded to a length.
fn bodies(length: usize) -> [(&'static str, String); 3] {
    let head = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
    let tail = "\r\n--X--\r\n";
    [
        (URLENCODED, format!("a={}", "b".repeat(length - 2))),
        (
            MULTIPART,
            format!(
                "{head}{}{tail}",
                "b".repeat(length - head.len() - tail.len())
            ),
        ),
        (
            "application/json",
            format!("\"{}\"", "b".repeat(length - 2)),
        ),
    ]
}

async fn read_any(headers: &HeaderMap, body: Body, limits: &BodyLimits) -> Result<(), BodyError> {
    if headers[CONTENT_TYPE] == "application/json" {
        read_json(headers, body, limits).await.map(drop)
    } else {
        read_form(headers, body, limits).await.map(drop)
    }
}

#[tokio::test]
async fn the_limit_holds_for_every_content_type_announced_or_chunked() {
    for (content_type, body) in bodies(1000) {
        let chunks = || {
            body.as_bytes()
                .chunks(100)
                .map(Bytes::copy_from_slice)
                .collect()
        };
        let headers = headers(content_type);
        for body in [Body::from(body.clone()), chunked(chunks())] {
            assert!(
                read_any(&headers, body, &limits(1000)).await.is_ok(),
                "{content_type}"
            );
        }
        for body in [Body::from(body.clone()), chunked(chunks())] {
            let error = read_any(&headers, body, &limits(999)).await.unwrap_err();
            assert!(
                matches!(error, BodyError::TooLarge { limit: 999 }),
                "{content_type}: {error:?}"
            );
            assert_eq!(error.status(), 413);
        }
    }
}

#[tokio::test]
async fn a_body_that_announces_too_much_is_not_read() {
    let unread = || Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
    for (content_type, _) in bodies(1000) {
        let mut headers = headers(content_type);
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("1048577"));
        let error = read_any(&headers, unread(), &BodyLimits::default())
            .await
            .unwrap_err();
        assert!(matches!(error, BodyError::TooLarge { limit: 1_048_576 }));
    }
}

#[tokio::test]
async fn a_wrong_announcement_does_not_lift_the_limit() {
    for length in ["1", "-1", "99999999999999999999999", "x"] {
        let mut headers = headers(URLENCODED);
        headers.insert(CONTENT_LENGTH, HeaderValue::from_str(length).unwrap());
        let body = chunked(vec![Bytes::from("a=".to_owned() + &"b".repeat(1000))]);
        let result = read_form(&headers, body, &limits(999)).await;
        assert!(
            matches!(result, Err(BodyError::TooLarge { limit: 999 })),
            "{length}"
        );
    }
}

#[tokio::test]
async fn what_follows_the_last_part_counts_too() {
    let (content_type, body) = bodies(200)[1].clone();
    let error = read_limited(content_type, &(body + &"x".repeat(1000)), limits(500))
        .await
        .unwrap_err();
    assert_eq!(error.status(), 413);
}

#[tokio::test]
async fn a_limit_of_the_app_is_413_too() {
    for (content_type, body) in bodies(1000) {
        let body = Body::new(Limited::new(Body::from(body), 500));
        let error = read_any(&headers(content_type), body, &BodyLimits::default())
            .await
            .unwrap_err();
        assert_eq!(error.status(), 413, "{content_type}: {error:?}");
    }
}

#[tokio::test]
async fn text_has_a_limit_of_its_own_where_uploads_may_be_large() {
    let limits = BodyLimits {
        text: 500,
        ..limits(10_000)
    };
    for (content_type, body) in bodies(1000) {
        let body = Body::from(body);
        let error = read_any(&headers(content_type), body, &limits)
            .await
            .unwrap_err();
        assert!(
            matches!(error, BodyError::TooLarge { limit: 500 }),
            "{content_type}: {error:?}"
        );
    }
    let part = |name: &str| {
        format!(
            "--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{}\r\n",
            "b".repeat(300)
        )
    };
    let two = format!("{}{}--X--", part("a"), part("b"));
    assert_eq!(
        read_limited(MULTIPART, &two, limits.clone())
            .await
            .unwrap_err()
            .status(),
        413
    );
    let file = part("a\"; filename=\"f").replace(&"b".repeat(300), &"b".repeat(3000)) + "--X--";
    assert_eq!(
        read_limited(MULTIPART, &file, limits)
            .await
            .unwrap()
            .file("a")
            .unwrap()
            .size(),
        3000
    );
}

#[tokio::test]
async fn too_many_fields_are_413() {
    let limits = |fields| BodyLimits {
        fields,
        ..BodyLimits::default()
    };
    let part = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n";
    for (content_type, body) in [
        (URLENCODED, "a=1&a=2&_fw.id=3".into()),
        (MULTIPART, part.repeat(3) + "--X--"),
    ] {
        assert!(
            read_limited(content_type, &body, limits(3)).await.is_ok(),
            "{content_type}"
        );
        let error = read_limited(content_type, &body, limits(2))
            .await
            .unwrap_err();
        assert!(matches!(error, BodyError::TooManyFields { limit: 2 }));
        assert_eq!(error.status(), 413);
    }
}

#[tokio::test]
async fn names_that_are_too_long_or_too_deep_are_413() {
    let long = ("a".repeat(256), "a".repeat(257));
    let deep = (
        format!("a{}", ".b[0]".repeat(7)),
        format!("a{}", ".b[0]".repeat(8)),
    );
    for (good, bad) in [long, deep] {
        let part = |name: &str| {
            format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n\r\n--X--")
        };
        assert!(read(URLENCODED, format!("{good}=1")).await.is_ok());
        assert!(read(MULTIPART, part(&good)).await.is_ok());
        assert_eq!(refusal(URLENCODED, format!("{bad}=1")).await, 413);
        assert_eq!(refusal(MULTIPART, part(&bad)).await, 413);
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_no_failure_of_the_server() {
    for (content_type, body) in bodies(1000) {
        let half = Bytes::copy_from_slice(&body.as_bytes()[..500]);
        let body = Body::from_stream(stream::iter([Ok(half), Err("connection reset")]));
        let error = read_any(&headers(content_type), body, &BodyLimits::default())
            .await
            .unwrap_err();
        assert!(
            matches!(error, BodyError::Disconnected),
            "{content_type}: {error:?}"
        );
        assert_eq!(error.status(), 400);
    }
}

/// One chunk after another, each after a pause.
fn dripping(body: &str, chunk: usize, pause: Duration) -> Body {
    let chunks: Vec<_> = body
        .as_bytes()
        .chunks(chunk)
        .map(Bytes::copy_from_slice)
        .collect();
    Body::from_stream(stream::iter(chunks).then(move |chunk| async move {
        sleep(pause).await;
        Ok::<_, Infallible>(chunk)
    }))
}

#[tokio::test(start_paused = true)]
async fn a_body_that_never_ends_is_408() {
    for (content_type, body) in bodies(1000) {
        let half = Bytes::copy_from_slice(&body.as_bytes()[..500]);
        let body =
            Body::from_stream(stream::iter([Ok::<_, Infallible>(half)]).chain(stream::pending()));
        let start = Instant::now();
        let error = read_any(&headers(content_type), body, &BodyLimits::default())
            .await
            .unwrap_err();
        assert!(
            matches!(error, BodyError::TooSlow),
            "{content_type}: {error:?}"
        );
        assert_eq!(error.status(), 408);
        assert_eq!(start.elapsed().as_secs(), 30);
    }
}

#[tokio::test(start_paused = true)]
async fn a_byte_now_and_then_does_not_keep_a_request_alive() {
    for (content_type, body) in bodies(1000) {
        let body = dripping(&body, 1, Duration::from_secs(5));
        let start = Instant::now();
        let error = read_any(&headers(content_type), body, &BodyLimits::default())
            .await
            .unwrap_err();
        assert_eq!(error.status(), 408, "{content_type}");
        assert!(start.elapsed() < Duration::from_secs(40));
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_keeps_coming_may_take_its_time() {
    for (content_type, body) in bodies(1_000_000) {
        let body = dripping(&body, 20_000, Duration::from_secs(1));
        let start = Instant::now();
        read_any(&headers(content_type), body, &BodyLimits::default())
            .await
            .unwrap();
        assert!(start.elapsed() >= Duration::from_secs(50), "{content_type}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_longest_time_is_no_overflow() {
    let limits = BodyLimits {
        time: Duration::MAX,
        rate: 0,
        ..BodyLimits::default()
    };
    assert!(read_limited(URLENCODED, "a=1", limits).await.is_ok());
}

/// An endless body that is always ready, and counts what is taken from it.
fn endless(head: &'static str, then: &'static str) -> (Body, Arc<AtomicU64>) {
    let taken = Arc::new(AtomicU64::new(0));
    let count = taken.clone();
    let chunks = stream::iter([head])
        .chain(stream::repeat(then))
        .map(move |chunk| {
            count.fetch_add(chunk.len() as u64, Ordering::Relaxed);
            Ok::<_, Infallible>(Bytes::from_static(chunk.as_bytes()))
        });
    (Body::from_stream(chunks), taken)
}

#[tokio::test]
async fn no_more_is_taken_into_memory_than_is_needed_to_go_on() {
    const PART: &str = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue\r\n";
    let unbounded = BodyLimits {
        bytes: u64::MAX,
        fields: 3,
        ..BodyLimits::default()
    };
    for (head, then, expected) in [
        (PART, PART, 413),
        ("", "what stands before the first part", 400),
        ("--X\r\n", "Header: value\r\n", 400),
        ("--X\r\nContent-Disposition: form-data; name=\"", "a", 400),
        ("--X", " ", 400),
        ("--X\r\n", "\r", 400),
    ] {
        let (body, taken) = endless(head, then);
        let error = read_form(&headers(MULTIPART), body, &unbounded)
            .await
            .unwrap_err();
        assert_eq!(error.status(), expected, "{then:?}: {error:?}");
        let taken = taken.load(Ordering::Relaxed);
        assert!(taken < 100_000, "{then:?}: {taken} bytes were taken");
    }
}

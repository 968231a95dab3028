//! Bodies under limits, and hostile ones.

use super::{
    app::{sign, whisper},
    http_client::{Answer, Ask, Server},
};
use axum::body::{Body, Bytes};
use formwork::server::body::BodyLimits;
use futures::stream;
use std::convert::Infallible;

const BOUNDARY: &str = "multipart/form-data; boundary=b";

/// A body of unknown length.
fn chunked(text: String) -> Body {
    let chunks: Vec<Result<Bytes, Infallible>> = text
        .into_bytes()
        .chunks(1000)
        .map(|chunk| Ok(Bytes::copy_from_slice(chunk)))
        .collect();
    Body::from_stream(stream::iter(chunks))
}

fn multipart(fields: &[(&str, &str)]) -> String {
    let parts: String = fields
        .iter()
        .map(|(name, value)| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .collect();
    parts + "--b--\r\n"
}

async fn refused(server: &Server, ask: Ask) -> Answer {
    let answer = server.visitor().ask(ask).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert!(server.runs().is_empty());
    answer
}

#[tokio::test]
async fn a_multipart_form_is_a_form() {
    let server = Server::new();
    let ask = Ask::post::<sign>("/", "")
        .content_type(BOUNDARY)
        .body(multipart(&[("name", "Ada")]));
    assert_eq!(server.visitor().ask(ask).await.status, 303);
    assert_eq!(server.runs(), ["sign Ada"]);
}

#[tokio::test]
async fn too_much_is_413_announced_or_not_for_every_content_type() {
    let server = Server::with(|config| {
        config.limits(BodyLimits {
            bytes: 2000,
            ..BodyLimits::default()
        })
    });
    let long = "a".repeat(3000);
    let urlencoded = format!("name={long}");
    let multipart = multipart(&[("name", &long)]);
    let length = |text: &str| text.len().to_string();
    let post = || Ask::post::<sign>("/", "");
    for ask in [
        post().body(urlencoded.clone()),
        post()
            .header("content-length", &length(&urlencoded))
            .body(chunked(urlencoded.clone())),
        post().body(chunked(urlencoded.clone())),
        post().content_type(BOUNDARY).body(multipart.clone()),
        post()
            .content_type(BOUNDARY)
            .body(chunked(multipart.clone())),
        post()
            .header("content-length", "99999999999")
            .body("name=Ada"),
        post().by_the_client().body(urlencoded),
    ] {
        assert_eq!(refused(&server, ask).await.status, 413);
    }
}

#[tokio::test]
async fn an_action_can_have_a_limit_of_its_own() {
    let server = Server::new();
    let long = format!("text={}", "a".repeat(100));
    let ask = Ask::post::<whisper>("/", &long);
    assert_eq!(refused(&server, ask).await.status, 413);
    let ask = Ask::post::<whisper>("/", "").body(chunked(long));
    assert_eq!(refused(&server, ask).await.status, 413);
    assert_eq!(
        server
            .visitor()
            .post::<whisper>("/", "text=psst")
            .await
            .status,
        303
    );
    assert_eq!(server.runs(), ["whisper psst"]);
}

/// What the page shows and carries along is no matter of the action's.
#[tokio::test]
async fn the_fields_of_ours_take_nothing_from_the_limit_of_an_action() {
    let server = Server::new();
    let queries = format!("[{}]", vec!["{\"q\":\"a\",\"a\":\"[]\"}"; 3000].join(","));
    let fields = super::http_client::field("_fw.queries", &queries) + "&_fw.key=k&text=psst";
    assert!(fields.len() > 100_000);
    let answer = server.visitor().call::<whisper>("/", &fields).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let parts = multipart(&[("_fw.queries", &queries), ("text", "psst")]);
    let ask = || {
        Ask::post::<whisper>("/", "")
            .content_type(BOUNDARY)
            .by_the_client()
    };
    let answer = server.visitor().ask(ask().body(parts)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(server.runs(), ["whisper psst", "whisper psst"]);

    // But an action's own limit stays what it is.
    let long = "a".repeat(100);
    let answer = server
        .visitor()
        .call::<whisper>("/", &format!("{fields}&more={long}"))
        .await;
    assert_eq!(answer.status, 413);
    assert!(
        answer.text.contains("send at most 100 bytes"),
        "{}",
        answer.text
    );
    let parts = multipart(&[("_fw.queries", &queries), ("text", &long)]);
    assert_eq!(server.visitor().ask(ask().body(parts)).await.status, 413);
    let file = format!(
        "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n{long}\r\n{}",
        multipart(&[("_fw.queries", &queries)])
    );
    assert_eq!(server.visitor().ask(ask().body(file)).await.status, 413);
    assert_eq!(server.runs().len(), 2);
}

#[tokio::test]
async fn too_many_fields_and_too_long_or_deep_names_are_413() {
    let server = Server::with(|config| {
        config.limits(BodyLimits {
            fields: 10,
            ..BodyLimits::default()
        })
    });
    let many = "a=1&".repeat(10) + "name=Ada";
    let parts: Vec<_> = (0..11).map(|_| ("a", "1")).collect();
    let long = format!("{}=1", "n".repeat(300));
    let deep = format!("a{}=1", "[0]".repeat(100));
    for ask in [
        Ask::post::<sign>("/", &many),
        Ask::post::<sign>("/", "")
            .content_type(BOUNDARY)
            .body(multipart(&parts)),
        Ask::post::<sign>("/", &long),
        Ask::post::<sign>("/", &deep),
    ] {
        assert_eq!(refused(&server, ask).await.status, 413);
    }
}

#[tokio::test]
async fn what_is_no_form_is_415() {
    let server = Server::new();
    for content_type in [
        "text/plain",
        "application/json",
        "application/octet-stream",
        "application/x-www-form-urlencoded; charset=utf-16",
        "form",
        ";",
    ] {
        let ask = Ask::post::<sign>("/", "name=Ada").content_type(content_type);
        assert_eq!(refused(&server, ask).await.status, 415, "{content_type}");
    }
    let ask = Ask::post::<sign>("/", "name=Ada").without("content-type");
    assert_eq!(refused(&server, ask).await.status, 415);
    let ask = Ask::post::<sign>("/", "name=Ada").header("content-type", "text/plain");
    assert_eq!(refused(&server, ask).await.status, 415, "two content types");
    let ask = Ask::post::<sign>("/", "name=Ada").header("content-encoding", "gzip");
    assert_eq!(refused(&server, ask).await.status, 415);
}

#[tokio::test]
async fn broken_bodies_are_400() {
    let server = Server::new();
    let multipart_body = multipart(&[("name", "Ada")]);
    for (content_type, body) in [
        ("multipart/form-data", multipart_body.clone()),
        ("multipart/form-data; boundary=", multipart_body.clone()),
        (
            "multipart/form-data; boundary=other",
            multipart_body.clone(),
        ),
        (BOUNDARY, "no multipart at all".into()),
        (BOUNDARY, multipart_body.replace("--b--\r\n", "")),
        (
            BOUNDARY,
            multipart_body.replace("form-data;", "attachment;"),
        ),
        ("application/x-www-form-urlencoded", "name=%FF%FE".into()),
        ("application/x-www-form-urlencoded", "name=%".into()),
        ("application/x-www-form-urlencoded", "name=%zz".into()),
    ] {
        let ask = Ask::post::<sign>("/", "")
            .content_type(content_type)
            .body(body.clone());
        let status = refused(&server, ask).await.status.as_u16();
        assert!(
            matches!(status, 400 | 415),
            "{content_type} {body:?}: {status}"
        );
    }
    for body in [&b"name=\xff\xfe"[..], b"\x80=1&name=Ada"] {
        let ask = Ask::post::<sign>("/", "").body(body.to_vec());
        assert_eq!(refused(&server, ask).await.status, 400);
    }
}

#[tokio::test]
async fn reserved_fields_which_no_form_of_ours_sends_are_400() {
    let server = Server::new();
    for fields in [
        "_fw.id=a&_fw.id=b",
        "_fw.id=%3Cscript%3E",
        "_fw.key=a&_fw.key=b",
        "_fw.bound=%7B",
        "_fw.bound=[1]",
        "_fw.bound=[[[[[[[[[[",
        "_fw.prev=x",
    ] {
        let ask = Ask::post::<sign>("/", &format!("{fields}&name=Ada"));
        assert_eq!(refused(&server, ask).await.status, 400, "{fields}");
    }
}

#[tokio::test]
async fn an_action_never_sees_reserved_fields() {
    let server = Server::new();
    let fields = "_fw.id=x&_fw.key=k&_fw.unknown=1&_fw.queries=[]&text=psst";
    assert_eq!(
        server.visitor().post::<whisper>("/", fields).await.status,
        303
    );
    assert_eq!(server.runs(), ["whisper psst"]);
}

#[tokio::test]
async fn a_refusal_says_what_was_wrong_to_every_reader() {
    let server = Server::new();
    let ask = || Ask::post::<sign>("/", "").content_type("text/plain");
    let browser = server.visitor().ask(ask()).await;
    assert!(browser.text.contains("text/plain"), "{}", browser.text);
    let client = server.visitor().ask(ask().by_the_client()).await;
    assert_eq!(client.status, 415);
    assert!(matches!(
        client.outcome(),
        formwork::wire::Outcome::Refused(refused) if refused.status == 415
    ));
}

//! Sealed arguments: made here, opaque in the browser, refused in every other form.

use super::{
    app::{archive, label, remove, rename},
    http_client::{Ask, Server, field},
};
use formwork::{
    server::seal::{Keys, SealContext},
    wire::FIELD_BOUND,
};
use std::time::Duration;

/// The bound arguments of the page's form, and the token in them.
async fn bound(server: &Server) -> (String, String) {
    let bound = server
        .visitor()
        .get("/")
        .await
        .form::<remove>()
        .hidden(FIELD_BOUND);
    let token = token_of(&bound);
    (bound, token)
}

fn token_of(bound: &str) -> String {
    let json: serde_json::Value = serde_json::from_str(bound).unwrap();
    json[0]["sealed"].as_str().unwrap().to_owned()
}

async fn status(server: &Server, bound: &str) -> u16 {
    let fields = field(FIELD_BOUND, bound);
    server
        .visitor()
        .post::<remove>("/", &fields)
        .await
        .status
        .as_u16()
}

#[tokio::test]
async fn a_sealed_argument_arrives() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<remove>();
    assert!(!form.hidden(FIELD_BOUND).contains('7') || form.hidden(FIELD_BOUND).len() > 60);
    let answer = visitor.post::<remove>("/", &form.filled("why=old")).await;
    assert_eq!(answer.status, 303);
    assert_eq!(server.runs(), ["remove 7 old"]);
}

#[tokio::test]
async fn a_plain_argument_arrives_as_it_is() {
    let server = Server::new();
    let form = server.visitor().get("/").await.form::<rename>();
    assert_eq!(form.hidden(FIELD_BOUND), "[7]");
    let forged = field(FIELD_BOUND, "[8]") + "&name=Ada";
    assert_eq!(
        server.visitor().post::<rename>("/", &forged).await.status,
        303
    );
    assert_eq!(server.runs(), ["rename 8 Ada"]);
}

#[tokio::test]
async fn every_changed_bit_of_a_token_is_refused() {
    let server = Server::new();
    let (bound, token) = bound(&server).await;
    for at in 0..token.len() {
        let mut changed = token.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        let status = status(&server, &bound.replace(&token, &changed)).await;
        // The key's id tells an old page from a forged one: changed, the page seems to be old.
        let expected: &[u16] = if (1..=6).contains(&at) {
            &[400, 409]
        } else {
            &[400]
        };
        assert!(expected.contains(&status), "character {at}: {status}");
    }
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn what_is_no_token_of_this_argument_is_refused() {
    let server = Server::new();
    let page = server.visitor().get("/").await;
    let (own, token) = (
        page.form::<remove>().hidden(FIELD_BOUND),
        token_of(&page.form::<remove>().hidden(FIELD_BOUND)),
    );
    let half = &token[..token.len() / 2];
    for forged in [
        "[7]".to_owned(),
        "[\"7\"]".into(),
        "[{\"sealed\":7,\"fp\":\"\"}]".into(),
        "[{\"sealed\":\"7\",\"fp\":\"\"}]".into(),
        "[{\"sealed\":\"\",\"fp\":\"\"}]".into(),
        "[{\"value\":7}]".into(),
        "[null]".into(),
        "[]".into(),
        "null".into(),
        "7".into(),
        own.replace(&token, half),
        own.replace(&token, &format!("{token}AAAA")),
        own.replace(&token, &"A".repeat(token.len())),
        own.replace(&token, &"A".repeat(20_000)),
        format!("[{0},{0}]", &own[1..own.len() - 1]),
        page.form::<archive>().hidden(FIELD_BOUND),
        page.form::<label>().hidden(FIELD_BOUND),
    ] {
        assert_eq!(status(&server, &forged).await, 400, "{forged}");
    }
    assert_eq!(status(&server, "").await, 400);
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn a_seal_of_the_previous_state_is_no_argument() {
    let server = Server::new();
    let page = server.visitor().get("/").await;
    let (own, token) = bound(&server).await;
    let state = page
        .form::<super::app::count>()
        .hidden(formwork::wire::FIELD_PREV);
    assert_eq!(status(&server, &own.replace(&token, &state)).await, 400);
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn a_changed_fingerprint_changes_nothing_but_the_fingerprint() {
    let server = Server::new();
    let (bound, token) = bound(&server).await;
    let forged = format!("[{{\"sealed\":\"{token}\",\"fp\":\"forged\"}}]");
    assert_ne!(forged, bound);
    assert_eq!(status(&server, &forged).await, 303);
    assert_eq!(server.runs(), ["remove 7 "]);
}

#[tokio::test]
async fn a_seal_of_another_login_comes_back_as_a_fresh_page_with_what_was_typed() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor
        .ask(Ask::new(http::Method::GET, "/").user("ada"))
        .await;
    let fields = page.form::<remove>().filled("why=because+of+Grace");
    let stale = visitor
        .ask(Ask::post::<remove>("/", &fields).user("grace"))
        .await;
    assert_eq!(stale.status, 409);
    assert!(server.runs().is_empty());

    let form = stale.form::<remove>();
    assert!(form.0.contains("because of Grace"), "{}", form.0);
    assert!(form.0.contains("out of date"), "{}", form.0);
    let confirmed = Ask::post::<remove>("/", &form.filled("why=because+of+Grace")).user("grace");
    assert_eq!(visitor.ask(confirmed).await.status, 303);
    assert_eq!(server.runs(), ["remove 7 because of Grace"]);
}

#[tokio::test]
async fn a_seal_under_a_key_of_another_server_is_stale() {
    let old = Server::new();
    let server = Server::new();
    let fields = old
        .visitor()
        .get("/")
        .await
        .form::<remove>()
        .filled("why=old+page");
    let answer = server.visitor().post::<remove>("/", &fields).await;
    assert_eq!(answer.status, 409);
    let form = answer.form::<remove>();
    assert!(
        form.0.contains("old page"),
        "what was typed is there: {}",
        form.0
    );
    let data = server.visitor().call::<remove>("/", &fields).await;
    assert_eq!(data.status, 409);
    assert!(matches!(data.outcome(), formwork::wire::Outcome::Stale));
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn an_expired_seal_is_stale() {
    let keys = Keys::generate();
    let server = Server::with({
        let keys = keys.clone();
        |config| config.keys(keys)
    });
    let seal = |ttl| {
        let context = SealContext {
            purpose: &format!("argument {}", std::any::type_name::<u32>()),
            action: <remove as formwork::action::Action>::ID,
            principal: "",
        };
        let token = keys.seal(&context, Duration::from_secs(ttl), b"7").unwrap();
        format!("[{{\"sealed\":\"{token}\",\"fp\":\"\"}}]")
    };
    assert_eq!(status(&server, &seal(0)).await, 409);
    assert!(server.runs().is_empty());
    assert_eq!(status(&server, &seal(60)).await, 303);
}

#[tokio::test]
async fn a_button_carries_its_own_arguments_in_place_of_the_forms() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<remove>();
    let uri = format!("/{}", form.formaction("Sign in place of it"));
    let answer = visitor.ask(Ask::form(uri, &form.filled("name=Ada"))).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    assert_eq!(server.runs(), ["sign Ada"]);
}

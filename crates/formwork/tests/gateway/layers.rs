//! What stands around the pages, and beside them.

use super::{
    app::{go, sign},
    http_client::{Ask, Server, URLENCODED, field},
};
use axum::{
    Extension,
    extract::Request,
    http::StatusCode,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::post,
};
use formwork::prelude::*;
use http::Method;
use leptos::server_fn::ServerFn;
use std::sync::{Arc, Mutex};

async fn deny_posts(request: Request, next: Next) -> Response {
    if request.method() == Method::POST {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    next.run(request).await
}

#[tokio::test]
async fn a_layer_around_the_pages_denies_a_submission_before_it_runs() {
    let server = Server::new().wrapped(|pages| pages.layer(from_fn(deny_posts)));
    let visitor = server.visitor();
    assert_eq!(visitor.get("/").await.status, 200);
    for page in ["/", "/about", "/nowhere"] {
        let answer = visitor.post::<sign>(page, "name=Ada").await;
        assert_eq!(answer.status, 401, "{page}");
    }
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn a_layer_around_the_pages_sees_the_post_that_it_is() {
    type Seen = Arc<Mutex<Vec<String>>>;
    async fn note(Extension(seen): Extension<Seen>, request: Request, next: Next) -> Response {
        let line = format!("{} {}", request.method(), request.uri().path());
        seen.lock().unwrap().push(line);
        next.run(request).await
    }
    let seen = Seen::default();
    let layer = Extension(seen.clone());
    let server = Server::new().wrapped(|pages| pages.layer(from_fn(note)).layer(layer));
    let visitor = server.visitor();
    visitor.post::<sign>("/about", "name=Ada").await;
    visitor.post::<sign>("/", "name=").await;
    assert_eq!(*seen.lock().unwrap(), ["POST /about", "POST /"]);
}

#[tokio::test]
async fn a_post_route_of_the_app_is_left_alone() {
    async fn hook(body: String) -> String {
        format!("hook got {body}")
    }
    let server =
        Server::new().wrapped(|pages| axum::Router::new().route("/hook", post(hook)).merge(pages));
    // From a machine: no origin, no marker of ours.
    let ask = Ask::new(Method::POST, "/hook")
        .content_type("text/plain")
        .body("ping");
    let answer = server.visitor().ask(ask).await;
    assert_eq!(
        (answer.status.as_u16(), answer.text.as_str()),
        (200, "hook got ping")
    );

    let marked = Ask::post::<sign>("/hook", "name=Ada");
    let answer = server.visitor().ask(marked).await;
    assert_eq!(answer.text, "hook got name=Ada");
    assert!(server.runs().is_empty());
}

#[server]
async fn add(a: i32, b: i32) -> Result<i32, ServerFnError> {
    Ok(a + b)
}

#[tokio::test]
async fn server_functions_of_the_app_work_beside_the_pages() {
    let server = Server::new();
    let ask = Ask::new(Method::POST, <Add as ServerFn>::PATH)
        .header("accept", "application/json")
        .header("sec-fetch-site", "same-origin")
        .content_type(URLENCODED)
        .body("a=1&b=2");
    let answer = server.visitor().ask(ask).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "3"));
}

#[tokio::test]
async fn the_principal_is_whom_a_layer_has_found() {
    #[derive(Clone)]
    struct Session(String);
    async fn session(mut request: Request, next: Next) -> Response {
        let name = request.headers().get("x-session").cloned();
        if let Some(name) = name.as_ref().and_then(|name| name.to_str().ok()) {
            request.extensions_mut().insert(Session(name.to_owned()));
        }
        next.run(request).await
    }
    let server = Server::with(|config| {
        config.principal(|parts| {
            let session = parts.extensions.get::<Session>();
            session.map_or(String::new(), |session| session.0.clone())
        })
    })
    .wrapped(|pages| pages.layer(from_fn(session)));
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<sign>();
    let post = Ask::post::<sign>("/", &form.filled("name=Ada")).header("x-session", "ada");
    let location = visitor.ask(post).await.header("location");
    for (session, shown) in [("ada", "Ada has signed"), ("grace", "")] {
        let page = Ask::new(Method::GET, &location).header("x-session", session);
        assert_eq!(visitor.ask(page).await.element("signed"), shown);
    }
}

#[tokio::test]
async fn pages_that_are_nested_below_a_path_lead_to_where_they_are_seen() {
    let server = Server::new().wrapped(|pages| axum::Router::new().nest("/below", pages));
    let visitor = server.visitor();
    let done = visitor.post::<sign>("/below/about?x=1", "name=Ada").await;
    let to = done.header("location");
    assert_eq!(done.status, 303);
    assert!(to.starts_with("/below/about?x=1&_fw_done="), "{to}");
    assert!(visitor.get(&to).await.text.contains(r#"id="fw-outcome""#));
    assert_eq!(
        visitor.post::<sign>("/below/about", "name=").await.status,
        422
    );
    for (to, expected) in [("tallies", "/below/tallies"), ("?x=2", "/below/about?x=2")] {
        let answer = visitor.post::<go>("/below/about", &field("to", to)).await;
        assert_eq!(answer.header("location"), expected);
    }
    let slash = visitor.get("/below/about/?x=1").await;
    assert_eq!(
        (slash.status.as_u16(), slash.header("location").as_str()),
        (308, "/below/about?x=1")
    );
    assert_eq!(server.runs(), ["sign Ada", "go", "go"]);
}

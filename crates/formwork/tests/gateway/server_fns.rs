//! `#[server]` functions as actions, and called directly.

use super::{
    app::{note, require_user},
    http_client::{Answer, Ask, Server, URLENCODED, Visitor},
};
use axum::{body::Body, response::Response};
use formwork::{
    action::OfServerFn,
    prelude::*,
    server::{Config, ConfigError, pages, public},
    wire::Outcome,
};
use futures::stream;
use http::{HeaderValue, Method, Request, StatusCode, header, request::Parts};
#[cfg(feature = "multipart")]
use leptos::server_fn::codec::{MultipartData, MultipartFormData};
use leptos::server_fn::{
    ServerFn,
    codec::{Cbor, DeleteUrl, GetUrl, Json, JsonEncoding, StreamingText, TextStream},
    error::{FromServerFnError, ServerFnErrorErr},
    middleware::BoxedService,
};
use leptos_axum::ResponseOptions;
use std::{
    pin::Pin,
    task::{Context, Poll},
};

#[server]
async fn add_note(
    page: u32,
    owner: Sealed<String>,
    title: String,
) -> Result<String, ServerFnError> {
    note(format_args!("add {title} to {page} of {}", owner.get()));
    revalidate_tag("entries");
    Ok(format!("{title}, page {page}"))
}

#[server]
async fn greet(name: String, times: u8) -> Result<String, ServerFnError> {
    note(format_args!("greet {name} {times}"));
    match name.as_str() {
        "" => Err(ServerFnError::new("db.internal:5432 is down")),
        name => Ok(format!("Hello {name}. ").repeat(times.into())),
    }
}

/// An error of the app's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    #[error("only {0} seats are left")]
    Left(u32),
    #[error("{0}")]
    Other(String),
}

impl FromServerFnError for Refusal {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        Self::Other(error.to_string())
    }
}

#[server(input = Json)]
async fn book(seats: u32) -> Result<u32, Refusal> {
    note(format_args!("book {seats}"));
    match seats {
        0..=3 => Ok(seats),
        _ => Err(Refusal::Left(3)),
    }
}

#[server]
async fn publish(title: String) -> Result<(), ActionError> {
    note(format_args!("publish {title}"));
    match title.as_str() {
        "" => Err(Issues::at("title", "A title, please.").into()),
        "secret" => Err(refuse(403, "Not this one.")),
        _ => Err(redirect("/about")),
    }
}

#[server]
async fn move_on(to: String) -> Result<(), ServerFnError> {
    note("move on");
    leptos_axum::redirect(&to);
    Ok(())
}

#[server]
async fn keep(text: String) -> Result<String, ServerFnError> {
    note(format_args!("keep {text}"));
    Ok(text)
}

#[server(input = Cbor, output = Cbor)]
async fn packed(words: Vec<String>, count: u8) -> Result<String, ServerFnError> {
    note(format_args!("packed {words:?} {count}"));
    Ok(words.join("+"))
}

#[cfg(feature = "multipart")]
#[server(input = MultipartFormData)]
async fn upload(data: MultipartData) -> Result<Vec<String>, ServerFnError> {
    let mut data = data
        .into_inner()
        .ok_or_else(|| ServerFnError::new("no body"))?;
    let mut fields = Vec::new();
    while let Some(mut field) = data.next_field().await? {
        let name = field.name().unwrap_or_default().to_string();
        let file = field.file_name().map(str::to_string);
        let kind = field.content_type().map(ToString::to_string);
        let (mut bytes, mut last) = (0, None);
        while let Some(piece) = field.chunk().await? {
            bytes += piece.len();
            last = piece.last().copied().or(last);
        }
        fields.push(format!("{name} {file:?} {kind:?} {bytes} {last:?}"));
    }
    note("upload");
    Ok(fields)
}

#[server(endpoint = "note", input = GetUrl)]
async fn read_note(id: u32) -> Result<u32, ServerFnError> {
    note(format_args!("read {id}"));
    Ok(id)
}

#[server(endpoint = "note", input = DeleteUrl)]
async fn delete_note(id: u32) -> Result<u32, ServerFnError> {
    note(format_args!("delete {id}"));
    Ok(id)
}

#[server]
async fn ping() -> Result<u32, ServerFnError> {
    note("ping");
    Ok(1)
}

#[server(output = StreamingText)]
async fn recite(poem: String) -> Result<TextStream, ServerFnError> {
    Ok(TextStream::new(stream::iter([Ok(poem)])))
}

#[server]
async fn place_pin(x: u32, y: u32) -> Result<u32, ServerFnError> {
    note(format_args!("pin {x} {y}"));
    Ok(x + y)
}

async fn renewing() -> Result<(), ActionError> {
    let response = expect_context::<ResponseOptions>();
    response.append_header(
        header::SET_COOKIE,
        HeaderValue::from_static("session=2; Path=/"),
    );
    match expect_context::<Parts>().headers.contains_key("x-user") {
        true => Ok(()),
        false => Err(refuse(401, "Log in first.")),
    }
}

#[server]
async fn renewed(text: String) -> Result<(), ActionError> {
    match text.as_str() {
        "" => Err(Issues::at("text", "A text, please.").into()),
        _ => Ok(()),
    }
}

#[server(input = GetUrl)]
async fn look_up(word: String) -> Result<String, ServerFnError> {
    Ok(word)
}

type Inner = BoxedService<Request<Body>, Response>;

/// A middleware that lets nobody through who says `x-stop`, and gives the others a cookie.
struct Stamp;

struct Stamping(Inner);

impl tower::Layer<Inner> for Stamp {
    type Service = Stamping;

    fn layer(&self, inner: Inner) -> Stamping {
        Stamping(inner)
    }
}

impl tower::Service<Request<Body>> for Stamping {
    type Response = Response;
    type Error = ServerFnError;
    type Future = Pin<Box<dyn Future<Output = Result<Response, ServerFnError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ServerFnError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let is_stopped = request.headers().contains_key("x-stop");
        let inner = self.0.run(request);
        Box::pin(async move {
            if is_stopped {
                let mut response = Response::new("Stopped by a layer.".into());
                *response.status_mut() = StatusCode::FORBIDDEN;
                return Ok(response);
            }
            let mut response = inner.await;
            let cookie = match response.status().is_success() {
                true => HeaderValue::from_static("stamp=1; Path=/"),
                false => HeaderValue::from_static("stamp=failed; Path=/"),
            };
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        })
    }
}

#[server]
#[middleware(Stamp)]
async fn stamped(text: String) -> Result<String, ServerFnError> {
    note(format_args!("stamped {text}"));
    match text.as_str() {
        "" => Err(ServerFnError::new("nothing to stamp")),
        _ => Ok(text),
    }
}

pub fn configure(config: Config) -> Config {
    #[cfg(feature = "multipart")]
    let config = config.server_fn::<Upload>(public());
    config
        .server_fn::<Packed>(public())
        .server_fn::<PlacePin>(public())
        .server_fn::<Ping>(public())
        .direct_server_fn::<Recite>(public())
        .server_fn::<Renewed>(renewing)
        .direct_server_fn::<DeleteNote>(require_user)
        .direct_server_fn::<ReadNote>(public())
        .server_fn::<AddNote>(public())
        .server_fn::<Greet>(public())
        .server_fn::<Book>(public())
        .server_fn::<Publish>(public())
        .server_fn::<MoveOn>(public())
        .server_fn::<Stamped>(public())
        .server_fn::<Keep>(require_user)
        .direct_server_fn::<LookUp>(public())
        .other_server_fns(public())
}

#[component]
pub fn ServerFns() -> impl IntoView {
    let owner = || Sealed::new("ada".to_string());
    let added = use_action_state(
        server_fn::<AddNote>().bind(7_u32).bind(owner()),
        String::new(),
    );
    let greeted = use_action_state(server_fn::<Greet>(), String::new());
    let booked = use_action_state(server_fn::<Book>(), 0_u32);
    let pending = use_submissions(server_fn::<Greet>());
    let left = move || booked.error.get()?.server_fn_error::<Refusal>();
    view! {
        <p id="added">{added.state}</p>
        <Form action=added.action><input name="title" value=form_value("title")/></Form>
        <p id="greeted">{greeted.state}</p>
        <p id="pending">{move || pending.all.get().len()}</p>
        <Form action=greeted.action>
            <input name="name" value=form_value("name")/>
            <FieldMessage name="times"/>
            <button formaction=server_fn::<Keep>().formaction()>"Keep"</button>
        </Form>
        <p id="booked">{booked.state}</p>
        <p id="left">{move || left().map(|left| format!("{left:?}"))}</p>
        <Form action=booked.action><input name="seats"/></Form>
        <p id="publish"></p>
        <Form action=server_fn::<Publish>()>
            <input name="title" value=form_value("title")/>
            <FieldMessage name="title"/>
        </Form>
        <p id="mismatched"></p>
        <Form action=server_fn::<AddNote>().bind("seven")><input name="title"/></Form>
    }
}

async fn call<S: formwork::fields::FormServerFn>(visitor: &Visitor, fields: &str) -> Answer {
    visitor.call::<OfServerFn<S>>("/server-fns", fields).await
}

fn done(answer: &Answer) -> String {
    match answer.outcome() {
        Outcome::Done(value) => value.get().to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_fields_of_a_form_are_the_parameters() {
    let server = Server::new();
    let answer = call::<Greet>(&server.visitor(), "name=Ada&times=2&other=x").await;
    assert_eq!(done(&answer), r#""Hello Ada. Hello Ada. ""#);
    assert_eq!(server.runs(), ["greet Ada 2"]);
}

#[tokio::test]
async fn a_native_post_with_bound_and_sealed_parameters_shows_its_value() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get("/server-fns").await;
    let form = page.form_at("added");
    let ask = Ask::form(
        form.action().replacen("?", "/server-fns?", 1),
        &form.filled("title=Tea"),
    );
    let answer = visitor.ask(ask).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let shown = visitor.get(&answer.header("location")).await;
    assert_eq!(shown.element("added"), "Tea, page 7");
    assert_eq!(server.runs(), ["add Tea to 7 of ada"]);
    // A field cannot take the place of what is bound, and nothing in clear that of a seal.
    let form = page.form_at("added");
    let action = form.action().replacen("?", "/server-fns?", 1);
    let forged = form.filled("title=Forged&page=9&owner=mallory");
    let forged = forged.replace("_fw.id=", "_fw.id=2");
    visitor.ask(Ask::form(&action, &forged)).await;
    assert_eq!(server.runs()[1], "add Forged to 7 of ada");
    let clear = "_fw.bound=%5B7%2C%22mallory%22%5D&title=x";
    assert_eq!(visitor.ask(Ask::form(&action, clear)).await.status, 400);
    assert_eq!(server.runs().len(), 2);
}

#[tokio::test]
async fn a_function_has_its_own_encoding_for_direct_calls_only() {
    let server = Server::new();
    let fields = "words[0]=a&words[1]=b&count=2";
    assert_eq!(
        done(&call::<Packed>(&server.visitor(), fields).await),
        r#""a+b""#
    );
    assert_eq!(server.runs(), [r#"packed ["a", "b"] 2"#]);
    // An index is a place in the order, and makes no room.
    let far = "words[4000000000]=b&words[1]=a&count=2";
    assert_eq!(
        done(&call::<Packed>(&server.visitor(), far).await),
        r#""a+b""#
    );
    let deep = format!("words{}=x&count=2", "[a]".repeat(200));
    let refused = call::<Packed>(&server.visitor(), &deep).await;
    assert!(refused.status.is_client_error() || matches!(refused.outcome(), Outcome::Invalid(_)));
}

#[cfg(feature = "multipart")]
#[tokio::test]
async fn a_multipart_function_gets_the_form_as_it_was_sent() {
    let server = Server::new();
    let large = "x".repeat(200_000) + "y";
    let part = |head: &str, content: &str| {
        format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
    };
    let body = [
        part("name=\"title\"", "Tea\r\n--c--"),
        part(
            "name=\"sheet\"; filename=\"a \u{e4}%22.txt\"\r\nContent-Type: text/plain",
            &large,
        ),
        part(
            "name=\"none\"; filename=\"\"\r\nContent-Type: application/octet-stream",
            "",
        ),
        "--b--\r\n".to_string(),
    ];
    let ask = Ask::post::<OfServerFn<Upload>>("/server-fns", "")
        .content_type("multipart/form-data; boundary=b")
        .body(body.concat())
        .by_the_client();
    let answer = server.visitor().ask(ask).await;
    let fields: Vec<String> = serde_json::from_str(&done(&answer)).unwrap();
    // An input without a chosen file has no entry, as for actions.
    assert_eq!(
        fields,
        [
            "title None None 9 Some(45)",
            "sheet Some(\"a \u{e4}%22.txt\") Some(\"text/plain\") 200001 Some(121)",
        ]
    );
    // It has nothing to bind.
    let bound = "_fw.bound=%5B7%5D&title=x";
    assert_eq!(call::<Upload>(&server.visitor(), bound).await.status, 400);
}

#[tokio::test]
async fn a_function_without_parameters_has_a_form_too() {
    let server = Server::new();
    assert_eq!(done(&call::<Ping>(&server.visitor(), "").await), "1");
}

#[tokio::test]
async fn the_same_submission_runs_once() {
    let server = Server::new();
    let visitor = server.visitor();
    for _ in 0..3 {
        call::<Greet>(&visitor, "_fw.id=1&name=Ada&times=1").await;
    }
    assert_eq!(server.runs(), ["greet Ada 1"]);
}

#[tokio::test]
async fn what_cannot_be_read_is_an_issue_of_its_field_and_stays() {
    let server = Server::new();
    for (fields, path, code) in [
        ("name=Ada&times=many", "times", "unreadable"),
        ("name=Ada&times=300", "times", "unreadable"),
        ("name=Ada", "times", "required"),
        ("times=1", "name", "required"),
        ("name[x]=Ada&times=1", "name", "unreadable"),
    ] {
        let answer = call::<Greet>(&server.visitor(), fields).await;
        let Outcome::Invalid(issues) = answer.outcome() else {
            panic!("{}", answer.text);
        };
        let issue = issues.first().unwrap();
        assert_eq!(
            (issue.path.as_str(), issue.code.as_str()),
            (path, code),
            "{fields}"
        );
    }
    assert!(server.runs().is_empty());
    let visitor = server.visitor();
    let form = visitor.get("/server-fns").await.form_at("greeted");
    let action = form.action().replacen("?", "/server-fns?", 1);
    let page = visitor
        .ask(Ask::form(&action, &form.filled("name=Ada&times=x")))
        .await;
    assert_eq!(page.status, 422);
    let form = page.form_at("greeted").0;
    assert!(
        form.contains(r#"value="Ada""#) && form.contains("could not be read"),
        "{form}"
    );
}

#[tokio::test]
async fn an_error_of_the_app_arrives_in_its_type() {
    let server = Server::new();
    let visitor = server.visitor();
    let answer = call::<Book>(&visitor, "seats=4").await;
    let Outcome::Refused(refused) = answer.outcome() else {
        panic!("{}", answer.text);
    };
    assert_eq!(
        (refused.status, refused.message.as_str()),
        (422, "only 3 seats are left")
    );
    assert_eq!(refused.error.as_deref(), Some(r#"{"Left":3}"#));
    assert_eq!(done(&call::<Book>(&visitor, "seats=2").await), "2");

    // Without JavaScript, too.
    let form = visitor.get("/server-fns").await.form_at("left");
    let action = form.action().replacen("?", "/server-fns?", 1);
    let page = visitor
        .ask(Ask::form(&action, &form.filled("seats=9")))
        .await;
    assert_eq!(page.status, 422);
    assert_eq!(page.element("left"), "Left(3)");
    assert!(page.text.contains("only 3 seats are left"), "{}", page.text);
}

#[tokio::test]
async fn the_text_of_a_server_fn_error_stays_in_the_log() {
    let server = Server::new();
    let answer = call::<Greet>(&server.visitor(), "name=&times=1").await;
    assert!(matches!(answer.outcome(), Outcome::Failed { error_id } if error_id.len() == 8));
    assert!(!answer.text.contains("db.internal"));
}

#[tokio::test]
async fn an_action_error_is_that_of_an_action() {
    let server = Server::new();
    let visitor = server.visitor();
    let answer = call::<Publish>(&visitor, "title=").await;
    assert!(
        matches!(answer.outcome(), Outcome::Invalid(issues) if issues.for_path("title").count() == 1)
    );
    let answer = call::<Publish>(&visitor, "title=secret").await;
    assert!(matches!(answer.outcome(), Outcome::Refused(refused) if refused.status == 403));
    let answer = call::<Publish>(&visitor, "title=x").await;
    assert!(matches!(answer.outcome(), Outcome::Redirect(to) if to.to == "/about"));
}

#[tokio::test]
async fn a_redirect_of_leptos_axum_is_a_redirect() {
    let server = Server::new();
    let visitor = server.visitor();
    let answer = call::<MoveOn>(&visitor, "to=/about?x=1").await;
    assert!(matches!(answer.outcome(), Outcome::Redirect(to) if to.to == "/about?x=1"));
    let answer = call::<MoveOn>(&visitor, "to=https://evil.example/").await;
    assert!(matches!(answer.outcome(), Outcome::Failed { .. }));
    let native = visitor
        .post::<OfServerFn<MoveOn>>("/server-fns", "to=/about")
        .await;
    assert_eq!(
        (native.status.as_u16(), native.header("location").as_str()),
        (303, "/about")
    );
}

#[tokio::test]
async fn its_own_middleware_runs_around_it() {
    let server = Server::new();
    let visitor = server.visitor();
    let answer = call::<Stamped>(&visitor, "text=a").await;
    assert_eq!(done(&answer), r#""a""#);
    assert!(
        answer
            .cookies()
            .iter()
            .any(|cookie| cookie.starts_with("stamp=1"))
    );
    let failed = call::<Stamped>(&visitor, "text=").await;
    assert!(matches!(failed.outcome(), Outcome::Failed { .. }));
    assert!(
        failed
            .cookies()
            .iter()
            .any(|cookie| cookie.starts_with("stamp=failed"))
    );
    let ask = Ask::post::<OfServerFn<Stamped>>("/server-fns", "text=b").by_the_client();
    let stopped = visitor.ask(ask.header("x-stop", "1")).await;
    let Outcome::Refused(refused) = stopped.outcome() else {
        panic!("{}", stopped.text);
    };
    assert_eq!(
        (refused.status, refused.message.as_str()),
        (403, "Stopped by a layer.")
    );
    assert_eq!(server.runs(), ["stamped a", "stamped "]);
}

fn direct<S: ServerFn>(body: &str) -> Ask {
    Ask::form(S::PATH, body).header("accept", "application/json")
}

#[tokio::test]
async fn its_guard_stands_before_both_ways_in() {
    let server = Server::new();
    let visitor = server.visitor();
    let by_form = || Ask::post::<OfServerFn<Keep>>("/server-fns", "text=a").by_the_client();
    let refused = visitor.ask(by_form()).await;
    assert!(matches!(refused.outcome(), Outcome::Refused(refused) if refused.status == 401));
    let refused = visitor.ask(direct::<Keep>("text=b")).await;
    assert_eq!(refused.status, 401);
    assert!(refused.text.contains("Log in first."), "{}", refused.text);
    assert_eq!(server.runs(), ["guard", "guard"]);
    assert_eq!(done(&visitor.ask(by_form().user("ada")).await), r#""a""#);
    let kept = visitor.ask(direct::<Keep>("text=b").user("ada")).await;
    assert_eq!((kept.status.as_u16(), kept.text.as_str()), (200, "\"b\""));
}

#[tokio::test]
async fn a_direct_call_passes_the_origin_check_and_the_limits() {
    let server = Server::new();
    let visitor = server.visitor();
    let foreign = direct::<Greet>("name=Eve&times=1")
        .without("sec-fetch-site")
        .header("origin", "https://evil.example");
    let none = direct::<Greet>("name=Eve&times=1").without("sec-fetch-site");
    for ask in [foreign, none] {
        assert_eq!(visitor.ask(ask).await.status, 403);
    }
    let large = format!("times=1&name={}", "x".repeat(1024 * 1024));
    let announced = direct::<Greet>(&large).header("content-length", &large.len().to_string());
    for ask in [announced, direct::<Greet>(&large)] {
        assert_eq!(visitor.ask(ask).await.status, 413);
    }
    assert!(server.runs().is_empty());
    // A GET changes nothing, and has no origin where a person follows a link.
    let uri = format!("{}?word=tea", LookUp::PATH);
    let read = visitor
        .ask(Ask::new(Method::GET, uri).header("accept", "application/json"))
        .await;
    assert_eq!((read.status.as_u16(), read.text.as_str()), (200, "\"tea\""));
}

#[tokio::test]
async fn each_method_of_a_path_has_its_own_guard() {
    let server = Server::new();
    let visitor = server.visitor();
    let at = |method: Method| {
        let ask = Ask::new(method, format!("{}?id=7", ReadNote::PATH));
        ask.header("sec-fetch-site", "same-origin")
            .header("accept", "application/json")
    };
    assert_eq!(ReadNote::PATH, DeleteNote::PATH);
    assert_eq!(visitor.ask(at(Method::DELETE)).await.status, 401);
    assert_eq!(visitor.ask(at(Method::DELETE).user("ada")).await.text, "7");
    assert_eq!(visitor.ask(at(Method::GET)).await.text, "7");
    assert_eq!(server.runs(), ["guard", "guard", "delete 7", "read 7"]);
}

#[tokio::test]
async fn no_action_is_posted_to_the_path_of_a_function() {
    let server = Server::new();
    for back in ["", "&_fw_back=1"] {
        let uri = format!("{}?_fw={}{back}&id=7", ReadNote::PATH, Greet::PATH);
        let answer = server
            .visitor()
            .ask(Ask::form(uri, "name=Ada&times=1"))
            .await;
        assert!(
            !answer.status.is_success(),
            "{} {}",
            answer.status,
            answer.text
        );
    }
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn a_connection_for_both_ways_passes_the_origin_check() {
    let server = Server::new();
    let ask = Ask::new(Method::GET, format!("{}?word=x", LookUp::PATH))
        .header("origin", "https://evil.example")
        .header("connection", "upgrade")
        .header("upgrade", "websocket");
    assert_eq!(server.visitor().ask(ask).await.status, 403);
}

#[tokio::test]
async fn names_that_would_take_all_of_the_stack_are_refused() {
    let server = Server::new();
    let visitor = server.visitor();
    let bomb = format!("{}x{}=1", "a&".repeat(50_000), "[a]".repeat(50_000));
    for kind in [
        URLENCODED,
        "application/json",
        "multipart/form-data; boundary=b",
        "x/y",
    ] {
        let ask = direct::<Greet>(&bomb).content_type(kind);
        assert_eq!(visitor.ask(ask).await.status, 400, "{kind}");
    }
    assert_eq!(visitor.ask(direct::<Recite>(&bomb)).await.status, 400);
    assert_eq!(
        visitor.ask(direct::<Recite>("poem=Rain")).await.text,
        "Rain"
    );
    let bomb = format!("{}x{}=1", "a&".repeat(9_000), "[a]".repeat(9_000));
    let uri = format!("{}?{bomb}", LookUp::PATH);
    assert_eq!(visitor.ask(Ask::new(Method::GET, uri)).await.status, 400);
}

#[tokio::test]
async fn parameters_that_are_called_like_coordinates_are_content() {
    let server = Server::new();
    let visitor = server.visitor();
    for fields in ["_fw.id=1&x=1&y=2", "_fw.id=1&x=3&y=4", "_fw.id=1&x=1&y=2"] {
        call::<PlacePin>(&visitor, fields).await;
    }
    assert_eq!(server.runs(), ["pin 1 2", "pin 3 4"]);
}

#[tokio::test]
async fn what_a_guard_says_and_sets_arrives_directly_too() {
    let server = Server::new();
    let visitor = server.visitor();
    let refused = visitor.ask(direct::<Renewed>("text=a")).await;
    assert_eq!(refused.status, 401);
    assert_eq!(refused.cookies(), ["session=2; Path=/"]);
    let error: ActionError = FromServerFnError::de(refused.text.into());
    let said = matches!(&error, ActionError::Refused(refused) if refused.status == 401);
    assert!(said && error.to_string() == "Log in first.", "{error:?}");
    let invalid = visitor.ask(direct::<Renewed>("text=").user("ada")).await;
    assert!(invalid.cookies().contains(&"session=2; Path=/".to_string()));
    let error: ActionError = FromServerFnError::de(invalid.text.into());
    assert!(matches!(error, ActionError::Invalid(issues) if issues.for_path("text").count() == 1));
    // What it cannot read is no failure of its own.
    let unread = visitor.ask(direct::<Renewed>("test=").user("ada")).await;
    let error: ActionError = FromServerFnError::de(unread.text.into());
    assert!(matches!(error, ActionError::Refused(refused) if refused.status == 400));
}

#[test]
fn an_audit_finds_all_functions_with_their_guards() {
    let options = LeptosOptions::builder().output_name("test").build();
    let config = configure(Config::new(options).unwrap());
    let guard_of = |path: &str| {
        let all = config.endpoints();
        let mut guards: Vec<_> = all
            .iter()
            .filter(|endpoint| endpoint.id == path)
            .map(|endpoint| endpoint.guard)
            .collect();
        guards.sort_unstable();
        guards
    };
    assert_eq!(guard_of(Greet::PATH), ["public"]);
    let both = guard_of(ReadNote::PATH);
    assert!(
        both[0].ends_with("require_user") && both[1] == "public",
        "{both:?}"
    );
    let twice = config.server_fn::<Greet>(require_user);
    let refused = pages(twice.keys(super::app::keys()), |_| "").err().unwrap();
    assert!(matches!(refused, ConfigError::ServerFnTwice(path) if path == Greet::PATH));
}

#[tokio::test]
async fn a_function_that_no_form_can_call_is_no_action() {
    let server = Server::new();
    let uri = format!("/server-fns?_fw={}", LookUp::PATH);
    let answer = server
        .visitor()
        .ask(Ask::form(uri, "word=x").content_type(URLENCODED))
        .await;
    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn arguments_of_another_type_than_the_parameters_are_refused() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/server-fns").await.form_at("mismatched");
    let action = form.action().replacen("?", "/server-fns?", 1);
    let answer = visitor
        .ask(Ask::form(&action, &form.filled("title=x")))
        .await;
    assert_eq!(answer.status, 400);
    assert!(server.runs().is_empty());
}

#[test]
fn an_app_does_not_start_while_nobody_says_who_may_call_a_function() {
    let options = || LeptosOptions::builder().output_name("test").build();
    let config = Config::new(options()).unwrap().keys(super::app::keys());
    let refused = pages(config.server_fn::<Greet>(public()), |_| "")
        .err()
        .unwrap();
    let said = refused.to_string();
    let ConfigError::ServerFnAccess(paths) = refused else {
        panic!("{said}");
    };
    assert!(
        paths.contains(&Keep::PATH) && !paths.contains(&Greet::PATH),
        "{paths:?}"
    );
    assert!(
        said.contains(Keep::PATH) && said.contains(".server_fn::<"),
        "{said}"
    );
}

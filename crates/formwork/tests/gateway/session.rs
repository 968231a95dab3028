//! What a page shows after a run: with the cookies that it has set, what was typed, and issues wherever they belong.

use super::{
    app::{log_in, sign, whoami},
    http_client::{Ask, Server, field},
};
use formwork::{
    query::Query,
    wire::{FIELD_QUERIES, QueryRequest},
};

#[tokio::test]
async fn the_page_in_place_sees_the_cookie_that_the_run_has_set() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get("/session").await;
    assert_eq!(page.element("whoami"), "nobody");
    let ask = Ask::post::<log_in>("/session", "who=ada").by_the_bridge();
    let page = visitor.ask(ask).await;
    assert_eq!(page.header("set-cookie"), "session=ada; Path=/");
    assert_eq!(page.element("whoami"), "ada");
}

#[tokio::test]
async fn so_do_the_values_that_come_with_the_answer() {
    let server = Server::new();
    let named = [QueryRequest {
        query: whoami::ID.into(),
        args: "[]".into(),
    }];
    let named = serde_json::to_string(&named).unwrap();
    let fields = format!("who=ada&{}", field(FIELD_QUERIES, &named));
    let answer = server.visitor().call::<log_in>("/session", &fields).await;
    let data = answer.data();
    assert_eq!(data.queries.len(), 1, "{}", answer.text);
    assert_eq!(data.queries[0].value.get(), "{\"Ok\":\"ada\"}");
}

#[tokio::test]
async fn a_form_that_is_never_emptied_comes_with_what_was_typed() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/session").await.form::<log_in>();
    let fields = form.filled("who=ada");
    let page = visitor.post_and_follow::<log_in>("/session", &fields).await;
    assert!(
        page.form::<log_in>().0.contains("value=\"ada\""),
        "{}",
        page.text
    );
    let ask = Ask::post::<log_in>("/session", &fields).by_the_bridge();
    let page = visitor.ask(ask).await;
    assert!(
        page.form::<log_in>().0.contains("value=\"ada\""),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn an_issue_without_a_place_is_said_at_the_end_of_its_form() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/session").await.form::<sign>();
    assert!(form.0.contains("data-fw-failure hidden"), "{}", form.0);
    let page = visitor
        .post::<sign>("/session", &form.filled("color=red"))
        .await;
    assert_eq!(page.status, 422);
    let form = page.form::<sign>().0;
    assert!(form.contains(">Name: Fill in this field.<"), "{form}");
}

#[tokio::test]
async fn a_form_for_code_of_the_page_says_that_it_needs_it_and_keeps_what_was_typed() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/session").await.form_at("closure");
    let ask = Ask::form("/session", &form.filled("text=Hello"));
    let page = visitor.ask(ask).await;
    assert_eq!(page.status, 400);
    let form = page.form_at("closure").0;
    assert!(
        form.contains("This form needs JavaScript, so nothing was done."),
        "{form}"
    );
    assert!(form.contains("value=\"Hello\""), "{form}");

    let foreign = Ask::form("/session", "text=Hello").without("sec-fetch-site");
    assert_eq!(visitor.ask(foreign).await.status, 403);
    let nothing = Ask::form("/session", "text=Hello");
    let answer = visitor.ask(nothing).await;
    assert_eq!(answer.status, 400);
    assert!(
        answer.text.starts_with("This request names no action."),
        "{}",
        answer.text
    );
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn an_action_is_not_called_by_a_page_that_is_rendered() {
    let server = Server::new();
    let page = server.visitor().get("/session").await;
    let said = page.element("called");
    assert!(said.contains("rename"), "{said}");
    assert!(said.contains("render"), "{said}");
    assert!(server.runs().is_empty());
}

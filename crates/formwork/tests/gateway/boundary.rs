//! A form whose action fails, inside of an error boundary.

use super::{
    app::fail,
    http_client::{Answer, Ask, FormHtml, Server, URLENCODED},
};
use formwork::{action::Action, wire::PARAM_BACK};

/// The form of `<TryAgain>`.
fn way_back(page: &Answer) -> FormHtml {
    let forms = page.text.split("<form ").skip(1);
    let html = forms
        .filter_map(|form| form.split("</form>").next())
        .find(|form| form.contains("fw-again"));
    FormHtml(html.unwrap_or_else(|| panic!("{}", page.text)).to_string())
}

#[tokio::test]
async fn the_boundary_shows_what_the_person_may_know() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/caught").await.form_at("thrower");
    for ask in [
        Ask::post::<fail>("/caught", &form.filled("text=typed")),
        Ask::post::<fail>("/caught", &form.filled("text=typed")).by_the_bridge(),
    ] {
        let page = visitor.ask(ask).await;
        assert_eq!(page.status, 500);
        let said = page.element("caught");
        assert!(
            said.contains("Something went wrong on our side (error "),
            "{said}"
        );
        assert!(!page.text.contains("id=\"thrower\""), "{}", page.text);
        assert!(!page.text.contains("db.internal"), "{}", page.text);
    }
}

#[tokio::test]
async fn the_way_back_leads_to_the_form_with_what_was_typed_and_runs_nothing() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/caught").await.form_at("thrower");
    let fields = form.filled("text=%22typed%22&text=twice&more=1");
    let page = visitor.post::<fail>("/caught", &fields).await;
    let back = way_back(&page);
    let uri = format!("/caught{}", back.action());
    let page = visitor.ask(Ask::form(uri, &back.filled(""))).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let form = page.form_at("thrower");
    assert!(form.0.contains("value=\"&quot;typed&quot;\""), "{}", form.0);
    assert!(!page.text.contains("Something went wrong"), "{}", page.text);
    assert_eq!(server.runs(), ["fail"]);
}

#[tokio::test]
async fn a_place_of_the_forms_own_comes_before_the_boundary() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/caught").await.form_at("placed");
    let page = visitor
        .post::<fail>("/caught", &form.filled("text=typed"))
        .await;
    let form = page.form_at("placed");
    assert_eq!(
        form.0.matches("Something went wrong").count(),
        1,
        "{}",
        form.0
    );
    assert!(form.0.contains("value=\"typed\""), "{}", form.0);
    assert!(!page.form_at("thrower").0.contains("Something went wrong"));
}

#[tokio::test]
async fn nobody_else_leads_a_person_back() {
    let server = Server::new();
    let visitor = server.visitor();
    let uri = format!("/caught?_fw={}&{PARAM_BACK}=1", fail::ID);
    let foreign = Ask::form(&uri, "text=planted")
        .without("sec-fetch-site")
        .header("sec-fetch-site", "cross-site");
    assert_eq!(visitor.ask(foreign).await.status, 403);
    let unknown = Ask::form(
        format!("/caught?_fw=nothing&{PARAM_BACK}=1"),
        "text=planted",
    );
    assert_eq!(visitor.ask(unknown).await.status, 404);
    let garbled = Ask::form(&uri, "text=%FF").content_type(URLENCODED);
    assert!(visitor.ask(garbled).await.status.is_client_error());
    assert!(server.runs().is_empty());
}

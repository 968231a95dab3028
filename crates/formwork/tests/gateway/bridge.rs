//! The bridge, which takes the page in place.

use super::{
    app::{go, sign},
    http_client::{Ask, Server},
};
use formwork::wire::{BRIDGE_DONE_URL, BRIDGE_REDIRECT};

#[tokio::test]
async fn the_page_comes_in_place_with_its_outcome_and_a_url_that_shows_it() {
    let server = Server::new();
    let visitor = server.visitor();
    let fields = visitor.get("/?x=1").await.form::<sign>().filled("name=Ada");
    let ask = Ask::post::<sign>("/?x=1", &fields).by_the_bridge();
    let page = visitor.ask(ask).await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert_eq!(page.header("cache-control"), "private, no-store");
    assert_eq!(page.element("signed"), "Ada has signed");
    assert_eq!(page.element("entries"), "sign Ada");
    assert!(page.text.contains("id=\"fw-outcome\""));

    let done = page.header(BRIDGE_DONE_URL);
    assert!(done.starts_with("/?x=1&_fw_done="), "{done}");
    assert_eq!(visitor.get(&done).await.element("signed"), "Ada has signed");
    assert_eq!(server.runs(), ["sign Ada"]);
}

#[tokio::test]
async fn a_page_that_can_show_answers_gets_the_same_without_what_shows_them() {
    let server = Server::new();
    let visitor = server.visitor();
    let mut answers = Vec::new();
    for ask in [Ask::by_the_bridge, Ask::by_the_bridge_with_show] {
        let fields = visitor.get("/").await.form::<sign>().filled("name=Ada");
        let page = visitor.ask(ask(Ask::post::<sign>("/", &fields))).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.element("signed"), "Ada has signed");
        assert!(page.text.contains("id=\"fw-outcome\"") && page.text.contains("id=\"fw-show\""));
        assert!(page.header(BRIDGE_DONE_URL).starts_with("/?_fw_done="));
        answers.push(page.text.len());
        let redirect = ask(Ask::post::<go>("/", "to=/about"));
        let answer = visitor.ask(redirect).await;
        assert_eq!(answer.header(BRIDGE_REDIRECT), "/about");
    }
    assert!(answers[1] + 5_000 < answers[0], "{answers:?}");
}

#[tokio::test]
async fn issues_come_in_place_with_status_200_and_without_a_url() {
    let server = Server::new();
    let visitor = server.visitor();
    let fields = visitor.get("/").await.form::<sign>().filled("name=");
    let page = visitor
        .ask(Ask::post::<sign>("/", &fields).by_the_bridge())
        .await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header(BRIDGE_DONE_URL), "");
    assert!(page.form::<sign>().0.contains("aria-invalid=\"true\""));
}

#[tokio::test]
async fn a_redirect_is_a_header() {
    let server = Server::new();
    let ask = Ask::post::<go>("/", "to=/about").by_the_bridge();
    let answer = server.visitor().ask(ask).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, ""));
    assert_eq!(answer.header(BRIDGE_REDIRECT), "/about");
    assert_eq!(answer.header("location"), "");
}

#[tokio::test]
async fn no_text_of_a_person_ends_the_script_that_carries_it() {
    let server = Server::new();
    let visitor = server.visitor();
    let evil = "%3C%2Fscript%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%3C!--HEAD--%3E";
    let fields = visitor
        .get("/")
        .await
        .form::<sign>()
        .filled(&format!("name={evil}"));
    for ask in [
        Ask::post::<sign>("/", &fields),
        Ask::post::<sign>("/", &fields).by_the_bridge(),
    ] {
        let page = visitor.ask(ask).await;
        assert!(!page.text.contains("<script>alert"), "{}", page.text);
        assert!(!page.text.contains("<!--HEAD-->"), "{}", page.text);
    }
}

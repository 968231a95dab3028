//! The guard stands before everything that the action does or has done.

use super::{
    app::{behind_a_stumbling_guard, post},
    http_client::{Ask, Server},
};
use formwork::wire::Outcome;

#[tokio::test]
async fn a_refusal_keeps_the_body_from_running_and_shows_the_page() {
    let server = Server::new();
    for (user, status) in [("", 401), ("mallory", 403)] {
        let ask = Ask::post::<post>("/", "text=x&_fw.id=1").user(user);
        let answer = server.visitor().ask(ask).await;
        assert_eq!(answer.status, status);
        assert!(answer.text.contains("id=\"signed\""));
        let ask = Ask::post::<post>("/", "text=x&_fw.id=1")
            .user(user)
            .by_the_client();
        let answer = server.visitor().ask(ask).await;
        assert_eq!(answer.status, status);
        assert!(matches!(answer.outcome(), Outcome::Refused(refused) if refused.status == status));
    }
    assert_eq!(server.runs(), ["guard"; 4]);
}

#[tokio::test]
async fn a_refusal_stands_in_the_form_that_was_sent() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<post>();
    let page = visitor.post::<post>("/", &form.filled("text=x")).await;
    assert!(
        page.form::<post>().0.contains("Log in first."),
        "{}",
        page.form::<post>().0
    );
}

#[tokio::test]
async fn the_guards_value_arrives() {
    let server = Server::new();
    let ask = Ask::post::<post>("/", "text=hello").user("ada");
    assert_eq!(server.visitor().ask(ask).await.status, 303);
    assert_eq!(server.runs(), ["guard", "post by ada: hello"]);
}

#[tokio::test]
async fn the_guard_decides_before_the_arguments_of_the_form_are_looked_at() {
    let server = Server::new();
    let answer = server.visitor().post::<post>("/", "nonsense").await;
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn the_guard_runs_for_a_duplicate_as_well() {
    let server = Server::new();
    let visitor = server.visitor();
    let ask = || Ask::post::<post>("/", "text=x&_fw.id=1").user("ada");
    visitor.ask(ask()).await;
    let replay = visitor.ask(ask()).await;
    assert!(replay.is_replay());
    assert_eq!(server.runs(), ["guard", "post by ada: x", "guard"]);
}

#[tokio::test]
async fn who_has_logged_out_gets_no_replay() {
    let server = Server::new();
    let visitor = server.visitor();
    visitor
        .ask(Ask::post::<post>("/", "text=x&_fw.id=1").user("ada"))
        .await;
    let answer = visitor.ask(Ask::post::<post>("/", "text=x&_fw.id=1")).await;
    assert_eq!(answer.status, 401);
    assert!(!answer.is_replay());
}

#[tokio::test]
async fn another_principal_of_the_same_browser_runs_anew() {
    let server = Server::new();
    let visitor = server.visitor();
    for user in ["ada", "grace"] {
        let answer = visitor
            .ask(Ask::post::<post>("/", "text=x&_fw.id=1").user(user))
            .await;
        assert!(!answer.is_replay());
    }
    assert_eq!(server.log.count("post by grace: x"), 1);
}

#[tokio::test]
async fn a_guard_that_panics_is_answered_and_lets_nobody_in() {
    let server = Server::new();
    let visitor = server.visitor();
    let answer = visitor.post::<behind_a_stumbling_guard>("/", "").await;
    assert_eq!(answer.status, 500);
    assert!(server.runs().is_empty());
    assert_eq!(visitor.get("/").await.status, 200);
}

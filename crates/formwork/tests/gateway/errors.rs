//! Errors: the log gets the text, the browser an id.

use super::{
    app::{fail, look_for, sign},
    http_client::{Ask, Server},
};
use formwork::wire::Outcome;

#[tokio::test]
async fn the_text_of_an_error_stays_here() {
    let server = Server::new();
    let visitor = server.visitor();
    let data = visitor.call::<fail>("/", "").await;
    assert_eq!(data.status, 500);
    let Outcome::Failed { error_id } = data.outcome() else {
        panic!("{}", data.text)
    };
    assert_eq!(error_id.len(), 8);
    let native = visitor.post::<fail>("/", "").await;
    let bridge = visitor
        .ask(Ask::post::<fail>("/", "").by_the_bridge())
        .await;
    assert_eq!((native.status.as_u16(), bridge.status.as_u16()), (500, 500));
    for answer in [data, native, bridge] {
        assert!(!answer.text.contains("db.internal"), "{}", answer.text);
        assert!(!answer.text.contains("does not answer"), "{}", answer.text);
    }
}

#[tokio::test]
async fn the_form_that_failed_shows_the_id() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<sign>();
    // The form's key decides where an outcome is shown, whichever action it came from.
    let page = visitor.post::<fail>("/", &form.filled("name=Ada")).await;
    let form = page.form::<sign>();
    assert!(form.0.contains("Something went wrong"), "{}", form.0);
    assert!(form.0.contains("value=\"Ada\""), "{}", form.0);
}

#[tokio::test]
async fn what_failed_has_run_and_only_another_submission_runs_it_again() {
    let server = Server::new();
    let visitor = server.visitor();
    let first = visitor.call::<fail>("/", "_fw.id=1").await;
    // Its answer was lost.
    let again = visitor.call::<fail>("/", "_fw.id=1").await;
    assert!(!first.is_replay() && again.is_replay());
    let failed = |answer: &Outcome| matches!(answer, Outcome::Failed { .. });
    assert!(failed(&first.outcome()) && failed(&again.outcome()));
    assert_eq!(server.runs(), ["fail"]);
    assert!(!visitor.call::<fail>("/", "_fw.id=2").await.is_replay());
    assert_eq!(server.runs(), ["fail", "fail"]);
}

#[tokio::test]
async fn a_refusal_of_the_action_has_its_status_and_sentence() {
    let server = Server::new();
    let visitor = server.visitor();
    let native = visitor.post::<look_for>("/", "what=it").await;
    assert_eq!(native.status, 404);
    let data = visitor.call::<look_for>("/", "what=it").await;
    assert_eq!(data.status, 404);
    assert!(
        matches!(data.outcome(), Outcome::Refused(refused) if refused.message.contains("not exist"))
    );
}

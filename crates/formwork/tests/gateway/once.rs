//! A submission runs at most once.

use super::{
    app::{count, dawdle, log_in, reset, sign, stumble, wait},
    http_client::{Ask, Server},
};
use formwork::{server::store::MemoryLimits, wire::Outcome};
use std::time::Duration;

#[tokio::test]
async fn the_same_submission_again_is_answered_with_the_outcome_of_the_first() {
    let server = Server::new();
    let visitor = server.visitor();
    let fields = visitor.get("/").await.form::<sign>().filled("name=Ada");
    let first = visitor.post::<sign>("/", &fields).await;
    let second = visitor.post::<sign>("/", &fields).await;
    assert!(!first.is_replay() && second.is_replay());
    assert_eq!(second.status, 303);
    let page = visitor.get(&second.header("location")).await;
    assert_eq!(page.element("signed"), "Ada has signed");

    let data = visitor.call::<sign>("/", &fields).await;
    assert!(data.is_replay() && data.data().replayed);
    assert!(matches!(data.outcome(), Outcome::Done(value) if value.get() == "\"Ada has signed\""));
    assert_eq!(server.runs(), ["sign Ada"]);
}

#[tokio::test]
async fn the_same_input_on_another_way_is_the_same_submission() {
    let server = Server::new();
    let visitor = server.visitor();
    visitor.post::<sign>("/", "_fw.id=1&name=Ada").await;
    let multipart = Ask::post::<sign>("/about", "")
        .content_type("multipart/form-data; boundary=b")
        .by_the_bridge()
        .body(
            "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAda\r\n\
             --b\r\nContent-Disposition: form-data; name=\"_fw.id\"\r\n\r\n1\r\n--b--\r\n",
        );
    assert!(visitor.ask(multipart).await.is_replay());
    assert_eq!(server.runs(), ["sign Ada"]);
}

#[tokio::test]
async fn other_input_under_the_same_id_is_a_new_run() {
    let server = Server::new();
    let visitor = server.visitor();
    for name in ["Ada", "Grace"] {
        let answer = visitor
            .post::<sign>("/", &format!("_fw.id=1&name={name}"))
            .await;
        assert!(!answer.is_replay());
    }
    assert_eq!(server.runs(), ["sign Ada", "sign Grace"]);
}

/// Which state a submission goes on from is for the server to say: it may have been sent with an older one before.
#[tokio::test]
async fn another_state_under_the_same_id_is_the_same_submission() {
    let server = Server::new();
    let visitor = server.visitor();
    visitor.post::<count>("/", "_fw.id=1&step=1").await;
    let state = visitor
        .call::<count>("/", "step=1")
        .await
        .data()
        .prev
        .unwrap();
    let prev = super::http_client::field(formwork::wire::FIELD_PREV, &state);
    let again = visitor
        .call::<count>("/", &format!("_fw.id=1&step=1&{prev}"))
        .await;
    assert!(again.is_replay());
    assert!(matches!(again.outcome(), Outcome::Done(value) if value.get() == "1"));
    assert_eq!(server.runs(), ["count 0+1", "count 0+1"]);
}

#[tokio::test]
async fn another_action_under_the_same_id_is_a_new_run() {
    let server = Server::new();
    let visitor = server.visitor();
    visitor.post::<count>("/", "_fw.id=1&step=1").await;
    assert!(
        !visitor
            .post::<reset>("/", "_fw.id=1&step=1")
            .await
            .is_replay()
    );
    assert_eq!(server.runs(), ["count 0+1", "reset"]);
}

#[tokio::test]
async fn without_an_id_each_request_is_its_own_submission() {
    let server = Server::new();
    let visitor = server.visitor();
    for _ in 0..2 {
        assert!(!visitor.post::<sign>("/", "name=Ada").await.is_replay());
    }
    assert_eq!(server.runs().len(), 2);
}

#[tokio::test]
async fn another_visitor_gets_no_replay() {
    let server = Server::new();
    for visitor in [
        server.visitor(),
        server.visitor(),
        server.stranger(),
        server.stranger(),
    ] {
        let answer = visitor.post::<sign>("/", "_fw.id=1&name=Ada").await;
        assert!(!answer.is_replay());
    }
    assert_eq!(server.runs().len(), 4);
}

#[tokio::test]
async fn issues_are_not_kept() {
    let server = Server::new();
    let visitor = server.visitor();
    for _ in 0..2 {
        let answer = visitor.post::<count>("/", "_fw.id=1&step=0").await;
        assert_eq!(answer.status, 422);
        assert!(!answer.is_replay());
    }
    assert_eq!(server.runs().len(), 2);
}

#[tokio::test]
async fn duplicates_of_a_run_that_is_under_way_join_it() {
    let server = Server::new();
    let visitor = server.visitor();
    let send = || {
        let visitor = visitor.clone();
        tokio::spawn(async move { visitor.call::<wait>("/", "_fw.id=1&text=x").await })
    };
    let first = send();
    server.gate.started().await;
    let (second, third) = (send(), send());
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert!(!second.is_finished() && !third.is_finished());
    server.gate.open();
    assert!(!first.await.unwrap().is_replay());
    for joined in [second, third] {
        let joined = joined.await.unwrap();
        assert!(joined.is_replay());
        assert!(matches!(joined.outcome(), Outcome::Done(value) if value.get() == "\"x\""));
    }
    assert_eq!(server.runs(), ["wait begins", "wait ends"]);
}

#[tokio::test]
async fn a_run_goes_on_when_its_browser_goes_away() {
    let server = Server::new();
    let visitor = server.visitor();
    let gone = tokio::spawn({
        let visitor = visitor.clone();
        async move { visitor.post::<wait>("/", "_fw.id=1&text=x").await }
    });
    server.gate.started().await;
    gone.abort();
    assert!(gone.await.is_err_and(|error| error.is_cancelled()));

    let again = tokio::spawn({
        let visitor = visitor.clone();
        async move { visitor.call::<wait>("/", "_fw.id=1&text=x").await }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    server.gate.open();
    let again = again.await.unwrap();
    assert!(again.is_replay());
    assert!(matches!(again.outcome(), Outcome::Done(value) if value.get() == "\"x\""));
    assert_eq!(server.runs(), ["wait begins", "wait ends"]);
}

#[tokio::test]
async fn the_deadline_of_the_action_interrupts_its_run_for_good() {
    let server = Server::new();
    let visitor = server.visitor();
    for replayed in [false, true] {
        let answer = visitor.call::<dawdle>("/", "_fw.id=1").await;
        assert_eq!(
            (answer.status.as_u16(), answer.is_replay()),
            (409, replayed)
        );
        assert!(matches!(answer.outcome(), Outcome::Interrupted));
    }
    assert_eq!(server.runs(), ["dawdle"]);
    // Decided by a person: another submission.
    visitor.call::<dawdle>("/", "_fw.id=2").await;
    assert_eq!(server.runs().len(), 2);
}

#[tokio::test]
async fn the_deadline_of_the_server_holds_where_the_action_has_none() {
    let server = Server::with(|config| config.deadline(Duration::from_millis(20)));
    let answer = server.visitor().post::<wait>("/", "text=x").await;
    assert_eq!(answer.status, 409);
    assert_eq!(server.runs(), ["wait begins"]);
}

#[tokio::test]
async fn a_panic_interrupts_its_run_and_nothing_else() {
    let server = Server::new();
    let visitor = server.visitor();
    let answer = visitor.post::<stumble>("/", "_fw.id=1").await;
    assert_eq!(answer.status, 409);
    assert!(!answer.text.contains("part of the test"));
    let again = visitor.call::<stumble>("/", "_fw.id=1").await;
    assert!(again.is_replay());
    assert!(matches!(again.outcome(), Outcome::Interrupted));
    assert_eq!(visitor.post::<sign>("/", "name=Ada").await.status, 303);
    assert_eq!(server.runs(), ["stumble", "sign Ada"]);
}

#[tokio::test]
async fn cookies_of_the_action_reach_its_own_browser_and_no_later_replay() {
    let server = Server::new();
    let visitor = server.visitor();
    for reader in [Ask::by_the_client, Ask::by_the_bridge, |ask| ask] {
        let id = format!("_fw.id={}&who=ada", server.runs().len());
        let ask = || reader(Ask::post::<log_in>("/", &id));
        let first = visitor.ask(ask()).await;
        assert!(first.cookies().contains(&"session=ada; Path=/".to_owned()));
        let replay = visitor.ask(ask()).await;
        assert!(replay.is_replay() && replay.cookies().is_empty());
    }
    assert_eq!(server.runs().len(), 3);
}

#[tokio::test]
async fn a_full_store_is_503_in_every_mode_and_nothing_runs() {
    let mut limits = MemoryLimits::default();
    limits.running = 1;
    let server = Server::with(|config| config.store_limits(limits));
    let visitor = server.visitor();
    let running = tokio::spawn({
        let visitor = visitor.clone();
        async move { visitor.post::<wait>("/", "text=one").await }
    });
    server.gate.started().await;
    for ask in [
        Ask::post::<sign>("/", "name=Ada"),
        Ask::post::<sign>("/", "name=Ada").by_the_bridge(),
        Ask::post::<sign>("/", "name=Ada").by_the_client(),
    ] {
        let answer = visitor.ask(ask).await;
        assert_eq!(answer.status, 503);
        assert!(
            answer.text.contains("try again in a moment"),
            "{}",
            answer.text
        );
    }
    server.gate.open();
    assert_eq!(running.await.unwrap().status, 303);
    assert_eq!(server.runs(), ["wait begins", "wait ends"]);
    assert_eq!(visitor.post::<sign>("/", "name=Ada").await.status, 303);
}

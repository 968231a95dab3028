//! The previous state: it comes back sealed, or is the default.

use super::{
    app::{count, count_for, sign, wait},
    http_client::{Ask, Server, field},
};
use formwork::wire::{FIELD_AFTER, FIELD_ID, FIELD_KEY, FIELD_PREV, Outcome};

fn after(submission: &str) -> String {
    field(FIELD_AFTER, submission)
}

#[tokio::test]
async fn without_a_state_it_is_the_default() {
    let server = Server::new();
    server.visitor().post::<count>("/", "step=2").await;
    server
        .visitor()
        .post::<count>("/", "step=2&_fw.prev=")
        .await;
    assert_eq!(server.runs(), ["count 0+2", "count 0+2"]);
}

#[tokio::test]
async fn each_submission_gets_the_state_before_it() {
    let server = Server::new();
    let visitor = server.visitor();
    let mut page = visitor.get("/").await;
    for expected in ["2", "4", "6"] {
        let form = page.form::<count>();
        page = visitor
            .post_and_follow::<count>("/", &form.filled("step=2"))
            .await;
        assert_eq!(page.element("counted"), expected);
    }
    assert_eq!(server.runs(), ["count 0+2", "count 2+2", "count 4+2"]);
}

#[tokio::test]
async fn the_client_gets_the_next_state_with_the_answer() {
    let server = Server::new();
    let visitor = server.visitor();
    let first = visitor.call::<count>("/", "step=5").await.data();
    let prev = field(FIELD_PREV, &first.prev.unwrap());
    visitor.call::<count>("/", &format!("{prev}&step=1")).await;
    assert_eq!(server.runs(), ["count 0+5", "count 5+1"]);
}

#[tokio::test]
async fn an_invalid_submission_leaves_the_state_as_it_is() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get("/").await;
    let page = visitor
        .post_and_follow::<count>("/", &page.form::<count>().filled("step=2"))
        .await;
    let invalid = visitor
        .post::<count>("/", &page.form::<count>().filled("step=0"))
        .await;
    assert_eq!(invalid.status, 422);
    let next = invalid.form::<count>().filled("step=1");
    visitor.post::<count>("/", &next).await;
    assert_eq!(server.runs()[1..], ["count 2+0", "count 2+1"]);
}

#[tokio::test]
async fn a_forged_state_is_refused() {
    let server = Server::new();
    let state = server
        .visitor()
        .get("/")
        .await
        .form::<count>()
        .hidden(FIELD_PREV);
    let mut changed = state.clone();
    changed.replace_range(state.len() - 3.., "AAA");
    for forged in ["1000", "AAAA", "null", &changed, &format!("{state}{state}")] {
        let answer = server
            .visitor()
            .post::<count>("/", &field(FIELD_PREV, forged))
            .await;
        assert_eq!(answer.status, 400, "{forged}");
    }
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn a_state_of_an_older_server_is_stale() {
    let old = Server::new();
    let server = Server::new();
    let fields = old
        .visitor()
        .get("/")
        .await
        .form::<count>()
        .filled("step=2");
    assert_eq!(
        server.visitor().post::<count>("/", &fields).await.status,
        409
    );
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn a_button_with_another_action_does_without_the_state_of_the_form() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<count>();
    let uri = format!("/{}", form.formaction("Reset"));
    let answer = visitor.ask(Ask::form(uri, &form.filled(""))).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    assert_eq!(server.runs(), ["reset"]);
}

#[tokio::test]
async fn what_follows_another_has_the_state_that_it_leaves() {
    let server = Server::new();
    let visitor = server.visitor();
    let state = visitor.get("/").await.form::<count>().hidden(FIELD_PREV);
    let prev = field(FIELD_PREV, &state);
    visitor
        .call::<count>("/", &format!("{prev}&{}&step=1", field(FIELD_ID, "1")))
        .await;
    for (id, before) in [("2", "1"), ("3", "2")] {
        let (id, after) = (field(FIELD_ID, id), after(before));
        visitor
            .call::<count>("/", &format!("{prev}&{id}&{after}&step=2"))
            .await;
    }
    assert_eq!(server.runs(), ["count 0+1", "count 1+2", "count 3+2"]);
}

#[tokio::test]
async fn what_follows_one_that_had_issues_has_the_state_before_that() {
    let server = Server::new();
    let visitor = server.visitor();
    let state = visitor.get("/").await.form::<count>().hidden(FIELD_PREV);
    let prev = field(FIELD_PREV, &state);
    let steps = [
        "step=0&_fw.id=1".to_string(),
        format!("step=1&{}", after("1")),
    ];
    for step in steps {
        visitor.call::<count>("/", &format!("{prev}&{step}")).await;
    }
    assert_eq!(server.runs(), ["count 0+0", "count 0+1"]);
}

#[tokio::test]
async fn what_follows_another_action_runs_after_it() {
    let server = Server::new();
    let visitor = server.visitor();
    let (first, second) = (visitor.clone(), visitor.clone());
    let follower = tokio::spawn(async move {
        let fields = format!("name=Ada&{}", after("1"));
        second.call::<sign>("/", &fields).await
    });
    let followed = tokio::spawn(async move { first.call::<wait>("/", "_fw.id=1").await });
    server.gate.started().await;
    // Time enough for the other to overtake it.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(server.runs(), ["wait begins"]);
    server.gate.open();
    assert_eq!(followed.await.unwrap().status, 200);
    assert_eq!(follower.await.unwrap().status, 200);
    assert_eq!(server.runs(), ["wait begins", "wait ends", "sign Ada"]);
}

#[tokio::test(start_paused = true)]
async fn what_follows_nothing_that_is_known_runs_in_the_end() {
    let server = Server::new();
    let fields = format!("name=Ada&{}", after("1"));
    assert_eq!(
        server.visitor().call::<sign>("/", &fields).await.status,
        200
    );
    assert_eq!(server.runs(), ["sign Ada"]);
}

/// What a hook in the browser says of its initial state, on a page that no server has rendered.
fn unsealed(server_page: &super::http_client::Answer, state: &str) -> String {
    let key = server_page.form::<count>().hidden(FIELD_KEY);
    field(FIELD_PREV, &format!("?{key} {state}"))
}

#[tokio::test]
async fn a_hook_begins_with_its_own_initial_state_where_no_page_has_sealed_it() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get("/begins/7").await;
    let fields = format!("{}&step=2", unsealed(&page, " 7 "));
    let answer = visitor.call::<count>("/begins/7", &fields).await.data();
    assert!(answer.outcome.is_success());
    let prev = field(FIELD_PREV, &answer.prev.unwrap());
    let next = format!("{prev}&step=1");
    visitor.call::<count>("/begins/7", &next).await;
    assert_eq!(server.runs(), ["count 7+2", "count 9+1"]);
    // A browser that posts it natively has the same.
    let answer = visitor.post::<count>("/begins/7", &fields).await;
    assert_eq!(answer.status, 303);
    assert_eq!(server.runs()[2..], ["count 7+2"]);
}

#[tokio::test]
async fn nobody_chooses_what_a_hook_begins_with_and_what_has_changed_is_stale() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get("/begins/7").await;
    for other in ["1000", "\"7\"", "[7]"] {
        let fields = format!("{}&step=2", unsealed(&page, other));
        let answer = visitor.call::<count>("/begins/7", &fields).await.data();
        assert!(matches!(answer.outcome, Outcome::Stale), "{other}");
        assert!(server.runs().is_empty(), "{other}");
        // A hook without a form has the seal of what it begins with now.
        assert!(answer.prev.is_some());
    }
    let fields = format!("{}&step=2", unsealed(&page, "6"));
    let answer = visitor.call::<count>("/begins/7", &fields).await.data();
    let prev = field(FIELD_PREV, &answer.prev.unwrap());
    let again = format!("{prev}&step=2");
    visitor.call::<count>("/begins/7", &again).await;
    assert_eq!(server.runs(), ["count 7+2"]);
}

#[tokio::test]
async fn where_the_page_has_no_such_hook_the_state_is_the_actions_own() {
    let server = Server::new();
    let visitor = server.visitor();
    let elsewhere = visitor.get("/begins/7").await;
    let unknown = unsealed(&elsewhere, "7").replace("7", "8");
    for fields in [unknown, unsealed(&elsewhere, "0")] {
        let fields = format!("{fields}&step=2");
        let answer = visitor.call::<count>("/about", &fields).await.data();
        assert!(answer.outcome.is_success());
    }
    let nonsense = format!("{}&step=2", field(FIELD_PREV, "?"));
    visitor.call::<count>("/begins/7", &nonsense).await;
    assert_eq!(server.runs(), ["count 0+2", "count 0+2", "count 0+2"]);
}

#[tokio::test]
async fn an_id_that_has_run_is_answered_though_the_hook_begins_with_another_state_by_now() {
    let server = Server::new();
    for _ in 0..10 {
        server.gate.open();
    }
    let visitor = server.visitor();
    let page = visitor.get("/changes").await;
    // The page begins with 0 while its data loads, with 1 when they are there.
    let fields = format!("{}&step=1&{}", unsealed(&page, "1"), field(FIELD_ID, "1"));
    let first = visitor.call::<count>("/changes", &fields).await;
    let again = visitor.call::<count>("/changes", &fields).await;
    assert!(!first.data().replayed && again.data().replayed);
    assert!(first.outcome().is_success() && again.outcome().is_success());
    assert_eq!(server.runs(), ["count 1+1"]);
    // Another submission with the same state is out of date. What has changed is the last that the page says.
    let other = fields.replace("id=1", "id=2");
    let answer = visitor.call::<count>("/changes", &other).await.data();
    assert!(matches!(answer.outcome, Outcome::Stale));
    let prev = field(FIELD_PREV, &answer.prev.unwrap());
    let next = format!("{prev}&step=1");
    visitor.call::<count>("/changes", &next).await;
    assert_eq!(server.runs(), ["count 1+1", "count 2+1"]);
}

#[tokio::test]
async fn a_hook_with_other_arguments_or_of_another_action_confirms_nothing() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get("/begins/7").await;
    let own = page.form_at("ada");
    let bound = field("_fw.bound", &own.hidden("_fw.bound"));
    let key = |of: &str| page.form_at(of).hidden(FIELD_KEY);
    for (of, state) in [("grace", "107"), ("counted", "7")] {
        let prev = field(FIELD_PREV, &format!("?{} {state}", key(of)));
        let fields = format!("{bound}&{prev}");
        visitor.call::<count_for>("/begins/7", &fields).await;
    }
    let prev = field(FIELD_PREV, &format!("?{} 7", key("ada")));
    let fields = format!("{bound}&{prev}");
    visitor.call::<count_for>("/begins/7", &fields).await;
    let expected = ["count for 1: 0+1", "count for 1: 0+1", "count for 1: 7+1"];
    assert_eq!(server.runs(), expected);
}

#[tokio::test]
async fn nothing_is_run_where_the_page_cannot_be_rendered() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get("/begins/7").await;
    let id = field(FIELD_ID, "1");
    let fields = format!("{}&step=2&{id}", unsealed(&page, "7"));
    let answer = visitor.call::<count>("/begins/panic", &fields).await;
    assert_eq!(answer.status, 503, "{}", answer.text);
    assert!(server.runs().is_empty());
    // The id is free: sent again, it runs.
    let answer = visitor.call::<count>("/begins/7", &fields).await.data();
    assert!(answer.outcome.is_success());
    assert_eq!(server.runs(), ["count 7+2"]);
}

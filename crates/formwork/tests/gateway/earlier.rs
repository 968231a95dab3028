//! A page that the server renders after a submission has the states of its other hooks as well.

use super::{
    app::count,
    http_client::{Answer, Ask, Server, Visitor, field},
};
use formwork::wire::{FIELD_PREV, HookValue, PARAM_FROM};

const PAGE: &str = "/tallies";

/// Sends the form behind this element natively, and follows the answer.
async fn send(visitor: &Visitor, page: &Answer, id: &str, fields: &str) -> Answer {
    let answer = visitor.ask(ask(page, id, fields)).await;
    match answer.status.as_u16() {
        303 => visitor.get(&answer.header("location")).await,
        _ => answer,
    }
}

fn ask(page: &Answer, id: &str, fields: &str) -> Ask {
    let form = page.form_at(id);
    Ask::form(format!("{PAGE}{}", form.action()), &form.filled(fields))
}

/// The same by the bridge.
async fn bridge(visitor: &Visitor, page: &Answer, id: &str, fields: &str) -> Answer {
    let answer = visitor.ask(ask(page, id, fields).by_the_bridge()).await;
    assert_eq!(answer.status, 200);
    answer
}

fn shown<const N: usize>(page: &Answer, ids: [&str; N]) -> [String; N] {
    ids.map(|id| page.element(id))
}

#[tokio::test]
async fn each_hook_keeps_its_state_and_its_previous_state() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get(PAGE).await;
    let page = send(&visitor, &page, "one", "step=2").await;
    let page = send(&visitor, &page, "two", "step=5").await;
    assert_eq!(shown(&page, ["one", "two"]), ["2", "5"]);
    let page = send(&visitor, &page, "one", "step=1").await;
    assert_eq!(shown(&page, ["one", "two"]), ["3", "5"]);
    let page = send(&visitor, &page, "two", "step=1").await;
    assert_eq!(shown(&page, ["one", "two"]), ["3", "6"]);
    assert_eq!(
        server.runs(),
        ["count 0+2", "count 0+5", "count 2+1", "count 5+1"]
    );
}

#[tokio::test]
async fn before_hydration_as_well() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get(PAGE).await;
    let page = bridge(&visitor, &page, "one", "step=2").await;
    let page = bridge(&visitor, &page, "signed", "name=Ada").await;
    let page = bridge(&visitor, &page, "two", "step=0").await;
    assert_eq!(
        shown(&page, ["one", "two", "signed"]),
        ["2", "0", "Ada has signed"]
    );
    let page = bridge(&visitor, &page, "one", "step=1").await;
    assert_eq!(shown(&page, ["one", "signed"]), ["3", "Ada has signed"]);
}

#[tokio::test]
async fn the_client_is_told_what_the_page_shows() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get(PAGE).await;
    let page = send(&visitor, &page, "signed", "name=Ada").await;
    let page = send(&visitor, &page, "one", "step=2").await;
    let page = send(&visitor, &page, "two", "step=5").await;
    let earlier = page.page_outcome().earlier;
    let values: Vec<_> = earlier
        .iter()
        .map(|state| match &state.value {
            Some(HookValue::Answer(json)) => json.get(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(values, ["\"Ada has signed\"", "2"]);
    let sealed = page.form_at("one").hidden(FIELD_PREV);
    assert_eq!(earlier[1].prev.as_ref(), Some(&sealed));
}

#[tokio::test]
async fn issues_leave_every_state_and_stay_with_their_page() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get(PAGE).await;
    let page = send(&visitor, &page, "signed", "name=Ada").await;
    let page = send(&visitor, &page, "one", "step=2").await;
    for _ in 0..2 {
        let invalid = send(&visitor, &page, "signed", "name=Much+too+long").await;
        assert_eq!(invalid.status, 422);
        assert_eq!(shown(&invalid, ["one", "signed"]), ["2", "Ada has signed"]);
        assert!(invalid.text.contains("Much too long"));

        let next = send(&visitor, &invalid, "one", "step=0").await;
        assert_eq!(next.status, 422);
        assert_eq!(shown(&next, ["one", "signed"]), ["2", "Ada has signed"]);
        assert!(!next.text.contains("Much too long"));
        assert!(!next.form_at("signed").0.contains("aria-invalid=\"true\""));

        let last = send(&visitor, &next, "one", "step=1").await;
        assert_eq!(shown(&last, ["one", "signed"]), ["3", "Ada has signed"]);
        assert!(!last.text.contains("A step, please."));
    }
}

#[tokio::test]
async fn a_form_without_a_hook_keeps_its_previous_state() {
    let server = Server::new();
    let visitor = server.visitor();
    let mut page = visitor.get(PAGE).await;
    for (id, step) in [
        ("hookless", 2),
        ("one", 1),
        ("hookless", 0),
        ("two", 1),
        ("hookless", 3),
    ] {
        page = send(&visitor, &page, id, &format!("step={step}")).await;
    }
    let runs = server.runs();
    assert_eq!((&*runs[2], &*runs[4]), ("count 2+0", "count 2+3"));
}

#[tokio::test]
async fn it_does_so_after_issues_whatever_the_store_has_forgotten() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get(PAGE).await;
    let page = send(&visitor, &page, "hookless", "step=2").await;
    let fields = page.form_at("hookless").filled("step=0");
    let invalid = visitor.post::<count>(PAGE, &fields).await;
    assert_eq!(invalid.status, 422);
    send(&visitor, &invalid, "hookless", "step=3").await;
    assert_eq!(server.runs(), ["count 0+2", "count 2+0", "count 2+3"]);
}

#[tokio::test]
async fn a_button_carries_the_states_too_and_its_hook_keeps_its_own() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get(PAGE).await;
    let page = send(&visitor, &page, "one", "step=2").await;
    let form = page.form_at("hookless");
    let uri = format!("{PAGE}{}", form.formaction("Reset"));
    let answer = visitor.ask(Ask::form(uri, &form.filled(""))).await;
    let page = visitor.get(&answer.header("location")).await;
    assert_eq!(shown(&page, ["one", "of-button"]), ["2", "0"]);
    let page = send(&visitor, &page, "two", "step=5").await;
    assert_eq!(shown(&page, ["one", "two", "of-button"]), ["2", "5", "0"]);
}

#[tokio::test]
async fn a_state_that_is_stale_is_shown_and_sealed_anew() {
    let server = Server::new();
    let visitor = server.visitor();
    let old = Server::new().visitor().get(PAGE).await;
    let old = field(FIELD_PREV, &old.form_at("one").hidden(FIELD_PREV));
    let page = visitor.get(PAGE).await;
    let page = send(&visitor, &page, "one", "step=2").await;
    let form = page.form_at("one");
    let fields = form.filled("step=1");
    let sealed = field(FIELD_PREV, &form.hidden(FIELD_PREV));
    assert!(fields.contains(&sealed));
    let ask = Ask::form(
        format!("{PAGE}{}", form.action()),
        &fields.replace(&sealed, &old),
    );
    let stale = visitor.ask(ask).await;
    assert_eq!(
        (stale.status.as_u16(), stale.element("one")),
        (409, "2".into())
    );
    let page = send(&visitor, &stale, "one", "step=1").await;
    assert_eq!(page.element("one"), "3");
    assert_eq!(server.runs(), ["count 0+2", "count 2+1"]);
}

#[tokio::test]
async fn the_states_of_another_visitor_or_principal_are_not_had() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get(PAGE).await;
    let page = send(&visitor, &page, "one", "step=2").await;
    let uri = format!("{PAGE}{}", page.form_at("two").action());
    assert!(uri.contains(PARAM_FROM));
    let posts = [
        (server.visitor(), Ask::form(&uri, "step=0")),
        (server.stranger(), Ask::form(&uri, "step=0")),
        (visitor, Ask::form(&uri, "step=0").user("grace")),
    ];
    for (visitor, ask) in posts {
        let page = visitor.ask(ask).await;
        assert_eq!(
            (page.status.as_u16(), page.element("one")),
            (422, "0".into())
        );
        assert!(page.page_outcome().earlier.is_empty());
    }
}

#[tokio::test]
async fn a_handle_that_is_unknown_is_none() {
    let server = Server::new();
    for handle in ["", "x", "%00", "%FF", "AAAAAAAAAAAAAAAAAAAAAA", "../../x"] {
        let uri = format!(
            "{}&{PARAM_FROM}={handle}",
            super::http_client::url::<count>(PAGE)
        );
        let page = server.visitor().ask(Ask::form(uri, "step=0")).await;
        assert_eq!(
            (page.status.as_u16(), page.element("one")),
            (422, "0".into())
        );
    }
}

#[tokio::test]
async fn a_submission_is_the_same_from_whichever_page_it_is_sent() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get(PAGE).await;
    let uri = |page: &Answer| format!("{PAGE}{}", page.form_at("signed").action());
    let before = uri(&page);
    let after = uri(&send(&visitor, &page, "one", "step=2").await);
    assert_ne!(before, after);
    let first = visitor.ask(Ask::form(&before, "_fw.id=1&name=Ada")).await;
    assert!(!first.is_replay());
    for uri in [&after, &before] {
        let again = || Ask::form(uri, "_fw.id=1&name=Ada");
        for ask in [again(), again().by_the_bridge(), again().by_the_client()] {
            assert!(visitor.ask(ask).await.is_replay(), "{uri}");
        }
    }
    assert_eq!(server.log.count("sign Ada"), 1);
}

#[tokio::test]
async fn nothing_is_carried_where_there_is_nothing() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get(PAGE).await;
    assert!(!page.text.contains(PARAM_FROM));
    let page = send(&visitor, &page, "stateless", "name=x").await;
    assert!(!page.text.contains(PARAM_FROM), "{}", page.text);
    let page = send(&visitor, &page, "signed", "name=").await;
    assert_eq!(page.status, 422);
    assert!(!page.text.contains(PARAM_FROM));
}

#[tokio::test]
async fn a_redirect_leads_to_a_page_that_begins_anew() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get(PAGE).await;
    let page = send(&visitor, &page, "one", "step=2").await;
    let page = send(&visitor, &page, "elsewhere", "to=/tallies").await;
    assert_eq!(page.element("one"), "0");
    assert!(!page.text.contains(PARAM_FROM));
}

#[tokio::test]
async fn the_client_is_answered_as_always() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get(PAGE).await;
    let page = send(&visitor, &page, "one", "step=2").await;
    let answer = visitor
        .ask(ask(&page, "two", "step=5").by_the_client())
        .await;
    assert_eq!(answer.status, 200);
    assert!(answer.data().prev.is_some());
    assert!(!answer.text.contains("earlier"));
}

#[tokio::test]
async fn the_newest_states_stay_where_there_are_very_many() {
    let server = Server::new();
    let visitor = server.visitor();
    let mut page = visitor.get(PAGE).await;
    for n in 0..262 {
        page = send(&visitor, &page, &format!("many{n}"), "step=1").await;
    }
    let kept: Vec<_> = (0..262)
        .filter(|n| page.element(&format!("many{n}")) == "1")
        .collect();
    // One more than are carried along: the one that was sent last.
    assert_eq!(kept, (5..262).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_was_typed_is_not_kept_with_the_states() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get(PAGE).await;
    let page = send(&visitor, &page, "one", "step=2").await;
    let invalid = send(&visitor, &page, "signed", "name=Much+too+long").await;
    let from = invalid.form_at("two").action();
    let (_, handle) = from.split_once(&format!("{PARAM_FROM}=")).unwrap();
    let kept = visitor.get(&format!("{PAGE}?_fw_done={handle}")).await;
    assert_eq!(kept.element("one"), "2");
    assert!(!kept.text.contains("Much too long"));
}

//! Where on its page an outcome is shown.

use super::{
    http_client::{Ask, FormHtml, Server, Visitor, field},
    press::{amend, poll_vote, publish, vote},
};
use formwork::wire::{FIELD_BOUND, FIELD_PREV};

/// Whether the form has an issue, or what was typed.
fn shows(form: &FormHtml, text: &str) -> bool {
    form.0.contains(text)
}

/// The two ways in which the server shows an outcome in place.
fn ways(fields: &str, page: &str) -> [Ask; 2] {
    let ask = || Ask::post::<publish>(page, fields);
    [ask(), ask().by_the_bridge()]
}

#[tokio::test]
async fn the_outcome_is_shown_though_an_argument_has_changed_by_the_answer() {
    for way in 0..2 {
        let server = Server::new();
        let visitor = server.visitor();
        let form = visitor.get("/press").await.form_at("published");
        let ask = ways(&form.filled("title=News"), "/press")
            .into_iter()
            .nth(way)
            .unwrap();
        let mut page = visitor.ask(ask).await;
        if way == 0 {
            assert_eq!(page.status, 303, "{}", page.text);
            page = visitor.get(&page.header("location")).await;
        }
        assert_eq!(page.element("published"), "News is out");
        assert!(!shows(&page.form_at("plain"), "value=\"News\""));
        // Also to those who look at the page again.
        let other = page.form_at("plain").filled("title=");
        let page = visitor.post::<publish>("/press", &other).await;
        assert_eq!(page.status, 422);
        assert_eq!(
            page.element("published"),
            "",
            "a form without the page's handle"
        );
    }
}

#[tokio::test]
async fn so_are_a_refusal_and_what_was_typed() {
    let server = Server::new();
    let visitor = server.visitor();
    for place in ["published", "plain"] {
        let old = visitor.get("/press").await.form_at(place);
        let now = visitor
            .get("/press")
            .await
            .form_at(place)
            .filled("title=First");
        assert_eq!(visitor.post::<publish>("/press", &now).await.status, 303);
        for ask in ways(&old.filled("title=Second"), "/press") {
            let page = visitor.ask(ask).await;
            assert_eq!(page.status, 409);
            let form = page.form_at(place);
            assert!(shows(&form, "There is a newer version."), "{}", form.0);
            assert!(shows(&form, "value=\"Second\""), "{}", form.0);
            assert_eq!(
                page.text.matches("There is a newer version.").count(),
                1 + outcomes(&page.text)
            );
            // Pressed once more, it has the version that the page shows.
            assert_ne!(form.hidden(FIELD_BOUND), old.hidden(FIELD_BOUND));
        }
        for ask in ways(&old.filled("title="), "/press") {
            let form = visitor.ask(ask).await.form_at(place);
            assert!(shows(&form, "aria-invalid=\"true\""), "{}", form.0);
        }
    }
}

/// How often the outcome's own script says it.
fn outcomes(page: &str) -> usize {
    page.matches("id=\"fw-outcome\"").count()
}

#[tokio::test]
async fn what_a_form_keeps_is_in_it_after_its_argument_has_changed() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/press").await.form_at("plain");
    let page = visitor
        .post_and_follow::<publish>("/press", &form.filled("title=News"))
        .await;
    assert!(
        shows(&page.form_at("plain"), "value=\"News\""),
        "{}",
        page.text
    );
    assert!(!shows(&page.form_at("published"), "value=\"News\""));
}

async fn amended(visitor: &Visitor, place: &str) -> super::http_client::Answer {
    let old = visitor
        .get("/rows")
        .await
        .form_at(place)
        .filled("title=Second");
    let now = visitor
        .get("/rows")
        .await
        .form_at("keyed1")
        .filled("title=First");
    assert_eq!(visitor.post::<amend>("/rows", &now).await.status, 303);
    let page = visitor.post::<amend>("/rows", &old).await;
    assert_eq!(page.status, 409);
    page
}

#[tokio::test]
async fn in_a_list_its_key_tells_which_row_it_is() {
    let server = Server::new();
    let page = amended(&server.visitor(), "keyed3").await;
    for row in 1..=5 {
        for list in ["keyed", "plain"] {
            let form = page.form_at(&format!("{list}{row}"));
            let is_meant = list == "keyed" && row == 3;
            assert_eq!(
                shows(&form, "value=\"Second\""),
                is_meant,
                "{list}{row}: {}",
                form.0
            );
            assert_eq!(shows(&form, "newer version"), is_meant, "{list}{row}");
        }
    }
}

#[tokio::test]
async fn and_without_a_key_no_row_shows_what_may_be_anothers() {
    let server = Server::new();
    let page = amended(&server.visitor(), "plain3").await;
    for row in 1..=5 {
        assert!(
            !shows(&page.form_at(&format!("plain{row}")), "Second"),
            "{row}"
        );
    }
}

#[tokio::test]
async fn a_row_that_is_there_has_it_alone() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor
        .get("/rows")
        .await
        .form_at("plain3")
        .filled("title=");
    let page = visitor.post::<amend>("/rows", &form).await;
    assert_eq!(page.status, 422);
    for row in 1..=5 {
        let form = page.form_at(&format!("plain{row}"));
        assert_eq!(shows(&form, "aria-invalid=\"true\""), row == 3, "{row}");
    }
}

#[tokio::test]
async fn a_button_leaves_the_state_of_the_forms_hook_alone() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/two").await.form_at("form");
    let url = format!("/two{}", form.formaction("Down"));
    for ask in [
        Ask::form(&url, &form.filled("")),
        Ask::form(&url, &form.filled("")).by_the_bridge(),
    ] {
        let mut page = visitor.ask(ask).await;
        if page.status == 303 {
            page = visitor.get(&page.header("location")).await;
        }
        assert_eq!(
            (page.element("up"), page.element("down")),
            ("10".into(), "22".into())
        );
        // And its seal: the next press of it goes on from its own state.
        let fields = page.form_at("form").filled("");
        visitor.call::<vote>("/two", &fields).await;
    }
    assert_eq!(server.runs()[1], "vote 10+1");
}

#[tokio::test]
async fn a_button_without_a_hook_leaves_the_state_of_the_forms_hook_alone() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/two").await.form_at("same");
    let url = format!("/two{}", form.formaction("Of nobody"));
    let page = visitor
        .ask(Ask::form(url, &form.filled("")).by_the_bridge())
        .await;
    assert_eq!(server.runs(), ["count 0+1"]);
    assert_eq!(page.element("same"), "0");
}

#[tokio::test]
async fn the_state_of_one_record_does_not_open_for_another() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = visitor.get("/many").await;
    let (one, two) = (page.form_at("poll1"), page.form_at("poll2"));
    let post = |bound: &str, prev: &str| {
        let fields = format!("{}&{}", field(FIELD_BOUND, bound), field(FIELD_PREV, prev));
        Ask::post::<poll_vote>("/many", &fields)
    };
    let crossed = post(&one.hidden(FIELD_BOUND), &two.hidden(FIELD_PREV));
    assert_eq!(visitor.ask(crossed).await.status, 400);
    assert!(server.runs().is_empty());
    // The same record from another rendering of the page, and from the answer.
    let again = visitor.get("/many").await.form_at("poll1");
    let own = post(&again.hidden(FIELD_BOUND), &one.hidden(FIELD_PREV)).by_the_client();
    let next = visitor.ask(own).await.data().prev.unwrap();
    let own = post(&one.hidden(FIELD_BOUND), &next);
    assert_eq!(visitor.ask(own).await.status, 303);
    let crossed = post(&two.hidden(FIELD_BOUND), &next);
    assert_eq!(visitor.ask(crossed).await.status, 400);
    assert_eq!(server.runs(), ["poll 1 100", "poll 1 101"]);
}

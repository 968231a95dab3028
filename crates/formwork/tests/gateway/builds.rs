//! Pages of another build than the server's.

use super::{
    app::{entry, sign},
    http_client::{Ask, Server, field},
};
use formwork::{
    action::Action,
    query::{Query, QueryError},
    wire::{FIELD_KEY, Outcome, QueryValue},
};

/// The id under which another build knows the action: with another signature, or in another module.
fn ids() -> [String; 2] {
    let id = <sign as Action>::ID;
    let (name, _) = id.rsplit_once('-').unwrap();
    [
        format!("{name}-0badcafe"),
        "gateway::elsewhere::sign-0badcafe".into(),
    ]
}

#[tokio::test]
async fn an_action_with_another_signature_is_stale_and_nothing_typed_is_lost() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<sign>();
    for id in ids() {
        // The place, too, is another in another build.
        for key in [
            form.hidden(FIELD_KEY),
            "f0000000000000000-cbf29ce484222325".into(),
        ] {
            let fields = format!("name=Ada&{}", field(FIELD_KEY, &key));
            let ask = || {
                Ask::form(
                    format!("/session?_fw={id}"),
                    &fields.replace("name", "color"),
                )
            };
            for (ask, page) in [
                (Ask::form(format!("/?_fw={id}"), &fields), "/"),
                (ask().by_the_bridge(), "/session"),
            ] {
                let answer = visitor.ask(ask).await;
                assert_eq!(answer.status, 409, "{id} {page}");
                let form = answer.form::<sign>().0;
                assert!(form.contains("value=\"Ada\""), "{page}: {form}");
                assert!(
                    form.contains("This page was out of date, so nothing was done."),
                    "{page}: {form}"
                );
            }
            let data = visitor
                .ask(Ask::form(format!("/?_fw={id}"), &fields).by_the_client())
                .await
                .data();
            assert!(matches!(data.outcome, Outcome::Stale) && data.outdated);
        }
    }
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn sent_again_from_the_page_that_comes_back_it_runs() {
    let server = Server::new();
    let visitor = server.visitor();
    let fields = visitor.get("/").await.form::<sign>().filled("name=Ada");
    let [id, _] = ids();
    let page = visitor.ask(Ask::form(format!("/?_fw={id}"), &fields)).await;
    let fields = page.form::<sign>().filled("name=Ada");
    assert_eq!(visitor.post::<sign>("/", &fields).await.status, 303);
    assert_eq!(server.runs(), ["sign Ada"]);
}

#[tokio::test]
async fn it_is_no_way_around_the_origin_check() {
    let server = Server::new();
    for id in ids() {
        let ask = Ask::form(format!("/?_fw={id}"), "name=Ada").without("sec-fetch-site");
        assert_eq!(server.visitor().ask(ask).await.status, 403);
    }
}

#[tokio::test]
async fn a_query_with_another_signature_says_that_the_page_is_out_of_date() {
    let server = Server::new();
    let (name, _) = <entry as Query>::ID.rsplit_once('-').unwrap();
    let answer = server
        .visitor()
        .get(&format!("/_formwork/query?q={name}-0badcafe&a=x"))
        .await;
    assert_eq!(answer.status, 200);
    let value: QueryValue = serde_json::from_str(&answer.text).unwrap();
    let value: Result<u32, QueryError> = serde_json::from_str(value.value.get()).unwrap();
    let Err(QueryError::Refused(refused)) = value else {
        panic!("{}", answer.text)
    };
    assert_eq!(
        (refused.status, refused.message.as_str()),
        (409, "This page is out of date. Load it again.")
    );
    let unknown = server
        .visitor()
        .get("/_formwork/query?q=nobody-0badcafe&a=x")
        .await;
    assert_eq!(unknown.status, 404);
}

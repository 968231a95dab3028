//! A browser that posts by itself.

use super::{
    app::{sign, signup},
    http_client::{Ask, Server, url},
};
use http::Method;

#[tokio::test]
async fn a_valid_post_leads_back_to_the_page_which_shows_the_outcome() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<sign>();

    let answer = visitor.post::<sign>("/", &form.filled("name=Ada")).await;
    assert_eq!(answer.status, 303);
    let location = answer.header("location");
    assert!(location.starts_with("/?_fw_done="), "{location}");
    assert_eq!(answer.header("cache-control"), "private, no-store");

    let page = visitor.get(&location).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.element("signed"), "Ada has signed");
    assert_eq!(page.element("entries"), "sign Ada");
    assert_eq!(server.runs(), ["sign Ada"]);
}

#[tokio::test]
async fn loading_the_page_of_the_outcome_again_runs_nothing() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<sign>();
    let answer = visitor.post::<sign>("/", &form.filled("name=Ada")).await;
    for _ in 0..3 {
        let page = visitor.get(&answer.header("location")).await;
        assert_eq!(page.element("signed"), "Ada has signed");
    }
    assert_eq!(server.runs(), ["sign Ada"]);
}

#[tokio::test]
async fn the_outcome_is_shown_to_its_own_visitor_and_principal_only() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<sign>();
    let location = visitor
        .post::<sign>("/", &form.filled("name=Ada"))
        .await
        .header("location");

    let other = server.visitor().get(&location).await;
    assert_eq!(
        (other.status.as_u16(), other.element("signed")),
        (200, String::new())
    );
    let stranger = server.stranger().get(&location).await;
    assert_eq!(stranger.element("signed"), "");
    let logged_in = Ask::new(Method::GET, location).user("grace");
    assert_eq!(visitor.ask(logged_in).await.element("signed"), "");
}

#[tokio::test]
async fn an_unknown_handle_is_the_initial_state() {
    let server = Server::new();
    for handle in [
        "AAAAAAAAAAAAAAAAAAAAAA",
        "",
        "x",
        "%00",
        "%FF%FE",
        "../../etc/passwd",
    ] {
        let page = server.visitor().get(&format!("/?_fw_done={handle}")).await;
        assert_eq!(
            (page.status.as_u16(), page.element("signed")),
            (200, String::new())
        );
    }
}

#[tokio::test]
async fn an_invalid_post_shows_the_page_in_place_with_issues_and_values() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<sign>();
    let page = visitor
        .post::<sign>("/", &form.filled("name=Much+too+long+<b>"))
        .await;
    assert_eq!(page.status, 422);
    let form = page.form::<sign>();
    assert!(form.0.contains("aria-invalid=\"true\""), "{}", form.0);
    assert!(
        form.0.contains("value=\"Much too long &lt;b&gt;\""),
        "{}",
        form.0
    );
    assert!(!page.form::<signup>().0.contains("aria-invalid=\"true\""));
    assert_eq!(server.runs(), Vec::<String>::new());
}

#[tokio::test]
async fn an_issue_of_the_action_itself_stands_at_its_field() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<signup>();
    let fields = form.filled("email=taken@example.com&password=correct+horse");
    let page = visitor.post::<signup>("/", &fields).await;
    assert_eq!(page.status, 422);
    let form = page.form::<signup>();
    assert!(form.0.contains("This address is taken."), "{}", form.0);
    assert!(form.0.contains("value=\"taken@example.com\""), "{}", form.0);
}

#[tokio::test]
async fn a_secret_is_never_in_the_page() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<signup>();
    for fields in [
        "email=nobody&password=hunter2hunter2",
        "email=taken@example.com&password=hunter2hunter2",
    ] {
        for ask in [
            Ask::post::<signup>("/", &form.filled(fields)),
            Ask::post::<signup>("/", &form.filled(fields)).by_the_bridge(),
            Ask::post::<signup>("/", &form.filled(fields)).by_the_client(),
        ] {
            let answer = visitor.ask(ask).await;
            assert!(!answer.text.contains("hunter2"), "{}", answer.text);
        }
    }
}

/// The button's action knows nothing of the fields of the form that it stands in.
#[tokio::test]
async fn nor_where_a_button_sends_the_form_to_another_action() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<signup>();
    let fields = form.filled("email=nobody&password=hunter2hunter2&signet=hunter2hunter2");
    for ask in [
        Ask::post::<sign>("/", &fields),
        Ask::post::<sign>("/", &fields).by_the_bridge(),
    ] {
        let answer = visitor.ask(ask).await;
        assert!(answer.text.contains("value=\"nobody\""), "{}", answer.text);
        assert!(!answer.text.contains("hunter2"), "{}", answer.text);
    }
}

#[tokio::test]
async fn the_page_sees_a_get_without_our_parameters_and_with_all_others() {
    let server = Server::new();
    let visitor = server.visitor();
    let page = "/?b=%C3%A4&a=1%20x&a=2";
    let in_place = visitor.post::<sign>(page, "name=").await;
    assert_eq!(in_place.status, 422);
    assert_eq!(in_place.element("url"), format!("GET {page}"));

    let answer = visitor.post::<sign>(page, "name=Ada").await;
    let location = answer.header("location");
    assert!(
        location.starts_with(&format!("{page}&_fw_done=")),
        "{location}"
    );
    let shown = visitor.get(&location).await;
    assert_eq!(shown.element("url"), format!("GET {page}"));
    assert!(
        shown
            .text
            .contains("action=\"?b=%C3%A4&amp;a=1%20x&amp;a=2&amp;_fw=")
    );
}

#[tokio::test]
async fn any_page_takes_any_action() {
    let server = Server::new();
    let answer = server.visitor().post::<sign>("/about", "name=Ada").await;
    assert_eq!(answer.status, 303);
    assert!(answer.header("location").starts_with("/about?_fw_done="));
}

#[tokio::test]
async fn an_unknown_action_is_404() {
    let server = Server::new();
    for action in [
        "nobody",
        "",
        "sign",
        "gateway::app::sign",
        "..%2F..%2Fsign",
        "%FF",
        "%00",
    ] {
        let ask = Ask::form(format!("/?_fw={action}"), "name=Ada");
        assert_eq!(server.visitor().ask(ask).await.status, 404, "{action}");
    }
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn a_post_without_an_action_is_400() {
    let server = Server::new();
    for uri in [
        "/",
        "/about?x=1",
        "/nowhere",
        "/?_fw_done=x",
        "/?_FW=x",
        "/?_fw_bound=[]",
    ] {
        let answer = server.visitor().ask(Ask::form(uri, "name=Ada")).await;
        assert_eq!(answer.status, 400, "{uri}");
    }
}

#[tokio::test]
async fn a_post_with_two_actions_is_400() {
    let server = Server::new();
    let one = url::<sign>("/");
    let two = format!("{}&_fw={}", one, <signup as formwork::action::Action>::ID);
    for uri in [two, format!("{one}&_fw=")] {
        let answer = server.visitor().ask(Ask::form(uri, "name=Ada")).await;
        assert_eq!(answer.status, 400);
    }
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn no_other_method_runs_an_action() {
    let server = Server::new();
    for method in [
        "GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY",
    ] {
        for page in ["/", "/about", "/nowhere"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let ask = Ask::new(method.clone(), url::<sign>(page))
                .header("sec-fetch-site", "same-origin")
                .content_type("application/x-www-form-urlencoded")
                .body("name=Ada");
            let answer = server.visitor().ask(ask).await;
            assert_eq!(answer.status, 405, "{method} {page}");
            assert!(answer.header("allow").contains("POST"), "{method} {page}");
        }
    }
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn a_method_override_does_not_make_a_get_a_post() {
    let server = Server::new();
    let ask = Ask::new(
        Method::GET,
        format!("{}&_method=POST&name=Ada", url::<sign>("/")),
    )
    .header("x-http-method-override", "POST")
    .header("sec-fetch-site", "same-origin");
    assert_eq!(server.visitor().ask(ask).await.status, 405);
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn a_person_who_loads_the_address_that_a_form_left_behind_gets_the_page() {
    let server = Server::new();
    let ask = Ask::new(Method::GET, url::<sign>("/?x=1")).header("sec-fetch-mode", "navigate");
    let answer = server.visitor().ask(ask).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (303, "/?x=1".into())
    );
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn a_path_that_looks_like_another_host_leads_nowhere_else() {
    let server = Server::new();
    for path in [
        "//evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
    ] {
        let get = Ask::new(Method::GET, url::<sign>(path)).header("sec-fetch-mode", "navigate");
        for ask in [get, Ask::post::<sign>(path, "name=Ada")] {
            let answer = server.visitor().ask(ask).await;
            let location = answer.header("location");
            assert_eq!(answer.status, 303, "{path}");
            assert!(
                !location.starts_with("//") && !location.starts_with("/\\"),
                "{path} leads to {location}"
            );
        }
    }
}

#[tokio::test]
async fn a_browser_without_a_cookie_gets_one_and_sees_its_outcome() {
    let server = Server::new();
    let mut visitor = server.stranger();
    let form = visitor.get("/").await.form::<sign>();
    let answer = visitor.post::<sign>("/", &form.filled("name=Ada")).await;
    let cookie = answer.cookies().join("\n");
    assert!(cookie.starts_with("formwork-visitor="), "{cookie}");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    visitor.cookie = cookie.split(';').next().map(str::to_owned);
    let page = visitor.get(&answer.header("location")).await;
    assert_eq!(page.element("signed"), "Ada has signed");
    assert!(page.cookies().is_empty());
}

#[tokio::test]
async fn a_page_that_is_not_there_is_404_and_its_forms_work() {
    let server = Server::new();
    let visitor = server.visitor();
    assert_eq!(visitor.get("/nowhere").await.status, 404);
    let answer = visitor.post::<sign>("/nowhere", "name=Ada").await;
    assert_eq!(answer.status, 303);
    assert_eq!(visitor.get(&answer.header("location")).await.status, 404);
}

#[tokio::test]
async fn pages_are_private() {
    let server = Server::new();
    let page = server.visitor().get("/").await;
    assert_eq!(page.header("cache-control"), "private, no-cache");
    let in_place = server.visitor().post::<sign>("/", "name=").await;
    assert_eq!(in_place.header("cache-control"), "private, no-store");
}

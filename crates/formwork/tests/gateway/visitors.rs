//! Who gets a cookie: whoever is answered on one of our own pages.

use super::{
    app::{LoggedIn, is_logged_in, look_for_login, sign},
    http_client::{Ask, Server},
};
use formwork::{
    prelude::*,
    query::Query,
    wire::{Outcome, SENT_BY},
};
use http::Method;

#[tokio::test]
async fn our_own_pages_give_the_cookie_once() {
    let server = Server::new();
    let page = |headers: &[(&str, &str)]| {
        let ask = Ask::new(Method::GET, "/");
        headers
            .iter()
            .fold(ask, |ask, (name, value)| ask.header(name, value))
    };
    let navigation: &[_] = &[
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "document"),
    ];
    for headers in [
        &[][..],
        &[("sec-fetch-site", "none")],
        &[("sec-fetch-site", "same-origin")],
        navigation,
    ] {
        assert_eq!(
            server.stranger().ask(page(headers)).await.cookies().len(),
            1,
            "{headers:?}"
        );
        assert!(
            server
                .visitor()
                .ask(page(headers))
                .await
                .cookies()
                .is_empty()
        );
    }
    for ask in [
        Ask::post::<sign>("/", "name=Ada"),
        Ask::post::<sign>("/", "name="),
        Ask::post::<sign>("/", "name=Ada").by_the_client(),
        Ask::post::<sign>("/", "name=Ada").by_the_bridge(),
        Ask::post::<sign>("/", "name=Ada")
            .without("sec-fetch-site")
            .header("origin", "http://app.test"),
    ] {
        assert_eq!(server.stranger().ask(ask).await.cookies().len(), 1);
    }
}

#[tokio::test]
async fn a_request_that_is_refused_gets_none() {
    let server = Server::new();
    for ask in [
        Ask::post::<sign>("/", "name=Ada").without("sec-fetch-site"),
        Ask::post::<sign>("/", "name=Ada")
            .without("sec-fetch-site")
            .header("sec-fetch-site", "cross-site"),
        Ask::post::<sign>("/", "name=Ada")
            .without("sec-fetch-site")
            .header("origin", "https://evil.example"),
        Ask::form("/?_fw=nobody", ""),
        Ask::form("/?_fw=a&_fw=b", ""),
        Ask::form("/", ""),
        Ask::post::<sign>("/", "name=%").by_the_client(),
        Ask::new(Method::GET, "/?_fw=sign"),
        Ask::new(Method::PUT, "/?_fw=sign"),
        Ask::form("/", "").without("sec-fetch-site"),
    ] {
        let answer = server.stranger().ask(ask).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
        assert!(answer.cookies().is_empty(), "{:?}", answer.cookies());
    }
}

/// A cookie that is not sent from there may be there all the same.
#[tokio::test]
async fn nor_does_what_another_site_sends_or_embeds() {
    let server = Server::with(|config| {
        config
            .allowed_origins(["https://shop.example.com"])
            .unwrap()
    });
    let post = || {
        Ask::post::<sign>("/", "name=Ada")
            .without("sec-fetch-site")
            .header("origin", "https://shop.example.com")
    };
    let embedded = |dest: &str| {
        Ask::new(Method::GET, "/")
            .header("sec-fetch-site", "cross-site")
            .header(
                "sec-fetch-mode",
                if dest == "iframe" {
                    "navigate"
                } else {
                    "no-cors"
                },
            )
            .header("sec-fetch-dest", dest)
    };
    for (ask, status) in [
        (post(), 303),
        (post().header("sec-fetch-site", "cross-site"), 303),
        (embedded("iframe"), 200),
        (embedded("image"), 200),
    ] {
        let answer = server.stranger().ask(ask).await;
        assert_eq!(answer.status, status);
        assert!(answer.cookies().is_empty(), "{:?}", answer.cookies());
    }
}

#[tokio::test]
async fn a_page_for_everybody_gives_none() {
    let server = Server::new();
    let page = server.stranger().get("/public").await;
    assert_eq!(page.header("cache-control"), "public, max-age=60");
    assert_eq!(page.header("vary"), SENT_BY);
    assert!(page.cookies().is_empty(), "{:?}", page.cookies());
}

/// The bridge gets a page without the bridge, and a page with an outcome is one person's.
#[tokio::test]
async fn what_only_one_may_have_of_a_page_for_everybody_is_in_no_cache() {
    let server = Server::new();
    let visitor = server.visitor();
    let form = visitor.get("/").await.form::<sign>();
    let done = visitor
        .ask(Ask::post::<sign>("/public", &form.filled("name=Ada")))
        .await;
    for ask in [
        Ask::new(Method::GET, "/public").by_the_bridge(),
        Ask::new(Method::GET, "/public").by_the_bridge_with_show(),
        Ask::new(Method::GET, done.header("location")),
    ] {
        let page = visitor.ask(ask).await;
        assert_eq!(
            page.header("cache-control"),
            "private, no-store",
            "{}",
            page.text
        );
    }
}

/// Leptos leaves the owner of the page that it renders on the thread. A run or a read that comes next finds nothing of it.
#[tokio::test]
async fn what_a_visitors_page_gives_its_components_is_no_other_visitors() {
    let server = Server::new();
    let page = Owner::new_root(None);
    page.with(|| provide_context(LoggedIn));
    assert_eq!(Owner::current().as_ref(), Some(&page));

    let answer = server.visitor().call::<look_for_login>("/", "").await;
    assert!(matches!(answer.outcome(), Outcome::Done(found) if found.get() == "false"));

    let query = format!(
        "/_formwork/query?q={}&a=%5B%5D",
        <is_logged_in as Query>::ID
    );
    let answer = server.visitor().get(&query).await;
    assert!(
        answer.text.contains(r#""v":{"Ok":false}"#),
        "{}",
        answer.text
    );
}

//! A page has one address, with every method.

use super::{
    app::sign,
    http_client::{Ask, Server},
};
use http::Method;

#[tokio::test]
async fn a_slash_behind_it_leads_to_the_page() {
    let server = Server::new();
    for ask in [
        Ask::new(Method::GET, "/about/?x=1%20&x=2"),
        Ask::new(Method::HEAD, "/about/?x=1%20&x=2"),
        Ask::form("/about/?x=1%20&x=2", "name=Ada"),
    ] {
        let answer = server.visitor().ask(ask).await;
        let found = (answer.status.as_u16(), answer.header("location"));
        assert_eq!(found, (308, "/about?x=1%20&x=2".into()));
    }
    let post = server.visitor().post::<sign>("/about/", "name=Ada").await;
    assert!(post.header("location").starts_with("/about?_fw="));
    assert!(server.runs().is_empty());
}

#[tokio::test]
async fn what_is_no_page_stays_404() {
    let server = Server::new();
    for path in [
        "/nothing/",
        "/nothing",
        "//about/",
        "//evil.example/",
        "/about//",
        "/%2F/about/",
    ] {
        let answer = server.visitor().get(path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (404, String::new()),
            "{path}"
        );
    }
    assert_eq!(server.visitor().get("/").await.status, 200);
}

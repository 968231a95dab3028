//! When pages load their client: by route, else as the shell says.

use super::{
    app::{self, sign},
    http_client::{Ask, Server, Visitor},
    server_fns,
};
use formwork::{
    prelude::*,
    server::{Config, ConfigError, pages},
};

fn server() -> Server {
    Server::with(|config| {
        config
            .client_load("/about", ClientLoad::Idle)
            .client_load("/begins/:at", ClientLoad::Interaction)
            .client_load("/begins/7", ClientLoad::Load)
            .client_load("/", ClientLoad::Never)
    })
}

/// What a page says of its client, in its own head or as an answer to the bridge.
fn load_of(html: &str) -> &str {
    let Some((_, said)) = html.split_once("data-load=\"") else {
        return "";
    };
    said.split('"').next().unwrap()
}

async fn load(visitor: &Visitor, path: &str) -> String {
    let page = visitor.get(path).await.text;
    let load = load_of(&page).to_string();
    assert_eq!(page.contains("modulepreload"), load.is_empty(), "{path}");
    load
}

#[tokio::test]
async fn the_most_exact_route_decides() {
    let server = server();
    let visitor = server.visitor();
    for (path, expected) in [
        ("/", "never"),
        ("/?x=1", "never"),
        ("/about", "idle"),
        ("/about?x=/", "idle"),
        ("/begins/1", "interaction"),
        ("/begins/7", ""),
        ("/session", ""),
        ("/nothing", ""),
    ] {
        assert_eq!(load(&visitor, path).await, expected, "{path}");
    }
}

#[tokio::test]
async fn answers_say_it_of_the_page_that_they_are() {
    let server = server();
    let visitor = server.visitor();
    let fields = visitor.get("/").await.form::<sign>().filled("name=Ada");
    for (path, expected) in [("/", "never"), ("/about", "idle"), ("/session", "")] {
        let ask = Ask::post::<sign>(path, &fields);
        let answer = visitor.ask(ask.by_the_bridge()).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text.contains("id=\"fw-show\""), "{path}");
        assert_eq!(load_of(&answer.text), expected, "{path}");
    }
}

#[tokio::test]
async fn a_page_without_client_carries_no_words_for_it_and_says_what_its_closures_cannot_do() {
    use formwork::texts::{Text, Texts};
    let server = Server::with(|config| {
        config
            .texts([Texts::german()])
            .client_load("/", ClientLoad::Never)
    });
    let visitor = server.visitor();
    let (never, other) = (
        visitor.get("/").await.text,
        visitor.get("/about").await.text,
    );
    assert!(!never.contains("fw-texts") && other.contains("fw-texts"));
    let german = Texts::german();
    for (page, text) in [
        (&never, Text::BridgeNeverClient),
        (&other, Text::BridgeNoClient),
    ] {
        assert!(page.contains(&format!("data-bridge=\"{}\"", german.get(text))));
    }
}

#[test]
fn a_route_that_is_no_page_is_an_error_which_names_it() {
    let options = LeptosOptions::builder().output_name("test").build();
    let config = Config::new(options)
        .unwrap()
        .client_load("/abuot", ClientLoad::Never);
    let error = pages(server_fns::configure(config).keys(app::keys()), |options| {
        view! { <FormworkScripts options/> }
    });
    let error = error.unwrap_err();
    assert!(matches!(&error, ConfigError::NoSuchPage(route) if route == "/abuot"));
    assert!(error.to_string().contains("/abuot"));
}

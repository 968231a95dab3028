//! What Formwork itself says is said in the language of the request.

use super::{
    app::{fail, log_in, look_for, sign, signup, whoami},
    http_client::{Answer, Ask, FormHtml, Server, Visitor},
};
use formwork::{
    query::Query,
    server::body::BodyLimits,
    texts::{Text, Texts},
    wire::{Outcome, TEXTS_ELEMENT},
};
use http::Method;

fn server() -> Server {
    Server::with(|config| config.texts([Texts::english(), Texts::german()]))
}

async fn german_page(visitor: &Visitor, page: &str) -> Answer {
    let ask = Ask::new(Method::GET, page).header("accept-language", "de-AT, de;q=0.9, en;q=0.8");
    visitor.ask(ask).await
}

fn in_german(ask: Ask) -> Ask {
    ask.header("accept-language", "fr, de;q=0.5, en;q=0.1")
}

/// What the page tells the client.
fn texts_of(page: &Answer) -> Option<&str> {
    let start = format!("id=\"{TEXTS_ELEMENT}\">");
    let rest = page.text.split(&start).nth(1)?;
    rest.split("</script>").next()
}

const SAID: [&str; 3] = [
    "Bitte prüfen Sie Ihre Eingaben.",
    "Bitte geben Sie eine E-Mail-Adresse wie name@example.com ein.",
    "Bitte geben Sie mindestens 8 Zeichen ein (jetzt 5).",
];

#[tokio::test]
async fn a_page_with_issues_is_in_the_language_of_the_post() {
    let server = server();
    let visitor = server.visitor();
    let form = german_page(&visitor, "/").await.form::<signup>();
    let fields = form.filled("email=x&password=short");
    let ask = || in_german(Ask::post::<signup>("/", &fields));
    for (ask, status) in [(ask(), 422), (ask().by_the_bridge(), 200)] {
        let page = visitor.ask(ask).await;
        assert_eq!(page.status, status);
        assert!(page.text.contains("<html lang=\"de\">"), "{}", page.text);
        assert_eq!(page.header("vary"), "accept-language");
        let FormHtml(form) = page.form::<signup>();
        for said in SAID {
            assert!(form.contains(said), "{said}: {form}");
        }
        assert!(texts_of(&page).is_some());
    }
    let english = visitor.post::<signup>("/", &fields).await;
    assert!(english.text.contains("<html lang=\"en\">"));
    let FormHtml(form) = english.form::<signup>();
    assert!(
        form.contains("Enter at least 8 characters (you entered 5)."),
        "{form}"
    );
}

#[tokio::test]
async fn the_client_gets_its_answers_in_the_language_of_the_request() {
    let server = server();
    let visitor = server.visitor();
    let ask = Ask::post::<signup>("/", "email=x&password=short").by_the_client();
    let answer = visitor.ask(in_german(ask)).await;
    let Outcome::Invalid(issues) = answer.outcome() else {
        panic!("{}", answer.text)
    };
    let said: Vec<_> = issues.iter().map(|issue| issue.message.as_str()).collect();
    assert_eq!(said, SAID[1..]);

    let ask = Ask::post::<look_for>("/", "what=it").by_the_client();
    let answer = visitor.ask(in_german(ask)).await;
    assert!(
        matches!(answer.outcome(), Outcome::Refused(refused) if refused.message == "Das gibt es nicht (mehr)."),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn a_failure_is_told_in_the_language_of_the_page() {
    let server = server();
    let visitor = server.visitor();
    let form = german_page(&visitor, "/caught").await.form_at("placed");
    let ask = Ask::post::<fail>("/caught", &form.filled("text=typed"));
    let page = visitor.ask(in_german(ask)).await;
    let FormHtml(form) = page.form_at("placed");
    assert!(
        form.contains("Bei uns ist ein Fehler aufgetreten (Nummer "),
        "{form}"
    );
    assert!(form.contains("Ihre Eingaben sind noch da"), "{form}");

    let form = german_page(&visitor, "/caught").await.form_at("thrower");
    let ask = Ask::post::<fail>("/caught", &form.filled("text=typed"));
    let page = visitor.ask(in_german(ask)).await;
    let said = page.element("caught");
    assert!(
        said.starts_with("Bei uns ist ein Fehler aufgetreten"),
        "{said}"
    );
    assert!(page.text.contains("Noch einmal versuchen"), "{}", page.text);
}

#[tokio::test]
async fn a_refusal_without_a_page_is_in_the_language_of_the_request() {
    let server = Server::with(|config| {
        let limits = BodyLimits {
            bytes: 1024,
            ..BodyLimits::default()
        };
        config
            .texts([Texts::english(), Texts::german()])
            .limits(limits)
    });
    let visitor = server.visitor();
    let unknown = Ask::form("/?_fw=nothing", "");
    let answer = visitor.ask(in_german(unknown)).await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.text, Texts::german().get(Text::UnknownAction));

    let long = format!("name={}", "x".repeat(2000));
    for ask in [Ask::post::<sign>("/", &long), Ask::form("/", &long)] {
        let answer = visitor.ask(in_german(ask)).await;
        assert_eq!(answer.status, 413);
        assert_eq!(
            answer.text,
            "Das ist zu viel: bitte senden Sie höchstens 1 KiB."
        );
    }

    let nameless = visitor.ask(in_german(Ask::form("/", "name=Ada"))).await;
    assert_eq!(nameless.text, Texts::german().get(Text::NoAction));
}

#[tokio::test]
async fn a_query_of_another_build_says_so_in_the_language_of_the_request() {
    let server = server();
    let (name, _) = whoami::ID.rsplit_once('-').expect("an id has a signature");
    let ask = Ask::new(Method::GET, format!("/_formwork/query?q={name}-1&a=%5B%5D"));
    let answer = server.visitor().ask(in_german(ask)).await;
    let said = Texts::german().get(Text::PageOutdated).to_owned();
    assert!(answer.text.contains(&said), "{}", answer.text);
}

#[tokio::test]
async fn the_words_of_the_bridge_stand_once_in_the_head() {
    let server = server();
    let visitor = server.visitor();
    for (page, texts) in [
        (visitor.get("/").await, Texts::english()),
        (german_page(&visitor, "/").await, Texts::german()),
    ] {
        for (name, text) in [
            ("data-offline", Text::BridgeOffline),
            ("data-failed", Text::BridgeFailed),
            ("data-bridge", Text::BridgeNoClient),
            ("data-ignored", Text::Ignored),
        ] {
            let attribute = format!("{name}=\"{}\"", texts.get(text));
            assert_eq!(page.text.matches(&attribute).count(), 1, "{attribute}");
        }
        assert!(page.text.matches("data-fw-failure").count() > 5);
    }
}

#[tokio::test]
async fn a_page_in_english_carries_no_words_for_the_client() {
    let english = server().visitor().get("/").await;
    assert_eq!(texts_of(&english), None);
    assert_eq!(english.header("vary"), "accept-language");
    // Who speaks one language has nothing to choose.
    let only = Server::with(|config| config.texts([Texts::german()]));
    let page = only.visitor().get("/").await;
    assert_eq!(page.header("vary"), "");
    let words = texts_of(&page).expect("the words for the client");
    assert!(words.starts_with("[\"de\",\"0\",\"Bitte füllen"), "{words}");
    assert!(!words.contains(Texts::german().get(Text::Busy)), "{words}");
    assert_eq!(Server::new().visitor().get("/").await.header("vary"), "");
}

#[tokio::test]
async fn a_page_that_caches_give_to_others_says_that_it_has_languages() {
    let server = server();
    let page = german_page(&server.visitor(), "/public").await;
    assert_eq!(page.header("cache-control"), "public, max-age=60");
    assert_eq!(page.header("vary"), "accept-language");
}

#[tokio::test]
async fn no_word_of_an_app_ends_the_element_that_carries_it() {
    let evil = "</script><script>alert(1)</script>";
    let server = Server::with(|config| {
        config.texts([Texts::english()
            .with(Text::TryNow, evil)
            .with(Text::BridgeOffline, evil)])
    });
    let page = server.visitor().get("/").await;
    assert!(!page.text.contains("<script>alert"), "{}", page.text);
}

#[tokio::test]
async fn what_else_an_app_goes_by_comes_before_the_header() {
    let server = Server::with(|config| {
        config
            .texts([Texts::english(), Texts::german()])
            .language(|parts| {
                let cookies = parts.headers.get("cookie")?.to_str().ok()?;
                cookies.contains("session=de").then(|| "de".to_owned())
            })
    });
    let visitor = server.visitor();
    let page = visitor.get("/session").await;
    assert!(page.text.contains("<html lang=\"en\">"));
    // The page in place is rendered with the cookie that the run has set.
    let ask = Ask::post::<log_in>("/session", "who=de").by_the_bridge();
    let page = visitor.ask(ask).await;
    assert!(page.text.contains("<html lang=\"de\">"), "{}", page.text);
    let ask = Ask::new(Method::GET, "/session")
        .header("accept-language", "en")
        .header("cookie", "session=de");
    let page = server.stranger().ask(ask).await;
    assert!(page.text.contains("<html lang=\"de\">"), "{}", page.text);
}

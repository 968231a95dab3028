//! Where answers lead, in an app with a router and in one without.

use crate::support::*;
use formwork::wire::Redirect;
use leptos_router::{
    StaticSegment, WildcardSegment,
    components::{Route, Router, Routes},
};

/// A form in the layout, above two pages.
#[component]
fn App() -> impl IntoView {
    view! {
        <div style="height: 3000px"></div>
        <Router>
            <Form action=note>
                <input name="text"/>
                <button id="send">"Send"</button>
            </Form>
            <button id="call" on:click=|_| leptos::task::spawn_local(async { drop(sum(1, 2).await) })>"Call"</button>
            <Routes fallback=|| view! { <p class="page">"not found"</p> }>
                <Route path=StaticSegment("other") view=|| view! { <p class="page">"other"</p> }/>
                <Route path=WildcardSegment("any") view=|| view! { <p class="page" id="low">"home"</p> }/>
            </Routes>
        </Router>
        <div style="height: 3000px"></div>
    }
}

/// The test page's own URL is there again in the end.
struct Place(String);

impl Place {
    fn keep() -> Self {
        let location = window().location();
        Self(location.pathname().unwrap() + &location.search().unwrap())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        go_to(&self.0);
    }
}

fn go_to(url: &str) {
    let history = window().history().unwrap();
    let state = leptos::wasm_bindgen::JsValue::NULL;
    history.push_state_with_url(&state, "", Some(url)).unwrap();
}

fn here() -> String {
    let location = window().location();
    location.pathname().unwrap() + &location.search().unwrap() + &location.hash().unwrap()
}

async fn sent(page: &Page) -> Sent {
    page.type_into("text", "Hello");
    page.press("#send");
    next_request().await
}

async fn frames() {
    for_a_while().await;
    for_a_while().await;
}

#[wasm_bindgen_test]
async fn one_to_the_page_itself_empties_the_form_and_keeps_the_scroll_position() {
    let place = Place::keep();
    let page = Page::mount(|| view! { <App/> }).await;
    for suffix in ["", "?x=1"] {
        window().scroll_to_with_x_and_y(0.0, 2900.0);
        let before = window().scroll_y().unwrap();
        assert!(before > 0.0);
        let to = window().location().pathname().unwrap() + suffix;
        sent(&page).await.answer(leads_to(&to)).await;
        frames().await;
        assert_eq!(page.input("text").value(), "", "{to}");
        assert_eq!(window().scroll_y().unwrap(), before, "{to}");
        assert_eq!(here(), to);
    }
    // A fragment asks for a place.
    let to = window().location().pathname().unwrap() + "#low";
    window().scroll_to_with_x_and_y(0.0, 0.0);
    sent(&page).await.answer(leads_to(&to)).await;
    frames().await;
    assert_eq!(page.input("text").value(), "");
    assert!(window().scroll_y().unwrap() > 0.0);
    drop(place);
}

#[wasm_bindgen_test]
async fn one_to_another_page_goes_there_by_the_router_and_shows_its_top() {
    let _place = Place::keep();
    let page = Page::mount(|| view! { <App/> }).await;
    assert_eq!(page.text(".page"), "home");
    window().scroll_to_with_x_and_y(0.0, 2900.0);
    let length = window().history().unwrap().length().unwrap();
    sent(&page).await.answer(leads_to("/other?x=1")).await;
    eventually(|| here() == "/other?x=1").await;
    frames().await;
    assert_eq!(page.text(".page"), "other");
    assert_eq!(window().scroll_y().unwrap(), 0.0);
    assert_eq!(window().history().unwrap().length().unwrap(), length + 1);
}

#[wasm_bindgen_test]
async fn one_that_replaces_leaves_no_entry_in_the_history() {
    let _place = Place::keep();
    let page = Page::mount(|| view! { <App/> }).await;
    let length = window().history().unwrap().length().unwrap();
    let sent = sent(&page).await;
    let to = Redirect {
        to: "/other".into(),
        replace: true,
        document: false,
    };
    sent.answer(redirects_to(to)).await;
    eventually(|| here() == "/other").await;
    frames().await;
    assert_eq!(page.text(".page"), "other");
    assert_eq!(window().history().unwrap().length().unwrap(), length);
}

#[wasm_bindgen_test]
async fn one_to_what_is_no_page_of_the_router_is_loaded_by_the_browser() {
    let _place = Place::keep();
    let page = Page::mount(|| view! { <App/> }).await;
    let heard = std::rc::Rc::new(std::cell::Cell::new(false));
    let hears = heard.clone();
    // The browser's own navigation says so; the router's does not.
    let listener = window_event_listener(leptos::ev::hashchange, move |_| hears.set(true));
    let sent = sent(&page).await;
    let to = Redirect {
        // A fragment only: the test page stays.
        to: here() + "#document",
        replace: false,
        document: true,
    };
    sent.answer(redirects_to(to)).await;
    eventually(|| heard.get()).await;
    assert!(here().ends_with("#document"));
    listener.remove();
}

#[wasm_bindgen_test]
async fn whoever_has_gone_to_another_page_stays_there() {
    let _place = Place::keep();
    for press in ["#send", "#call"] {
        let page = Page::mount(|| {
            view! {
                <Form action=note><button id="send">"Send"</button></Form>
                <button id="call" on:click=|_| leptos::task::spawn_local(async { drop(sum(1, 2).await) })></button>
            }
        })
        .await;
        page.press(press);
        let sent = next_request().await;
        go_to(&format!("/elsewhere/{}", &press[1..]));
        sent.answer(leads_to("/won")).await;
        frames().await;
        assert!(redirects().is_empty(), "{press}");
        // And from there it is followed.
        page.press(press);
        next_request().await.answer(leads_to("/won")).await;
        frames().await;
        assert_eq!(redirects(), ["/won"], "{press}");
    }
}

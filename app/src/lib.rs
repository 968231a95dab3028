//! Pressroom, a small publishing house: the showcase of Formwork. Its pages, actions and queries.

pub mod data;
#[cfg(feature = "ssr")]
pub mod db;
mod layout;
mod lazy;
mod pages;
#[cfg(feature = "ssr")]
pub mod passwords;
mod place;

use formwork::prelude::*;
use layout::{Colophon, Masthead};
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{Route, Router, Routes},
    hooks::use_location,
    path,
};
#[cfg(feature = "ssr")]
pub use pages::workbench::telegraph::access;
use pages::{
    guestbook::GuestbookPage, home::HomePage, not_found::NotFound,
    workbench::make_ready::chosen_load,
};

/// Where the server has a file that is to be kept, not shown.
pub const PROOF_PATH: &str = "/workbench/galley/proof.txt";

/// The document around the app.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        // Formwork's own words are in the language of the request; Pressroom's are English.
        <html lang=use_language()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#eef0ec" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#121417" media="(prefers-color-scheme: dark)"/>
                <link rel="icon" href="/favicon.ico" sizes="32x32"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                // Inline scripts wait for a stylesheet above them.
                <FormworkScripts options=options.clone() load=chosen_load()/>
                <HashedStylesheet options=options.clone()/>
                <AutoReload options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The app: the same on both sides.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=|page: String| {
            if page.is_empty() { "Pressroom".into() } else { format!("{page} · Pressroom") }
        }/>
        <Router>
            <a class="skip-link" href="#content" rel="external">"Skip to the content"</a>
            <Masthead/>
            <Content/>
            <Colophon/>
        </Router>
    }
}

#[component]
fn Content() -> impl IntoView {
    let main = NodeRef::<leptos::html::Main>::new();
    let location = use_location();
    // A link inside the app loads no document: without the focus, a screen reader would not notice the new page.
    Effect::new(move |before: Option<String>| {
        let path = location.pathname.get();
        if before.is_some_and(|before| before != path)
            && let Some(main) = main.get_untracked()
        {
            // The router decides where the page is scrolled to.
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = main.focus_with_options(&options);
            // The router looks for the fragment's element before the page is mounted.
            let hash = location.hash.get_untracked();
            if let Some(id) = hash.strip_prefix('#').map(str::to_owned) {
                request_animation_frame(move || {
                    if let Some(element) = document().get_element_by_id(&id) {
                        element.scroll_into_view();
                    }
                });
            }
        }
        path
    });
    view! {
        <main id="content" tabindex="-1" node_ref=main>
            // Lists arrive in order, for users without JavaScript. A member's page is sent when the server knows
            // whether the member exists. The foundry streams out of order.
            <Routes fallback=NotFound>
                <Route path=path!("") view=HomePage/>
                <Route path=path!("guestbook") view=GuestbookPage ssr=SsrMode::InOrder/>
                <Route path=path!("signup") view={Lazy::<lazy::Signup>::new()}/>
                <Route path=path!("members/:id") view={Lazy::<lazy::Member>::new()} ssr=SsrMode::Async/>
                <Route path=path!("editor") view={Lazy::<lazy::Editor>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("imprint") view={Lazy::<lazy::Imprint>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("edition") view={Lazy::<lazy::Edition>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("workbench") view={Lazy::<lazy::Workbench>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("workbench/bindery") view={Lazy::<lazy::Bindery>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("workbench/bindery/names") view={Lazy::<lazy::Names>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("workbench/office") view={Lazy::<lazy::Office>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("workbench/foundry") view={Lazy::<lazy::Foundry>::new()}/>
                <Route
                    path=path!("workbench/foundry/in-order")
                    view={Lazy::<lazy::Foundry>::new()}
                    ssr=SsrMode::InOrder
                />
                <Route path=path!("workbench/many") view={Lazy::<lazy::Many>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("workbench/stone") view={Lazy::<lazy::Stone>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("workbench/galley") view={Lazy::<lazy::Galley>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("workbench/make-ready") view={Lazy::<lazy::MakeReady>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("workbench/telegraph") view={Lazy::<lazy::Telegraph>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("workbench/specimen") view={Lazy::<lazy::Specimen>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("thread") view={Lazy::<lazy::Thread>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("likes") view={Lazy::<lazy::Likes>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("views") view={Lazy::<lazy::Views>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("notes") view={Lazy::<lazy::Notes>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("feed") view={Lazy::<lazy::Feed>::new()} ssr=SsrMode::InOrder/>
                <Route path=path!("queue") view={Lazy::<lazy::Queue>::new()} ssr=SsrMode::InOrder/>
            </Routes>
        </main>
    }
}

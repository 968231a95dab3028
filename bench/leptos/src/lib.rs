//! The guestbook with what Leptos itself has: `ActionForm`, a resource that is read again after each run, and neither
//! an optimistic list nor a sign-up.

#[path = "../../shared/book.rs"]
mod book;

use book::Entry;
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::MetaTags;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

/// The document around the app.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>"Guestbook"</title>
                <link rel="icon" href="data:,"/>
                <link rel="stylesheet" href="/pkg/leptos-guestbook.css"/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The app, on both sides.
#[component]
pub fn App() -> impl IntoView {
    leptos_meta::provide_meta_context();
    view! {
        <Router>
            <main>
                <FlatRoutes fallback=|| "There is no such page.">
                    <Route path=path!("/") view=Guestbook ssr=SsrMode::InOrder/>
                </FlatRoutes>
            </main>
        </Router>
    }
}

#[server]
pub async fn sign(name: String, message: String) -> Result<Entry, ServerFnError> {
    Ok(book::sign(name, message))
}

#[server]
pub async fn latest() -> Result<Vec<Entry>, ServerFnError> {
    Ok(book::latest())
}

#[component]
fn Guestbook() -> impl IntoView {
    let signing = ServerAction::<Sign>::new();
    let entries = Resource::new(move || signing.version().get(), |_| latest());
    let shown = move || entries.get().and_then(Result::ok).unwrap_or_default();
    view! {
        <h1>"Guestbook"</h1>
        <ActionForm action=signing>
            <label>
                "Name"
                <input name="name" required maxlength="40" autocomplete="name"/>
            </label>
            <label>
                "Message"
                <textarea name="message" required maxlength="200"></textarea>
            </label>
            <button type="submit" disabled=move || signing.pending().get()>
                "Sign"
            </button>
        </ActionForm>
        <Transition fallback=|| "Opening the book…">
            <ol>
                <For each=shown key=|entry| entry.id let:entry>
                    <li>
                        <strong>{entry.name}</strong>
                        " "
                        {entry.message}
                    </li>
                </For>
            </ol>
        </Transition>
    }
}

/// Called by the page's script as soon as the bundle is there.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(App);
}

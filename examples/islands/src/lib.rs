//! A guestbook with Leptos' islands: the list and its form are an island, which is hydrated; the page around it, with a
//! sign-up for letters, is not. Both forms work without JavaScript, before hydration and after it.

mod book;

use book::Entry;
use formwork::prelude::*;
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
                <FormworkScripts options islands=true/>
                <link rel="stylesheet" href="/pkg/islands.css"/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The pages: the server alone renders them, and the router is not in the client.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <main>
                <FlatRoutes fallback=|| "There is no such page.">
                    <Route path=path!("/") view=Guestbook ssr=SsrMode::InOrder/>
                    <Route path=path!("/letters") view=NoLetters/>
                </FlatRoutes>
            </main>
        </Router>
    }
}

#[component]
fn Guestbook() -> impl IntoView {
    view! {
        <h1>"Guestbook"</h1>
        <Book/>
        <Letters/>
    }
}

#[derive(Fields, Clone)]
pub struct NewEntry {
    #[field(label = "Name", length(min = 1, max = 40), autocomplete = "name")]
    pub name: String,
    #[field(label = "Message", length(min = 1, max = 200), textarea)]
    pub message: String,
}

#[action(public)]
pub async fn sign(form: Fields<NewEntry>) -> ActionResult<()> {
    let NewEntry { name, message } = form;
    if message.contains("http://") {
        return Err(Issues::at(NewEntry::message, "No links, please.").into());
    }
    book::sign(name, message);
    revalidate_tag("entries");
    Ok(())
}

#[query(public, tags("entries"))]
pub async fn latest() -> QueryResult<Vec<Entry>> {
    Ok(book::latest())
}

/// The list with its form: all of the page that is hydrated.
#[island]
fn Book() -> impl IntoView {
    let entries = use_query(latest);
    let (shown, add_optimistic) = use_optimistic(entries, |list, new: &NewEntry, id| {
        list.insert(
            0,
            Entry {
                id: 0,
                name: new.name.clone(),
                message: new.message.clone(),
                pending: Some(id.to_string()),
            },
        );
    });
    view! {
        <Form action=sign on_submit=move |form: &NewEntry| add_optimistic(form.clone())>
            <Field of=NewEntry::name/>
            <Field of=NewEntry::message/>
            <Sign/>
        </Form>
        <Transition fallback=|| "Opening the book…">
            <ol aria-label="Entries">
                <For
                    each=move || shown.get()
                    key=|entry| (entry.id, entry.pending.clone())
                    let:entry
                >
                    <li data-pending=entry.pending.is_some()>
                        <strong>{entry.name}</strong>
                        " "
                        {entry.message}
                    </li>
                </For>
            </ol>
        </Transition>
    }
}

/// The button of the form around it, disabled while its submission is pending.
#[component]
fn Sign() -> impl IntoView {
    let pending = use_form_status().pending();
    view! { <button type="submit" disabled=move || pending.get()>"Sign"</button> }
}

#[derive(Fields, Clone)]
pub struct Reader {
    #[field(label = "E-mail", email, length(max = 254), autocomplete = "email")]
    pub email: String,
}

#[action(public)]
pub async fn subscribe(form: Fields<Reader>) -> ActionResult<String> {
    if form.email.starts_with("taken@") {
        return Err(Issues::at(Reader::email, "This address has the letters already.").into());
    }
    book::sign("The editors".into(), "Welcome, new reader!".into());
    revalidate_tag("entries");
    Ok(form.email)
}

/// The sign-up for letters. It stands outside of the island: the server renders it, also after a submission.
#[component]
fn Letters() -> impl IntoView {
    let letters = use_action_state(subscribe, String::new());
    view! {
        <h2>"Letters"</h2>
        <Form action=letters.action>
            <Field of=Reader::email/>
            <button type="submit">"Subscribe"</button>
        </Form>
        <p role="status">
            {move || Some(letters.state.get()).filter(|to| !to.is_empty()).map(|to| format!("Letters go to {to}."))}
        </p>
        <Form action=unsubscribe>
            <button type="submit">"No more letters"</button>
        </Form>
    }
}

#[action(public)]
pub async fn unsubscribe(_form: FormData) -> ActionResult<()> {
    Err(redirect("/letters"))
}

#[action(public)]
pub async fn start_again(_form: FormData) -> ActionResult<()> {
    Err(redirect("/"))
}

/// A page without an island.
#[component]
fn NoLetters() -> impl IntoView {
    view! {
        <h1>"No more letters"</h1>
        <Form action=start_again>
            <button type="submit">"Start again"</button>
        </Form>
    }
}

/// Called by the page's script as soon as the bundle is there, and when the page around the islands is another.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    formwork::hydrate_islands();
}

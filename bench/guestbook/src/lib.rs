//! A guestbook with an optimistic list, and a sign-up: the app by which Formwork's bytes and speed are measured.

#[path = "../../shared/book.rs"]
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
                <FormworkScripts options/>
                <link rel="stylesheet" href="/pkg/guestbook.css"/>
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
    view! {
        <Router>
            <main>
                <FlatRoutes fallback=|| "There is no such page.">
                    <Route path=path!("/") view=Guestbook ssr=SsrMode::InOrder/>
                    <Route path=path!("/signup") view=SignUp/>
                </FlatRoutes>
            </main>
        </Router>
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
pub async fn sign(form: Fields<NewEntry>) -> ActionResult<Entry> {
    let NewEntry { name, message } = form;
    revalidate_tag("entries");
    Ok(book::sign(name, message))
}

#[query(public, tags("entries"))]
pub async fn latest() -> QueryResult<Vec<Entry>> {
    Ok(book::latest())
}

#[component]
fn Guestbook() -> impl IntoView {
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
        <h1>"Guestbook"</h1>
        <Form action=sign on_submit=move |form: &NewEntry| add_optimistic(form.clone())>
            <Field of=NewEntry::name/>
            <Field of=NewEntry::message/>
            <Submit label="Sign"/>
        </Form>
        <Transition fallback=|| "Opening the book…">
            <ol>
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
        <a href="/signup">"Sign up"</a>
    }
}

#[derive(Fields, Clone)]
pub struct NewMember {
    #[field(label = "E-mail", email, length(max = 254), autocomplete = "email")]
    pub email: String,
    #[field(
        label = "Password",
        length(min = 8, max = 72),
        autocomplete = "new-password"
    )]
    pub password: Secret<String>,
    #[field(label = "I agree to the terms.", required)]
    pub terms: bool,
}

#[action(public)]
pub async fn sign_up(form: Fields<NewMember>) -> ActionResult<String> {
    if form.email.starts_with("taken@") {
        return Err(Issues::at(NewMember::email, "This address has an account already.").into());
    }
    Ok(form.email)
}

#[component]
fn SignUp() -> impl IntoView {
    let signup = use_action_state(sign_up, None::<String>);
    view! {
        <h1>"Sign up"</h1>
        <p role="status">
            {move || signup.state.get().map(|email| format!("Welcome, {email}."))}
        </p>
        <Form action=signup.action>
            <ErrorSummary/>
            <Field of=NewMember::email/>
            <Field of=NewMember::password/>
            <Field of=NewMember::terms/>
            <Submit label="Create account"/>
        </Form>
        <a href="/">"Guestbook"</a>
    }
}

/// The button of the form around it, disabled while its submission is pending.
#[component]
fn Submit(label: &'static str) -> impl IntoView {
    let pending = use_form_status().pending();
    view! { <button type="submit" disabled=move || pending.get()>{label}</button> }
}

/// Called by the page's script as soon as the bundle is there.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    formwork::hydrate_body(App);
}

use formwork::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
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
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                // Before the stylesheet: inline scripts wait for one above them.
                <FormworkScripts options=options.clone()/>
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

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title text="Notes"/>
        <Router>
            <main>
                <Routes fallback=|| "There is no such page.">
                    // In order, so that the list is there without JavaScript.
                    <Route path=path!("") view=NotesPage ssr=SsrMode::InOrder/>
                </Routes>
            </main>
        </Router>
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub id: u32,
    pub text: String,
    /// While it is being sent: the number of its submission.
    #[serde(skip)]
    pub pending: Option<String>,
}

/// The form: names, labels, HTML constraints and validation, on both sides.
#[derive(Fields, Clone)]
pub struct NewNote {
    #[field(label = "Note", length(min = 1, max = 200))]
    pub text: String,
}

/// Runs on the server, and is not in the WASM.
#[action(public)]
pub async fn add_note(form: Fields<NewNote>) -> ActionResult<()> {
    if form.text.to_lowercase().contains("secret") {
        return Err(Issues::at(NewNote::text, "No secrets, please.").into());
    }
    store::add(form.text);
    // What the page shows of this tag is fresh in the same answer.
    revalidate_tag("notes");
    Ok(())
}

#[query(public, tags("notes"))]
pub async fn notes() -> QueryResult<Vec<Note>> {
    Ok(store::all())
}

#[component]
fn NotesPage() -> impl IntoView {
    let stored = use_query(notes);
    let (shown, add_optimistic) = use_optimistic(stored, |list, new: &NewNote, id| {
        list.insert(
            0,
            Note {
                id: 0,
                text: new.text.clone(),
                pending: Some(id.to_string()),
            },
        );
    });
    view! {
        <h1>"Notes"</h1>
        <Form action=add_note on_submit=move |new: &NewNote| add_optimistic(new.clone())>
            <Field of=NewNote::text/>
            <Submit/>
        </Form>
        <Transition fallback=|| "Reading…">
            <ul aria-label="Notes">
                <For each=move || shown.get() key=|note| (note.id, note.pending.clone()) let:note>
                    <li data-pending=note.pending.is_some()>{note.text}</li>
                </For>
            </ul>
        </Transition>
    }
}

/// The button of the form around it.
#[component]
fn Submit() -> impl IntoView {
    let pending = use_form_status().pending();
    view! {
        <button type="submit" disabled=pending>
            {move || if pending.get() { "Adding…" } else { "Add" }}
        </button>
    }
}

/// The notes, in memory. Put your database in its place: `Config::provide` gives it to actions and queries as a context.
#[cfg(feature = "ssr")]
mod store {
    use super::Note;
    use std::sync::{Mutex, PoisonError};

    static NOTES: Mutex<Vec<Note>> = Mutex::new(Vec::new());

    pub fn add(text: String) {
        let mut notes = NOTES.lock().unwrap_or_else(PoisonError::into_inner);
        let id = notes.len() as u32 + 1;
        let pending = None;
        notes.insert(0, Note { id, text, pending });
    }

    pub fn all() -> Vec<Note> {
        let notes = NOTES.lock().unwrap_or_else(PoisonError::into_inner);
        notes.clone()
    }
}

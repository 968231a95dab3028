//! Two forms of one action in one place. A hidden input, which anyone can read, tells them apart.

use super::Purpose;
#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::{
    data::{Hole, Note},
    layout::{Sheet, SubmitButton, Unreadable},
};
use formwork::prelude::*;

/// How many notes the page shows.
#[cfg(feature = "ssr")]
const SHOWN: u32 = 6;

#[derive(Fields, Clone)]
pub struct NewNote {
    #[field(label = "Pigeonhole")]
    pub hole: String,
    #[field(label = "Note", length(min = 1, max = 80))]
    pub text: String,
}

#[action(public)]
pub async fn leave_note(form: Fields<NewNote>) -> ActionResult<Note> {
    let hole = match form.hole.as_str() {
        "editor" => Hole::Editor,
        "printer" => Hole::Printer,
        _ => return Err(not_found()),
    };
    let note = expect_context::<Db>().insert_note(hole, &form.text).await?;
    revalidate_tag("notes");
    Ok(note)
}

#[query(public, tags("notes"))]
pub async fn notes() -> QueryResult<Vec<Note>> {
    Ok(expect_context::<Db>().latest_notes(SHOWN).await?)
}

#[component]
pub fn Pigeonholes() -> impl IntoView {
    let all = use_query(notes);
    let unread = Signal::derive(move || all.error());
    view! {
        <Sheet id="pigeonholes" title="Pigeonholes" feature="Hidden inputs">
            <Purpose text="A note for the editor or for the printer: one action, two independent forms."/>
            <div class="counters">
                <Form action=leave_note>
                    <input type="hidden" name="hole" value="editor"/>
                    <h3>"For the editor"</h3>
                    <Field of=NewNote::text/>
                    <div class="actions">
                        <SubmitButton label="Leave it" busy="Leaving it…"/>
                    </div>
                </Form>
                <Form action=leave_note>
                    <input type="hidden" name="hole" value="printer"/>
                    <h3>"For the printer"</h3>
                    <Field of=NewNote::text/>
                    <div class="actions">
                        <SubmitButton label="Leave it" busy="Leaving it…"/>
                    </div>
                </Form>
            </div>
            <Transition fallback=|| view! { <p class="quiet">"Looking into the pigeonholes…"</p> }>
                <ul class="shelf">
                    <For
                        each=move || all.value()
                        key=|note| note.id
                        let:note
                    >
                        <li>
                            <span class="stamp draft">
                                {match note.hole {
                                    Hole::Editor => "Editor",
                                    Hole::Printer => "Printer",
                                }}
                            </span>
                            <span>{note.text}</span>
                        </li>
                    </For>
                </ul>
                <Unreadable error=unread/>
            </Transition>
        </Sheet>
    }
}

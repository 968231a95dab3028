//! `/notes`: a pad that saves what is written on it, while it is being written.

#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::{
    data::Pad,
    layout::{PageBody, PageHead, Sheet, Unreadable},
    place::{PlaceName, use_place},
};
use formwork::prelude::*;
use leptos::{html, wasm_bindgen::JsCast, web_sys::HtmlTextAreaElement};
use std::time::Duration;

/// How long nothing may be typed until it is saved: a pause between two thoughts, not between two letters.
const PAUSE: Duration = Duration::from_millis(500);

#[derive(Fields, Clone)]
pub struct PadText {
    #[field(
        label = "Text",
        help = "Saved whenever you pause. Up to 10,000 characters.",
        length(min = 0, max = 10000),
        textarea
    )]
    pub text: String,
}

/// Writes a text on a pad. Never two at once, and what waits is the newest: the last text typed is the last one
/// stored.
#[action(public, policy = latest)]
pub async fn save_pad(name: PlaceName, form: Fields<PadText>) -> ActionResult<Pad> {
    // The page keeps what was typed; a fresh value of its query could only be older.
    Ok(expect_context::<Db>()
        .save_pad(name.as_str(), &form.text)
        .await?)
}

#[query(public)]
pub async fn pad(name: PlaceName) -> QueryResult<Pad> {
    Ok(expect_context::<Db>().pad(name.as_str()).await?)
}

#[component]
pub fn NotesPage() -> impl IntoView {
    let name = use_place("pad", "desk");
    let stored = use_query(pad, move || (name.get(),));
    let unread = Signal::derive(move || stored.get().and_then(Result::err));
    // The pad that the address names, and not for a moment the one before it.
    let here = move || {
        let stored = stored.get().and_then(Result::ok);
        stored.filter(|pad| pad.name == name.get().as_str())
    };
    view! {
        <PageHead title="Notes">
            "The pad on the desk belongs to everyone. Write, and put the pencil down; it is saved before you have looked up."
        </PageHead>
        <PageBody shows=vec![
            "Half a second after the last letter the text is saved, by the same action and in the same order as by the button.",
            "While one save is under way, the newest text waits and what waited before is skipped. So the last text typed is the last one stored, whatever becomes of the answers.",
            "The line below says how it stands: what is typed, compared with what the server says it has.",
            "Without JavaScript the button saves. What you typed before the script was there is saved, too.",
        ]>
            <Sheet id="pad" title="Notepad">
                <Transition fallback=|| {
                    view! { <p class="quiet">"Turning a page…"</p> }
                }>
                    // A list needs an element around it: Leptos puts its rows into what is not on the page yet.
                    <div>
                        <For each=here key=|pad| pad.name.clone() let:pad>
                            <Notepad pad name=name.get_untracked()/>
                        </For>
                    </div>
                    <Unreadable error=unread/>
                </Transition>
            </Sheet>
        </PageBody>
    }
}

#[component]
fn Notepad(pad: Pad, name: PlaceName) -> impl IntoView {
    let saving = use_action_state(save_pad.bind(name), pad.clone());
    let (first, state) = (pad.text.clone(), saving.state);
    let typed = RwSignal::new(pad.text);
    // Whether somebody has written on it here, since it was read.
    let is_touched = StoredValue::new(false);
    let is_saved = Memo::new(move |_| state.with(|pad| typed.with(|typed| pad.text == *typed)));

    let autosave = debounced(PAUSE, move |text: String| {
        // The button may have been faster.
        if !is_saved.get_untracked() {
            saving.submit(PadText { text });
        }
    });
    let on_paper = NodeRef::<html::Div>::new();
    let area = move || {
        let paper = on_paper.get_untracked()?;
        let area = paper.query_selector("textarea").ok().flatten()?;
        area.dyn_into::<HtmlTextAreaElement>().ok()
    };
    let changed = move || {
        if let Some(area) = area()
            && (is_touched.get_value() || area.value() != typed.get_untracked())
        {
            is_touched.set_value(true);
            typed.set(area.value());
            autosave(area.value());
        }
    };
    // What was typed before the client was there.
    Effect::new(move || changed());
    // What was still on its way to the server when the page was opened is the newer text.
    Effect::new(move || {
        let text = state.with(|pad| pad.text.clone());
        if let Some(area) = area().filter(|_| !is_touched.get_value()) {
            area.set_value(&text);
            typed.set(text);
        }
    });
    let says = move || {
        if saving.pending.get() {
            "Saving…"
        } else if is_saved.get() && saving.issues.read().is_empty() {
            "Saved"
        } else {
            "Not saved yet"
        }
    };
    view! {
        <Form action=saving.action reset=false attr:class="notepad">
            <div node_ref=on_paper on:input=move |_| changed()>
                <Field of=PadText::text value=first rows=12/>
            </div>
            <div class="actions">
                <button type="submit" class="secondary">
                    "Save"
                </button>
                <p class="pad-status" role="status" aria-live="polite" data-saved=move || is_saved.get()>
                    {says}
                </p>
            </div>
        </Form>
    }
}

//! `/notes`: a pad that saves its text while the user types.

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

/// The pause in typing that triggers a save: between two thoughts, not between two letters.
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

/// Stores the text of a pad. Only one save is in flight, and only the newest waits: the last text typed is the last
/// one stored.
#[action(public, policy = latest)]
pub async fn save_pad(name: PlaceName, form: Fields<PadText>) -> ActionResult<Pad> {
    // The page keeps the typed text; a fresh value of its query could only be older.
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
    let stored = use_query(move || pad(name.get()));
    let unread = Signal::derive(move || stored.error());
    // The pad that the address names, and never the previous one.
    let here = move || {
        let stored = stored.get().and_then(Result::ok);
        stored.filter(|pad| pad.name == name.get().as_str())
    };
    view! {
        <PageHead title="Notes" feature="Autosave">
            "The pad on the desk belongs to everyone. Write, and put the pencil down; it is saved before you have looked up."
        </PageHead>
        <PageBody shows=vec![
            "The text is saved half a second after the last keystroke, by the same action and in the same queue as the button.",
            "While a save is pending, only the newest text waits; an older waiting text is dropped. So the last text typed is the last one stored.",
            "The line below compares your text with the text that the server has stored.",
            "Without JavaScript the button saves. Text typed before hydration is saved, too.",
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
    // Whether the user has typed on this page.
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
    // Text typed before hydration.
    Effect::new(changed);
    // A save that was still in flight when the page was opened has the newer text.
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

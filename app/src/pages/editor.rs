//! `/editor`: a manuscript with two ways to finish it.

use crate::layout::{MarginNote, PageHead};
use leptos::prelude::*;

#[component]
pub fn EditorPage() -> impl IntoView {
    view! {
        <PageHead title="Editor">
            "A title, some text, and a decision: out into the world, or into the drawer."
        </PageHead>
        <div class="page-body">
            <div class="stack"></div>
            <MarginNote shows=vec![
                "One form, two buttons, and each button runs an action of its own, also without JavaScript.",
                "Ctrl or ⌘ with Enter publishes from the keyboard. The fields’ rules still hold.",
                "The list on this page is read again in the answer to your submission.",
            ]/>
        </div>
    }
}

//! `/members/:id`: the people of the press, and a form to rename two of them.

use crate::layout::{MarginNote, PageHead};
use leptos::prelude::*;

#[component]
pub fn MemberPage() -> impl IntoView {
    view! {
        <PageHead title="Members">
            "Five people, five desks in a row. Names change: by marriage, by deed, or because the plate had a typo."
        </PageHead>
        <div class="page-body">
            <div class="stack"></div>
            <MarginNote shows=vec![
                "Two forms of the same action on one page; what happens in one leaves the other alone.",
                "Each form’s action is bound to its member by a sealed number, made on the server. The browser carries it, and cannot read, change or invent one.",
                "A tampered seal is refused with 400, and nothing runs.",
            ]/>
        </div>
    }
}

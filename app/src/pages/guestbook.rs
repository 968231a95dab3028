//! `/guestbook`: the latest entries and a form to leave one.

use crate::layout::{MarginNote, PageHead};
use leptos::prelude::*;

#[component]
pub fn GuestbookPage() -> impl IntoView {
    view! {
        <PageHead title="Guestbook">
            "Were you here, in the shop or on a page? Leave a line. We read every one of them, usually aloud."
        </PageHead>
        <div class="page-body">
            <div class="stack">
                <section class="sheet" aria-labelledby="sign">
                    <h2 id="sign">"Sign the book"</h2>
                </section>
                <section class="section" aria-labelledby="entries">
                    <h2 id="entries">"Latest entries"</h2>
                </section>
            </div>
            <MarginNote shows=vec![
                "Your entry appears the moment you press, marked as pending, and settles in place.",
                "The answer brings the fresh list with it: one round trip.",
                "The button waits while a submission is under way, and a double click leaves one entry.",
                "Reload after sending, or go back and send again: still one entry.",
            ]/>
        </div>
    }
}

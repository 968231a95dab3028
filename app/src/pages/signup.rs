//! `/signup`: an account at the press.

use crate::layout::{MarginNote, PageHead};
use leptos::prelude::*;

#[component]
pub fn SignupPage() -> impl IntoView {
    view! {
        <PageHead title="Sign up">
            "An account keeps your subscriptions and your place in the queue for the next printing."
        </PageHead>
        <div class="page-body">
            <section class="sheet" aria-labelledby="account">
                <h2 id="account">"Your account"</h2>
            </section>
            <MarginNote shows=vec![
                "All mistakes at once: each at its field, together in a summary, with the focus on the first.",
                "The rules are written once. They are the inputs’ constraints, and the server checks them again.",
                "Whether an address is taken only the server can know; its word appears at the field all the same.",
                "What you typed comes back after a mistake. The password never does.",
            ]/>
        </div>
    }
}

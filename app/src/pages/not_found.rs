//! The page for addresses that lead nowhere.

use crate::layout::{PageHead, respond_not_found};
use formwork::prelude::*;

#[component]
pub fn NotFound() -> impl IntoView {
    respond_not_found();
    view! {
        <PageHead title="This page was never printed">
            "Nothing is kept under this address. It may have been pulped, or the address has a typo; we of all people understand."
        </PageHead>
        <p>
            <a href="/">"Back to the front page"</a>
        </p>
    }
}

//! The page for addresses that lead nowhere.

use crate::layout::PageHead;
use leptos::prelude::*;

#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <PageHead title="This page was never printed">
            "Nothing is kept under this address. It may have been pulped, or the address has a typo; we of all people understand."
        </PageHead>
        <p>
            <a href="/">"Back to the front page"</a>
        </p>
    }
}

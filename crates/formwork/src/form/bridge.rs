//! What stands in a form for the bridge. The client renders the same nodes, and needs nothing that is in them.

use crate::side;
use leptos::prelude::*;

/// Where the bridge says what is the matter. It leaves the nodes as they are: hydration finds what it expects.
pub(super) fn notice(is_closure: bool) -> impl IntoView {
    let [offline, failed, ignored] = side::bridge_texts(is_closure);
    view! {
        <p
            class="fw-failure"
            role="alert"
            data-fw-failure
            data-offline=offline
            data-failed=failed
            data-ignored=ignored
            hidden
        >
            " "
        </p>
    }
}

/// What makes Ctrl or ⌘ with Enter submit the form before hydration.
pub(super) fn keys() -> impl IntoView {
    view! { <script nonce=side::nonce() inner_html=side::keys_script()></script> }
}

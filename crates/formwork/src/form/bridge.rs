//! The nodes in a form for the bridge. The client renders the same nodes, and does not use their content.

use crate::side;
use leptos::prelude::*;

/// The place for the bridge's notices. The bridge leaves the nodes as they are, for hydration.
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

/// The script with which Ctrl or ⌘ with Enter submits the form before hydration.
pub(super) fn keys() -> impl IntoView {
    view! { <script nonce=side::nonce() inner_html=side::keys_script()></script> }
}

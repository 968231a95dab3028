//! What stands in a form for the bridge. The client renders the same nodes, and needs nothing that is in them.

use crate::side;
use leptos::prelude::*;

/// Where the bridge says what is the matter. It leaves the nodes as they are: hydration finds what it expects. The words
/// are in the head.
pub(super) fn notice() -> impl IntoView {
    view! { <p class="fw-failure" role="alert" data-fw-failure hidden>" "</p> }
}

/// What makes Ctrl or ⌘ with Enter submit the form before hydration.
pub(super) fn keys() -> impl IntoView {
    view! { <script nonce=side::nonce() inner_html=side::keys_script()></script> }
}

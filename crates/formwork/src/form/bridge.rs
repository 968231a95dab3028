//! What stands in a form for the bridge alone. The client renders the same nodes, and needs nothing that is in them.

use crate::side;
use leptos::prelude::*;

/// What makes Ctrl or ⌘ with Enter submit the form before hydration.
pub(super) fn keys() -> impl IntoView {
    view! { <script nonce=side::nonce() inner_html=side::keys_script()></script> }
}

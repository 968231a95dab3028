//! The nodes in a form for the bridge alone. The client renders the same nodes, and does not use their content.

use crate::side;
use leptos::prelude::*;

/// The script with which Ctrl or ⌘ with Enter submits the form before hydration.
pub(super) fn keys() -> impl IntoView {
    view! { <script nonce=side::nonce() inner_html=side::keys_script()></script> }
}

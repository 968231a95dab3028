//! What stands in a form for the bridge. The client renders the same nodes, and needs nothing that is in them.

use leptos::prelude::*;

/// Where the bridge says what is the matter. It leaves the nodes as they are: hydration finds what it expects.
pub(super) fn notice(is_closure: bool) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let [offline, failed, ignored] = texts::of(is_closure);
    #[cfg(not(feature = "ssr"))]
    let [offline, failed, ignored] = {
        let _ = is_closure;
        [None::<String>, None, None]
    };
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
    #[cfg(feature = "ssr")]
    let (nonce, code) = (leptos::nonce::use_nonce(), crate::bridge::KEYS);
    #[cfg(not(feature = "ssr"))]
    let (nonce, code) = (None::<&str>, "");
    view! { <script nonce=nonce inner_html=code></script> }
}

#[cfg(feature = "ssr")]
mod texts {
    use crate::hooks::Failure;

    const OFFLINE: &str = "No answer from the server; you may be offline. What you typed is still here, and is sent again by itself for a minute; the button tries at once.";
    const NO_ANSWER: &str = "The server's answer could not be shown here. What you typed is still here: press the button once more to see it.";
    const NO_CLIENT: &str = "This page could not start completely. What you typed is still here; keep a copy of it, and load the page again.";

    /// Why no answer is shown: none came, it cannot be shown, and the press was not sent.
    pub(super) fn of(is_closure: bool) -> [String; 3] {
        let failed = if is_closure { NO_CLIENT } else { NO_ANSWER };
        [OFFLINE.into(), failed.into(), Failure::Ignored.message()]
    }
}

//! The client: drives the state machines with the document's events and the network's answers.
//!
//! | file | |
//! | --- | --- |
//! | `forms` | the forms on the page, and the one listener for their submissions |
//! | `drive` | one lane per channel: events in, effects carried out |
//! | `renew` | fresh seals for a form whose page is out of date |
//! | `send` | a request and its answer |
//! | `settle` | what an answer does to its form |
//! | `background` | what outlived its form before it was sent |
//! | `updates` | optimistic updates, and when the fresh values under them are shown |
//! | `adopt` | what the bridge has begun before hydration |
//! | `dom` | small helpers |
//!
//! **Architecture invariant**: no decision about a submission is made here; `submission` makes them.

mod adopt;
mod background;
mod dom;
mod drive;
mod forms;
mod renew;
mod send;
mod settle;
mod updates;

pub(crate) use dom::{new_id, page_query};
pub(crate) use drive::{open_channel, retry};
pub(crate) use forms::{FormHandle, attach};
pub(crate) use send::{call, get};
pub(crate) use updates::{add_update, arrived, current_submission, next_request, unmounted};

use crate::wire::{OUTCOME_ELEMENT, PageOutcome};
use leptos::prelude::*;
use std::{cell::RefCell, sync::Arc};

thread_local! {
    /// What the page was rendered with; only while hydrating.
    static PAGE_OUTCOME: RefCell<Option<Arc<PageOutcome>>> = const { RefCell::new(None) };
}

/// Hydrates the page's body, and takes over from the bridge: the entry of a WASM bundle calls this.
///
/// ```ignore
/// #[wasm_bindgen::prelude::wasm_bindgen]
/// pub fn hydrate() {
///     formwork::hydrate_body(App);
/// }
/// ```
pub fn hydrate_body<F, N>(app: F)
where
    F: FnOnce() -> N + 'static,
    N: IntoView,
{
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let outcome = dom::text_of(OUTCOME_ELEMENT).and_then(|json| serde_json::from_str(&json).ok());
    PAGE_OUTCOME.set(outcome.map(Arc::new));
    leptos::mount::hydrate_body(app);
    PAGE_OUTCOME.set(None);
    // The router has set its own by now, where there is one.
    let _ = leptos::server_fn::redirect::set_redirect_hook(|to: &str| dom::assign(to));
    forms::listen();
    // A form is known when its effects have run: in the microtask after this one.
    leptos::task::spawn_local(async {
        leptos::task::tick().await;
        adopt::adopt();
    });
}

/// The outcome that the page was rendered with, while hydrating.
pub(crate) fn page_outcome() -> Option<Arc<PageOutcome>> {
    PAGE_OUTCOME.with_borrow(Clone::clone)
}

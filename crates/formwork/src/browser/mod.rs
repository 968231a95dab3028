//! The client: drives the state machines with the document's events and the network's answers.
//!
//! | file | |
//! | --- | --- |
//! | `forms` | the forms on the page, and the one listener for their submissions |
//! | `lanes` | one per channel, with the submissions in it |
//! | `drive` | events go into a lane, and the effects that come out are carried out |
//! | `busy` | what a form says while something is under way, in its lane or in others for it |
//! | `returns` | forms and hooks that are there again while something of them is under way |
//! | `report` | how submissions stand: what forms, callers and those who look are told |
//! | `start` | an attempt: its request is sent, or its code is run |
//! | `send`, `upload` | a request and its answer |
//! | `settle` | what a submission and its answer do to its form |
//! | `outdated` | a page that is older than the server |
//! | `renew` | fresh seals for a form whose page is out of date |
//! | `calls` | calls of actions outside of forms |
//! | `scope` | in whose scope code runs: closures, transitions |
//! | `watched` | who looks at the submissions of an action |
//! | `leave` | leaving the page while something is under way |
//! | `timing` | once typing has paused; when something comes into view |
//! | `updates` | optimistic updates, and when the fresh values under them are shown |
//! | `adopt` | what the bridge has begun before hydration |
//! | `dom` | small helpers |
//!
//! **Architecture invariant**: no decision about a submission is made here; `submission` makes them.

mod adopt;
mod busy;
mod calls;
mod dom;
mod drive;
mod forms;
mod lanes;
mod leave;
mod outdated;
mod renew;
mod report;
mod returns;
mod scope;
mod send;
mod settle;
mod start;
mod timing;
mod updates;
mod upload;
mod watched;

pub(crate) use calls::{call, submit};
pub(crate) use dom::{new_id, page_query};
pub(crate) use drive::{
    cancel_submission, dismiss_submission, open_channel, retry, retry_submission,
};
pub(crate) use forms::{FormHandle, attach};
pub(crate) use scope::{current_submission, run_in_scope};
pub(crate) use send::get;
pub(crate) use settle::{focus, focus_if_lost, put_back};
pub(crate) use start::may_take;
pub(crate) use timing::{debounced, on_visible};
pub(crate) use updates::{add_update, arrived, next_request, unmounted};
pub(crate) use watched::{submissions_of, watch_submissions};

use crate::{
    form::place_of,
    wire::{OUTCOME_ELEMENT, PageOutcome},
};
use leptos::prelude::*;
use std::{cell::RefCell, sync::Arc, time::Duration};

thread_local! {
    /// What the page was rendered with, while hydrating; then what was answered, for as long as what it changes is
    /// rendered.
    static PAGE_OUTCOME: RefCell<Option<Arc<PageOutcome>>> = const { RefCell::new(None) };
    /// The forms and hooks of that which are the only ones of their place: rendered anew for the answer, they may have
    /// other arguments.
    static ALONE: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Hydrates the page's body, and takes over from the bridge: the entry of a WASM bundle calls this.
///
/// ```ignore
/// #[wasm_bindgen::prelude::wasm_bindgen]
/// pub fn hydrate() {
///     formwork::hydrate_body(App);
/// }
/// ```
#[cfg(feature = "hydrate")]
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
    listen();
    let trapped = adopt::gives_back_on_a_trap();
    // A form is known when its effects have run: in the microtask after this one.
    leptos::task::spawn_local(async {
        leptos::task::tick().await;
        adopt::adopt();
        trapped.into_iter().for_each(WindowListenerHandle::remove);
    });
}

/// Shows the app in a page that no server has rendered: the entry of a WASM bundle calls this.
///
/// ```ignore
/// fn main() {
///     formwork::mount_to_body(App);
/// }
/// ```
#[cfg(feature = "csr")]
pub fn mount_to_body<F, N>(app: F)
where
    F: FnOnce() -> N + 'static,
    N: IntoView + 'static,
{
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app);
    listen();
}

fn listen() {
    // The router has set its own by now, where there is one.
    let _ = leptos::server_fn::redirect::set_redirect_hook(|to: &str| dom::assign(to));
    forms::listen();
}

/// An answer changes the page: a form that is rendered anew for it finds the answer as it would on a fresh page.
fn is_rendered_with(outcome: PageOutcome) {
    let keys = [Some(&outcome.form), outcome.hook.as_ref()].into_iter();
    let alone = keys.flatten().filter(|key| lanes::is_alone(key)).cloned();
    ALONE.set(alone.collect());
    PAGE_OUTCOME.set(Some(Arc::new(outcome)));
    // Effects run in microtasks.
    let over = || {
        PAGE_OUTCOME.set(None);
        ALONE.take();
    };
    set_timeout(over, Duration::ZERO);
}

/// Whether the form or hook with the key `own` has come in the place of the one with this key.
pub(crate) fn stands_in_for(own: &str, key: &str) -> bool {
    ALONE.with_borrow(|alone| {
        let mut alone = alone.iter();
        alone.any(|other| other == key && place_of(own) == place_of(key))
    })
}

/// The outcome that the page was rendered with, while hydrating, or that it is being rendered with.
pub(crate) fn page_outcome() -> Option<Arc<PageOutcome>> {
    PAGE_OUTCOME.with_borrow(Clone::clone)
}

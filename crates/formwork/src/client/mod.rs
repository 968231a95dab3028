//! The client: the document's events and the network's answers go into the page's machine, and what comes out is carried
//! out.
//!
//! | file | |
//! | --- | --- |
//! | `page` | the one loop: an event, its effects, one call for each |
//! | `channels` | what forms and hooks are told |
//! | `forms` | the forms on the page, and the listeners for their submissions |
//! | `controls` | what stands in a form |
//! | `calls` | calls of actions outside of forms |
//! | `code` | closures and transitions, and in whose scope code runs |
//! | `watch` | who looks at the submissions of an action |
//! | `bridge` | what the bridge has begun before hydration |
//! | `send`, `upload` | a request and its answer |
//! | `leave` | leaving the page while something is under way |
//! | `outdated` | a page that is older than the server |
//! | `renew` | fresh seals for a form whose page is out of date |
//! | `mounted`, `updates` | the queries that the page shows, and the optimistic updates on them |
//! | `timing` | once typing has paused; when something comes into view |
//! | `dom` | small helpers |
//!
//! **Architecture invariant**: no decision about a submission is made here; `submission` makes them.

mod bridge;
mod calls;
mod channels;
mod code;
mod controls;
mod dom;
mod forms;
mod leave;
pub(crate) mod mounted;
mod outdated;
mod page;
mod renew;
mod send;
mod timing;
mod updates;
mod upload;
mod watch;

pub(crate) use calls::{Called, call, may_take, submit};
pub(crate) use code::{current_submission, run_in_scope};
pub(crate) use dom::{new_id, page_query};
pub(crate) use forms::{FormHandle, attach, focus, focus_if_lost, put_back};
pub(crate) use page::{open, page_outcome};
pub(crate) use timing::{debounced, on_visible};
pub(crate) use updates::add_update;
pub(crate) use watch::{standing, watch};

use crate::{
    channel::Channel,
    submission::{Event, SubmissionId},
    wire::OUTCOME_ELEMENT,
};
use leptos::prelude::*;

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
    page::set_page_outcome(outcome);
    leptos::mount::hydrate_body(app);
    page::set_page_outcome(None);
    listen();
    let trapped = bridge::gives_back_on_a_trap();
    // A form is known when its effects have run: in the microtask after this one.
    leptos::task::spawn_local(async {
        leptos::task::tick().await;
        bridge::adopt();
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

/// What waits to be sent again is sent now.
pub(crate) fn retry_all(channel: &Channel) {
    let view = channel.shared.view;
    page::dispatch(Event::RetryAll { view });
}

/// This one is sent again.
pub(crate) fn retry(id: SubmissionId) {
    page::dispatch(Event::Retry { id });
}

/// This one is wanted no longer.
pub(crate) fn cancel(id: SubmissionId) {
    page::dispatch(Event::Cancel { id });
}

/// This one will not be sent again.
pub(crate) fn dismiss(id: SubmissionId) {
    page::dispatch(Event::Dismiss { id });
}

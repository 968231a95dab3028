//! The client: the document's events and the network's answers go into the page's machine, and what comes out is carried
//! out.
//!
//! | file | |
//! | --- | --- |
//! | `page` | the one loop: an event, its effects, one call for each |
//! | `channels` | what forms and hooks are told |
//! | `forms` | the forms on the page, and the listeners for their submissions |
//! | `form_element` | a form's own members, whatever its inputs are called |
//! | `controls` | what stands in a form |
//! | `form_data` | between the browser's `FormData` and files, and ours |
//! | `seals` | the states that the server has written into forms |
//! | `presses` | a double click is one press |
//! | `limits` | files that are too large to be sent |
//! | `announce` | what is said again in the same words |
//! | `calls` | calls of actions outside of forms |
//! | `code` | closures and transitions, and in whose scope code runs |
//! | `watch` | who looks at the submissions of an action |
//! | `bridge` | what the bridge has begun before hydration |
//! | `send`, `upload` | a request and its answer |
//! | `leave` | leaving the page while something is under way |
//! | `redirect` | where an answer leads |
//! | `outdated` | a page that is older than the server |
//! | `renew` | fresh seals for a form whose page is out of date |
//! | `mounted`, `updates` | the queries that the page shows, and the optimistic updates on them |
//! | `texts` | what the page says of Formwork's own words |
//! | `timing` | once typing has paused; when something comes into view |
//! | `here` | what the rest of the crate calls, by the door `side` |
//! | `dom` | small helpers |
//!
//! **Architecture invariant**: no decision about a submission is made here; `submission` makes them.

mod announce;
mod bridge;
mod calls;
mod channels;
mod code;
mod controls;
mod dom;
mod form_data;
mod form_element;
mod forms;
pub(crate) mod here;
mod leave;
mod limits;
mod mounted;
mod outdated;
mod page;
mod presses;
mod redirect;
mod renew;
mod seals;
mod send;
mod texts;
mod timing;
mod updates;
mod upload;
mod watch;

use crate::wire::OUTCOME_ELEMENT;
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
    texts::take();
    let outcome =
        dom::script_text(OUTCOME_ELEMENT).and_then(|json| serde_json::from_str(&json).ok());
    page::set_page_outcome(outcome);
    form_element::hide_names();
    leptos::mount::hydrate_body(app);
    form_element::show_names();
    page::set_page_outcome(None);
    listen();
    bridge::gives_back_on_a_trap();
    // A form is known when its effects have run: in the microtask after this one.
    leptos::task::spawn_local(async {
        leptos::task::tick().await;
        bridge::adopt();
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
    texts::take();
    leptos::mount::mount_to_body(app);
    listen();
}

fn listen() {
    // The router has set its own by now, where there is one.
    redirect::set_hook();
    forms::listen();
}

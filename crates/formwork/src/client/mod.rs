//! The client: events of the document and answers of the network go into the page's machine, and its effects are carried
//! out.
//!
//! From the ground up; a file imports only from those above it in this table.
//!
//! | file | |
//! | --- | --- |
//! | `state` | the client's only thread-local: a part for each file that keeps something |
//! | `dom`, `form_element` | the document, and a form's own members, whatever its inputs are called |
//! | `texts` | the page's texts, where they are not English |
//! | `form_data`, `timing` | the browser's `FormData` and files; `debounced` and `on_visible` |
//! | `held` | the machine, its queue of events, and the input of each submission |
//! | `limits`, `seals`, `redirect` | files that are too large to send; the sealed states in forms; where an answer leads |
//! | `announce`, `channels` | what forms and hooks show, and what is read out again |
//! | `controls` | the values, buttons and hidden fields of a form |
//! | `mounted`, `updates` | the queries on the page, and the optimistic updates on them |
//! | `reply`, `upload`, `send` | a request and its reply |
//! | `reads` | queries are read, and read again |
//! | `code` | closures and transitions, and in whose scope code runs |
//! | `calls`, `watch` | calls of actions outside of forms; `use_submissions` |
//! | `attached` | the form elements in the document |
//! | `leave` | the page is left while a submission is pending |
//! | `attempts` | an attempt starts, is waited for, and ends |
//! | `rendered` | the outcome that a page is rendered with |
//! | `presses` | a double click is one press |
//! | `renew`, `outdated` | fresh seals for a form whose page is out of date; a page that is older than the server |
//! | `forms` | listens to forms, and changes them |
//! | `page` | the one loop: an event, its effects, one call for each |
//! | `bridge` | submissions from before hydration |
//! | `here` | what the rest of the crate calls, through the door `side` |
//!
//! **Architecture invariant**: no decision about a submission is made here; `submission` makes them.

mod announce;
mod attached;
mod attempts;
mod bridge;
mod calls;
mod channels;
mod code;
mod controls;
mod dom;
mod form_data;
mod form_element;
mod forms;
mod held;
pub(crate) mod here;
mod leave;
mod limits;
mod mounted;
mod outdated;
mod page;
mod presses;
mod reads;
mod redirect;
mod rendered;
mod renew;
mod reply;
mod seals;
mod send;
mod state;
mod texts;
mod timing;
mod updates;
mod upload;
mod watch;

use crate::wire::OUTCOME_ELEMENT;
use leptos::prelude::IntoView;

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
    page::begin();
    texts::take();
    let outcome =
        dom::script_text(OUTCOME_ELEMENT).and_then(|json| serde_json::from_str(&json).ok());
    rendered::set_page_outcome(outcome);
    form_element::hide_names();
    leptos::mount::hydrate_body(app);
    form_element::show_names();
    rendered::set_page_outcome(None);
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
    page::begin();
    texts::take();
    leptos::mount::mount_to_body(app);
    listen();
}

fn listen() {
    // The router has set its own by now, where there is one.
    redirect::set_hook();
    forms::listen();
}

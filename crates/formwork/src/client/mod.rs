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
//! | `chunks` | the code of lazy routes |
//! | `page` | the one loop: an event, its effects, one call for each |
//! | `bridge` | submissions from before hydration |
//! | `rehearsal` | the way of a press is gone once at idle, so that it is compiled |
//! | `islands` | hydrates the islands of a page, and keeps them in an answer that is put around them |
//! | `here` | what the rest of the crate calls, through the door `side` |
//!
//! **Architecture invariant**: no decision about a submission is made here; `submission` makes them.

mod announce;
mod attached;
mod attempts;
mod bridge;
mod calls;
mod channels;
mod chunks;
mod code;
mod controls;
mod dom;
mod form_data;
mod form_element;
mod forms;
mod held;
pub(crate) mod here;
#[cfg(all(feature = "hydrate", feature = "islands"))]
mod islands;
mod leave;
mod limits;
mod mounted;
mod outdated;
mod page;
mod presses;
mod reads;
mod redirect;
mod rehearsal;
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
    if begin_hydration() {
        leptos::mount::hydrate_body(app);
        end_hydration();
    }
}

/// Like [`hydrate_body`], for an app with lazy routes ([`lazy_route`](macro@crate::lazy_route)): first it loads the chunks
/// of the page that is shown. While they load, the forms are the bridge's. So they are for good where a chunk cannot be
/// loaded. What it gives is a promise, which the page's script waits for.
///
/// ```ignore
/// use wasm_bindgen::prelude::*;
///
/// #[wasm_bindgen]
/// pub fn hydrate() -> JsValue {
///     formwork::hydrate_lazy_body(App)
/// }
/// ```
#[cfg(feature = "hydrate")]
pub fn hydrate_lazy_body<F, N>(app: F) -> wasm_bindgen::JsValue
where
    F: FnOnce() -> N + 'static,
    N: IntoView,
{
    let hydrated = async {
        chunks::of_the_page().await?;
        if begin_hydration() {
            // It waits for what is there: no task of the browser comes between.
            let body = leptos::tachys::dom::body();
            leptos::mount::hydrate_from_async(body, app).await.forget();
            end_hydration();
        }
        Ok(wasm_bindgen::JsValue::UNDEFINED)
    };
    wasm_bindgen_futures::future_to_promise(hydrated).into()
}

/// Hydrates the islands of the page, and takes over their forms from the bridge; all others stay the bridge's. The entry of
/// a WASM bundle calls this where the shell has `<FormworkScripts options islands=true/>`. The page's script calls it again
/// when an answer has been put around the islands.
///
/// ```ignore
/// #[wasm_bindgen::prelude::wasm_bindgen]
/// pub fn hydrate() {
///     formwork::hydrate_islands();
/// }
/// ```
#[cfg(all(feature = "hydrate", feature = "islands"))]
pub fn hydrate_islands() {
    if islands::are_hydrated() {
        texts::take();
        begin_rendering();
        islands::go_on();
        end_rendering();
        adopt();
    } else if begin_hydration() {
        islands::hydrate();
        end_hydration();
    }
}

/// What comes right before a page is hydrated; the bridge leaves it alone from here on. Not where another start of the
/// client has hydrated it.
#[cfg(feature = "hydrate")]
fn begin_hydration() -> bool {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    // First: where hydration is a part of a promise, nobody else hears of a trap.
    bridge::gives_back_on_a_trap();
    if !bridge::hydrating() {
        return false;
    }
    page::begin();
    texts::take();
    begin_rendering();
    true
}

#[cfg(feature = "hydrate")]
fn begin_rendering() {
    let outcome =
        dom::script_text(OUTCOME_ELEMENT).and_then(|json| crate::json::from_str(&json).ok());
    rendered::set_page_outcome(outcome);
    form_element::hide_names();
}

#[cfg(feature = "hydrate")]
fn end_rendering() {
    form_element::show_names();
    rendered::set_page_outcome(None);
}

/// What comes right after it.
#[cfg(feature = "hydrate")]
fn end_hydration() {
    end_rendering();
    listen();
    bridge::hydrated();
    adopt();
}

#[cfg(feature = "hydrate")]
fn adopt() {
    // A form is known when its own task has run (`attached::attach`): those are before this one in the queue.
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
    rehearsal::at_idle();
}

//! `use_hydrated`.

use crate::side;
use leptos::prelude::*;

/// Whether the component is hydrated: false on the server and during hydration, then true. Use it for controls that work
/// only with the client. It changes after hydration, so server and client render the same.
///
/// ```
/// use formwork::prelude::*;
///
/// #[component]
/// fn StartAnew(count: RwSignal<u32>) -> impl IntoView {
///     let hydrated = use_hydrated();
///     view! {
///         <button type="button" disabled=move || !hydrated.get() on:click=move |_| count.set(0)>
///             "Start anew"
///         </button>
///     }
/// }
/// ```
///
/// # Server-side rendering
/// False.
pub fn use_hydrated() -> Signal<bool> {
    let hydrated = RwSignal::new(false);
    // Effects run in the browser only, and after what is hydrated.
    side::effect(Box::new(move || hydrated.set(true)));
    hydrated.into()
}

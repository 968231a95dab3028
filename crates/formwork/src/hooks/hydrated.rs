//! `use_hydrated`.

use leptos::prelude::*;

/// Whether the client has taken this part of the page over: false while the page is rendered on the server and while it is
/// hydrated, true from then on. For what works with the client only, such as a plain button.
///
/// It turns true once the component stands in the page, so that server and client render the same.
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
    Effect::new(move || hydrated.set(true));
    hydrated.into()
}

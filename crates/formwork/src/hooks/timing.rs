//! When handlers and effects call: once typing has paused, or when something comes into view.

use leptos::{html::ElementType, prelude::*, wasm_bindgen::JsCast};
use std::time::Duration;

/// A function that waits until it has not been called for `delay`, and then calls `f` with the last value: for
/// an autosave while somebody types.
///
/// What it still holds is not lost: when the owner is gone, or the page is left, `f` is called at once.
///
/// ```
/// use formwork::prelude::*;
/// use std::time::Duration;
///
/// #[action(public, policy = latest)]
/// async fn save(text: String) -> ActionResult<()> {
///     let _ = text;
///     Ok(())
/// }
///
/// #[component]
/// fn Notepad() -> impl IntoView {
///     let saving = use_transition();
///     let changed = debounced(Duration::from_millis(500), move |text: String| {
///         saving.start(async move { let _ = save(text).await; })
///     });
///     view! { <textarea on:input:target=move |event| changed(event.target().value())></textarea> }
/// }
/// ```
///
/// # Server-side rendering
/// Never calls.
pub fn debounced<V: 'static>(
    delay: Duration,
    f: impl Fn(V) + 'static,
) -> impl Fn(V) + Clone + Send + Sync + 'static {
    #[cfg(all(feature = "browser", not(feature = "ssr")))]
    {
        crate::client::debounced(delay, f)
    }
    #[cfg(any(feature = "ssr", not(feature = "browser")))]
    {
        let _ = (delay, f);
        |_| {}
    }
}

/// Calls `f` whenever the element comes into view, until the owner is gone: for lists that go on when their end
/// is reached.
///
/// # Server-side rendering
/// Never calls. Give people without JavaScript a link to the next page.
pub fn on_visible<E>(element: NodeRef<E>, f: impl Fn() + 'static)
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    #[cfg(all(feature = "browser", not(feature = "ssr")))]
    {
        let owner = Owner::current().unwrap_or_default();
        element.on_load(move |element| {
            owner.with(|| crate::client::on_visible(element.unchecked_ref(), f));
        });
    }
    #[cfg(any(feature = "ssr", not(feature = "browser")))]
    let _ = (element, f);
}

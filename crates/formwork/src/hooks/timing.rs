//! When handlers and effects call: after a pause in typing, or when an element comes into view.

use crate::side;
use leptos::{html::ElementType, prelude::*, wasm_bindgen::JsCast};
use std::{rc::Rc, time::Duration};

/// Returns a function. After `delay` without calls it runs `f` with the last value: for an autosave while the user types.
///
/// A waiting value is not lost: when the owner is disposed, or the page is left or hidden, `f` runs at once.
/// The function is `Copy`; like a signal it lives as long as its owner.
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
) -> impl Fn(V) + Copy + Send + Sync + 'static {
    let debounced = StoredValue::new(side::debounced(delay, f));
    move |value| {
        debounced.try_with_value(|debounced| debounced(value));
    }
}

/// Calls `f` whenever the element comes into view, until the owner is disposed: for lists that load more at their end.
///
/// # Server-side rendering
/// Never calls. Give users without JavaScript a link to the next page.
pub fn on_visible<E>(element: NodeRef<E>, f: impl Fn() + 'static)
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    // Each rendering of the element is observed until the next one.
    let f = Rc::new(f);
    side::effect(Box::new(move || {
        if let Some(element) = element.get() {
            let f = Rc::clone(&f);
            side::on_visible(element.unchecked_ref(), move || f());
        }
    }));
}

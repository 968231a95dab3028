//! When handlers and effects call: once typing has paused, or when something comes into view.

use crate::side;
use leptos::{html::ElementType, prelude::*, wasm_bindgen::JsCast};
use std::{rc::Rc, time::Duration};

/// A function that waits until it has not been called for `delay`, and then calls `f` with the last value: for
/// an autosave while somebody types.
///
/// What it still holds is not lost: when the owner is gone, or the page is left or out of sight, `f` is called at once.
/// The function is `Copy`; like a signal it lives as long as its owner.
///
/// ```
/// use formwork::prelude::*;
/// use std::{rc::Rc, time::Duration};
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
    // Each rendering of the element is observed until the next one.
    let f = Rc::new(f);
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            let f = Rc::clone(&f);
            side::on_visible(element.unchecked_ref(), move || f());
        }
    });
}

//! `use_transition`.

use crate::side;
use leptos::prelude::*;
use std::future::Future;

/// The result of `use_transition`.
#[derive(Clone, Copy)]
pub struct TransitionState {
    /// Whether a future started here is running.
    pub pending: Signal<bool>,
    running: RwSignal<usize>,
}

/// A pending state, and a scope for optimistic updates, for calls of actions outside of forms: from event handlers and
/// effects. Like React's [`useTransition`](https://react.dev/reference/react/useTransition).
///
/// ```
/// use formwork::prelude::*;
///
/// #[action(public)]
/// async fn like(post: u32) -> ActionResult<u32> {
///     Ok(post)
/// }
///
/// #[component]
/// fn Like(likes: RwSignal<u32>) -> impl IntoView {
///     let liking = use_transition();
///     let (shown, add) = use_optimistic(likes, |likes, more: &u32, _| *likes += more);
///     let press = move |_| {
///         liking.start(async move {
///             add(1);
///             if let Ok(now) = like(7).await {
///                 likes.set(now);
///             }
///         })
///     };
///     view! { <button on:click=press aria-busy=move || liking.pending.get().then_some("true")>{shown}" likes"</button> }
/// }
/// ```
///
/// # Server-side rendering
/// Idle; `start` does nothing.
pub fn use_transition() -> TransitionState {
    let running = RwSignal::new(0);
    TransitionState {
        pending: Signal::derive(move || running.get() > 0),
        running,
    }
}

impl TransitionState {
    /// Runs the future. Optimistic updates added inside, before or after an `await`, are visible until it ends. They
    /// leave in the turn in which the fresh values are shown.
    ///
    /// Unmounting the component does not stop the future. Values that it sets then are not shown.
    pub fn start(&self, future: impl Future<Output = ()> + 'static) {
        if side::IS_SERVER {
            return;
        }
        let running = self.running;
        running.update(|running| *running += 1);
        side::run_in_scope(future, move || {
            running.try_update(|running| *running -= 1);
        });
    }
}

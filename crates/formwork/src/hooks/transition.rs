//! `use_transition`.

use crate::side;
use leptos::prelude::*;
use std::future::Future;

/// What `use_transition` gives.
#[derive(Clone, Copy)]
pub struct TransitionState {
    /// Whether something that was started here is under way.
    pub pending: Signal<bool>,
    running: RwSignal<usize>,
}

/// A pending state, and a scope for optimistic updates, for actions that are called outside of forms: from event
/// handlers and effects. As of React's [`useTransition`](https://react.dev/reference/react/useTransition).
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
    /// Runs this. Optimistic updates that are added inside, before or after an `await`, are seen until it ends,
    /// and leave in the same turn in which the fresh values that came meanwhile are shown.
    ///
    /// It goes on when the component is gone: what was asked for still counts. A value that it sets then is
    /// shown by nobody.
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

//! `use_optimistic`.

use crate::{
    query::QueryResource,
    side,
    submission::{Overlay, SubmissionId},
};
use leptos::prelude::*;
use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
};

/// The base of optimistic updates: a signal, a resource, or a query.
pub trait OptimisticBase: Clone + Send + Sync + 'static {
    /// The type of the shown value.
    type Value: Clone + Send + Sync + 'static;

    /// The current value, tracked. `None` while it loads, and after a failed read.
    fn current(&self) -> Option<Self::Value>;

    /// The base's query, if the base is one.
    #[doc(hidden)]
    fn query(&self) -> Option<crate::wire::QueryRequest> {
        None
    }

    /// Waits for a read in flight: the updates stay until it ends.
    #[doc(hidden)]
    fn loaded(&self) -> Option<Pin<Box<dyn Future<Output = ()>>>> {
        None
    }
}

impl<T: Clone + Send + Sync + 'static> OptimisticBase for Signal<T> {
    type Value = T;

    fn current(&self) -> Option<T> {
        Some(self.get())
    }
}

impl<T: Clone + Send + Sync + 'static> OptimisticBase for RwSignal<T> {
    type Value = T;

    fn current(&self) -> Option<T> {
        Some(self.get())
    }
}

impl<T: Send + Sync + Clone + 'static> OptimisticBase for Memo<T> {
    type Value = T;

    fn current(&self) -> Option<T> {
        Some(self.get())
    }
}

/// A Leptos resource. Mutations do not refresh it: call its `refetch` after the action, in the same scope. The update
/// stays until the fresh value arrives.
impl<T: Clone + Send + Sync + 'static> OptimisticBase for Resource<T> {
    type Value = T;

    fn current(&self) -> Option<T> {
        self.get()
    }

    fn loaded(&self) -> Option<Pin<Box<dyn Future<Output = ()>>>> {
        // Its owner may be disposed by the answer, and nobody sees the value then.
        if self.is_disposed() {
            return None;
        }
        let ready = self.ready();
        Some(Box::pin(async move {
            // A refetch called in this turn begins in the next.
            leptos::task::tick().await;
            ready.await;
        }))
    }
}

impl<T: Clone + Send + Sync + 'static> OptimisticBase for QueryResource<T> {
    type Value = T;

    fn current(&self) -> Option<T> {
        self.get().and_then(Result::ok)
    }

    fn query(&self) -> Option<crate::wire::QueryRequest> {
        self.request()
    }
}

/// Shows a change before the server has confirmed it, like React's
/// [`useOptimistic`](https://react.dev/reference/react/useOptimistic).
///
/// Returns a signal and a function, which is `Copy`, that adds an update. The signal is the base with all pending updates
/// applied by `reducer`. Call the function in a form's `on_submit`, in a closure that is a form's action, or in a
/// transition ([`use_transition`](super::use_transition)), there before or after an `await`.
///
/// An update is visible until its submission ends. It leaves in the turn in which the fresh value of the base arrives,
/// so no frame shows a row twice or not at all. It leaves at once if its submission fails. Each update belongs to one
/// submission; outside of one, adding has no effect, and warns in the console.
///
/// The reducer gets the submission's id, as a key for rows without one. It runs again whenever the base changes.
///
/// While the base loads, the signal holds `Default::default()`; reading it inside `<Suspense>` waits.
///
/// ```
/// use formwork::prelude::*;
///
/// #[action(public)]
/// async fn like(post: u32) -> ActionResult<u32> {
///     // On the server: count in the database here.
///     Ok(post)
/// }
///
/// #[component]
/// fn Like(post: u32, likes: RwSignal<u32>) -> impl IntoView {
///     let (shown, add) = use_optimistic(likes, |likes, more: &u32, _| *likes += more);
///     let press = move |_: FormData| async move {
///         add(1);
///         likes.set(like(post).await?);
///         ActionResult::Ok(())
///     };
///     view! {
///         <Form action=press dedupe=false>
///             <button type="submit">{shown}" likes"</button>
///         </Form>
///     }
/// }
/// ```
///
/// # Server-side rendering
/// The base as it is; adding does nothing.
pub fn use_optimistic<B, U>(
    base: B,
    reducer: impl Fn(&mut B::Value, &U, SubmissionId) + Send + Sync + 'static,
) -> (Signal<B::Value>, impl Fn(U) + Copy + Send + Sync + 'static)
where
    B: OptimisticBase,
    B::Value: Default,
    U: Send + Sync + 'static,
{
    let overlay: Arc<Mutex<Overlay<U>>> = Arc::default();
    // It ends with its owner: afterwards it wakes no subscriber.
    let changed = RwSignal::new(());
    let shown = Signal::derive({
        let (base, overlay) = (base.clone(), Arc::clone(&overlay));
        move || {
            changed.track();
            let mut value = base.current().unwrap_or_default();
            if let Ok(overlay) = overlay.lock() {
                overlay.fold(&mut value, &reducer);
            }
            value
        }
    });
    let held = StoredValue::new((base, overlay));
    let add = move |update: U| {
        let Some(id) = side::current_submission() else {
            leptos::logging::debug_warn!(
                "an optimistic update was added outside of a submission and has no effect: add it in the form's \
                 on_submit, in a closure that is the form's action, or in what use_transition().start(…) runs"
            );
            return;
        };
        // Its component is gone, and nobody sees it.
        let Some((base, overlay)) = held.try_get_value() else {
            return;
        };
        if let Ok(mut overlay) = overlay.lock() {
            overlay.add(id, update);
        }
        let notify = move || {
            changed.try_set(());
        };
        let query = base.query();
        let leave = move |left: &[SubmissionId]| {
            if overlay.lock().is_ok_and(|mut overlay| overlay.leave(left)) {
                notify();
            }
        };
        side::add_update(
            id,
            query,
            Arc::new(move |left: &[SubmissionId]| match base.loaded() {
                None => leave(left),
                Some(loaded) => {
                    let (leave, left) = (leave.clone(), left.to_vec());
                    leptos::task::spawn_local(async move {
                        loaded.await;
                        leave(&left);
                    });
                }
            }),
        );
        notify();
    };
    (shown, add)
}

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

/// What optimistic updates can be laid over: a signal, a resource, or a query.
pub trait OptimisticBase: Clone + Send + Sync + 'static {
    /// The value that is shown.
    type Value: Clone + Send + Sync + 'static;

    /// The current value, tracked. `None` while it loads, and where it could not be read.
    fn current(&self) -> Option<Self::Value>;

    /// Which query the base is, where it is one.
    #[doc(hidden)]
    fn query(&self) -> Option<crate::wire::QueryRequest> {
        None
    }

    /// Waits for what is being loaded, where something is: the updates stay until it is there.
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

/// One of Leptos' own, which mutations do not refresh: call its `refetch` after the action, in the same scope. The
/// update stays until the fresh value is there.
impl<T: Clone + Send + Sync + 'static> OptimisticBase for Resource<T> {
    type Value = T;

    fn current(&self) -> Option<T> {
        self.get()
    }

    fn loaded(&self) -> Option<Pin<Box<dyn Future<Output = ()>>>> {
        // Its owner may be gone by the answer, and nobody sees it then.
        if self.is_disposed() {
            return None;
        }
        let ready = self.ready();
        Some(Box::pin(async move {
            // A refetch that was asked for in this turn begins in the next.
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

/// Shows a change before the server has confirmed it, as of React's
/// [`useOptimistic`](https://react.dev/reference/react/useOptimistic).
///
/// Gives a signal (the base with all updates under way folded over it by `reducer`) and an adder, which is `Copy`, to be
/// called in a form's `on_submit`, in a closure that is a form's action, or in a transition
/// ([`use_transition`](super::use_transition)), there before or after an `await`. An update is seen from its
/// submission to its settlement: it leaves in the same turn in which the fresh value of the base arrives, so
/// that no frame shows a row twice or not at all; and at once when the submission comes to nothing. Each update
/// is tied to its own submission; outside of one, the adder has no effect, and says so in the console.
///
/// The reducer gets the submission's id, for keys of rows that have none yet. It runs again whenever the
/// base changes.
///
/// While the base loads, the signal holds `Default::default()`; reading it inside `<Suspense>` waits.
///
/// # Server-side rendering
/// The base as it is; the adder does nothing.
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
    // It ends with its owner: what has been shown is not woken after that.
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

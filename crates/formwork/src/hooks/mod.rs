//! The hooks: React's names, as signals.

mod action_state;
mod form_status;
mod hydrated;
mod optimistic;
mod submissions;
mod timing;
mod transition;

use leptos::prelude::*;

use crate::{channel::Channel, side};
pub use crate::{
    channel::{FormError, Submitter},
    submission::{SubmissionEnd, SubmissionId, SubmissionStatus},
};
pub use action_state::{ActionState, use_action_state, use_keyed_action_state};
pub use form_status::{FormStatus, use_form_status};
pub use hydrated::use_hydrated;
pub use optimistic::{OptimisticBase, use_optimistic};
#[doc(hidden)]
pub use submissions::{ActionFn, BoundFnMarker};
pub use submissions::{SubmissionEntry, Submissions, use_submissions};
pub use timing::{debounced, on_visible};
pub use transition::{TransitionState, use_transition};

/// A channel's value, as a signal of the current owner. After the owner is disposed the signal wakes no subscriber: a
/// mere alias of the channel's signal would wake subscribers that can no longer read it. On the server nothing is woken, and an
/// alias costs less.
fn shown<T: Clone + Send + Sync + 'static>(signal: &ArcRwSignal<T>) -> Signal<T> {
    let signal = signal.clone();
    if side::IS_SERVER {
        return signal.into();
    }
    Memo::new_with_compare(move |_| signal.get(), |_, _| true).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{action::FormAction, fields::FormData, query::QueryResource};
    use std::time::Duration;

    fn copy<T: Copy>() {}

    fn is_copy<T: Copy>(_: T) {}

    #[test]
    fn what_hooks_give_is_copy() {
        // Neither the state nor the form is.
        copy::<ActionState<String, FormData>>();
        copy::<FormAction<FormData>>();
        copy::<FormStatus>();
        copy::<Submissions>();
        copy::<TransitionState>();
        copy::<QueryResource<String>>();
        copy::<Signal<bool>>();
        Owner::new().with(|| {
            let texts = RwSignal::new(Vec::<String>::new());
            is_copy(use_optimistic(texts, |all, more: &String, _| {
                all.push(more.clone())
            }));
            is_copy(debounced(Duration::ZERO, |_: String| {}));
            is_copy(use_form_status());
            is_copy(use_hydrated());
            is_copy(use_transition());
        });
    }

    #[test]
    fn outside_of_the_browser_nothing_is_hydrated() {
        Owner::new().with(|| assert!(!use_hydrated().get_untracked()));
    }
}

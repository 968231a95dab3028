//! The hooks: React's names, as signals.

mod action_state;
mod form_status;
mod optimistic;
mod submissions;
mod timing;
mod transition;

use leptos::prelude::*;

pub use crate::channel::{Channel, FormError, Submitter};
pub use action_state::{ActionState, use_action_state, use_keyed_action_state};
pub use form_status::{FormStatus, use_form_status};
pub use optimistic::{OptimisticBase, use_optimistic};
pub use submissions::{ActionFn, BoundFnMarker, SubmissionEntry, Submissions, use_submissions};
pub use timing::{debounced, on_visible};
pub use transition::{TransitionState, use_transition};

/// What a channel says, as a signal of whoever asks. Whoever is gone is not told any more: a signal that was only
/// another name for the channel's would wake what it no longer answers.
fn shown<T: Clone + Send + Sync + 'static>(signal: &ArcRwSignal<T>) -> Signal<T> {
    let signal = signal.clone();
    Memo::new_with_compare(move |_| signal.get(), |_, _| true).into()
}

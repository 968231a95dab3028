//! The hooks: React's names, as signals.

mod action_state;
mod form_status;
mod optimistic;
mod submissions;
mod timing;
mod transition;

use leptos::prelude::*;

use crate::channel::Channel;
pub use crate::{
    channel::{FormError, Submitter},
    submission::{SubmissionEnd, SubmissionId, SubmissionStatus},
};
pub use action_state::{ActionState, use_action_state, use_keyed_action_state};
pub use form_status::{FormStatus, use_form_status};
pub use optimistic::{OptimisticBase, use_optimistic};
#[doc(hidden)]
pub use submissions::{ActionFn, BoundFnMarker};
pub use submissions::{SubmissionEntry, Submissions, use_submissions};
pub use timing::{debounced, on_visible};
pub use transition::{TransitionState, use_transition};

/// A channel's value, as a signal of the current owner. After the owner is disposed the signal wakes no subscriber: a
/// mere alias of the channel's signal would wake subscribers that can no longer read it.
fn shown<T: Clone + Send + Sync + 'static>(signal: &ArcRwSignal<T>) -> Signal<T> {
    let signal = signal.clone();
    Memo::new_with_compare(move |_| signal.get(), |_, _| true).into()
}

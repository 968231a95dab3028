//! The hooks: React's names, as signals.

mod action_state;
mod channel;
mod form_status;
mod optimistic;

pub use action_state::{ActionState, use_action_state, use_keyed_action_state};
pub use channel::{Channel, Failure};
pub use form_status::{FormStatus, use_form_status};
pub use optimistic::{OptimisticBase, use_optimistic};

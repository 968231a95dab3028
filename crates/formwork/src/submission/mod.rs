//! The life of a submission as a pure state machine.

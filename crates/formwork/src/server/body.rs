//! Reading the body of an action request under limits.

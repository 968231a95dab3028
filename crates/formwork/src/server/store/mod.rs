//! Claims: at most one run per submission.

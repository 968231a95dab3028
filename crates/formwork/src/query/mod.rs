//! Queries: tagged reads that mutations refresh.

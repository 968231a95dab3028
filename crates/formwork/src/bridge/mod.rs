//! The script that looks after forms until hydration.

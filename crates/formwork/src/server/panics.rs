//! A panic in the app's own code loses no answer: it is logged under an id, and the user gets the id.

use super::failure::log_failure;
use futures::FutureExt;
use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// What it gives, or the id under which the log has its panic.
pub(super) fn caught<T>(place: &str, f: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(f)).map_err(|panic| logged(place, &*panic))
}

/// The same of a future.
pub(super) async fn caught_in<T>(
    place: &str,
    future: impl Future<Output = T>,
) -> Result<T, String> {
    let result = AssertUnwindSafe(future).catch_unwind().await;
    result.map_err(|panic| logged(place, &*panic))
}

/// Logs a panic under a new id.
pub(super) fn logged(place: &str, panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    log_failure(place, &format_args!("panicked: {}", text.unwrap_or("…")))
}

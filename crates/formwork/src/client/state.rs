//! What the client keeps for as long as its page: each file has a part of its own, made on first use.

use std::{any::Any, cell::RefCell};

thread_local! {
    static PARTS: RefCell<Vec<&'static dyn Any>> = const { RefCell::new(Vec::new()) };
}

/// Looks at the part of this type, or changes it. The app's code must not run meanwhile: a value that belongs to the app
/// is returned, and dropped by the caller.
pub(super) fn with<T: Default + 'static, R>(f: impl FnOnce(&mut T) -> R) -> R {
    f(&mut part::<T>().borrow_mut())
}

/// A part stays as long as the page, so that none of its many users has to count references.
fn part<T: Default + 'static>() -> &'static RefCell<T> {
    let known = PARTS.with_borrow(|parts| parts.iter().find_map(|part| part.downcast_ref()));
    known.unwrap_or_else(|| {
        let part: &'static RefCell<T> = Box::leak(Box::default());
        PARTS.with_borrow_mut(|parts| parts.push(part));
        part
    })
}

//! What the client keeps for as long as its page: each file has a part of its own, made on first use.

use std::{any::Any, cell::RefCell, rc::Rc};

thread_local! {
    static PARTS: RefCell<Vec<Rc<dyn Any>>> = const { RefCell::new(Vec::new()) };
}

/// Looks at the part of this type, or changes it. The app's code must not run meanwhile: a value that belongs to the app
/// is returned, and dropped by the caller.
pub(super) fn with<T: Default + 'static, R>(f: impl FnOnce(&mut T) -> R) -> R {
    let known = PARTS.with_borrow(|parts| {
        let part = parts.iter().find(|part| part.is::<RefCell<T>>())?;
        Rc::clone(part).downcast::<RefCell<T>>().ok()
    });
    let part = known.unwrap_or_else(|| {
        let part: Rc<RefCell<T>> = Rc::default();
        PARTS.with_borrow_mut(|parts| parts.push(part.clone()));
        part
    });
    f(&mut part.borrow_mut())
}

//! Once typing has paused; when something comes into view.

use super::dom;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::{cell::RefCell, rc::Rc, time::Duration};
use wasm_bindgen::{JsCast, closure::Closure};

struct Waiting<V> {
    value: Option<V>,
    timer: Option<TimeoutHandle>,
}

/// See [`crate::hooks::debounced`].
pub(crate) fn debounced<V: 'static>(
    delay: Duration,
    f: impl Fn(V) + 'static,
) -> impl Fn(V) + Clone + Send + Sync + 'static {
    let waiting = Rc::new(RefCell::new(Waiting {
        value: None,
        timer: None,
    }));
    let flush: Rc<dyn Fn()> = {
        let waiting = Rc::clone(&waiting);
        Rc::new(move || {
            let (value, timer) = {
                let mut waiting = waiting.borrow_mut();
                (waiting.value.take(), waiting.timer.take())
            };
            if let Some(timer) = timer {
                timer.clear();
            }
            if let Some(value) = value {
                f(value);
            }
        })
    };
    let on_leave = {
        let flush = Rc::clone(&flush);
        Closure::<dyn Fn()>::new(move || flush())
    };
    let listener = |add: bool, closure: &Closure<dyn Fn()>| {
        let callback = closure.as_ref().unchecked_ref();
        let _ = match add {
            // Before the client's own, which sends what waits.
            true => {
                dom::window().add_event_listener_with_callback_and_bool("pagehide", callback, true)
            }
            false => dom::window()
                .remove_event_listener_with_callback_and_bool("pagehide", callback, true),
        };
    };
    listener(true, &on_leave);
    let last = SendWrapper::new((on_leave, Rc::clone(&flush)));
    Owner::on_cleanup(move || {
        let (on_leave, flush) = last.take();
        listener(false, &on_leave);
        flush();
    });
    let shared = SendWrapper::new((waiting, flush));
    move |value| {
        let (waiting, flush) = &*shared;
        let flush = Rc::clone(flush);
        let mut waiting = waiting.borrow_mut();
        waiting.value = Some(value);
        if let Some(timer) = waiting.timer.take() {
            timer.clear();
        }
        waiting.timer = set_timeout_with_handle(move || flush(), delay).ok();
    }
}

/// Calls `f` whenever the element comes into view, until the owner is gone.
pub(crate) fn on_visible(element: &web_sys::Element, f: impl Fn() + 'static) {
    let seen = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let is_seen = entries.iter().any(|entry| {
            entry
                .unchecked_into::<web_sys::IntersectionObserverEntry>()
                .is_intersecting()
        });
        if is_seen {
            f();
        }
    });
    if let Ok(observer) = web_sys::IntersectionObserver::new(seen.as_ref().unchecked_ref()) {
        observer.observe(element);
        let held = SendWrapper::new((observer, seen));
        Owner::on_cleanup(move || {
            let (observer, _seen) = held.take();
            observer.disconnect();
        });
    }
}

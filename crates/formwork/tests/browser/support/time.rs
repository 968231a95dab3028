//! Waiting.

use js_sys::{Function, Promise};
use wasm_bindgen_futures::JsFuture;

/// How long a test waits for what has to come, in milliseconds: long, for busy machines.
const PATIENCE: f64 = 10_000.0;
/// How long a test looks whether something comes that must not.
const A_WHILE: i32 = 60;

/// Waits.
pub async fn milliseconds(time: i32) {
    let promise = Promise::new(&mut |resolve: Function, _| {
        leptos::prelude::window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, time)
            .unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// Waits for what should not come.
pub async fn for_a_while() {
    milliseconds(A_WHILE).await;
}

/// Waits until it is so.
#[track_caller]
pub fn eventually(is_so: impl Fn() -> bool) -> impl Future<Output = ()> {
    let place = std::panic::Location::caller();
    async move {
        let begin = js_sys::Date::now();
        while !is_so() {
            let waited = js_sys::Date::now() - begin;
            assert!(
                waited < PATIENCE,
                "{place}: waited in vain; the page is {}",
                super::page::html()
            );
            milliseconds(1).await;
        }
    }
}

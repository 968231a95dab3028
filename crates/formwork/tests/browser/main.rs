//! The hooks and the client in a browser. The network is the tests' own: each answer comes when its test gives it.
#![cfg(all(target_arch = "wasm32", feature = "hydrate"))]

mod support;

mod action_state;
mod after_the_answer;
mod buttons;
mod calls;
mod closures;
mod emptied;
mod form_status;
mod gone;
mod keys;
mod no_answer;
mod optimistic;
mod outdated;
mod presses;
mod queries;
mod submissions;
mod transitions;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

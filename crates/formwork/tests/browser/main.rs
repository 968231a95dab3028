//! The hooks and the client in a browser. The network is the tests' own: each answer comes when its test gives it.
#![cfg(all(target_arch = "wasm32", feature = "hydrate"))]

mod support;

mod action_state;
mod after_the_answer;
mod anew;
mod buttons;
mod calls;
mod closures;
mod edit_form;
mod emptied;
mod form_status;
mod gone;
mod gone_updates;
mod hydrated;
mod initial;
mod keys;
mod languages;
mod leaving;
mod left;
mod names;
mod no_answer;
mod notices;
mod optimistic;
mod outdated;
mod outside;
mod presses;
mod queries;
mod redirects;
mod seals;
mod submissions;
mod timing;
mod transitions;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

//! The islands of a page: what is hydrated of it.
//!
//! Each has a scope of its own, which ends when its element leaves the document: with an answer that the bridge has put in
//! the place of what is around the islands.

use super::{bridge, mounted, reads, state, updates};
use crate::wire::{QueryRequest, QueryValue, query_slot};
use leptos::prelude::Owner;
use std::mem;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// Leptos' array of what the page has read.
const DATA: &str = "__RESOLVED_RESOURCES";

#[derive(Default)]
struct Islands {
    are_hydrated: bool,
    there: Vec<(Element, Owner)>,
}

fn with<R>(f: impl FnOnce(&mut Islands) -> R) -> R {
    state::with(f)
}

/// Whether this client has hydrated the page.
pub(super) fn are_hydrated() -> bool {
    with(|islands| islands.are_hydrated)
}

/// Hydrates the islands that are not yet.
pub(super) fn hydrate() {
    let is_first = !with(|islands| mem::replace(&mut islands.are_hydrated, true));
    let new = bridge::islands();
    if new.length() == 0 && !is_first {
        return;
    }
    // A scope for all of them, with what the page has read. It is never left. The first one starts Leptos' executor, also
    // where there is no island.
    leptos::mount::hydrate_islands();
    let Some(page) = Owner::current() else { return };
    for island in new.iter() {
        let island: js_sys::Array = island.unchecked_into();
        page.set();
        call(&island.get(1));
        let owner = Owner::new();
        owner.with(|| call(&island.get(2)));
        with(|islands| islands.there.push((island.get(0).unchecked_into(), owner)));
    }
    page.set();
    if let Some(context) = page.shared_context() {
        // What is rendered later reads no value of the page as it was.
        context.hydration_complete();
    }
}

/// A trap goes on to whoever called the client.
fn call(function: &JsValue) {
    let function: &js_sys::Function = function.unchecked_ref();
    if let Err(trap) = function.call0(&JsValue::UNDEFINED) {
        wasm_bindgen::throw_val(trap);
    }
}

/// An answer has been put around the islands: those that have stayed show its values, those that are gone end, and those
/// that are new are hydrated.
pub(super) fn go_on() {
    let there = with(|islands| mem::take(&mut islands.there));
    let (there, gone): (Vec<_>, Vec<_>) = there
        .into_iter()
        .partition(|(island, _)| island.is_connected());
    with(|islands| islands.there = there);
    for (_, owner) in gone {
        // Leptos forgets the views of islands, and their effects would go on with signals that are gone.
        owner.pause();
        owner.cleanup();
    }
    let mut unread = Vec::new();
    for request in mounted::shown() {
        match value_of(&request) {
            Some(value) => {
                updates::arrived(value, updates::next_request());
            }
            // The server has rendered the page with other arguments, or without what shows it.
            None => unread.push(request),
        }
    }
    reads::refetch_each(unread);
    hydrate();
}

/// The value of a query that the page has come with.
fn value_of(request: &QueryRequest) -> Option<QueryValue> {
    let data = js_sys::Reflect::get(&js_sys::global(), &DATA.into()).ok()?;
    let slot = u32::try_from(query_slot(request)).ok()?;
    let text = js_sys::Reflect::get_u32(&data, slot).ok()?.as_string()?;
    QueryValue::of_page(request, text)
}

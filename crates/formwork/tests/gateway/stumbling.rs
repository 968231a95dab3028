//! Code of the app that panics in every place where the gateway calls it.

use super::app::{note, slow};
use formwork::prelude::*;
use http::request::Parts;
use serde::{Deserializer, Serializer};
use std::fmt::Display;

const PART_OF_THE_TEST: &str = "this panic is part of the test";

/// A principal that panics for one user.
pub fn principal<S: Display>(
    of: impl Fn(&Parts) -> S + Send + Sync + 'static,
) -> impl Fn(&Parts) -> String + Send + Sync + 'static {
    move |parts| {
        let principal = of(parts).to_string();
        assert_ne!(principal, "panic", "{PART_OF_THE_TEST}");
        principal
    }
}

/// An argument that cannot be read.
#[derive(Clone, PartialEq)]
pub struct Slippery;

impl serde::Serialize for Slippery {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl<'de> serde::Deserialize<'de> for Slippery {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        panic!("{PART_OF_THE_TEST}")
    }
}

#[action(public)]
pub async fn hold(what: Slippery, form: FormData) -> ActionResult<()> {
    let _ = (what, form);
    note("hold");
    Ok(())
}

/// An argument that cannot be named in a tag.
#[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Unspeakable(pub u32);

impl Display for Unspeakable {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        panic!("{PART_OF_THE_TEST}")
    }
}

#[query(public, tags("entries", "of:{of}"))]
pub async fn untagged(of: Unspeakable) -> QueryResult<u32> {
    Ok(of.0)
}

/// A page that panics while its first part is rendered.
#[component]
pub fn Stumbles() -> impl IntoView {
    if use_context::<Parts>().is_some_and(|parts| parts.headers.contains_key("x-stumble")) {
        panic!("{PART_OF_THE_TEST}");
    }
    view! {
        <Form action=hold.bind(Slippery)>
            <input name="text" value=form_value("text")/>
        </Form>
    }
}

/// A page that panics when its first part has been sent, and the gate is open.
#[component]
pub fn StumblesLate() -> impl IntoView {
    let value = use_query(slow);
    let late = move || {
        Suspend::new(async move {
            let value = value.await.unwrap_or_default();
            // What panics at once does so in a task of Leptos', of which nobody hears.
            tokio::task::yield_now().await;
            assert_eq!(value, 0, "{PART_OF_THE_TEST}");
            value
        })
    };
    view! {
        <p id="early">"early"</p>
        <Suspense>{late}</Suspense>
    }
}

/// The types behind the functions, under the functions' names: what a test asks of an action or a query.
pub mod types {
    #![allow(non_camel_case_types)]

    pub type hold = super::__action_hold;
    pub type untagged = super::__query_untagged;
}
pub use types::*;

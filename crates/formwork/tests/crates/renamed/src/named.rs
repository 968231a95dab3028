//! The macros by their paths.

use fw::{
    action::ActionResult,
    fields::{Fields, FormData},
    form::Form,
    query::QueryResult,
};
use leptos::prelude::*;

/// What a form carries.
#[derive(fw::Fields, Clone)]
pub struct Press {
    /// A number.
    pub number: u32,
}

/// An action.
#[fw::action(public)]
pub async fn count(form: Fields<Press>) -> ActionResult<u32> {
    Ok(form.number)
}

/// A query.
#[fw::query(public)]
pub async fn counted() -> QueryResult<u32> {
    Ok(1)
}

/// Several.
#[fw::actions(public)]
pub mod all {
    use fw::{action::ActionResult, fields::FormData};

    /// One.
    pub async fn one(form: FormData) -> ActionResult<()> {
        drop(form);
        Ok(())
    }
}

/// A page.
#[component]
pub fn Counter() -> impl IntoView {
    let _ = |_: FormData| ();
    fw::view! {
        <Form action=count><input type="number" name="number"/></Form>
        <Form action=all::one>"One"</Form>
    }
}

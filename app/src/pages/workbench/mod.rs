//! `/workbench`: small tools, each for one feature of forms and actions.

pub mod bindery;
mod embosser;
pub mod foundry;
pub mod galley;
mod imposition;
mod ink;
pub mod make_ready;
pub mod many;
pub mod office;
mod overprint;
mod pigeonholes;
mod proof;
pub mod specimen;
pub mod stone;
mod tally;
pub mod telegraph;
mod type_case;

use crate::layout::{PageBody, PageHead};
use embosser::Embosser;
use formwork::prelude::*;
use imposition::Imposition;
use ink::InkTable;
use overprint::Overprint;
use pigeonholes::Pigeonholes;
use proof::ProofPress;
use specimen::SpecimenDrawer;
use tally::Tally;
use type_case::TypeCase;

#[component]
pub fn WorkbenchPage() -> impl IntoView {
    view! {
        <PageHead title="Workbench" feature="Small examples">
            "What a printer has within reach: something to count with, a case of type, a sheet to fold, ink, and a press for proofs. Orders are taken in the "
            <a href="/workbench/office">"office"</a> ", sheets are bound in the "
            <a href="/workbench/bindery">"bindery"</a> ", type is cast at the "
            <a href="/workbench/foundry">"foundry"</a> ", lines are collected in the "
            <a href="/workbench/galley">"galley"</a> ", and mistakes are found on the "
            <a href="/workbench/stone">"stone"</a> ", telegrams leave by the "
            <a href="/workbench/telegraph">"telegraph"</a> ". The "
            <a href="/workbench/make-ready">"make-ready"</a> " needs no client at first. A "
            <a href="/workbench/many">"checklist"</a> " measures what many forms cost."
        </PageHead>
        <PageBody shows=vec![
            "Previous state: three counters of one action; one begins with 500. Each count travels with its form as a seal. A plain button resets it.",
            "Uploads and raw form data: several values of one name, a hidden input, a file with its name and size.",
            "Submit buttons: a picture that sends the clicked position, and a button outside of its form.",
            "Calls: from an event handler, from another action, and twice in a closure that is a form’s action.",
            "Form status: the pending values, method and action. The action is defined inside of a component, and passed as a prop.",
            "Permalink: a form that a fresh page does not show. Without JavaScript its answer is on another page.",
            "Error boundary: an action fails, and the form comes back with your input.",
        ]>
            <Tally/>
            <TypeCase/>
            <Imposition/>
            <Pigeonholes/>
            <InkTable/>
            <Overprint/>
            <ProofPress/>
            <Embosser/>
            <SpecimenDrawer/>
        </PageBody>
    }
}

/// The purpose of a tool, under its heading.
#[component]
fn Purpose(text: &'static str) -> impl IntoView {
    view! { <p class="quiet">{text}</p> }
}

/// The answer of an action, after some words of introduction.
#[component]
fn Said(what: &'static str, #[prop(into)] said: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div role="status">
            {move || {
                said.get().map(|said| view! { <p class="notice success">{format!("{what}{said}")}</p> })
            }}
        </div>
    }
}

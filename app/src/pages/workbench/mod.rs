//! `/workbench`: small tools, each of which shows one thing that forms and actions can do.

pub mod bindery;
mod embosser;
pub mod foundry;
mod imposition;
mod ink;
pub mod many;
pub mod office;
mod overprint;
mod pigeonholes;
mod proof;
pub mod specimen;
pub mod stone;
mod tally;
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
        <PageHead title="Workbench">
            "What a printer has within reach: something to count with, a case of type, a sheet to fold, ink, and a press for proofs. Orders are taken in the "
            <a href="/workbench/office">"office"</a> ", sheets are bound in the "
            <a href="/workbench/bindery">"bindery"</a> ", type is cast at the "
            <a href="/workbench/foundry">"foundry"</a> ", and mistakes are found on the "
            <a href="/workbench/stone">"stone"</a> ". What many forms cost is measured on a "
            <a href="/workbench/many">"checklist"</a> "."
        </PageHead>
        <PageBody shows=vec![
            "Three counters of one action, one of which begins with 500. Each count travels with its form as a seal, and comes back one higher; a plain button starts it anew.",
            "Raw form data: several values of one name, a hidden input, a file with its name and size.",
            "A picture that submits, with the place where it was clicked; a button that stands outside of its form.",
            "An action called by an event handler, and by another action; two calls as the action of one form.",
            "An action written inside of a component, passed on as a prop; and what is on its way, shown while it is.",
            "A form that is not there any more when the page is loaded anew; without JavaScript its answer is on a page of its own.",
            "An action that fails, at an error boundary: the form comes back with what was typed.",
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

/// What a tool is for, under its heading.
#[component]
fn Purpose(text: &'static str) -> impl IntoView {
    view! { <p class="quiet">{text}</p> }
}

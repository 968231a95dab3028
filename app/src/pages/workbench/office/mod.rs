//! `/workbench/office`: where orders come in, and where they are turned away.

mod dispatch;
mod doors;
mod order;
mod strongroom;
mod trial_run;

use crate::layout::{PageBody, PageHead};
use dispatch::Dispatch;
use doors::Doors;
use formwork::prelude::*;
use order::OrderDesk;
use strongroom::Strongroom;
use trial_run::TrialRun;

#[component]
pub fn OfficePage() -> impl IntoView {
    view! {
        <PageHead title="Office" feature="Arguments and guards">
            "Orders come in here, parcels go out, and not every door is open. The tools are on the "
            <a href="/workbench">"workbench"</a> "."
        </PageHead>
        <PageBody shows=vec![
            "Typed fields: numbers, a pattern, an e-mail address, an optional field. The browser checks the rules as constraints, the server checks them again.",
            "A second submit button of one form, an input, which runs its own action.",
            "Bound arguments: two, one after the other.",
            "Guards: an action behind a guard, and a list of all actions and queries with their guards.",
            "Outcomes: every way in which an action can end, and its message in the form.",
        ]>
            <OrderDesk/>
            <Dispatch/>
            <Strongroom/>
            <TrialRun/>
            <Doors/>
        </PageBody>
    }
}

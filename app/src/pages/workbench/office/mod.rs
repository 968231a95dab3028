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
        <PageHead title="Office">
            "Orders come in here, parcels go out, and not every door is open. The tools are on the "
            <a href="/workbench">"workbench"</a> "."
        </PageHead>
        <PageBody shows=vec![
            "Numbers, a pattern, an address, and a field that may stay empty: the rules are the inputs’ constraints, and the server checks them again.",
            "A second button of one form that runs an action of its own, here an input.",
            "Arguments bound to a form, one after the other.",
            "An action behind a guard, and a list of all actions and queries with who may call them.",
            "Every way in which an action can end, and what its form says then.",
        ]>
            <OrderDesk/>
            <Dispatch/>
            <Strongroom/>
            <TrialRun/>
            <Doors/>
        </PageBody>
    }
}

//! Two counters of one action. What was counted so far is the action's previous state.

use super::{Purpose, listening};
use crate::layout::Sheet;
use formwork::prelude::*;

/// Adds what the button says to the count so far.
#[action(public)]
pub async fn count(Prev(so_far): Prev<u32>, form: FormData) -> ActionResult<u32> {
    let by = form.get("by").and_then(|by| by.parse::<u32>().ok());
    match by {
        Some(by @ (1 | 10)) => Ok(so_far.saturating_add(by)),
        _ => Err(refuse(400, "Press one of the two buttons.")),
    }
}

#[component]
pub fn Tally() -> impl IntoView {
    let good = use_action_state(count, 0);
    let spoiled = use_action_state(count, 0);
    view! {
        <Sheet id="tally" title="Tally">
            <Purpose text="Count what comes off the press. Nobody keeps the number but the form itself, and nobody can change it."/>
            <div class="counters">
                <Counter name="Good sheets" counted=good/>
                <Counter name="Spoiled sheets" counted=spoiled/>
            </div>
        </Sheet>
    }
}

#[component]
fn Counter(name: &'static str, counted: ActionState<u32, FormData>) -> impl IntoView {
    let listening = listening();
    let counter = counted.clone();
    view! {
        <div class="counter" role="group" aria-label=name>
            <p>
                <output>{counted.state}</output>
                <span>{name}</span>
            </p>
            // Each press counts, also while another is under way.
            <Form action=counted.action dedupe=false>
                <div class="actions">
                    <button type="submit" name="by" value="1" class="secondary">
                        "+1"
                    </button>
                    <button type="submit" name="by" value="10" class="secondary">
                        "+10"
                    </button>
                    <button
                        type="button"
                        class="secondary"
                        {..leptos::attr::custom::custom_attribute("autocomplete", "off")}
                        disabled=move || !listening.get()
                        on:click=move |_| counter.reset()
                    >
                        "Start anew"
                    </button>
                </div>
            </Form>
        </div>
    }
}

//! Three counters of one action. The count is the action's previous state.

use super::Purpose;
use crate::layout::Sheet;
use formwork::prelude::*;

/// Adds the button's value to the count.
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
    // It begins with what lies there already, however one has come to the page.
    let stacked = use_action_state(count, 500);
    view! {
        <Sheet id="tally" title="Tally" feature="Previous state">
            <Purpose text="Count the sheets. Only the form stores the number, and nobody can change it."/>
            <div class="counters">
                <Counter name="Good sheets" counted=good/>
                <Counter name="Spoiled sheets" counted=spoiled/>
                <Counter name="Stacked sheets" counted=stacked/>
            </div>
        </Sheet>
    }
}

#[component]
fn Counter(name: &'static str, counted: ActionState<u32, FormData>) -> impl IntoView {
    let hydrated = use_hydrated();
    view! {
        <div class="counter" role="group" aria-label=name>
            <p>
                <output>{counted.state}</output>
                <span>{name}</span>
            </p>
            // Each press counts, also while another submission is pending.
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
                        disabled=move || !hydrated.get()
                        on:click=move |_| counted.reset()
                    >
                        "Start anew"
                    </button>
                </div>
            </Form>
        </div>
    }
}

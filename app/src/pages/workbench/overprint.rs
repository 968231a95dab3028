//! A form whose action is a closure: two calls of actions, one after the other.

use super::{Purpose, ink::mix};
use crate::layout::{Sheet, SubmitButton};
use formwork::prelude::*;

/// The inks printed over it, one after the other.
const OVER: [&str; 2] = ["Yellow", "Green"];

#[derive(Fields, Clone)]
pub struct Undercoat {
    #[field(label = "Ink below", length(min = 1))]
    pub ink: String,
}

#[component]
pub fn Overprint() -> impl IntoView {
    let printed = RwSignal::new(Vec::<String>::new());
    let print = move |Undercoat { ink }: Undercoat| async move {
        printed.set(Vec::new());
        for over in OVER {
            // If one is refused, the form shows why, and the rest is not printed.
            let mixed = mix(ink.clone(), over.to_string()).await?;
            printed.update(|printed| printed.push(format!("No. {}: {ink} under {over}", mixed.id)));
        }
        ActionResult::Ok(())
    };
    view! {
        <Sheet id="overprint" title="Overprint" feature="Closure as the action">
            <Purpose text="One press, two calls of an action, with the page’s own code in between. A press before hydration waits. Without JavaScript the form says that it cannot work."/>
            <Form action=print>
                <Field of=Undercoat::ink/>
                <div class="actions">
                    <SubmitButton label="Print both" busy="Printing…"/>
                </div>
            </Form>
            <div role="status">
                <ul class="shelf" aria-label="Overprinted">
                    <For each=move || printed.get() key=String::clone let:line>
                        <li>{line}</li>
                    </For>
                </ul>
            </div>
        </Sheet>
    }
}

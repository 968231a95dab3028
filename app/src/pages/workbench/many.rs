//! `/workbench/many?forms=200`: a page of many small forms, to measure what one costs.

use crate::layout::{PageBody, PageHead, Sheet};
use formwork::prelude::*;
use leptos_router::hooks::use_query_map;

/// How many forms a page has at most: it is anybody's URL.
const MOST: usize = 500;
const USUAL: usize = 50;

/// Ticks one line off. Nothing is stored.
#[action(public, policy = drop)]
pub async fn tick(line: usize, form: FormData) -> ActionResult<()> {
    let _ = (line, form);
    Ok(())
}

#[component]
pub fn ManyPage() -> impl IntoView {
    let query = use_query_map();
    let forms = move || {
        let asked = query
            .read()
            .get("forms")
            .and_then(|forms| forms.parse().ok());
        asked.unwrap_or(USUAL).min(MOST)
    };
    view! {
        <PageHead title="Many forms" feature="Cost of a form">
            "A checklist in which each line is a form of its own: what a long list of buttons costs."
        </PageHead>
        <PageBody shows=vec![
            "Each line is a form with a bound argument, and a button that is disabled while its form is pending.",
            "The number of lines is in the address: `?forms=200`.",
        ]>
            <Sheet id="checklist" title="Checklist" feature="Cost of a form">
                <ul class="many">{move || (1..=forms()).map(|line| view! { <Line line/> }).collect_view()}</ul>
            </Sheet>
        </PageBody>
    }
}

#[component]
fn Line(line: usize) -> impl IntoView {
    view! {
        <li>
            <Form action=tick.bind(line)>
                <TickButton line/>
            </Form>
        </li>
    }
}

#[component]
fn TickButton(line: usize) -> impl IntoView {
    let pending = use_form_status().pending();
    view! {
        <button type="submit" class="secondary" disabled=pending>
            "Tick line "
            {line}
        </button>
    }
}

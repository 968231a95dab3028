//! A form in a drawer that is shut on a fresh page. Its permalink leads to a page that shows the answer.

use super::Purpose;
use crate::layout::{PageBody, PageHead, Sheet, SubmitButton};
use formwork::prelude::*;

#[derive(Fields, Clone)]
pub struct SpecimenRequest {
    #[field(label = "Typeface", length(min = 1, max = 40))]
    pub typeface: String,
}

#[action(public)]
pub async fn ask_for_specimen(form: Fields<SpecimenRequest>) -> ActionResult<String> {
    Ok(form.typeface)
}

/// The tool on the workbench.
#[component]
pub fn SpecimenDrawer() -> impl IntoView {
    let open = RwSignal::new(false);
    let hydrated = use_hydrated();
    view! {
        <Sheet id="specimens" title="Specimens" feature="Permalink">
            <Purpose text="The drawer is shut on every fresh page. Without JavaScript its form is on another page, which shows the answer, too."/>
            <noscript inner_html="<p><a href=\"/workbench/specimen\">Ask for a specimen</a></p>"></noscript>
            <div class="actions">
                <button
                    type="button"
                    {..leptos::attr::custom::custom_attribute("autocomplete", "off")}
                    disabled=move || !hydrated.get()
                    aria-expanded=move || open.get().to_string()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {move || if open.get() { "Shut the drawer" } else { "Open the drawer" }}
                </button>
            </div>
            <Show when=move || open.get()>
                <SpecimenForm/>
            </Show>
        </Sheet>
    }
}

/// `/workbench/specimen`: the same form, in plain sight.
#[component]
pub fn SpecimenPage() -> impl IntoView {
    view! {
        <PageHead title="Specimen" feature="Permalink">
            "A sheet with all letters of a typeface. The drawer that it comes from is on the "
            <a href="/workbench">"workbench"</a> "."
        </PageHead>
        <PageBody shows=vec![
            "The target of a permalink. The workbench does not show the form on a fresh page; this page does.",
        ]>
            <Sheet id="specimen" title="Ask for a specimen">
                <SpecimenForm/>
            </Sheet>
        </PageBody>
    }
}

#[component]
fn SpecimenForm() -> impl IntoView {
    let asking =
        use_action_state(ask_for_specimen, None::<String>).permalink("/workbench/specimen");
    view! {
        <Form action=asking.action>
            <Field of=SpecimenRequest::typeface/>
            <div class="actions">
                <SubmitButton label="Ask for it" busy="Asking…"/>
            </div>
        </Form>
        <div role="status">
            {move || {
                asking
                    .state
                    .get()
                    .map(|typeface| {
                        view! {
                            <p class="notice success">"A specimen of " {typeface} " is on its way."</p>
                        }
                    })
            }}
        </div>
    }
}

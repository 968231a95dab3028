//! A form in a drawer that is shut when the page is loaded anew: a permalink leads to where its answer is shown.

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
        <Sheet id="specimens" title="Specimens">
            <Purpose text="The drawer is opened by hand, and shut on every new page. What is asked for in it without JavaScript is answered on a page of its own."/>
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
        <PageHead title="Specimen">
            "A sheet with all letters of a typeface. The drawer that it comes from is on the "
            <a href="/workbench">"workbench"</a> "."
        </PageHead>
        <PageBody shows=vec![
            "The page to which a form leads that may not be there when its page is loaded anew: the permalink of its hook.",
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

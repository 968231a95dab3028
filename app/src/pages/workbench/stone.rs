//! `/workbench/stone`: a form with a confirmation, and a form with redirects.

use super::{Purpose, Said};
use crate::layout::{PageBody, PageHead, Sheet, SubmitButton};
use formwork::prelude::*;

/// The targets of the redirects: this page, in three ways, another page, and a file that is no page of the app.
const WAYS: [(&str, &str); 5] = [
    ("/workbench/stone", "This page"),
    ("/workbench/stone?sheet=2", "This page, with a query"),
    ("/workbench/stone#signpost", "This page, with a fragment"),
    ("/guestbook", "The guestbook"),
    ("/robots.txt", "What robots may read"),
];

#[action(public)]
pub async fn send_on(form: FormData) -> ActionResult<String> {
    let to = form.get("to").unwrap_or_default();
    match WAYS.iter().find(|(way, _)| *way == to) {
        Some((way, _)) => Err(redirect(*way)),
        None if to == "nowhere" => Ok("You stay where you are.".into()),
        None => Err(Issues::at("to", "Choose where to go.").into()),
    }
}

#[action(public)]
pub async fn strike_out(form: FormData) -> ActionResult<String> {
    Ok(form.get("line").unwrap_or_default().into())
}

#[component]
pub fn StonePage() -> impl IntoView {
    view! {
        <PageHead title="Stone" feature="Redirects">
            "The table on which type is locked up before it goes to press, and where mistakes are found. Back to the "
            <a href="/workbench">"workbench"</a> "."
        </PageHead>
        <PageBody shows=vec![
            "Confirmation: the app’s own submit handler asks first. On “Cancel” nothing is sent.",
            "A redirect to the same page: the state is the initial one again, and the scroll position stays.",
        ]>
            <StrikeOut/>
            <Signpost/>
        </PageBody>
    }
}

#[component]
fn StrikeOut() -> impl IntoView {
    let striking = use_action_state(strike_out, None::<String>);
    let ask = |event: leptos::web_sys::SubmitEvent| {
        let is_sure = window().confirm_with_message("Strike this line out?");
        if !is_sure.unwrap_or_default() {
            event.prevent_default();
        }
    };
    view! {
        <Sheet id="strike-out" title="Strike out" feature="Confirmation">
            <Purpose text="After hydration a dialog asks before the line is struck out."/>
            <Form action=striking.action on:submit=ask>
                <div class="fw-field">
                    <label class="fw-label" for="line">
                        "Line"
                    </label>
                    <input id="line" name="line" autocomplete="off" value=form_value("line")/>
                </div>
                <div class="actions">
                    <SubmitButton label="Strike out" busy="Striking…"/>
                </div>
            </Form>
            <Said what="Struck out: " said=striking.state/>
        </Sheet>
    }
}

#[component]
fn Signpost() -> impl IntoView {
    let going = use_action_state(send_on, None::<String>);
    view! {
        <Sheet id="signpost" title="Signpost" feature="Redirects">
            <Purpose text="The action redirects to the chosen page."/>
            <Form action=going.action>
                <div class="fw-field">
                    <label class="fw-label" for="to">
                        "Where to"
                    </label>
                    <select id="to" name="to" aria-describedby="to-error">
                        <option value="">"Choose…"</option>
                        <option value="nowhere">"Nowhere"</option>
                        {WAYS.map(|(way, label)| view! { <option value=way>{label}</option> })}
                    </select>
                    <FieldMessage name="to" attr:id="to-error"/>
                </div>
                <div class="actions">
                    <SubmitButton label="Go" busy="Going…"/>
                </div>
            </Form>
            <Said what="" said=going.state/>
        </Sheet>
    }
}

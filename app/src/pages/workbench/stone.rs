//! `/workbench/stone`: forms that are easily got wrong.

use super::Purpose;
use crate::layout::{PageBody, PageHead, Sheet, SubmitButton};
use formwork::prelude::*;

/// Where the signpost can lead: here, in three ways, and away.
const WAYS: [(&str, &str); 4] = [
    ("/workbench/stone", "This page"),
    ("/workbench/stone?sheet=2", "This page, with a query"),
    ("/workbench/stone#signpost", "This page, with a fragment"),
    ("/guestbook", "The guestbook"),
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
        <PageHead title="Stone">
            "The table on which type is locked up before it goes to press, and where mistakes are found. Back to the "
            <a href="/workbench">"workbench"</a> "."
        </PageHead>
        <PageBody shows=vec![
            "A handler of the app that asks before a form is sent. Who says no has sent nothing.",
            "A redirect to the page itself: the state is what it was at first, and the page stays where it was scrolled to.",
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
        <Sheet id="strike-out" title="Strike out">
            <Purpose text="Before a line is struck out you are asked, where the page’s script is there to ask."/>
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
            <div role="status">
                {move || {
                    striking
                        .state
                        .get()
                        .map(|line| {
                            view! { <p class="notice success">{format!("Struck out: {line}")}</p> }
                        })
                }}
            </div>
        </Sheet>
    }
}

#[component]
fn Signpost() -> impl IntoView {
    let going = use_action_state(send_on, None::<String>);
    view! {
        <Sheet id="signpost" title="Signpost">
            <Purpose text="The server says where to go next."/>
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
            <div role="status">
                {move || {
                    going.state.get().map(|said| view! { <p class="notice success">{said}</p> })
                }}
            </div>
        </Sheet>
    }
}

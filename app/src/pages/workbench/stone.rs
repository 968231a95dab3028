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

/// Names that a form, a node or an object has already. All of them are allowed in HTML.
const NAMES: [&str; 34] = [
    "action",
    "method",
    "submit",
    "id",
    "name",
    "target",
    "enctype",
    "elements",
    "length",
    "reset",
    "requestSubmit",
    "children",
    "contains",
    "firstChild",
    "nextSibling",
    "parentNode",
    "nodeType",
    "tagName",
    "isConnected",
    "querySelector",
    "querySelectorAll",
    "getAttribute",
    "hasAttribute",
    "setAttribute",
    "removeAttribute",
    "addEventListener",
    "dispatchEvent",
    "ownerDocument",
    "style",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "toString",
    "then",
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

/// Reads back what arrived, in order.
#[action(public)]
pub async fn sort_names(form: FormData) -> ActionResult<String> {
    if form.get("toString") == Some("pied") {
        return Err(refuse(409, "The type is pied."));
    }
    let names = form.texts().map(|(name, text)| format!("{name}={text}"));
    Ok(names.collect::<Vec<_>>().join(" "))
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
            "Fields with the names of what forms, nodes and objects have themselves: they arrive like any others.",
            "A handler of the app that asks before a form is sent. Who says no has sent nothing.",
            "A redirect to the page itself: the state is what it was at first, and the page stays where it was scrolled to.",
        ]>
            <StrikeOut/>
            <Names/>
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
fn Names() -> impl IntoView {
    let sorting = use_action_state(sort_names, None::<String>);
    view! {
        <Sheet id="names" title="Names">
            <Purpose text="Each field is called like something that the form has itself. What arrives is read back in order."/>
            <Form action=sorting.action reset=false>
                <NamedFields/>
                <div class="actions">
                    <button type="submit" name="formAction" value="sort">
                        "Sort"
                    </button>
                </div>
            </Form>
            <div role="status">
                {move || {
                    sorting
                        .state
                        .get()
                        .map(|names| view! { <p class="notice success sorted">{names}</p> })
                }}
            </div>
        </Sheet>
    }
}

#[component]
fn NamedFields() -> impl IntoView {
    let fields = NAMES.map(|name| {
        let id = format!("named-{name}");
        let sent = form_values(name).and_then(|sent| sent.into_iter().next());
        view! {
            <div class="fw-field">
                <label class="fw-label" for=id.clone()>
                    {name}
                </label>
                <input id=id name=name autocomplete="off" value=sent.unwrap_or_else(|| name.to_lowercase())/>
            </div>
        }
    });
    view! { <div class="pair">{fields.into_iter().collect_view()}</div> }
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
                    <FieldError name="to" attr:id="to-error"/>
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

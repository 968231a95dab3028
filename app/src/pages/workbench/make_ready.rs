//! `/workbench/make-ready`: a page that loads its client at the first interaction, and a choice of when the others do.

use crate::layout::{PageBody, PageHead, Sheet, SubmitButton};
use formwork::prelude::*;
#[cfg(feature = "ssr")]
use http::{
    HeaderValue,
    header::{COOKIE, SET_COOKIE},
    request::Parts,
};
#[cfg(feature = "ssr")]
use leptos_axum::ResponseOptions;

/// The cookie with the visitor's choice.
#[cfg(feature = "ssr")]
const COOKIE_NAME: &str = "client";

const CHOICES: [(&str, ClientLoad); 4] = [
    ("load", ClientLoad::Load),
    ("idle", ClientLoad::Idle),
    ("interaction", ClientLoad::Interaction),
    ("never", ClientLoad::Never),
];

#[cfg(feature = "ssr")]
fn choice(name: &str) -> Option<ClientLoad> {
    let mut choices = CHOICES.iter();
    choices
        .find(|(known, _)| *known == name)
        .map(|(_, load)| *load)
}

/// When the pages load their client, for the visitor whose request is served.
pub fn chosen_load() -> ClientLoad {
    #[cfg(feature = "ssr")]
    if let Some(load) = use_context::<Parts>().and_then(|parts| choice_in(&parts)) {
        return load;
    }
    ClientLoad::default()
}

#[cfg(feature = "ssr")]
fn choice_in(parts: &Parts) -> Option<ClientLoad> {
    parts
        .headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE_NAME)
        .and_then(|(_, value)| choice(value))
}

#[derive(Fields, Clone)]
pub struct TestSheet {
    #[field(label = "Line", length(min = 1, max = 40))]
    pub line: String,
}

#[action(public)]
pub async fn pull_test_sheet(form: Fields<TestSheet>) -> ActionResult<String> {
    Ok(form.line)
}

#[action(public)]
pub async fn choose_load(form: FormData) -> ActionResult<String> {
    let name = form.get("client").unwrap_or_default();
    if choice(name).is_none() {
        return Err(refuse(422, "There is no such choice."));
    }
    let cookie = HeaderValue::from_str(&format!("{COOKIE_NAME}={name}; Path=/; SameSite=Lax"))?;
    expect_context::<ResponseOptions>().append_header(SET_COOKIE, cookie);
    Ok(name.to_string())
}

#[component]
pub fn MakeReadyPage() -> impl IntoView {
    let inked = RwSignal::new(0);
    let pulling = use_action_state(pull_test_sheet, None::<String>);
    let choosing = use_action_state(choose_load, None::<String>);
    let buttons = CHOICES.map(|(name, _)| {
        view! {
            <button type="submit" class="secondary" name="client" value=name>
                {name}
            </button>
        }
    });
    view! {
        <PageHead title="Make-ready" feature="When the client is loaded">
            "What is done before a press runs. This page sends no WASM until you do something that needs it."
        </PageHead>
        <PageBody shows=vec![
            "client_load(\"/workbench/make-ready\", ClientLoad::Interaction): the form is the bridge’s, and its answers load no document.",
            "The first click on another button loads the client, and is repeated when it is there.",
            "The shell chooses for all other pages, here by a cookie.",
        ]>
            <Sheet id="test-sheet" title="Test sheet" feature="Form without the client">
                <Form action=pulling.action>
                    <Field of=TestSheet::line/>
                    <div class="actions">
                        <SubmitButton label="Pull it" busy="Pulling…"/>
                    </div>
                </Form>
                <div role="status">
                    {move || {
                        pulling
                            .state
                            .get()
                            .map(|line| {
                                view! { <p class="notice success">"Pulled: " {line}</p> }
                            })
                    }}
                </div>
            </Sheet>
            <Sheet id="rollers" title="Rollers" feature="First interaction">
                <p role="status">
                    {move || format!("Rollers inked: {}.", inked.get())}
                </p>
                <div class="actions">
                    <button type="button" on:click=move |_| inked.update(|inked| *inked += 1)>
                        "Ink the rollers"
                    </button>
                </div>
            </Sheet>
            <Sheet id="other-pages" title="All other pages" feature="Chosen in the shell">
                <Form action=choosing.action>
                    <div class="actions">{buttons}</div>
                </Form>
                <div role="status">
                    {move || {
                        choosing
                            .state
                            .get()
                            .map(|name| {
                                view! {
                                    <p class="notice success">
                                        "Your next pages load their client so: " {name}
                                    </p>
                                }
                            })
                    }}
                </div>
            </Sheet>
        </PageBody>
    }
}

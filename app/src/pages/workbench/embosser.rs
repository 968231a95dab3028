//! An action that can fail, inside an error boundary.

use super::Purpose;
use crate::layout::{Sheet, SubmitButton};
use formwork::prelude::*;

#[derive(Fields, Clone)]
pub struct Embossing {
    #[field(label = "Words to emboss", length(min = 1, max = 60))]
    pub words: String,
    #[field(
        label = "Board",
        help = "Fine paper is embossed. Board is too thick, and jams the press."
    )]
    pub board: bool,
}

/// The press has stopped on its own; nobody's input is wrong.
#[cfg(feature = "ssr")]
#[derive(Debug, thiserror::Error)]
#[error("board in the embosser: the platen does not close")]
struct Jammed;

#[action(public)]
pub async fn emboss(form: Fields<Embossing>) -> ActionResult<String> {
    if form.board {
        return Err(Jammed.into());
    }
    Ok(form.words)
}

#[component]
pub fn Embosser() -> impl IntoView {
    let embossing = use_action_state(emboss, None::<String>);
    view! {
        <Sheet id="embosser" title="Embosser" feature="Error boundary">
            <Purpose text="Tick “Board” and the press jams: the error boundary replaces the form by a notice. “Clear the press” brings the form back with your input."/>
            <ErrorBoundary fallback=|errors| view! { <Jam errors/> }>
                <Form action=embossing.action>
                    <Field of=Embossing::words/>
                    <Field of=Embossing::board/>
                    <div class="actions">
                        <SubmitButton label="Emboss" busy="Embossing…"/>
                    </div>
                </Form>
            </ErrorBoundary>
            <div role="status">
                {move || {
                    embossing
                        .state
                        .get()
                        .map(|words| view! { <p class="notice success">"Embossed: “" {words} "”"</p> })
                }}
            </div>
        </Sheet>
    }
}

#[component]
fn Jam(errors: ArcRwSignal<Errors>) -> impl IntoView {
    let said = errors.with_untracked(|errors| {
        let texts = errors.iter().map(|(_, error)| error.to_string());
        texts.collect::<Vec<_>>()
    });
    view! {
        <div class="notice failure" role="alert">
            <p>"The press is jammed."</p>
            {said.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
        </div>
        <div class="actions">
            <TryAgain errors>"Clear the press"</TryAgain>
        </div>
    }
}

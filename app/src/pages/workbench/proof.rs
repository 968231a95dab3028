//! An action that stands inside of a component, is handed to another one, and says what is on its way.

use super::Purpose;
use crate::layout::Sheet;
use formwork::prelude::*;

/// How long the press takes: long enough to read what is on its way.
#[cfg(feature = "ssr")]
const IMPRESSION: std::time::Duration = std::time::Duration::from_millis(600);

#[derive(Fields, Clone)]
pub struct Line {
    #[field(label = "Line", length(min = 1, max = 60))]
    pub text: String,
}

/// A line as it comes off the press.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Proof {
    pub text: String,
    pub words: usize,
}

#[component]
pub fn ProofPress() -> impl IntoView {
    /// Only this component knows of it. It is a function of its own all the same: it sees no variable of the
    /// component.
    #[action(public)]
    async fn pull(form: Fields<Line>) -> ActionResult<Proof> {
        tokio::time::sleep(IMPRESSION).await;
        Ok(Proof {
            words: form.text.split_whitespace().count(),
            text: form.text,
        })
    }

    let pulling = use_action_state(pull, None::<Proof>);
    view! {
        <Sheet id="proof" title="Proof">
            <Purpose text="The press takes a moment, and the form says what is in it meanwhile."/>
            <PressBed action=pulling.action/>
            <div role="status">
                {move || {
                    pulling
                        .state
                        .get()
                        .map(|Proof { text, words }| {
                            let words = match words {
                                1 => "one word".to_owned(),
                                words => format!("{words} words"),
                            };
                            view! {
                                <p class="notice success">{format!("Pulled: “{text}”, {words}.")}</p>
                            }
                        })
                }}
            </div>
        </Sheet>
    }
}

/// Knows how to ask for a line, and not what becomes of it.
#[component]
fn PressBed(action: FormAction<Line>) -> impl IntoView {
    view! {
        <Form action>
            <Field of=Line::text/>
            <div class="actions">
                <PullButton/>
            </div>
            <OnItsWay/>
        </Form>
    }
}

#[component]
fn PullButton() -> impl IntoView {
    let status = use_form_status();
    view! {
        <button type="submit" disabled=status.pending>
            "Pull a proof"
        </button>
    }
}

/// What the form around is sending, how, to which action, and how it stands.
#[component]
fn OnItsWay() -> impl IntoView {
    let status = use_form_status();
    let line = move || {
        let data = status.data.get()?;
        data.get(Line::text.name()).map(str::to_owned)
    };
    let stage = move || match status.status.get()? {
        SubmissionStatus::Sending if status.slow.get() => Some("sending, and taking its time"),
        SubmissionStatus::Sending => Some("sending"),
        SubmissionStatus::Waiting => Some("waiting for the network"),
        _ => None,
    };
    view! {
        <dl class="ledger in-press" data-pending=status.pending>
            <div>
                <dt>"In the press"</dt>
                <dd>{move || line().unwrap_or_else(|| "nothing".into())}</dd>
            </div>
            <div>
                <dt>"Method"</dt>
                <dd>{move || status.method.get().unwrap_or("none")}</dd>
            </div>
            <div>
                <dt>"Action"</dt>
                <dd>
                    <code>{move || status.action.get().unwrap_or_else(|| "none".into())}</code>
                </dd>
            </div>
            <div>
                <dt>"Stage"</dt>
                <dd>{move || stage().unwrap_or("none")}</dd>
            </div>
        </dl>
    }
}

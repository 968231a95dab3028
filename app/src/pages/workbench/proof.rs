//! An action that is defined inside of a component and passed to another one, with the status of its form.

use super::Purpose;
use crate::layout::Sheet;
use formwork::prelude::*;

/// How long the press takes: long enough to read the pending values.
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
    /// Visible only in this component. It is a separate function: it cannot use the component's variables.
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
        <Sheet id="proof" title="Proof" feature="Form status">
            <Purpose text="The press takes a moment. Meanwhile the form shows its pending values."/>
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

/// Renders the form, and knows nothing of its action.
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
    let pending = use_form_status().pending();
    view! {
        <button type="submit" disabled=pending>
            "Pull a proof"
        </button>
    }
}

/// The enclosing form's pending values, method, action and status.
#[component]
fn OnItsWay() -> impl IntoView {
    let form = use_form_status();
    let (pending, slow) = (form.pending(), form.slow());
    let (data, method, action) = (form.data(), form.method(), form.action());
    let status = form.status();
    let line = move || {
        let data = data.get()?;
        data.get(Line::text.name()).map(str::to_owned)
    };
    let stage = move || match status.get()? {
        SubmissionStatus::Sending if slow.get() => Some("sending, and taking its time"),
        SubmissionStatus::Sending => Some("sending"),
        SubmissionStatus::Waiting => Some("waiting for the network"),
        _ => None,
    };
    view! {
        <dl class="ledger in-press" data-pending=pending>
            <div>
                <dt>"In the press"</dt>
                <dd>{move || line().unwrap_or_else(|| "nothing".into())}</dd>
            </div>
            <div>
                <dt>"Method"</dt>
                <dd>{move || method.get().unwrap_or("none")}</dd>
            </div>
            <div>
                <dt>"Action"</dt>
                <dd>
                    <code>{move || action.get().unwrap_or_else(|| "none".into())}</code>
                </dd>
            </div>
            <div>
                <dt>"Stage"</dt>
                <dd>{move || stage().unwrap_or("none")}</dd>
            </div>
        </dl>
    }
}

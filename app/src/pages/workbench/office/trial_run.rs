//! One action with every outcome.

use crate::{
    layout::{Sheet, SubmitButton},
    pages::workbench::Purpose,
};
use formwork::prelude::*;
#[cfg(feature = "ssr")]
use std::time::Duration;

/// The endings that can be chosen: value and label.
const ENDINGS: [(&str, &str); 7] = [
    ("done", "It is printed"),
    ("invalid", "The proofreader finds a mistake"),
    ("refused", "The foreman stops it"),
    ("missing", "The plate is gone"),
    ("redirect", "It moves to the workbench"),
    ("failed", "The press breaks"),
    ("interrupted", "It takes too long"),
];

/// Longer than [`trial_run`] may take.
#[cfg(feature = "ssr")]
const TOO_LONG: Duration = Duration::from_secs(60);

#[derive(Fields, Clone)]
pub struct Trial {
    #[field(label = "How it ends")]
    pub ending: String,
    #[field(label = "On the sheet", length(min = 1, max = 60))]
    pub sheet: String,
}

/// An error whose text is only in the log.
#[cfg(feature = "ssr")]
#[derive(Debug, thiserror::Error)]
#[error("roller 3 is cracked, and the spare one lies in the cellar")]
struct RollerCracked;

/// Ends with the chosen outcome.
#[action(public, deadline = "500ms")]
pub async fn trial_run(form: Fields<Trial>) -> ActionResult<String> {
    match form.ending.as_str() {
        "done" => Ok(form.sheet),
        "invalid" => Err(Issues::at(Trial::sheet, "There is a mistake in this line.").into()),
        "refused" => Err(refuse(403, "The foreman has stopped this run.")),
        "missing" => Err(not_found()),
        "redirect" => Err(redirect("/workbench")),
        "failed" => Err(RollerCracked.into()),
        "interrupted" => {
            tokio::time::sleep(TOO_LONG).await;
            Ok(form.sheet)
        }
        _ => Err(refuse(400, "Choose one of the endings.")),
    }
}

#[component]
pub fn TrialRun() -> impl IntoView {
    let trial = use_action_state(trial_run, None::<String>);
    let printed = move || {
        let went_well = trial.issues.read().is_empty() && trial.error.read().is_none();
        trial.state.get().filter(|_| went_well)
    };
    view! {
        <Sheet id="trial-run" title="Trial run" feature="Outcomes">
            <Purpose text="Choose an outcome. Unless the run is done, your input stays."/>
            <Form action=trial.action>
                <div class="fw-field">
                    <label class="fw-label" for="ending">
                        "How it ends"
                    </label>
                    <select id="ending" name="ending" autocomplete="off">
                        {ENDINGS
                            .map(|(value, label)| {
                                view! {
                                    <option value=value selected=form_value("ending") == value>
                                        {label}
                                    </option>
                                }
                            })}
                    </select>
                </div>
                <Field of=Trial::sheet/>
                <div class="actions">
                    <SubmitButton label="Run" busy="Running…"/>
                </div>
            </Form>
            <div role="status">
                {move || {
                    printed()
                        .map(|sheet| {
                            view! { <p class="notice success">{format!("Printed: “{sheet}”.")}</p> }
                        })
                }}
            </div>
        </Sheet>
    }
}

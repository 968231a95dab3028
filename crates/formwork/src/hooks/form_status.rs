//! `use_form_status`.

use super::{Channel, FormError, Submitter, shown};
use crate::{fields::FormData, submission::SubmissionStatus};
use leptos::prelude::*;

/// What `use_form_status` gives: signals about the submissions of the nearest form.
#[derive(Clone, Copy)]
pub struct FormStatus {
    /// Whether a submission of this form is under way.
    pub pending: Signal<bool>,
    /// What is being sent, without reserved fields; `None` while nothing is.
    pub data: Signal<Option<FormData>>,
    /// `"post"` while something is being sent.
    pub method: Signal<Option<&'static str>>,
    /// The id of the action that is being run: a button's where it has its own; empty for a closure.
    pub action: Signal<Option<String>>,
    /// The button that was pressed, while something is being sent.
    pub submitter: Signal<Option<Submitter>>,
    /// How much of an upload has been sent, from 0 to 1; `None` where there are no files, and while nothing is
    /// being sent.
    pub progress: Signal<Option<f64>>,
    /// Whether what is under way has taken longer than [`SLOW_MS`](crate::submission::SLOW_MS), a second, or what
    /// `<Form slow_after=…>` says, so that a spinner does not flash.
    pub slow: Signal<bool>,
    /// Where the newest submission is in its life; with the policy `drop` also that it was ignored.
    pub status: Signal<Option<SubmissionStatus>>,
    /// Why the last submission failed as a whole; `None` after success, and for issues of fields.
    pub error: Signal<Option<FormError>>,
}

/// The status of the nearest enclosing `<Form>`: for its buttons, spinners and disabled fields.
///
/// Outside of a form everything is idle.
///
/// ```
/// use formwork::prelude::*;
///
/// #[component]
/// fn SubmitButton() -> impl IntoView {
///     let status = use_form_status();
///     view! {
///         <button type="submit" disabled=status.pending>
///             {move || if status.pending.get() { "Sending…" } else { "Send" }}
///         </button>
///         <progress hidden=move || status.progress.read().is_none() value=move || status.progress.get()></progress>
///     }
/// }
/// ```
///
/// # Server-side rendering
/// Idle, like [React's](https://react.dev/reference/react-dom/hooks/useFormStatus); `error` is that of a
/// failed native submission.
pub fn use_form_status() -> FormStatus {
    match use_context::<Channel>() {
        Some(channel) => {
            let shared = channel.shared;
            let data = shown(&shared.data);
            FormStatus {
                pending: shown(&shared.busy),
                data,
                method: Signal::derive(move || data.with(|data| data.is_some().then_some("post"))),
                action: shown(&shared.sent_to),
                submitter: shown(&shared.submitter),
                progress: shown(&shared.progress),
                slow: shown(&shared.slow),
                status: shown(&shared.status),
                error: shown(&shared.failure),
            }
        }
        None => FormStatus {
            pending: Signal::stored(false),
            data: Signal::stored(None),
            method: Signal::stored(None),
            action: Signal::stored(None),
            submitter: Signal::stored(None),
            progress: Signal::stored(None),
            slow: Signal::stored(false),
            status: Signal::stored(None),
            error: Signal::stored(None),
        },
    }
}

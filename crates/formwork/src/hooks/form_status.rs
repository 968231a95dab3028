//! `use_form_status`.

use super::{Channel, FormError, Submitter, shown};
use crate::{fields::FormData, submission::SubmissionStatus};
use leptos::prelude::*;

/// The result of `use_form_status`: signals about the submissions of the nearest form.
#[derive(Clone, Copy)]
pub struct FormStatus {
    /// Whether a submission of this form is pending.
    pub pending: Signal<bool>,
    /// The form data of the pending submission, without reserved fields; `None` when idle.
    pub data: Signal<Option<FormData>>,
    /// `"post"` while a submission is pending.
    pub method: Signal<Option<&'static str>>,
    /// The id of the running action: the button's, if it has its own. Empty for a closure. The id of an action is
    /// [`action_id`](crate::action::FormActionExt::action_id).
    pub action: Signal<Option<String>>,
    /// The pressed button, while a submission is pending.
    pub submitter: Signal<Option<Submitter>>,
    /// The sent fraction of an upload, from 0 to 1; `None` without files, and when idle.
    pub progress: Signal<Option<f64>>,
    /// Whether the pending submission has taken longer than [`SLOW_MS`](crate::submission::SLOW_MS), a second, or than
    /// `<Form slow_after=…>`: with it a spinner does not flash.
    pub slow: Signal<bool>,
    /// The status of the newest submission; with the policy `drop` also that it was ignored.
    pub status: Signal<Option<SubmissionStatus>>,
    /// Why the last submission failed as a whole; `None` after success, and for issues of fields.
    pub error: Signal<Option<FormError>>,
}

/// The status of the nearest enclosing `<Form>`: for its buttons, spinners and disabled fields.
///
/// Outside of a form every signal is idle.
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
/// Idle, like [React's](https://react.dev/reference/react-dom/hooks/useFormStatus); `error` is the error of a failed
/// native submission.
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

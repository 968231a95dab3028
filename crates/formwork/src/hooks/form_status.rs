//! `use_form_status`.

use super::{Channel, FormError, Submitter, shown};
use crate::{
    channel::{LazySignal, Shared},
    fields::FormData,
    submission::SubmissionStatus,
};
use leptos::prelude::*;

/// The result of `use_form_status`: signals about the submissions of the nearest form. It is `Copy`.
///
/// Each method makes its signal when it is called. Call it once, where the component is made:
/// `let pending = use_form_status().pending();`.
#[derive(Clone, Copy)]
pub struct FormStatus {
    channel: Option<StoredValue<Channel>>,
}

impl FormStatus {
    /// Whether a submission of this form is pending.
    pub fn pending(self) -> Signal<bool> {
        self.signal(|shared| &shared.busy)
    }

    /// The form data of the pending submission, without reserved fields; `None` when idle.
    pub fn data(self) -> Signal<Option<FormData>> {
        self.signal(|shared| &shared.data)
    }

    /// `"post"` while a submission is pending.
    pub fn method(self) -> Signal<Option<&'static str>> {
        let data = self.data();
        Signal::derive(move || data.with(|data| data.is_some().then_some("post")))
    }

    /// The id of the running action: the button's, if it has its own. Empty for a closure. The id of an action is
    /// [`action_id`](crate::action::FormActionExt::action_id).
    pub fn action(self) -> Signal<Option<String>> {
        self.signal(|shared| &shared.sent_to)
    }

    /// The pressed button, while a submission is pending.
    pub fn submitter(self) -> Signal<Option<Submitter>> {
        self.signal(|shared| &shared.submitter)
    }

    /// The sent fraction of an upload, from 0 to 1; `None` without files, and when idle.
    pub fn progress(self) -> Signal<Option<f64>> {
        self.signal(|shared| &shared.progress)
    }

    /// Whether the pending submission has taken longer than a second, or than `<Form slow_after=…>`: a spinner that
    /// waits for it does not flash.
    pub fn slow(self) -> Signal<bool> {
        self.signal(|shared| &shared.slow)
    }

    /// The status of the newest submission; with the policy `drop` also that it was ignored.
    pub fn status(self) -> Signal<Option<SubmissionStatus>> {
        self.signal(|shared| &shared.status)
    }

    /// Why the last submission failed as a whole; `None` after success, and for issues of fields.
    pub fn error(self) -> Signal<Option<FormError>> {
        self.signal(|shared| &shared.failure)
    }

    /// The form's signal; outside of a form, one that never changes.
    fn signal<T>(self, of: impl FnOnce(&Shared) -> &LazySignal<T>) -> Signal<T>
    where
        T: Default + Clone + Send + Sync + 'static,
    {
        let channel = self.channel.and_then(|channel| channel.try_get_value());
        match channel {
            Some(channel) => shown(of(&channel.shared)),
            None => Signal::stored(T::default()),
        }
    }
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
///     let (pending, progress) = (status.pending(), status.progress());
///     view! {
///         <button type="submit" disabled=pending>
///             {move || if pending.get() { "Sending…" } else { "Send" }}
///         </button>
///         <progress hidden=move || progress.read().is_none() value=move || progress.get()></progress>
///     }
/// }
/// ```
///
/// # Server-side rendering
/// Idle, like [React's](https://react.dev/reference/react-dom/hooks/useFormStatus); `error()` is the error of a failed
/// native submission.
pub fn use_form_status() -> FormStatus {
    FormStatus {
        channel: use_context::<Channel>().map(StoredValue::new),
    }
}

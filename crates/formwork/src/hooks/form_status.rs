//! `use_form_status`.

use super::{Channel, FormError, Submitter, shown};
use crate::{
    channel::{LazySignal, Shared},
    fields::FormData,
    submission::SubmissionStatus,
};
use leptos::prelude::*;

/// What `use_form_status` gives: signals about the submissions of the nearest form. It is `Copy`.
///
/// Each method makes its signal when it is called, so ask once, where the component is made:
/// `let pending = use_form_status().pending();`.
#[derive(Clone, Copy)]
pub struct FormStatus {
    channel: Option<StoredValue<Channel>>,
}

impl FormStatus {
    /// Whether a submission of this form is under way.
    pub fn pending(self) -> Signal<bool> {
        self.signal(|shared| &shared.busy)
    }

    /// What is being sent, without reserved fields; `None` while nothing is.
    pub fn data(self) -> Signal<Option<FormData>> {
        self.signal(|shared| &shared.data)
    }

    /// `"post"` while something is being sent.
    pub fn method(self) -> Signal<Option<&'static str>> {
        let data = self.data();
        Signal::derive(move || data.with(|data| data.is_some().then_some("post")))
    }

    /// The id of the action that is being run: a button's where it has its own; empty for a closure.
    pub fn action(self) -> Signal<Option<String>> {
        self.signal(|shared| &shared.sent_to)
    }

    /// The button that was pressed, while something is being sent.
    pub fn submitter(self) -> Signal<Option<Submitter>> {
        self.signal(|shared| &shared.submitter)
    }

    /// How much of an upload has been sent, from 0 to 1; `None` where there are no files, and while nothing is
    /// being sent.
    pub fn progress(self) -> Signal<Option<f64>> {
        self.signal(|shared| &shared.progress)
    }

    /// Whether what is under way has taken longer than [`SLOW_MS`](crate::submission::SLOW_MS), a second, or what
    /// `<Form slow_after=…>` says, so that a spinner does not flash.
    pub fn slow(self) -> Signal<bool> {
        self.signal(|shared| &shared.slow)
    }

    /// Where the newest submission is in its life; with the policy `drop` also that it was ignored.
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
/// Outside of a form everything is idle.
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
/// Idle, like [React's](https://react.dev/reference/react-dom/hooks/useFormStatus); `error()` is that of a
/// failed native submission.
pub fn use_form_status() -> FormStatus {
    FormStatus {
        channel: use_context::<Channel>().map(StoredValue::new),
    }
}

//! The place for the error of a whole submission: the form's own place, or the nearest `<ErrorBoundary>`. Without either
//! it is in the form's last line (`notice`).

use super::element::button;
use crate::{
    action::action_url,
    channel::{Channel, FormError, went_wrong},
    side,
    texts::{Text, say},
    wire::{FIELD_KEY, PARAM_BACK},
};
use leptos::{error::Errors, ev, html, prelude::*};
use std::fmt;

/// The error that a form throws to the nearest `<ErrorBoundary>` when its action has failed. Its text is safe to show,
/// and contains the id of the error in the log.
#[derive(Clone)]
pub struct FormBoundaryError {
    failure: FormError,
    channel: Channel,
}

impl FormBoundaryError {
    pub(super) fn new(failure: FormError, channel: Channel) -> Self {
        Self { failure, channel }
    }

    /// The failure.
    pub fn error(&self) -> &FormError {
        &self.failure
    }
}

impl fmt::Display for FormBoundaryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the form's sentence about the user's input: the form may be unmounted.
        let id = match &self.failure {
            FormError::Failed { error_id } => error_id,
            _ => "",
        };
        f.write_str(&went_wrong(id))
    }
}

impl fmt::Debug for FormBoundaryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FormBoundaryError")
            .field(&self.failure)
            .finish()
    }
}

impl std::error::Error for FormBoundaryError {}

/// The form's own place for the error of its last submission as a whole. Put it inside the form. It replaces the form's
/// last line, and the form then throws nothing to an `<ErrorBoundary>`.
///
/// ```
/// use formwork::prelude::*;
///
/// #[action(public)]
/// async fn print(form: FormData) -> ActionResult<()> {
///     let _ = form;
///     Ok(())
/// }
///
/// # fn page() -> impl IntoView {
/// view! {
///     <Form action=print>
///         <FormMessage/>
///         <input name="sheet"/>
///         <button type="submit">"Print"</button>
///     </Form>
/// }
/// # }
/// ```
#[component]
pub fn FormMessage() -> impl IntoView {
    let channel = use_context::<Channel>();
    if let Some(channel) = &channel {
        let places = ArcRwSignal::clone(&channel.shared.places);
        places.update(|places| *places += 1);
        Owner::on_cleanup(move || places.update(|places| *places -= 1));
    }
    view! {
        <p class="fw-failure" role="alert">
            {move || {
                let channel = channel.as_ref()?;
                let failure = channel.shared.failure.get()?;
                Some(failure_view(&failure, channel))
            }}
        </p>
    }
}

/// Brings back the forms whose failure an `<ErrorBoundary>` shows, with the user's input: for its `fallback`.
///
/// It works without JavaScript, too: the button posts the input once more, and the new page contains it in the form, as
/// after a mistake. This post runs no action. It does not carry secrets and files.
///
/// If the boundary shows another error, the button shows its content again.
///
/// ```
/// use formwork::prelude::*;
///
/// #[action(public)]
/// async fn print(form: FormData) -> ActionResult<()> {
///     let _ = form;
///     Ok(())
/// }
///
/// # fn page() -> impl IntoView {
/// view! {
///     <ErrorBoundary fallback=|errors| view! {
///         <p role="alert">"The press is jammed."</p>
///         <TryAgain errors/>
///     }>
///         <Form action=print>
///             <input name="sheet"/>
///             <button type="submit">"Print"</button>
///         </Form>
///     </ErrorBoundary>
/// }
/// # }
/// ```
#[component]
pub fn TryAgain(
    /// The fallback's argument.
    errors: ArcRwSignal<Errors>,
    /// The button's text, "Try again" by default.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let failed = errors.with_untracked(|errors| failed_forms(errors).into_iter().next());
    let outcome = failed.and_then(|failed| failed.channel.shared.outcome.clone());
    let url = outcome
        .as_ref()
        .map(|outcome| action_url("", &outcome.action, &[(PARAM_BACK, Some("1"))]));
    let method = if url.is_some() { "post" } else { "get" };
    let fields = outcome.map(|outcome| {
        let key = (FIELD_KEY.to_string(), outcome.form.clone());
        let fields = std::iter::once(key).chain(outcome.values.iter().cloned());
        let hidden = |(name, value)| view! { <input type="hidden" name=name value=value autocomplete="off"/> };
        fields.map(hidden).collect_view()
    });
    let bring_back = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let failed = errors.with_untracked(failed_forms);
        // First, since rendering the form removes the thrown error.
        for failed in &failed {
            failed.channel.shared.failure.set(None);
        }
        errors.set(Errors::default());
        if let Some(failed) = failed.first() {
            side::focus(&failed.channel);
        }
    };
    let button = NodeRef::<html::Button>::new();
    // The pressed button is gone: move the focus here.
    button.on_load(|button| side::focus_if_lost(button.into()));
    view! {
        <form class="fw-again" method=method action=url on:submit=bring_back>
            {fields}
            <button type="submit" node_ref=button>
                {match children {
                    Some(children) => children().into_any(),
                    None => say(Text::TryAgain).into_any(),
                }}
            </button>
        </form>
    }
}

fn failed_forms(errors: &Errors) -> Vec<FormBoundaryError> {
    let failed = errors
        .iter()
        .filter_map(|(_, error)| error.downcast_ref::<FormBoundaryError>());
    failed.cloned().collect()
}

fn failure_view(failure: &FormError, channel: &Channel) -> impl IntoView + use<> {
    let retry = (*failure == FormError::Waiting).then(|| retry_button(channel));
    view! { {failure.message()} {retry} }
}

/// Sends what waits for the network now.
pub(super) fn retry_button(channel: &Channel) -> impl IntoView + use<> {
    let channel = channel.clone();
    let now = move |_| side::retry_all(&channel);
    (" ", button(say(Text::TryNow), now))
}

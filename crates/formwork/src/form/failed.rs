//! Where it is said that a submission failed as a whole: in a place of the form's own, at the nearest
//! `<ErrorBoundary>`, or in the form's last line.

use crate::{
    action::action_url,
    channel::{Channel, FormError, went_wrong},
    side,
    texts::{Text, say},
    wire::{FIELD_KEY, PARAM_BACK},
};
use leptos::{
    error::{ErrorHook, Errors},
    ev, html,
    prelude::*,
};
use std::{fmt, sync::Arc};

/// What a form throws to the nearest `<ErrorBoundary>` when its action has failed. Its text is what the person may
/// read, with the id under which the log has the error.
#[derive(Clone)]
pub struct FormBoundaryError {
    failure: FormError,
    channel: Channel,
}

impl FormBoundaryError {
    /// What has failed.
    pub fn error(&self) -> &FormError {
        &self.failure
    }
}

impl fmt::Display for FormBoundaryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nothing of what the form itself says of what was typed: it may not be there.
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

/// A place of the form's own for what its last submission failed of as a whole. It takes the place of the line that
/// a form has at its end, and nothing is thrown to an `<ErrorBoundary>` around the form. To stand in the form.
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
        let places = channel.shared.places.clone();
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

/// Brings forms back whose failure an `<ErrorBoundary>` shows, with what was typed: for its `fallback`.
///
/// Without JavaScript, too: the button then posts what was typed once more, and the page comes with it in the form,
/// as after a mistake. Nothing is run. Secrets and files are not carried along.
///
/// Where the boundary shows something else, the button shows its content again.
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
    /// What the fallback is given.
    errors: ArcRwSignal<Errors>,
    /// What the button says; "Try again" where nothing is given.
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
        // First, since what is thrown is taken back where the form is rendered.
        for failed in &failed {
            failed.channel.shared.failure.set(None);
        }
        errors.set(Errors::default());
        if let Some(failed) = failed.first() {
            side::focus(&failed.channel);
        }
    };
    let button = NodeRef::<html::Button>::new();
    // Whoever pressed a button that is not there any more goes on here.
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

/// The form's last line, and what it throws.
pub(super) fn last_line(channel: &Channel) -> impl IntoView + use<> {
    let is_caught = use_context::<Arc<dyn ErrorHook>>().is_some();
    let (thrown, shown) = (channel.clone(), channel.clone());
    let throws =
        move |failure: &FormError| is_caught && matches!(failure, FormError::Failed { .. });
    view! {
        {move || match unplaced(&thrown).filter(throws) {
            Some(failure) => Err(FormBoundaryError { failure, channel: thrown.clone() }),
            None => Ok(()),
        }}
        <p class="fw-failure" role="alert">
            {move || {
                let failure = unplaced(&shown).filter(|failure| !throws(failure))?;
                Some(failure_view(&failure, &shown))
            }}
        </p>
    }
}

/// The failure, where the form has no place of its own for it.
fn unplaced(channel: &Channel) -> Option<FormError> {
    let shared = &channel.shared;
    shared.failure.get().filter(|_| shared.places.get() == 0)
}

fn failure_view(failure: &FormError, channel: &Channel) -> impl IntoView + use<> {
    let retry = (*failure == FormError::Waiting).then(|| {
        let channel = channel.clone();
        let now = move |_| side::retry_all(&channel);
        view! { " " <button type="button" on:click=now>{say(Text::TryNow)}</button> }
    });
    view! { {failure.message()} {retry} }
}

//! `use_submissions`.

use crate::{
    action::{Action, ActionCall, Bound, OfServerFn, ServerFnAction, ServerFnMarker},
    channel::Standing,
    fields::{FormArg, FormData, FormServerFn},
    side,
    submission::{SubmissionId, SubmissionStatus},
};
use leptos::prelude::*;
use std::{marker::PhantomData, rc::Rc};

/// A snapshot of one submission of an action.
#[derive(Clone)]
pub struct SubmissionEntry {
    /// Its number on this page.
    pub id: SubmissionId,
    /// Its form data, without reserved fields.
    pub input: FormData,
    /// Its status.
    pub status: SubmissionStatus,
    /// Whether it has been pending for longer than a second.
    pub slow: bool,
}

impl From<Standing> for SubmissionEntry {
    fn from(standing: Standing) -> Self {
        let Standing {
            id,
            input,
            status,
            slow,
        } = standing;
        Self {
            id,
            input,
            status,
            slow,
        }
    }
}

impl SubmissionEntry {
    /// Its input as the form's struct, if it is valid.
    pub fn decoded<T: FormArg>(&self) -> Option<T> {
        T::decode(&self.input).ok()
    }

    /// Sends it again under the same id: at once if it waits for the network, and after a refusal or no answer. For
    /// all other submissions it does nothing.
    pub fn retry(&self) {
        side::retry(self.id);
    }

    /// Cancels it: a submission that was not sent never is, and a run on the server stops at its next `await`. Work
    /// the run had already committed stays committed.
    pub fn cancel(&self) {
        side::cancel(self.id);
    }

    /// Removes a submission that could be retried.
    pub fn dismiss(&self) {
        side::dismiss(self.id);
    }
}

/// The result of `use_submissions`.
#[derive(Clone, Copy)]
pub struct Submissions {
    /// The pending submissions, and those that were refused or got no answer and can be retried; the oldest first.
    pub all: Signal<Vec<SubmissionEntry>>,
    action: &'static str,
}

impl Submissions {
    /// Calls the listener at every change of a submission's status, until the owner of this call is disposed. The
    /// listener also gets submissions that have ended, and so are no longer in [`all`](Self::all), and submissions that
    /// were never sent (superseded, ignored, joined).
    pub fn on_change(&self, listener: impl Fn(&SubmissionEntry) + 'static) {
        let listener = Rc::new(move |it: &Standing| listener(&it.clone().into()));
        side::watch(self.action, Some(listener));
    }
}

/// An action's function item, or the same with arguments bound. `M` is inferred.
#[diagnostic::on_unimplemented(
    message = "this is not an #[action] function",
    note = "`use_submissions(send_message)` takes the function itself"
)]
pub trait ActionFn<M> {
    /// The action.
    type Action: Action;
}

impl<S: FormServerFn, F> ActionFn<ServerFnMarker> for ServerFnAction<S, F> {
    type Action = OfServerFn<S>;
}

/// Inferred: an action with arguments bound.
pub struct BoundFnMarker<R>(PhantomData<R>);

impl<A: Action, R> ActionFn<BoundFnMarker<R>> for Bound<A, R> {
    type Action = A;
}

macro_rules! action_fn {
    ($($arg:ident),*) => {
        impl<F, A: Action, $($arg),*> ActionFn<(A, $($arg,)*)> for F
        where
            F: Fn($($arg),*) -> ActionCall<A>,
        {
            type Action = A;
        }
    };
}

action_fn!();
action_fn!(A1);
action_fn!(A1, A2);
action_fn!(A1, A2, A3);
action_fn!(A1, A2, A3, A4);
action_fn!(A1, A2, A3, A4, A5);
action_fn!(A1, A2, A3, A4, A5, A6);

/// All pending submissions of an action on this page, from every form, hook and call, each with its input and its
/// status. They can be cancelled and retried.
///
/// ```
/// use formwork::prelude::*;
///
/// #[action(public)]
/// async fn send(form: FormData) -> ActionResult<()> {
///     let _ = form;
///     Ok(())
/// }
///
/// #[component]
/// fn Outbox() -> impl IntoView {
///     let sending = use_submissions(send);
///     view! {
///         <ul>
///             <For each=move || sending.all.get() key=|entry| (entry.id, entry.status) let:entry>
///                 <li>
///                     {entry.input.get("text").unwrap_or_default().to_string()}
///                     <button on:click=move |_| entry.cancel()>"Cancel"</button>
///                 </li>
///             </For>
///         </ul>
///     }
/// }
/// ```
///
/// # Server-side rendering
/// Empty.
pub fn use_submissions<F, M>(action: F) -> Submissions
where
    F: ActionFn<M>,
{
    let _ = action;
    let action = <F::Action as Action>::ID;
    let changed = side::watch(action, None);
    // It ends with its owner: afterwards it wakes no subscriber.
    let all = move |_: Option<&_>| {
        changed.track();
        let all = side::standing(action);
        all.into_iter().map(SubmissionEntry::from).collect()
    };
    let all = Memo::new_with_compare(all, |_, _| true).into();
    Submissions { all, action }
}

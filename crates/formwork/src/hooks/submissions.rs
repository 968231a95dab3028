//! `use_submissions`.

use crate::{
    action::{Action, ActionCall, Bound},
    channel::Standing,
    fields::{FormArg, FormData},
    side,
    submission::{SubmissionId, SubmissionStatus},
};
use leptos::prelude::*;
use std::{marker::PhantomData, rc::Rc};

/// One submission of an action, as it is at this moment.
#[derive(Clone)]
pub struct SubmissionEntry {
    /// Its number on this page.
    pub id: SubmissionId,
    /// What it carries, without reserved fields.
    pub input: FormData,
    /// Where it is in its life.
    pub status: SubmissionStatus,
    /// Whether it has been under way for longer than a second.
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
    /// Its input as the form's struct, where it is valid.
    pub fn decoded<T: FormArg>(&self) -> Option<T> {
        T::decode(&self.input).ok()
    }

    /// Sends it again under the same id: now, where it waits for the network, and where it was refused or got no
    /// answer. For all others nothing happens.
    pub fn retry(&self) {
        side::retry(self.id);
    }

    /// Takes it back: what was not sent is never sent, and a run on the server is stopped at its next `await`.
    /// What that had committed by then stays committed.
    pub fn cancel(&self) {
        side::cancel(self.id);
    }

    /// Gives up one that could be sent again.
    pub fn dismiss(&self) {
        side::dismiss(self.id);
    }
}

/// What `use_submissions` gives.
#[derive(Clone, Copy)]
pub struct Submissions {
    /// Those under way, and those that were refused or got no answer and can be sent again; the oldest first.
    pub all: Signal<Vec<SubmissionEntry>>,
    action: &'static str,
}

impl Submissions {
    /// Calls this at every change of a submission's status, until the owner of this call is gone: also for those
    /// that have ended, and so are no longer in [`all`](Self::all), and for those that were never sent
    /// (superseded, ignored, the same press again).
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

/// All submissions of an action on this page that are under way, from whichever form, hook or call: each with its
/// input and its status, to be cancelled or sent again.
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
    // It ends with its owner: what it has shown is not woken after that.
    let all = move |_: Option<&_>| {
        changed.track();
        let all = side::standing(action);
        all.into_iter().map(SubmissionEntry::from).collect()
    };
    let all = Memo::new_with_compare(all, |_, _| true).into();
    Submissions { all, action }
}

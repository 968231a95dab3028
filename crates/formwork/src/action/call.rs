//! The trait that `#[action]` implements, and the call that an action's function returns.

use super::{ActionError, ActionResult};
use crate::{channel::Call, fields::FormData, side, submission::Policy, wire::Outcome};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    future::{Future, IntoFuture},
    pin::Pin,
};

/// An async function that runs on the server. Implemented by `#[action]`, on a type that is never built.
pub trait Action: Sized + Send + Sync + 'static {
    /// The action's id: its module path and name, then a fingerprint of its signature; the same in every build. A page
    /// whose action has the same name and another fingerprint is told that it is out of date.
    const ID: &'static str;
    /// The function's name.
    const NAME: &'static str;
    /// What happens to a submission while another is under way, where the action says so.
    const POLICY: Option<Policy>;
    /// How long a run may take, in milliseconds, where the action says so.
    const DEADLINE_MS: Option<u64>;
    /// How many bytes a submission may have, where the action says so.
    const LIMIT: Option<u64>;
    /// What the call takes: bound arguments, the previous state, the form; as a tuple.
    type Args: Send + 'static;
    /// What the action answers when it succeeds.
    type Output: Serialize + DeserializeOwned + Send + 'static;
    /// `Prev<S>` where the action takes the previous state, else [`NoPrev`].
    type Prev: 'static;

    /// Whether it takes the previous state.
    #[doc(hidden)]
    const TAKES_PREV: bool;

    /// Takes the arguments apart for the wire: the bound ones as a JSON array, and the form.
    #[doc(hidden)]
    fn encode(args: &Self::Args) -> Result<(String, FormData), serde_json::Error>;

    /// Runs the body in this process, behind its guard. Only the server has bodies.
    #[doc(hidden)]
    fn run_here(_: Self::Args) -> Pin<Box<dyn Future<Output = ActionResult<Self::Output>> + Send>> {
        Box::pin(std::future::ready(Err(NoSide.into())))
    }
}

/// A call of an action that has not been made yet: `.await` makes it.
///
/// On the server it runs the body in this process, behind the action's guard. In the browser it posts the
/// arguments. Dropping it unawaited does nothing; dropping it later stops nothing.
///
/// In the browser the calls of one action take their turns, in the order in which they were made, unless the
/// action says otherwise by its `policy`. Where the network fails, a call is sent again for a minute, under one
/// id, so that it runs once.
///
/// # Errors
/// Whatever the action ends with, see [`ActionError`]. In the browser also
/// [`ActionError::Unanswered`] where no answer came, and what the policy or a cancel has made of it. While a page is being rendered it is an error too: an action is a mutation, and a
/// page that is looked at changes nothing; a `#[query]` is for reading.
#[must_use = "an action runs when its call is awaited"]
pub struct ActionCall<A: Action> {
    args: A::Args,
}

impl<A: Action> ActionCall<A> {
    /// A call with these arguments. The function that `#[action]` makes does this.
    #[doc(hidden)]
    pub fn new(args: A::Args) -> Self {
        Self { args }
    }
}

impl<A: Action> IntoFuture for ActionCall<A> {
    type Output = ActionResult<A::Output>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        if side::is_rendering() {
            return Box::pin(std::future::ready(
                Err(CalledWhileRendering(A::NAME).into()),
            ));
        }
        if side::IS_SERVER {
            return A::run_here(self.args);
        }
        let encoded = A::encode(&self.args);
        let call = Call {
            action: A::ID,
            policy: A::POLICY.unwrap_or_default(),
            deadline_ms: A::DEADLINE_MS,
        };
        side::sent_from_here(async move {
            let (bound, form) = encoded?;
            let end = side::call(call, &bound, form).await;
            match ActionError::of_end(end.ok_or(NoSide)?)? {
                Outcome::Done(value) => Ok(serde_json::from_str(value.get())?),
                other => Err(ActionError::from_outcome(other).unwrap_or(ActionError::Stale)),
            }
        })
    }
}

#[derive(Debug, thiserror::Error)]
#[error(
    "the action `{0}` was called while a page was being rendered; rendering must not change anything: call it from an event \
     handler or a form, or make it a #[query] if it only reads"
)]
struct CalledWhileRendering(&'static str);

#[derive(Debug, thiserror::Error)]
#[error(
    "no request could be made: formwork is built with none of its features `ssr`, `hydrate` and `csr`, or the browser \
     refuses"
)]
struct NoSide;

/// The value of an action's guard: `async fn rename(Guard(user): Guard<User>, …)`. Callers do not give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guard<G>(pub G);

/// The previous state, as an action takes it: `async fn vote(Prev(count): Prev<u32>, form: FormData)`.
///
/// It comes back from the browser as a seal. The first submission of a hook begins from the hook's `initial`; without a
/// hook, and in a direct call, it is the action's `initial = …`, or else `S::default()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prev<S>(pub S);

/// Stands where an action takes no previous state.
#[derive(Clone, Copy, Debug)]
pub struct NoPrev;

/// Whether a hook's state can be an action's previous state.
#[diagnostic::on_unimplemented(
    message = "this action's previous state is not of the type `{S}` that the hook holds",
    note = "`use_action_state(action, initial)` needs `Prev<S>` in the action and `initial: S` to have one type, which is \
            serialisable"
)]
pub trait PrevState<S> {
    /// The state as JSON, for the seal.
    #[doc(hidden)]
    fn to_json(state: &S) -> Option<String>;

    /// The state from JSON.
    #[doc(hidden)]
    fn from_json(json: &str) -> Option<S>;
}

impl<S> PrevState<S> for NoPrev {
    fn to_json(_: &S) -> Option<String> {
        None
    }

    fn from_json(_: &str) -> Option<S> {
        None
    }
}

impl<S: Serialize + DeserializeOwned> PrevState<S> for Prev<S> {
    fn to_json(state: &S) -> Option<String> {
        serde_json::to_string(state).ok()
    }

    fn from_json(json: &str) -> Option<S> {
        serde_json::from_str(json).ok()
    }
}

/// How an action's value becomes its next previous state.
#[diagnostic::on_unimplemented(
    message = "the action's value is not its next state",
    note = "an action that takes `Prev<S>` returns `ActionResult<S>`, or a type that converts into `S`"
)]
pub trait NextState<T> {
    /// The next state as JSON.
    #[doc(hidden)]
    fn next(value: T) -> Result<String, serde_json::Error>;
}

impl<S: From<T> + Serialize, T> NextState<T> for Prev<S> {
    fn next(value: T) -> Result<String, serde_json::Error> {
        serde_json::to_string(&S::from(value))
    }
}

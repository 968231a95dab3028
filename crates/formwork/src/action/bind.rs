//! `action.bind(value)`: further arguments, before the form.

use super::{Action, ActionCall};
use crate::side;
use serde::Serialize;
use std::marker::PhantomData;

/// Bound arguments, each as JSON.
#[derive(Clone, Default)]
pub(crate) struct Arguments {
    pub(crate) json: Vec<String>,
    /// The same with what is in the seals in their place: on the server.
    pub(crate) plain: Vec<String>,
}

impl Arguments {
    /// An argument which cannot be written as JSON (a map with keys that are no strings) travels as `null`,
    /// which the action's decoding refuses with 400.
    fn push<A: Action, X: Serialize>(&mut self, value: &X) {
        let write = || serde_json::to_string(value).unwrap_or_else(|_| "null".into());
        let (json, plain) = side::bound_to(A::ID, write);
        self.json.push(json);
        self.plain.extend(plain);
    }
}

/// An action with some of its arguments given. `Rest` is the tuple of those that are still open.
pub struct Bound<A, Rest> {
    pub(super) args: Arguments,
    marker: PhantomData<fn() -> (A, Rest)>,
}

impl<A, Rest> Clone for Bound<A, Rest> {
    fn clone(&self) -> Self {
        Self {
            args: self.args.clone(),
            marker: PhantomData,
        }
    }
}

impl<A: Action, Rest> Bound<A, Rest> {
    fn with<X: Serialize, Next>(mut self, value: &X) -> Bound<A, Next> {
        self.args.push::<A, X>(value);
        Bound {
            args: self.args,
            marker: PhantomData,
        }
    }

    fn new() -> Self {
        Self {
            args: Arguments::default(),
            marker: PhantomData,
        }
    }
}

/// `bind`: gives an action its first argument, as a method of the function item. It chains.
///
/// A plain argument travels in clear and can be forged by anyone, like any argument of a public endpoint:
/// the guard decides. A [`Sealed`](super::Sealed) one can be made only on the server.
///
/// It takes exactly the parameter's type: `update_user.bind(UserId(7))`.
pub trait Bind<M> {
    /// The action's first parameter.
    type First: Serialize;
    /// The action with that parameter given.
    type Out;

    /// Gives the first argument.
    fn bind(self, value: Self::First) -> Self::Out;
}

macro_rules! bind {
    ($($rest:ident),+) => {
        impl<F, X, $($rest,)+ A> Bind<(X, $($rest,)+ A)> for F
        where
            F: Fn(X, $($rest),+) -> ActionCall<A>,
            X: Serialize,
            A: Action,
        {
            type First = X;
            type Out = Bound<A, ($($rest,)+)>;

            fn bind(self, value: X) -> Self::Out {
                Bound::<A, ()>::new().with(&value)
            }
        }

        impl<X: Serialize, $($rest,)+ A: Action> Bound<A, (X, $($rest,)+)> {
            /// Gives the next argument.
            pub fn bind(self, value: X) -> Bound<A, ($($rest,)+)> {
                self.with(&value)
            }
        }
    };
}

bind!(R1);
bind!(R1, R2);
bind!(R1, R2, R3);
bind!(R1, R2, R3, R4);
bind!(R1, R2, R3, R4, R5);
bind!(R1, R2, R3, R4, R5, R6);

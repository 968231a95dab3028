//! `action.bind(value)`: further arguments, before the form.

use super::{Action, ActionCall};
use crate::side;
use serde::Serialize;
use std::marker::PhantomData;

/// Bound arguments, each as JSON.
#[derive(Clone, Default)]
pub(crate) struct Arguments {
    pub(crate) json: Vec<String>,
    /// The same with the seals' content in their place: on the server.
    pub(crate) plain: Vec<String>,
}

impl Arguments {
    /// An argument that is no valid JSON (a map with keys other than strings) travels as `null`. The action's decoding
    /// refuses it with 400.
    pub(super) fn push<A: Action, X: Serialize>(&mut self, value: &X) {
        let write = || serde_json::to_string(value).unwrap_or_else(|_| "null".into());
        let (json, plain) = side::bound_to(A::ID, write);
        self.json.push(json);
        self.plain.extend(plain);
    }
}

/// An action with some bound arguments. `Rest` is the tuple of the open arguments.
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
/// A plain argument travels in clear, and anyone can forge it, like any argument of a public endpoint: let the guard
/// decide. Only the server can make a [`Sealed`](super::Sealed) argument.
///
/// `bind` takes exactly the parameter's type: `update_user.bind(UserId(7))`.
pub trait Bind<M> {
    /// The action's first parameter.
    type First: Serialize;
    /// The action with that parameter bound.
    type Out;

    /// Binds the first argument.
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
            /// Binds the next argument.
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

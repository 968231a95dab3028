//! Which suspenses have read a resource.
//!
//! Leptos notes the suspense around it at *every* read, so that it can be told of the next loading, and empties the list
//! only then. Fresh values that come with answers are read without any loading, and the list would grow for as long as
//! the page lives. So a suspense that is noted reads without being seen.

use crate::side;
use leptos::{
    prelude::{Owner, StoredValue, UpdateValue, WithValue, use_context},
    reactive::computed::suspense::SuspenseContext,
};
use std::future::Future;

/// The suspenses that the resource has noted since it was loaded last.
#[derive(Clone, Copy)]
pub(super) struct Suspenses {
    noted: StoredValue<Vec<SuspenseContext>>,
}

impl Suspenses {
    pub(super) fn new() -> Self {
        Self {
            noted: StoredValue::new(Vec::new()),
        }
    }

    /// Reads the resource: unseen where the suspense around is noted already. On the server a page is read once.
    pub(super) fn read<R>(self, read: impl FnOnce() -> R) -> R {
        if side::IS_SERVER {
            return read();
        }
        let Some(around) = use_context::<SuspenseContext>() else {
            return read();
        };
        let is_noted = self
            .noted
            .try_with_value(|noted| noted.iter().any(|other| other.tasks == around.tasks));
        match is_noted {
            Some(true) => Owner::default().with(read),
            _ => {
                self.noted.try_update_value(|noted| noted.push(around));
                read()
            }
        }
    }

    /// A loading of the resource. It takes the list before it polls this, and makes one poll before there is a list.
    pub(super) fn until_read<F: Future + Send>(
        self,
        loading: F,
    ) -> impl Future<Output = F::Output> + Send {
        self.forget();
        let mut loading = Box::pin(loading);
        std::future::poll_fn(move |context| {
            self.forget();
            loading.as_mut().poll(context)
        })
    }

    fn forget(self) {
        self.noted.try_update_value(Vec::clear);
    }
}

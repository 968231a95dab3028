//! A page is rendered to its end, even if nobody waits for it.
//!
//! Leptos clears a page's signals away when its response is dropped, while what the page has begun (suspense, resources)
//! goes on in tasks: a reader who leaves in the middle would make these panic at the next signal that they read.

use super::{
    bare::{self, Reader},
    panics,
};
use crate::texts::Texts;
use axum::{
    body::{Body, BodyDataStream, Bytes, HttpBody},
    extract::Request,
    middleware::Next,
    response::Response,
};
use futures::{Stream, StreamExt};
use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::runtime::Handle;
use tracing::Instrument;

/// Renders a page in a task of its own: who leaves before the first part drops neither the task nor what it gives.
pub(super) async fn to_the_end(texts: Arc<Texts>, next: Next, request: Request) -> Response {
    let reader = Reader::of(request.headers());
    let page = async move { next.run(request).await.map(finished) };
    match tokio::spawn(page.in_current_span()).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => bare::failed(reader, &texts, panics::logged("a page", &*panic)),
            // The runtime goes down.
            Err(_) => std::future::pending().await,
        },
    }
}

fn finished(body: Body) -> Body {
    match body.size_hint().exact() {
        Some(_) => body,
        None => Body::from_stream(Finished(body.into_data_stream())),
    }
}

/// A body that is read to its end when nobody does so any more.
struct Finished(BodyDataStream);

impl Stream for Finished {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = panics::caught("a page", || self.0.poll_next_unpin(context));
        // The status has been sent: all that can be told is that the page is not complete.
        next.unwrap_or_else(|error_id| {
            self.0 = Body::empty().into_data_stream();
            let error = format!("the page cannot be rendered (error {error_id})");
            Poll::Ready(Some(Err(axum::Error::new(error))))
        })
    }
}

impl Drop for Finished {
    fn drop(&mut self) {
        let rest = std::mem::replace(&mut self.0, Body::empty().into_data_stream());
        if !rest.is_end_stream()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(rest.for_each(|_| async {}));
        }
    }
}

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
use futures::{FutureExt, Stream, StreamExt, future::BoxFuture, stream};
use http_body::{Frame, SizeHint};
use std::{
    collections::VecDeque,
    convert::Infallible,
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::{runtime::Handle, task::yield_now};
use tracing::{Instrument, Span};

/// How often the other tasks have a turn while the page waits for what they bring: a query that has its value at once, one
/// that asks for another. Its reader does not notice.
const TURNS: usize = 3;

/// How many bytes of a page are held back at most while they have their turns.
const HELD: usize = 64 * 1024;

/// Renders a page. Who leaves before the first part drops neither the page nor what it gives. Not `async`: the future would
/// hold its arguments twice.
pub(super) fn to_the_end(
    texts: Arc<Texts>,
    next: Next,
    request: Request,
) -> impl Future<Output = Response> + Send + use<> {
    let reader = Reader::of(request.headers());
    let page = Page {
        rest: Some(next.run(request).boxed()),
        span: Span::current(),
    };
    async move {
        match page.await {
            Ok(response) => {
                let (parts, body) = response.into_parts();
                match gathered(body).await {
                    Ok(body) => Response::from_parts(parts, body),
                    Err(error_id) => bare::failed(reader, &texts, error_id),
                }
            }
            Err(error_id) => bare::failed(reader, &texts, error_id),
        }
    }
}

/// A page until its first part is there. It goes on in a task of its own when nobody waits for it any more.
struct Page {
    rest: Option<BoxFuture<'static, Response>>,
    span: Span,
}

impl Future for Page {
    type Output = Result<Response, String>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(mut page) = self.rest.take() else {
            return Poll::Pending;
        };
        match panics::caught("a page", || page.poll_unpin(context)) {
            Ok(Poll::Pending) => {
                self.rest = Some(page);
                Poll::Pending
            }
            Ok(Poll::Ready(response)) => Poll::Ready(Ok(response)),
            Err(error_id) => Poll::Ready(Err(error_id)),
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(page) = self.rest.take()
            && let Ok(runtime) = Handle::try_current()
        {
            let rest = page.map(|response| drop(Finished::of(response.into_body())));
            runtime.spawn(rest.instrument(self.span.clone()));
        }
    }
}

/// A page whose parts that come at once go in one write; one that is complete then has a length in place of chunks. The id
/// of the error where it panics before any of it is sent.
async fn gathered(body: Body) -> Result<Body, String> {
    if body.size_hint().exact().is_some() {
        return Ok(body);
    }
    let mut rest = Finished::of(body);
    let (mut held, mut turns) = (Held::default(), TURNS);
    while held.bytes < HELD {
        match rest.next().now_or_never() {
            Some(Some(Ok(part))) => held.push(part),
            Some(Some(Err(error))) => {
                if let Some(error_id) = rest.panicked.take() {
                    return Err(error_id);
                }
                let parts = stream::iter(held.parts).map(Ok);
                return Ok(Body::from_stream(parts.chain(stream::iter([Err(error)]))));
            }
            Some(None) => return Ok(Body::new(held)),
            None if turns == 0 => break,
            None => {
                turns -= 1;
                yield_now().await;
            }
        }
    }
    Ok(Body::from_stream(
        stream::iter(held.parts).map(Ok).chain(rest),
    ))
}

/// Parts of a page that are there, as they came: nothing is copied. As a body it has a length.
#[derive(Default)]
struct Held {
    parts: VecDeque<Bytes>,
    bytes: usize,
}

impl Held {
    fn push(&mut self, part: Bytes) {
        if !part.is_empty() {
            self.bytes += part.len();
            self.parts.push_back(part);
        }
    }
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let part = self.parts.pop_front();
        self.bytes -= part.as_ref().map_or(0, Bytes::len);
        Poll::Ready(part.map(|part| Ok(Frame::data(part))))
    }

    fn is_end_stream(&self) -> bool {
        self.parts.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes as u64)
    }
}

/// A body that is read to its end when nobody does so any more.
struct Finished {
    rest: BodyDataStream,
    /// The id under which the log has its panic.
    panicked: Option<String>,
}

impl Finished {
    fn of(body: Body) -> Self {
        Self {
            rest: body.into_data_stream(),
            panicked: None,
        }
    }

    fn take_rest(&mut self) -> BodyDataStream {
        mem::replace(&mut self.rest, Body::empty().into_data_stream())
    }
}

impl Stream for Finished {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match panics::caught("a page", || self.rest.poll_next_unpin(context)) {
            Ok(next) => {
                if let Poll::Ready(None) = next {
                    drop(self.take_rest());
                }
                next
            }
            // Where the status has been sent, all that can be told is that the page is not complete.
            Err(error_id) => {
                drop(self.take_rest());
                let error = format!("the page cannot be rendered (error {error_id})");
                self.panicked = Some(error_id);
                Poll::Ready(Some(Err(axum::Error::new(error))))
            }
        }
    }
}

impl Drop for Finished {
    fn drop(&mut self) {
        let rest = self.take_rest();
        if !rest.is_end_stream()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(rest.for_each(|_| async {}));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A body whose parts are these, until it panics.
    fn stumbling(parts: usize) -> Body {
        let mut number = 0;
        Body::from_stream(stream::poll_fn(move |_| {
            number += 1;
            assert!(number <= parts, "this panic is part of the test");
            Poll::Ready(Some(Ok::<_, Infallible>(vec![b'x'; HELD / 2])))
        }))
    }

    #[tokio::test]
    async fn a_page_that_panics_before_any_of_it_is_sent_is_a_failure() {
        assert!(gathered(stumbling(1)).await.is_err());
    }

    #[tokio::test]
    async fn a_page_that_panics_later_is_not_complete() {
        let body = gathered(stumbling(3)).await.unwrap();
        assert!(axum::body::to_bytes(body, usize::MAX).await.is_err());
    }
}

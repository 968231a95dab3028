use std::error::Error as _;
use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, HttpBody as _};
use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, EXPECT};
use http_body_util::LengthLimitError;
use tokio::sync::Semaphore;
use tokio::time::{Instant, Sleep, sleep_until, timeout};

use super::{BodyError, BodyLimits, DRAIN_PAUSE, DRAIN_TIME, DRAINS};

/// A body under its limits of bytes and time.
pub(super) struct Source {
    stream: BodyDataStream,
    limit: u64,
    /// With the fields of ours.
    limit_of_all: u64,
    rate: u64,
    read: u64,
    start: Instant,
    time: Duration,
    deadline: Pin<Box<Sleep>>,
    state: State,
    /// Whether the sender waits with the body until it is asked for.
    expects: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Ended,
    Failed(Fault),
}

/// Why a body cannot be read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("the body is too large")]
    TooLarge { limit: u64 },
    #[error("the body is too slow")]
    TooSlow,
    #[error("the body broke off")]
    Disconnected,
}

impl From<Fault> for BodyError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::TooLarge { limit } => Self::TooLarge { limit },
            Fault::TooSlow => Self::TooSlow,
            Fault::Disconnected => Self::Disconnected,
        }
    }
}

impl Source {
    pub(super) fn new(headers: &HeaderMap, body: Body, limits: &BodyLimits) -> Self {
        let announced = headers
            .get(CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok()?.parse::<u64>().ok())
            .unwrap_or(0)
            .max(body.size_hint().lower());
        let start = Instant::now();
        let limit_of_all = limits.bytes.saturating_add(limits.ours);
        let too_large = State::Failed(Fault::TooLarge {
            limit: limits.bytes,
        });
        Self {
            stream: body.into_data_stream(),
            limit: limits.bytes,
            limit_of_all,
            rate: limits.rate.max(1),
            read: 0,
            start,
            time: limits.time,
            deadline: Box::pin(sleep_until(later(start, limits.time))),
            state: if announced > limit_of_all {
                too_large
            } else {
                State::Open
            },
            expects: headers.contains_key(EXPECT),
        }
    }

    /// The next bytes, never empty; `None` at the end. What it gives last, it gives again.
    pub(super) fn poll_chunk(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Fault>>> {
        loop {
            match self.state {
                State::Open => {}
                State::Ended => return Poll::Ready(None),
                State::Failed(fault) => return Poll::Ready(Some(Err(fault))),
            }
            match self.stream.poll_next_unpin(cx) {
                Poll::Ready(Some(Ok(bytes))) => {
                    self.read = self.read.saturating_add(bytes.len() as u64);
                    if self.read > self.limit_of_all {
                        self.state = State::Failed(Fault::TooLarge { limit: self.limit });
                    } else if !bytes.is_empty() {
                        self.extend_deadline();
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
                Poll::Ready(Some(Err(error))) => {
                    self.state = State::Failed(self.fault_of(&error));
                }
                Poll::Ready(None) => self.state = State::Ended,
                Poll::Pending if self.deadline.as_mut().poll(cx).is_ready() => {
                    self.state = State::Failed(Fault::TooSlow);
                }
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// Why it cannot be read on, if that is so.
    pub(super) fn fault(&self) -> Option<Fault> {
        match self.state {
            State::Failed(fault) => Some(fault),
            State::Open | State::Ended => None,
        }
    }

    /// Reads to the end, into memory, as text.
    pub(super) async fn text(&mut self, limits: &BodyLimits) -> Result<String, BodyError> {
        let bytes = self.bytes(limits).await?;
        String::from_utf8(bytes.into()).map_err(|_| BodyError::NotUtf8)
    }

    /// Reads to the end, into memory.
    pub(super) async fn bytes(&mut self, limits: &BodyLimits) -> Result<Bytes, BodyError> {
        let mut text = BytesMut::new();
        while let Some(bytes) = std::future::poll_fn(|cx| self.poll_chunk(cx)).await {
            text.extend_from_slice(&bytes?);
            if text.len() as u64 > limits.all_text() {
                let limit = limits.text();
                return Err(BodyError::TooLarge { limit });
            }
        }
        Ok(text.freeze())
    }

    /// Checks what has been read, of which `ours` bytes are of fields of ours.
    pub(super) fn check_own(&self, ours: u64) -> Result<(), BodyError> {
        let limit = self.limit;
        match self.read.saturating_sub(ours) > limit {
            true => Err(BodyError::TooLarge { limit }),
            false => Ok(()),
        }
    }

    /// Reads to the end, into nowhere.
    pub(super) async fn skip(&mut self) -> Result<(), BodyError> {
        while let Some(bytes) = std::future::poll_fn(|cx| self.poll_chunk(cx)).await {
            bytes?;
        }
        Ok(())
    }

    /// Lets the sender finish where the body was refused and there is more to come.
    pub(super) fn close<T>(self, result: &Result<T, BodyError>) {
        let waits = self.expects && self.read == 0;
        let more = match self.state {
            State::Open | State::Failed(Fault::TooLarge { .. }) => !waits,
            State::Ended | State::Failed(_) => false,
        };
        if result.is_err() && more {
            drain_stream(self.stream);
        }
    }

    fn extend_deadline(&mut self) {
        let granted = Duration::from_secs(self.read / self.rate);
        self.deadline
            .as_mut()
            .reset(later(self.start, self.time.saturating_add(granted)));
    }

    /// A layer of the app may have a limit of its own, which reports itself as an error in the stream.
    fn fault_of(&self, error: &axum::Error) -> Fault {
        let mut cause = error.source();
        while let Some(error) = cause {
            if error.is::<LengthLimitError>() {
                return Fault::TooLarge {
                    limit: self.read.min(self.limit),
                };
            }
            cause = error.source();
        }
        Fault::Disconnected
    }
}

/// Reads the body of a refused request in the background and throws it away, within [`DRAIN_TIME`], [`DRAIN_PAUSE`] and
/// [`DRAINS`], so that the browser gets to see the answer. Not where the sender waits for permission to send
/// (`Expect`): it then never begins.
pub fn drain(headers: &HeaderMap, body: Body) {
    if !body.is_end_stream() && !headers.contains_key(EXPECT) {
        drain_stream(body.into_data_stream());
    }
}

fn drain_stream(mut stream: BodyDataStream) {
    static ROOM: Semaphore = Semaphore::const_new(DRAINS);
    let (Ok(runtime), Ok(room)) = (tokio::runtime::Handle::try_current(), ROOM.try_acquire())
    else {
        return;
    };
    runtime.spawn(timeout(DRAIN_TIME, async move {
        let _room = room;
        while let Ok(Some(Ok(_))) = timeout(DRAIN_PAUSE, stream.next()).await {}
    }));
}

/// A far future instead of an overflow.
fn later(start: Instant, time: Duration) -> Instant {
    const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    start + time.min(YEAR)
}

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures::{Stream, StreamExt as _};
use http::header::CONTENT_TYPE;
use multer::{Field, Multipart};
use tempfile::TempPath;
use tokio::io::AsyncWriteExt as _;

use super::disposition::Disposition;
use super::source::{Fault, Source};
use super::{BodyError, BodyLimits};
use crate::fields::{File, FormData};
use crate::wire::FIELD_PREFIX;

/// How long the name of a file may be, in bytes: four times what file systems allow, for whole paths.
const MAX_FILE_NAME: usize = 1024;

/// How long the content type of a file may be, in bytes; a longer one is treated as absent.
const MAX_FILE_TYPE: usize = 255;

/// How long a boundary may be (RFC 2046).
const MAX_BOUNDARY: usize = 70;

/// How much `multer` is given at a time.
const SLICE: usize = 16 * 1024;

/// How much `multer` may take without getting anywhere: the headers of a part, or what stands before the first.
const MAX_HELD: usize = 2 * SLICE;

pub(super) async fn read(
    source: &mut Source,
    content_type: &str,
    limits: &BodyLimits,
) -> Result<FormData, BodyError> {
    let boundary = multer::parse_boundary(content_type).unwrap_or_default();
    if boundary.is_empty() || boundary.len() > MAX_BOUNDARY {
        let problem = "its Content-Type has no proper boundary";
        return Err(BodyError::Malformed { problem });
    }
    let result = read_parts(source, boundary, limits).await;
    // A body that breaks off is malformed, too, but that is not what is wrong with it.
    if let Some(fault) = source.fault() {
        return Err(fault.into());
    }
    let (form, ours) = result?;
    source.skip().await?;
    source.check_own(ours)?;
    Ok(form)
}

async fn read_parts(
    source: &mut Source,
    boundary: String,
    limits: &BodyLimits,
) -> Result<(FormData, u64), BodyError> {
    let gate = Arc::new(Gate::default());
    let feed = Feed {
        source,
        leftover: Bytes::new(),
        gate: gate.clone(),
    };
    // What each part of ours has besides its name and value.
    let around =
        boundary.len() + "--\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n\r\n".len();
    let mut parts = Multipart::new(feed, boundary);
    let mut form = FormData::new();
    let (mut count, mut text, mut ours) = (0, 0, 0);
    while let Some(mut part) = gate.step(|cx| parts.poll_next_field(cx)).await? {
        count += 1;
        limits.check_count(count)?;
        let names = Disposition::of(part.headers())?;
        limits.check_name(&names.name)?;
        match names.file_name {
            None if names.name.starts_with(FIELD_PREFIX) => {
                ours += (around + names.name.len()) as u64;
                let value = read_text(&mut part, &gate, &mut ours, limits.all_text()).await?;
                form.append(names.name, value);
            }
            None => {
                text += names.name.len() as u64;
                let value = read_text(&mut part, &gate, &mut text, limits.text()).await?;
                form.append(names.name, value);
            }
            Some(file_name) if file_name.len() > MAX_FILE_NAME => {
                return Err(BodyError::NameTooLong {
                    limit: MAX_FILE_NAME,
                });
            }
            Some(file_name) => {
                if let Some((size, path)) = store(&mut part, &gate, file_name.is_empty()).await? {
                    form.append(
                        names.name,
                        File::from_temp(file_name, type_of(&part), size, path),
                    );
                }
            }
        }
    }
    Ok((form, ours))
}

async fn read_text(
    part: &mut Field<'_>,
    gate: &Gate,
    text: &mut u64,
    limit: u64,
) -> Result<String, BodyError> {
    let mut value = Vec::new();
    while let Some(bytes) = next_chunk(part, gate).await? {
        *text += bytes.len() as u64;
        if *text > limit {
            return Err(BodyError::TooLarge { limit });
        }
        value.extend_from_slice(&bytes);
    }
    String::from_utf8(value).map_err(|_| BodyError::NotUtf8)
}

/// Writes a file to disk. `None` for an input in which no file was chosen: neither a name nor a byte.
async fn store(
    part: &mut Field<'_>,
    gate: &Gate,
    nameless: bool,
) -> Result<Option<(u64, TempPath)>, BodyError> {
    let mut size = 0;
    let mut upload = None;
    while let Some(bytes) = next_chunk(part, gate).await? {
        if upload.is_none() {
            upload = Some(create().await?);
        }
        if let Some((file, _)) = &mut upload {
            file.write_all(&bytes).await?;
        }
        size += bytes.len() as u64;
    }
    if upload.is_none() && !nameless {
        upload = Some(create().await?);
    }
    let Some((mut file, path)) = upload else {
        return Ok(None);
    };
    file.flush().await?;
    Ok(Some((size, path)))
}

/// A temporary file that only this user can read.
async fn create() -> io::Result<(tokio::fs::File, TempPath)> {
    let file =
        tokio::task::spawn_blocking(|| tempfile::Builder::new().prefix("formwork-").tempfile());
    let (file, path) = file.await.map_err(io::Error::other)??.into_parts();
    Ok((tokio::fs::File::from_std(file), path))
}

/// The next bytes of a part, never empty.
async fn next_chunk(part: &mut Field<'_>, gate: &Gate) -> Result<Option<Bytes>, BodyError> {
    loop {
        match gate
            .step(|cx| part.poll_next_unpin(cx).map(Option::transpose))
            .await?
        {
            Some(bytes) if bytes.is_empty() => {}
            chunk => return Ok(chunk),
        }
    }
}

fn type_of(part: &Field<'_>) -> String {
    let value = part
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    value
        .filter(|value| value.len() <= MAX_FILE_TYPE)
        .unwrap_or_default()
        .to_owned()
}

/// The body on its way into `multer`, slice by slice, as the gate lets them through.
struct Feed<'a> {
    source: &'a mut Source,
    leftover: Bytes,
    gate: Arc<Gate>,
}

/// Lets one slice through at a time, and only where `multer` cannot go on without.
#[derive(Default)]
struct Gate {
    open: AtomicBool,
    ended: AtomicBool,
    /// Bytes that went through since `multer` last got anywhere.
    held: AtomicUsize,
}

impl Gate {
    /// Makes one step in `multer`: the next part, or the next bytes of one.
    async fn step<T>(
        &self,
        mut poll: impl FnMut(&mut Context<'_>) -> Poll<multer::Result<T>>,
    ) -> Result<T, BodyError> {
        let step = poll_fn(|cx| {
            loop {
                let ended = self.ended.load(Ordering::Relaxed);
                for open in [false, true] {
                    self.open.store(open, Ordering::Relaxed);
                    if let Poll::Ready(result) = poll(cx) {
                        self.held.store(0, Ordering::Relaxed);
                        return Poll::Ready(result.ok());
                    }
                }
                if ended || self.held.load(Ordering::Relaxed) > MAX_HELD {
                    return Poll::Ready(None);
                }
                if self.open.load(Ordering::Relaxed) {
                    // Nothing has arrived that could go through; the source wakes this task.
                    return Poll::Pending;
                }
            }
        });
        let problem = "it is not the multipart/form-data that its Content-Type announces";
        step.await.ok_or(BodyError::Malformed { problem })
    }
}

impl Feed<'_> {
    fn poll_slice(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Fault>>> {
        if self.leftover.is_empty() {
            self.leftover = match ready!(self.source.poll_chunk(cx)) {
                Some(Ok(bytes)) if bytes.len() < SLICE => self.join(bytes, cx),
                Some(Ok(bytes)) => bytes,
                end => return Poll::Ready(end),
            };
        }
        let length = self.leftover.len().min(SLICE);
        Poll::Ready(Some(Ok(self.leftover.split_to(length))))
    }

    /// Puts small chunks together: `multer` searches all that it holds again for every slice, so that a body
    /// of single bytes would take quadratic time.
    fn join(&mut self, first: Bytes, cx: &mut Context<'_>) -> Bytes {
        let mut joined = BytesMut::from(first);
        while joined.len() < SLICE {
            match self.source.poll_chunk(cx) {
                Poll::Ready(Some(Ok(bytes))) => joined.extend_from_slice(&bytes),
                // An end is given again.
                _ => break,
            }
        }
        joined.freeze()
    }
}

impl Stream for Feed<'_> {
    type Item = Result<Bytes, Fault>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !self.gate.open.load(Ordering::Relaxed) {
            // No waker: the step that closed the gate polls again at once.
            return Poll::Pending;
        }
        let slice = ready!(self.poll_slice(cx));
        self.gate.open.store(false, Ordering::Relaxed);
        match &slice {
            Some(Ok(bytes)) => drop(self.gate.held.fetch_add(bytes.len(), Ordering::Relaxed)),
            _ => self.gate.ended.store(true, Ordering::Relaxed),
        }
        Poll::Ready(slice)
    }
}

//! Reading the body of an action request under limits.
//!
//! The policy:
//!
//! 1. A form is `application/x-www-form-urlencoded` or `multipart/form-data`, typed arguments are
//!    `application/json`, all of them UTF-8 and not compressed. Anything else is 415. (A layer of the app may
//!    decompress; the limits then hold for what comes out of it.)
//! 2. The whole body has a limit, for every content type, announced or chunked, counted while it arrives; so
//!    have the text in it, the number of fields, and the length and depth of their names. Above one of them: 413.
//! 3. Reading has a time, which grows with what has arrived: slow lines may upload, while somebody who sends a
//!    byte now and then may not. Over it: 408.
//! 4. Text that is not UTF-8, broken percent sequences and broken multipart are 400: two readers of a request
//!    (a proxy, a cache, this server) must not understand it differently.
//! 5. Files go to temporary files on disk as they arrive, in the folder that `TMPDIR` names, and are deleted
//!    with the last [`File`](crate::fields::File). Only text is held in memory. A file input in which nobody
//!    chose a file is absent.
//! 6. A body that is refused is still read and thrown away, for up to [`DRAIN_TIME`] while it keeps coming
//!    ([`DRAIN_PAUSE`]), of [`DRAINS`] requests at a time: a browser that cannot send the rest would show a broken
//!    connection instead of the answer. Who refuses a request before reading it calls [`drain`].
//!
//! Names that begin with `_fw.` are ours. They have bytes of their own ([`BodyLimits::ours`]), count like any other
//! field, and are then taken apart by [`split_reserved`].
//!
//! # Why so careful with `multer`
//!
//! It reads everything that has arrived into its buffer before it looks at it, which for a fast sender is the
//! whole upload. So it is handed one slice at a time, and only when it cannot go on without.

mod digest;
mod disposition;
mod error;
mod multipart;
mod reserved;
mod source;
#[cfg(test)]
mod tests;
mod urlencoded;

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};

use self::source::Source;
use crate::fields::{FormData, MAX_DEPTH, MAX_ENTRIES};

#[doc(hidden)]
pub use self::digest::{digest, digest_of};
pub use self::error::BodyError;
#[doc(hidden)]
pub use self::reserved::{MAX_BOUND, MAX_ID, MAX_KEY, MAX_RESERVED, Reserved, split_reserved};
#[doc(hidden)]
pub use self::source::drain;

/// For how long a refused body is read and thrown away: some browsers send all of it before they look at the answer.
pub const DRAIN_TIME: Duration = Duration::from_secs(120);

/// How long it may pause meanwhile.
pub const DRAIN_PAUSE: Duration = Duration::from_secs(5);

/// Of how many requests at a time.
pub const DRAINS: usize = 256;

/// How large and slow a body may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyLimits {
    /// Bytes of the whole body: 1 MiB.
    pub bytes: u64,
    /// Bytes of it that are text, which is held in memory, files are not: 4 MiB, so that a larger limit for
    /// uploads is not one for memory. The smaller one of the two counts.
    pub text: u64,
    /// Bytes that the fields of ours may have on top of `bytes` and `text`: none here. The gateway grants
    /// [`MAX_RESERVED`], so that what the page shows and carries along takes nothing from an action's own limit.
    pub ours: u64,
    /// Number of fields, ours among them: [`MAX_ENTRIES`].
    pub fields: usize,
    /// Length of a field's name in bytes: 256.
    pub name_bytes: usize,
    /// Depth of a field's name, `a.b[0]` being 3: [`MAX_DEPTH`].
    pub depth: usize,
    /// Time for reading: 30 s, and more for a body that keeps coming, see `rate`.
    pub time: Duration,
    /// Bytes for which a further second is granted: 16 KiB.
    pub rate: u64,
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self {
            bytes: 1024 * 1024,
            text: 4 * 1024 * 1024,
            ours: 0,
            fields: MAX_ENTRIES,
            name_bytes: 256,
            depth: MAX_DEPTH,
            time: Duration::from_secs(30),
            rate: 16 * 1024,
        }
    }
}

impl BodyLimits {
    fn text(&self) -> u64 {
        self.text.min(self.bytes)
    }

    /// The same for a form of an action with this limit of its own: what forms of ours send besides comes on top.
    pub(crate) fn for_forms(&self, own: Option<u64>) -> Self {
        Self {
            bytes: own.unwrap_or(self.bytes),
            ours: MAX_RESERVED,
            ..self.clone()
        }
    }

    /// The text of the whole body: what is not of ours is looked at again.
    fn all_text(&self) -> u64 {
        self.text().saturating_add(self.ours)
    }

    fn check_text(&self, text: u64) -> Result<(), BodyError> {
        let limit = self.text();
        match text > limit {
            true => Err(BodyError::TooLarge { limit }),
            false => Ok(()),
        }
    }

    fn check_name(&self, name: &str) -> Result<(), BodyError> {
        if name.len() > self.name_bytes {
            return Err(BodyError::NameTooLong {
                limit: self.name_bytes,
            });
        }
        if 1 + name
            .bytes()
            .filter(|byte| matches!(byte, b'.' | b'['))
            .count()
            > self.depth
        {
            return Err(BodyError::NameTooDeep { limit: self.depth });
        }
        Ok(())
    }

    fn check_count(&self, fields: usize) -> Result<(), BodyError> {
        if fields > self.fields {
            Err(BodyError::TooManyFields { limit: self.fields })
        } else {
            Ok(())
        }
    }
}

/// Reads a submitted form, reserved fields included.
///
/// # Errors
///
/// What was wrong with it, with its [status](BodyError::status).
pub async fn read_form(
    headers: &HeaderMap,
    body: Body,
    limits: &BodyLimits,
) -> Result<FormData, BodyError> {
    let mut source = Source::new(headers, body, limits);
    let result = match Kind::of(headers) {
        Ok(Kind::Urlencoded) => urlencoded::read(&mut source, limits).await,
        Ok(Kind::Multipart(content_type)) => {
            multipart::read(&mut source, content_type, limits).await
        }
        Ok(Kind::Json) | Err(None) => Err(BodyError::NotAForm {
            found: shown(headers),
        }),
        Err(Some(error)) => Err(error),
    };
    source.close(&result);
    result
}

/// Reads a typed body: JSON text, not parsed yet.
///
/// # Errors
///
/// What was wrong with it, with its [status](BodyError::status).
pub async fn read_json(
    headers: &HeaderMap,
    body: Body,
    limits: &BodyLimits,
) -> Result<String, BodyError> {
    let mut source = Source::new(headers, body, limits);
    let result = match Kind::of(headers) {
        Ok(Kind::Json) => source.text(limits).await,
        Ok(_) | Err(None) => Err(BodyError::NotJson {
            found: shown(headers),
        }),
        Err(Some(error)) => Err(error),
    };
    source.close(&result);
    result
}

/// Reads a body of any kind, into memory.
///
/// # Errors
///
/// What was wrong with it, with its [status](BodyError::status).
pub(crate) async fn read_whole(
    headers: &HeaderMap,
    body: Body,
    limits: &BodyLimits,
) -> Result<Bytes, BodyError> {
    let mut source = Source::new(headers, body, limits);
    let result = source.bytes(limits).await;
    source.close(&result);
    result
}

/// The same body, which ends with an error at its limits of bytes and time.
pub(crate) fn limited(headers: &HeaderMap, body: Body, limits: &BodyLimits) -> Body {
    let mut source = Source::new(headers, body, limits);
    Body::from_stream(futures::stream::poll_fn(move |cx| source.poll_chunk(cx)))
}

/// What a request says that its body is.
enum Kind<'a> {
    Urlencoded,
    /// With the whole header, for the boundary in it.
    Multipart(&'a str),
    Json,
}

impl<'a> Kind<'a> {
    /// `Err(None)` for everything else, in which case the reader knows what it would have liked better.
    fn of(headers: &'a HeaderMap) -> Result<Self, Option<BodyError>> {
        if headers
            .get_all(CONTENT_ENCODING)
            .iter()
            .any(|encoding| encoding != "identity")
        {
            return Err(Some(BodyError::Compressed));
        }
        let mut values = headers.get_all(CONTENT_TYPE).iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return Err(None);
        };
        let value = value.to_str().map_err(|_| None)?;
        let (essence, parameters) = value.split_once(';').unwrap_or((value, ""));
        let kind = match essence.trim().to_ascii_lowercase().as_str() {
            "application/x-www-form-urlencoded" => Self::Urlencoded,
            "multipart/form-data" => return Ok(Self::Multipart(value)),
            "application/json" => Self::Json,
            _ => return Err(None),
        };
        if parameters.trim().is_empty() || value.parse().is_ok_and(|mime| is_utf8(&mime)) {
            Ok(kind)
        } else {
            Err(Some(BodyError::Charset))
        }
    }
}

fn is_utf8(mime: &mime::Mime) -> bool {
    mime.get_param(mime::CHARSET)
        .is_none_or(|charset| charset == mime::UTF_8)
}

/// The content type, shortened and escaped: safe to log and to show.
fn shown(headers: &HeaderMap) -> String {
    let value = headers
        .get(CONTENT_TYPE)
        .map_or(&b""[..], |value| value.as_bytes());
    String::from_utf8_lossy(value)
        .chars()
        .take(100)
        .flat_map(char::escape_debug)
        .collect()
}

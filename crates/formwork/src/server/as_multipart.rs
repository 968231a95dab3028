//! A form as a multipart body, for `#[server]` functions that read one. Texts come from memory and files from the disk, in
//! pieces.

use super::random;
use crate::fields::{Entry, File, FormData};
use bytes::Bytes;
use futures::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use leptos::server_fn::codec::MultipartData;
use std::io;
use tokio::io::AsyncReadExt as _;

/// How much of a file is in memory at a time, in bytes.
const PIECE: usize = 64 * 1024;

type Pieces = BoxStream<'static, io::Result<Bytes>>;

/// The form as a function on the server reads it.
pub(super) fn as_multipart(form: FormData) -> MultipartData {
    // No file can have it in its content.
    let boundary = format!("formwork-{:x}", u128::from_ne_bytes(random::bytes()));
    MultipartData::Server(multer::Multipart::new(pieces(form, &boundary), boundary))
}

fn pieces(form: FormData, boundary: &str) -> Pieces {
    let end = text(format!("--{boundary}--\r\n"));
    let entries: Vec<Pieces> = form
        .entries()
        .map(|(name, entry)| {
            let head = text(head(boundary, name, entry));
            let content = match entry {
                Entry::Text(value) => text(value.clone()),
                Entry::File(file) => content(file.clone()),
            };
            head.chain(content).chain(text("\r\n".into())).boxed()
        })
        .collect();
    stream::iter(entries).flatten().chain(end).boxed()
}

fn text(text: String) -> Pieces {
    stream::once(std::future::ready(Ok(text.into()))).boxed()
}

fn head(boundary: &str, name: &str, entry: &Entry) -> String {
    let name = quoted(name);
    match entry {
        Entry::Text(_) => {
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n")
        }
        Entry::File(file) => {
            let kind = match file.content_type().parse::<mime::Mime>() {
                Ok(kind) => kind,
                Err(_) => mime::APPLICATION_OCTET_STREAM,
            };
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{}\"\r\nContent-Type: \
                 {kind}\r\n\r\n",
                quoted(file.name())
            )
        }
    }
}

/// As in <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data>.
fn quoted(name: &str) -> String {
    name.replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace('"', "%22")
}

/// What is in a file. The entry of an input without a chosen file has nothing.
fn content(file: File) -> Pieces {
    if file.size() == 0 {
        return stream::empty().boxed();
    }
    stream::try_unfold((file, None), |(file, opened)| async move {
        let mut reading = match opened {
            Some(reading) => reading,
            None => file.open().await?,
        };
        let mut piece = vec![0; PIECE];
        let read = reading.read(&mut piece).await?;
        piece.truncate(read);
        Ok((read > 0).then(|| (Bytes::from(piece), (file, Some(reading)))))
    })
    .boxed()
}

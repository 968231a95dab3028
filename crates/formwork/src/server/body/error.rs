use std::io;

use http::StatusCode;

use crate::{
    texts::{Text, Texts},
    wire::too_much,
};

/// Why a body was refused. Every message says what to do and is safe to show.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BodyError {
    /// The content type is not one of a form: 415.
    #[error(
        "a form is sent as application/x-www-form-urlencoded or multipart/form-data, not as \"{found}\""
    )]
    NotAForm {
        /// The content type, shortened.
        found: String,
    },
    /// The content type is not JSON: 415.
    #[error("arguments are sent as application/json, not as \"{found}\"")]
    NotJson {
        /// The content type, shortened.
        found: String,
    },
    /// The request names another encoding of the text than UTF-8: 415.
    #[error("text is sent as UTF-8: leave the charset out, or write charset=utf-8")]
    Charset,
    /// There is a `Content-Encoding`: 415.
    #[error("the body is compressed: send it without Content-Encoding")]
    Compressed,
    /// More bytes than allowed, or more of them text: 413.
    #[error("{}", too_much(&Texts::english(), *limit))]
    TooLarge {
        /// How many are allowed.
        limit: u64,
    },
    /// More fields than allowed: 413.
    #[error("the form has too many fields: send at most {limit}")]
    TooManyFields {
        /// How many are allowed.
        limit: usize,
    },
    /// A field, or a file, has too long a name: 413.
    #[error("a name in the form is too long: use at most {limit} bytes")]
    NameTooLong {
        /// How many bytes are allowed.
        limit: usize,
    },
    /// A field's name has too many parts: 413.
    #[error("a name in the form is nested too deeply: use at most {limit} parts")]
    NameTooDeep {
        /// How many parts are allowed.
        limit: usize,
    },
    /// It took too long to arrive: 408.
    #[error("the request took too long to arrive: try again on a faster connection")]
    TooSlow,
    /// Not what its content type says: 400.
    #[error("the body cannot be read: {problem}")]
    Malformed {
        /// What is wrong.
        problem: &'static str,
    },
    /// Text that is not UTF-8: 400.
    #[error("the text in the body is not UTF-8: send UTF-8")]
    NotUtf8,
    /// A field of ours that no form of ours sends like this: 400.
    #[error("the field {name} {problem}: load the page again")]
    Reserved {
        /// Which one.
        name: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The connection broke before the end: 400, which nobody will see.
    #[error("the connection broke before the request had arrived: send it again")]
    Disconnected,
    /// An upload cannot be stored; the log says why: 503.
    #[error("the server cannot store uploads at the moment: try again later")]
    Disk(#[source] io::Error),
}

impl BodyError {
    /// The message for the user. Errors for the developer of the request are in English.
    pub(crate) fn said_in(&self, texts: &Texts) -> String {
        match self {
            Self::TooLarge { limit } => too_much(texts, *limit),
            Self::TooManyFields { limit } => texts.say(Text::TooManyFields, &[("limit", limit)]),
            Self::TooSlow => texts.get(Text::TooSlow).to_owned(),
            Self::Disk(_) => texts.get(Text::NoRoomForUploads).to_owned(),
            other => other.to_string(),
        }
    }

    /// What to answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotAForm { .. } | Self::NotJson { .. } | Self::Charset | Self::Compressed => {
                StatusCode::UNSUPPORTED_MEDIA_TYPE
            }
            Self::TooLarge { .. }
            | Self::TooManyFields { .. }
            | Self::NameTooLong { .. }
            | Self::NameTooDeep { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Malformed { .. } | Self::NotUtf8 | Self::Reserved { .. } | Self::Disconnected => {
                StatusCode::BAD_REQUEST
            }
            Self::Disk(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl From<io::Error> for BodyError {
    fn from(error: io::Error) -> Self {
        tracing::error!(%error, "an upload cannot be stored");
        Self::Disk(error)
    }
}

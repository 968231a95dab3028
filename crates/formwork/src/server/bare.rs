//! Who reads the answer, and the answers that need no page.

use crate::{
    texts::{Text, Texts},
    wire::{
        Answer, Outcome, Refused, SENT_BY, SENT_BY_BRIDGE, SENT_BY_BRIDGE_WITH_SHOW, SENT_BY_CLIENT,
    },
};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// Who reads the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// A browser that posted a form by itself: a page, or a 303.
    Browser,
    /// The bridge: the page in place, a redirect as a header.
    Bridge,
    /// The WASM client: data.
    Client,
}

impl Reader {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        match headers.get(SENT_BY).and_then(|value| value.to_str().ok()) {
            Some(SENT_BY_CLIENT) => Self::Client,
            Some(SENT_BY_BRIDGE | SENT_BY_BRIDGE_WITH_SHOW) => Self::Bridge,
            _ => Self::Browser,
        }
    }
}

/// Whether the bridge's page has what shows answers.
pub(super) fn has_show(headers: &HeaderMap) -> bool {
    let by = headers.get(SENT_BY);
    by.is_some_and(|by| by == SENT_BY_BRIDGE_WITH_SHOW)
}

/// A refusal before there is anything to show a page with.
pub(super) fn refuse(reader: Reader, status: StatusCode, message: impl Into<String>) -> Response {
    let message = message.into();
    let mut response = match reader {
        Reader::Client => {
            let refused = Refused::new(status.as_u16(), message);
            axum::Json(Answer::bare(Outcome::Refused(refused))).into_response()
        }
        Reader::Bridge | Reader::Browser => message.into_response(),
    };
    *response.status_mut() = status;
    no_store(&mut response);
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("POST"));
    }
    response
}

/// Where the app's own code has panicked: the log has it under this id.
pub(super) fn failed(reader: Reader, texts: &Texts, error_id: String) -> Response {
    let mut response = match reader {
        Reader::Client => axum::Json(Answer::bare(Outcome::Failed { error_id })).into_response(),
        Reader::Bridge | Reader::Browser => texts
            .say(Text::WentWrong, &[("id", &error_id)])
            .into_response(),
    };
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    no_store(&mut response);
    response
}

/// The answer to a cancel: the same whether or not there was such a run.
pub(super) fn cancelled() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    no_store(&mut response);
    response
}

/// No cache keeps it.
pub(super) fn no_store(response: &mut Response) {
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
}

//! A form whose action is code of the page, posted by a browser that does not run it.

use super::{
    answer,
    bare::{self, Reader},
    body,
    context::RequestContext,
    origin,
    registry::is_secret_anywhere,
    store::Settled,
};
use crate::{
    texts::{Text, Texts},
    wire::{Answer, CLOSURE_PREFIX, Outcome, PageOutcome, Refused},
};
use axum::{body::Body, middleware::Next, response::Response};
use http::{StatusCode, request::Parts};

/// The page in place: the form says that it needs JavaScript, and has what was typed. Nothing is run. For a request
/// from anything else, a sentence.
pub(super) async fn submitted(
    request: RequestContext,
    parts: Parts,
    body: Body,
    next: Next,
) -> Response {
    let reader = Reader::of(&parts.headers);
    let config = &request.state.config;
    let (public, allowed) = (&config.public_origin, &config.allowed_origins);
    if let Err(error) = origin::check(&parts.headers, &parts.uri, public, allowed) {
        tracing::warn!("refused: {error}");
        body::drain(&parts.headers, body);
        return bare::refuse(reader, StatusCode::FORBIDDEN, error.to_string());
    }
    let read = body::read_form(&parts.headers, body, &config.limits.for_forms(None)).await;
    let (reserved, form) = match read.and_then(body::split_reserved) {
        Ok(split) => split,
        Err(error) if error.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            return names_nothing(reader, &request.texts);
        }
        Err(error) => return bare::refuse(reader, error.status(), error.said_in(&request.texts)),
    };
    let Some(key) = reserved.key.filter(|key| key.starts_with(CLOSURE_PREFIX)) else {
        return names_nothing(reader, &request.texts);
    };
    let answer = Answer::bare(Outcome::Refused(Refused::new(
        StatusCode::BAD_REQUEST.as_u16(),
        request.texts.get(Text::NeedsJavaScriptNow),
    )));
    let outcome = PageOutcome {
        form: key,
        hook: None,
        action: String::new(),
        submission: String::new(),
        values: form.values_to_show(is_secret_anywhere),
        state: None,
        earlier: Vec::new(),
        answer: answer.clone(),
    };
    let request = request.with_outcome(outcome, None);
    answer::in_place(
        request,
        reader,
        parts,
        &answer,
        None,
        &Settled::default(),
        next,
    )
    .await
}

fn names_nothing(reader: Reader, texts: &Texts) -> Response {
    bare::refuse(reader, StatusCode::BAD_REQUEST, texts.get(Text::NoAction))
}

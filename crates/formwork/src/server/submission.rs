//! What of a submission its answer needs, and the answer, in the form that its reader takes.

use super::{
    answer, bare::Reader, context::RequestContext, cookies, earlier, panics, queries,
    store::Settled,
};
use crate::{
    fields::Issues,
    wire::{Answer, Outcome, PageOutcome, QueryRequest, Redirect, place_of},
};
use axum::{middleware::Next, response::Response};
use http::{StatusCode, request::Parts};
use serde_json::value::RawValue;

/// What of a submission its answer needs.
pub(super) struct Submission {
    /// The action's id.
    pub(super) action: &'static str,
    pub(super) form: String,
    /// The hook of the button; empty where a button has none.
    pub(super) hook: Option<String>,
    /// Under which handle the page is kept that it was sent from.
    pub(super) from: Option<String>,
    pub(super) id: String,
    pub(super) named: Vec<QueryRequest>,
    pub(super) values: Vec<(String, String)>,
    /// Whether what was typed stays in the form after success.
    pub(super) keeps: bool,
    /// The state before it, and the seal in which it came.
    pub(super) state: Option<Box<RawValue>>,
    pub(super) prev: Option<String>,
    pub(super) reader: Reader,
}

impl Submission {
    /// The form's key goes without its arguments: their seals cannot be read, or were made before a rotation of
    /// keys, so that the form's key in the fresh page is another.
    pub(super) fn forget_arguments(&mut self) {
        for key in [Some(&mut self.form), self.hook.as_mut()]
            .into_iter()
            .flatten()
        {
            *key = place_of(key).to_string();
        }
    }

    /// The page with what was typed, and nothing wrong with it.
    pub(super) async fn back(self, request: RequestContext, parts: Parts, next: Next) -> Response {
        let nothing = Outcome::Invalid(Issues::default());
        let mut response = self.not_run(request, parts, nothing, next).await;
        if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
            *response.status_mut() = StatusCode::OK;
        }
        response
    }

    /// The answer where nothing was run.
    pub(super) async fn not_run(
        self,
        request: RequestContext,
        parts: Parts,
        outcome: Outcome,
        next: Next,
    ) -> Response {
        self.settled(
            request,
            parts,
            Answer::bare(outcome),
            Settled::default(),
            next,
        )
        .await
    }

    /// The answer, with fresh values where its reader takes data.
    pub(super) async fn settled(
        self,
        mut request: RequestContext,
        mut parts: Parts,
        answer: Answer,
        settled: Settled,
        next: Next,
    ) -> Response {
        cookies::set(&mut parts, &settled.cookies);
        // A run may have changed the language by a cookie.
        request.texts = request.state.config.languages.of(&parts);
        if self.reader == Reader::Client {
            let named = self.named.clone();
            let fresh = queries::refresh(&request, &parts, self.named, &answer.tags);
            // Without the values there still is the outcome.
            let fresh = panics::caught_in("reading queries again", fresh).await;
            let (queries, unread) = fresh.unwrap_or_else(|_| (Vec::new(), named));
            let mut answer = Answer {
                queries,
                unread,
                ..answer
            };
            // The app's router knows its own pages only.
            if let Outcome::Redirect(redirect) = &mut answer.outcome {
                redirect.document = !request.state.routes.have(&redirect.to);
            }
            return answer::data(&request, &answer, &settled);
        }
        if let Outcome::Redirect(to) = &answer.outcome {
            return answer::redirect(&request, self.reader, to, &answer, &settled);
        }
        let done = matches!(answer.outcome, Outcome::Done(_));
        let answer = match done {
            true => answer,
            // The next submission has the state that this one had.
            false => Answer {
                prev: answer.prev.or(self.prev),
                ..answer
            },
        };
        let mut outcome = PageOutcome {
            form: self.form,
            hook: self.hook,
            action: self.action.into(),
            submission: self.id,
            values: match done && self.keeps {
                true => self.values.clone(),
                false => Vec::new(),
            },
            state: self.state.filter(|_| !done),
            earlier: Vec::new(),
            answer,
        };
        let before = request.recall(self.from.as_deref()).await;
        outcome.earlier = earlier::states(before, &outcome);
        // What was typed is for this page alone.
        let handle = match done || earlier::any(&outcome) {
            true => request.remember(&outcome).await,
            false => None,
        };
        if !done {
            outcome.values = self.values;
        }
        let done_url = done.then(|| answer::done_url(&request.page, handle.as_deref()));
        match (done_url, self.reader) {
            (Some(to), Reader::Browser) => {
                let to = Redirect::to(to);
                answer::redirect(&request, Reader::Browser, &to, &outcome.answer, &settled)
            }
            (done_url, reader) => {
                let answer = outcome.answer.clone();
                let request = request.with_outcome(outcome, handle.as_deref());
                answer::in_place(request, reader, parts, &answer, done_url, &settled, next).await
            }
        }
    }
}

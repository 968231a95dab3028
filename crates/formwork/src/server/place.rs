//! Where on its page an outcome is shown: in the form or hook with its key.
//!
//! A key is made of a place in the source and of the bound arguments, and by the time of the answer the arguments may be
//! others: a version, a count. Which forms a page has is known when it has been rendered. So a page with an outcome is
//! held back until the form is there that the outcome is for, which is as good as at once; where the page has ended
//! without it, and there is one form that the outcome can be meant for, the page is rendered once more for that one:
//!
//! 1. the only one of the same place, with other arguments. Where a place has several (rows of a list without a `key`),
//!    nobody can tell which of them it is, and none of them shows what was meant for another;
//! 2. where nothing was done, so that there is something typed and something to say: the only one with the same action.
//!    So it is on a page of a newer build, where all places are others.

use super::{context::Rendered, context::RequestContext, earlier, render};
use crate::wire::{Outcome, PageOutcome, name_of, place_of};
use axum::{
    body::{Body, Bytes},
    extract::Request,
    middleware::Next,
    response::Response,
};
use futures::{FutureExt as _, StreamExt as _, future::Either, stream};
use http::{Method, header, request::Parts};
use std::sync::Arc;

/// Renders the page of a request, with its outcome where it belongs. Not `async`: the future would hold its arguments twice.
pub(super) fn rendered(
    request: RequestContext,
    parts: Parts,
    next: Next,
) -> impl Future<Output = Response> + Send {
    let outcome = request.outcome.clone();
    match outcome.filter(|outcome| says_something(outcome)) {
        None => Either::Left(render(request.rendering(), parts, next)),
        Some(outcome) => Either::Right(with_outcome(request, outcome, parts, next).boxed()),
    }
}

async fn with_outcome(
    request: RequestContext,
    outcome: Arc<PageOutcome>,
    parts: Parts,
    next: Next,
) -> Response {
    let first = request.clone().rendering();
    let response = render(first.clone(), parts.clone(), next.clone()).await;
    if response.status().is_redirection() || response.status().is_server_error() {
        return response;
    }
    let is_there = || is_there(&outcome, &first.rendered());
    let (response, is_complete) = held_back(response, is_there).await;
    let moved = match is_complete {
        true => moved(&outcome, &first.rendered()),
        false => None,
    };
    let Some(moved) = moved else {
        return response;
    };
    let handle = match earlier::any(&moved) {
        true => request.remember(&without_what_was_typed(&moved)).await,
        false => None,
    };
    let request = request.with_outcome(moved, handle.as_deref());
    render(request.rendering(), parts, next).await
}

/// How the search on a page has ended.
pub(super) enum Searched {
    /// It was found.
    Found,
    /// The whole page was rendered, and it is not there.
    ToTheEnd,
    /// The page leads elsewhere.
    Redirected,
    /// The page could not be rendered.
    Failed,
}

/// Renders the page of a request until something is found, which its rendering notes.
pub(super) async fn search(
    request: RequestContext,
    parts: Parts,
    next: Next,
    is_found: impl Fn() -> bool,
) -> Searched {
    let response = render(request.rendering(), parts, next).await;
    if response.status().is_redirection() {
        return Searched::Redirected;
    }
    if response.status().is_server_error() {
        return Searched::Failed;
    }
    // The rest of the page is rendered to its end by itself.
    let mut body = response.into_body().into_data_stream();
    while !is_found() {
        match body.next().await {
            Some(Ok(_)) => {}
            Some(Err(_)) => return Searched::Failed,
            None => return Searched::ToTheEnd,
        }
    }
    Searched::Found
}

/// Renders the page as for a GET, whatever the request is. Not `async`, as [`rendered`].
fn render(
    request: RequestContext,
    mut parts: Parts,
    next: Next,
) -> impl Future<Output = Response> + Send + use<> {
    if parts.method == Method::POST {
        parts.method = Method::GET;
    }
    for name in [
        header::CONTENT_TYPE,
        header::CONTENT_LENGTH,
        header::TRANSFER_ENCODING,
    ] {
        parts.headers.remove(name);
    }
    let texts = request.texts.clone();
    parts.extensions.insert(request);
    render::to_the_end(texts, next, Request::from_parts(parts, Body::empty()))
}

/// Holds a page back until it has what it needs, or its end has come. Says whether that is so.
async fn held_back(response: Response, is_there: impl Fn() -> bool) -> (Response, bool) {
    let (parts, body) = response.into_parts();
    let mut rest = body.into_data_stream();
    let mut held: Vec<Result<Bytes, axum::Error>> = Vec::new();
    let is_complete = loop {
        if is_there() {
            break false;
        }
        match rest.next().await {
            Some(part) => {
                let is_broken = part.is_err();
                held.push(part);
                if is_broken {
                    break false;
                }
            }
            None => break true,
        }
    };
    let body = Body::from_stream(stream::iter(held).chain(rest));
    (Response::from_parts(parts, body), is_complete)
}

/// Whether a form or hook would show anything of it.
fn says_something(outcome: &PageOutcome) -> bool {
    let is_done = matches!(outcome.answer.outcome, Outcome::Done(_));
    !is_done || !outcome.values.is_empty() || outcome.state_after().is_some()
}

fn keys(outcome: &PageOutcome) -> impl Iterator<Item = &String> {
    let keys = [Some(&outcome.form), outcome.hook.as_ref()].into_iter();
    keys.flatten().filter(|key| !key.is_empty())
}

/// Whether the page has what the outcome is for.
fn is_there(outcome: &PageOutcome, rendered: &[Rendered]) -> bool {
    keys(outcome).all(|key| has(rendered, key))
}

fn has(rendered: &[Rendered], key: &str) -> bool {
    rendered.iter().any(|other| other.key == key)
}

/// The outcome for the form and hook of the page that it can be meant for, where they have other keys.
fn moved(outcome: &PageOutcome, rendered: &[Rendered]) -> Option<PageOutcome> {
    let mut moved = outcome.clone();
    // The action is that of the hook where there is one.
    let of_action = match outcome.answer.outcome {
        Outcome::Done(_) | Outcome::Redirect(_) => "",
        _ => name_of(&outcome.action),
    };
    let form_action = match outcome.hook {
        Some(_) => "",
        None => of_action,
    };
    if let Some(key) = twin(&outcome.form, form_action, rendered) {
        moved.form = key;
    }
    if let Some(hook) = &outcome.hook
        && let Some(key) = twin(hook, of_action, rendered)
    {
        moved.hook = Some(key);
    }
    if moved.form == outcome.form && moved.hook == outcome.hook {
        return None;
    }
    // It is bound to the arguments. A hook seals its state anew.
    moved.answer.prev = None;
    Some(moved)
}

/// The only other form or hook that the key can be meant for.
fn twin(key: &str, action: &str, rendered: &[Rendered]) -> Option<String> {
    if key.is_empty() || has(rendered, key) {
        return None;
    }
    let only = |is_meant: &dyn Fn(&Rendered) -> bool| {
        let mut all = rendered.iter().filter(|other| is_meant(other));
        match (all.next(), all.next()) {
            (one, None) => Ok(one.map(|one| one.key.clone())),
            _ => Err(()),
        }
    };
    match only(&|other| place_of(&other.key) == place_of(key)) {
        Ok(None) if !action.is_empty() => only(&|other| name_of(other.action) == action).ok()?,
        Ok(one) => one,
        Err(()) => None,
    }
}

/// What was typed is for this page alone, unless its form keeps it after success.
fn without_what_was_typed(outcome: &PageOutcome) -> PageOutcome {
    let mut kept = outcome.clone();
    if !matches!(kept.answer.outcome, Outcome::Done(_)) {
        kept.values.clear();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Answer;

    fn outcome(form: &str, hook: Option<&str>, outcome: Outcome) -> PageOutcome {
        PageOutcome {
            form: form.into(),
            hook: hook.map(str::to_string),
            action: "app::publish-1".into(),
            submission: String::new(),
            values: Vec::new(),
            state: None,
            earlier: Vec::new(),
            answer: Answer::bare(outcome),
        }
    }

    fn page(forms: &[(&str, &'static str)]) -> Vec<Rendered> {
        let rendered = forms.iter().map(|(key, action)| Rendered {
            key: (*key).into(),
            action,
        });
        rendered.collect()
    }

    /// The form and hook that an outcome goes to.
    fn shown(of: PageOutcome, forms: &[(&str, &'static str)]) -> Option<(String, Option<String>)> {
        moved(&of, &page(forms)).map(|moved| (moved.form, moved.hook))
    }

    #[test]
    fn the_only_form_of_the_place_has_it_when_its_arguments_have_changed() {
        let of = || outcome("f1-a", None, Outcome::Stale);
        let forms = [("f1-b", "app::publish-1"), ("f2-a", "app::publish-1")];
        assert_eq!(shown(of(), &forms), Some(("f1-b".into(), None)));
        let forms = [("f1-a", "app::publish-1"), ("f1-b", "app::publish-1")];
        assert_eq!(shown(of(), &forms), None, "its own is there");
    }

    #[test]
    fn no_row_shows_what_was_meant_for_another() {
        let rows = [("f1-b", "app::publish-1"), ("f1-c", "app::publish-1")];
        assert_eq!(shown(outcome("f1-a", None, Outcome::Stale), &rows), None);
    }

    #[test]
    fn a_hook_and_the_form_of_its_button_are_found_each_by_its_place() {
        let of = outcome("f1-a", Some("h1-a"), Outcome::Interrupted);
        let forms = [("f1-b", "app::save-1"), ("h1-b", "app::publish-1")];
        let expected = Some(("f1-b".into(), Some("h1-b".into())));
        assert_eq!(shown(of, &forms), expected);
    }

    #[test]
    fn where_nothing_was_done_the_only_form_of_the_action_has_it() {
        let forms = [("f7-b", "app::publish-2"), ("f2-a", "app::save-1")];
        let expected = Some(("f7-b".into(), None));
        assert_eq!(shown(outcome("f1", None, Outcome::Stale), &forms), expected);
        let done = Outcome::Done(serde_json::value::to_raw_value(&1).unwrap());
        assert_eq!(shown(outcome("f1-a", None, done), &forms), None);
        let two = [("f7-b", "app::publish-2"), ("f8-b", "app::publish-2")];
        assert_eq!(shown(outcome("f1", None, Outcome::Stale), &two), None);
    }
}

//! What the client tells a form or hook: answers, failures, and how long they are shown.

use super::{Channel, Failure};
use crate::{
    fields::Issues,
    form::text_of,
    submission::SubmissionId,
    wire::{Answer, Outcome},
};
use leptos::prelude::*;
use std::sync::Mutex;

/// Whose issues or failure a channel shows, since its last submission was accepted.
pub(crate) type LastNotice = Mutex<Option<Notice>>;

#[derive(Clone, Copy)]
pub(crate) struct Notice {
    of: SubmissionId,
    /// The newest submission of the page when it was given.
    newest: SubmissionId,
}

impl Channel {
    /// Shows an answer of an action: state, issues and failure, in one turn. The state is that of the
    /// channel's own action: a button of the form may have another.
    ///
    /// Success takes back what was wrong with an earlier submission, unless that came to light after this one was
    /// sent off: then the person has not had the time to read it. `newest` is the page's newest submission.
    pub(crate) fn show(
        &self,
        answer: &Answer,
        action: &str,
        of: SubmissionId,
        newest: SubmissionId,
    ) {
        let shared = &self.shared;
        let is_own = shared.action == action;
        let listeners = shared.listeners.read().map(|listeners| listeners.clone());
        for listener in listeners.unwrap_or_default().into_iter().filter(|_| is_own) {
            listener(answer);
        }
        let is_success = answer.outcome.is_success();
        if !is_success || !self.has_notice_since(of) {
            self.announce_again(&answer.outcome);
            shared.issues.set(match &answer.outcome {
                Outcome::Invalid(issues) => issues.clone(),
                _ => Issues::default(),
            });
            shared.failure.set(Failure::of(&answer.outcome));
            self.note((!is_success).then_some(Notice { of, newest }));
        }
        if is_own && (answer.prev.is_some() || matches!(answer.outcome, Outcome::Stale)) {
            shared.prev.set(answer.prev.clone());
        }
    }

    /// Says what is the matter with a submission that has no answer.
    pub(crate) fn fail(&self, failure: Failure, of: SubmissionId, newest: SubmissionId) {
        self.shared.failure.set(Some(failure));
        self.note(Some(Notice { of, newest }));
    }

    /// A submission is under way that was not before: why an earlier one failed is said no longer.
    pub(crate) fn forget_failure(&self) {
        self.shared.failure.set(None);
        self.note(None);
    }

    /// Issues that stand there already change nothing on the page, and would not be read out.
    fn announce_again(&self, outcome: &Outcome) {
        if let Outcome::Invalid(issues) = outcome
            && self.shared.issues.with_untracked(|shown| shown == issues)
        {
            let texts: Vec<String> = issues.iter().map(text_of).collect();
            crate::browser::announce(texts.join(" "));
        }
    }

    fn note(&self, notice: Option<Notice>) {
        if let Ok(mut last) = self.shared.notice.lock() {
            *last = notice;
        }
    }

    /// Whether something was said of another submission when this one was under way already.
    fn has_notice_since(&self, of: SubmissionId) -> bool {
        let last = self.shared.notice.lock().ok().and_then(|last| *last);
        last.is_some_and(|last| last.of != of && of <= last.newest)
    }
}

//! A submission from the press to the end: what its answer changes, in which order.

use super::super::form::{Seen, at_end};
use super::super::{
    Effect, Facts, FormDo, LaneEffect, LaneEvent, Notice, Reply, Reset, Retry, SubmissionEnd,
    SubmissionId, SubmissionStatus, ViewId,
};
use super::{Entry, Look, Page};

impl Page {
    pub(super) fn submitted(&mut self, id: SubmissionId, mut facts: Facts, look: &dyn Look) {
        let at = self.lane_at(&facts);
        // Two forms may have one key: the same press in the other one is another press.
        let joins = facts.press.and_then(|press| self.lanes[at].1.joins(press));
        if let Some(with) = joins
            && !self.is_of_same_place(with, &facts)
        {
            let lane = facts.lane.clone();
            self.lane_is_edited(&lane);
            let would_join = facts.press.and_then(|press| self.lanes[at].1.joins(press));
            facts.press = facts.press.filter(|_| would_join.is_none());
        }
        let press = facts.press;
        self.enter(id, facts, LaneEvent::Submit { id, press }, look);
    }

    /// Whether a submission is shown where this one was pressed.
    fn is_of_same_place(&self, with: SubmissionId, facts: &Facts) -> bool {
        let Some(entry) = self.entry(with) else {
            return false;
        };
        match facts.form {
            Some(form) => entry.form == Some(form),
            None => entry.form.is_none(),
        }
    }

    pub(super) fn enter(
        &mut self,
        id: SubmissionId,
        facts: Facts,
        event: LaneEvent,
        look: &dyn Look,
    ) {
        if self.entry(id).is_some() {
            return;
        }
        self.newest = self.newest.max(Some(id));
        let at = self.lane_at(&facts);
        let is_there = |view: ViewId| self.views.iter().any(|other| other.id == view);
        let view = facts.view.filter(|view| is_there(*view));
        let form = facts.form;
        self.lanes[at].1.set_policy(facts.policy);
        self.lanes[at].1.slow_after(facts.slow_ms);
        self.entries.push(Entry {
            id,
            facts,
            view,
            form,
            emptied: None,
            told: None,
        });
        self.lose_forms();
        let effects = self.lanes[at].1.handle(event);
        let ends = |effect: &LaneEffect| effect.end().is_some_and(|(ended, _)| ended == id);
        if !effects.iter().any(ends) {
            self.accepted(id, look);
        }
        self.carry_out(effects, look);
    }

    /// It is pending, newly or again.
    pub(super) fn accepted(&mut self, id: SubmissionId, look: &dyn Look) {
        let status = self.status(id).unwrap_or(SubmissionStatus::Queued);
        for view in self.shown_by(id) {
            self.say(view, None);
            if let Some(view) = self.view_mut(view) {
                view.newest = Some((id, status));
            }
        }
        let form = self.form_of(id);
        self.out.push(Effect::Accepted { id, form });
        let Some(entry) = self.entry(id) else { return };
        if let Some(form) = entry.form
            && entry.facts.reset == Reset::OnSubmit
            // A second attempt is not what the form holds now.
            && entry.facts.typed.is_some()
            && look.holds(form) == entry.facts.typed
        {
            let (lane, what) = (entry.facts.lane.clone(), FormDo::Empty);
            self.out.push(Effect::Form { form, id, what });
            // The next press is a new one, whatever the form holds.
            self.lane_is_edited(&lane);
        }
    }

    pub(super) fn replied(
        &mut self,
        id: SubmissionId,
        attempt: u32,
        reply: Reply,
        look: &dyn Look,
    ) {
        match reply {
            Reply::Lost {
                retryable,
                after_ms,
            } => {
                let event = LaneEvent::NetworkFailed {
                    id,
                    attempt,
                    retryable,
                    after_ms,
                };
                self.raise(id, event, look);
                if self.status(id) == Some(SubmissionStatus::Waiting) {
                    for view in self.shown_by(id) {
                        self.say(view, Some((id, Notice::Waiting)));
                    }
                }
            }
            Reply::TimedOut => self.raise(id, LaneEvent::TimedOut { id, attempt }, look),
            Reply::Answer { how, stays } => self.answered(id, attempt, how, stays, look),
        }
    }

    /// Values, updates, state and form change in one turn; then the next one is sent.
    fn answered(
        &mut self,
        id: SubmissionId,
        attempt: u32,
        how: SubmissionEnd,
        stays: bool,
        look: &dyn Look,
    ) {
        let Some(entry) = self.entry(id) else {
            return self.out.push(Effect::Fresh { id });
        };
        let Facts {
            path, makes_state, ..
        } = entry.facts;
        let (own, of_lane) = (entry.facts.lane.clone(), entry.view);
        if !self.lane(&own).is_some_and(|lane| lane.wants(id, attempt)) {
            return self.out.push(Effect::Fresh { id });
        }
        let answered = true;
        self.out.push(Effect::Values { id, answered });
        for view in self.shown_by(id) {
            if makes_state && self.view(view).is_some_and(|view| view.key == own) {
                self.out.push(Effect::State { view, id });
            }
            if !how.came_true() || !self.has_said_since(view, id) {
                self.say(view, Some((id, Notice::Answer)));
                if how.came_true()
                    && let Some(view) = self.view_mut(view)
                {
                    view.said = None;
                }
            }
        }
        let renews = self.form_changes(id, Some(how), stays, look);
        self.out.push(Effect::Answered {
            id,
            lane: own,
            view: of_lane,
        });
        if renews {
            self.raise(id, LaneEvent::Renewing { id }, look);
        }
        self.raise(id, LaneEvent::Answered { id, attempt, how }, look);
        // Whoever has gone to another page meanwhile stays there.
        if how == SubmissionEnd::Redirect && look.path() == path {
            self.follows = Some(id);
        }
    }

    /// What an end does to the form. Says whether the form gets fresh seals.
    fn form_changes(
        &mut self,
        id: SubmissionId,
        how: Option<SubmissionEnd>,
        stays: bool,
        look: &dyn Look,
    ) -> bool {
        let Some(entry) = self.entry_mut(id) else {
            return false;
        };
        let Some(form) = entry.form else {
            // What the program has submitted is of a hook that may have a form with its seals.
            let view = entry.view.filter(|_| how == Some(SubmissionEnd::Stale));
            let mut forms = self.forms.iter();
            let form = forms
                .find(|form| Some(form.view) == view)
                .map(|form| form.id);
            let what = FormDo::Renew;
            self.out
                .extend(form.map(|form| Effect::Form { form, id, what }));
            return form.is_some();
        };
        let seen = Seen {
            pressed: entry.facts.typed,
            emptied: entry.emptied.take(),
            now: look.holds(form),
            focus: look.focus(form),
            reset: entry.facts.reset,
            stays,
        };
        let changes = at_end(how, seen);
        for what in &changes {
            let what = *what;
            self.out.push(Effect::Form { form, id, what });
        }
        changes.contains(&FormDo::Renew)
    }

    pub(super) fn settled(&mut self, id: SubmissionId, how: SubmissionEnd, look: &dyn Look) {
        if how == SubmissionEnd::Unanswered {
            self.without_answer(id, Notice::Unanswered, look);
        }
        let status = SubmissionStatus::Settled(how);
        match how.retry() == Retry::SameId {
            // Kept for a retry, as long as somebody can ask for it.
            true if !self.unseen().contains(&id) => self.tell(id, status),
            true => {
                self.tell(id, status);
                self.forget(id);
            }
            false => self.end(id, status),
        }
    }

    pub(super) fn without_answer(&mut self, id: SubmissionId, notice: Notice, look: &dyn Look) {
        self.out.push(Effect::Values {
            id,
            answered: false,
        });
        for view in self.shown_by(id) {
            self.say(view, Some((id, notice)));
        }
        self.form_changes(id, None, false, look);
    }

    /// It has ended, and nothing is kept of it.
    pub(super) fn end(&mut self, id: SubmissionId, status: SubmissionStatus) {
        self.tell(id, status);
        self.forget_entry(id);
    }

    /// Says how it stands, once for each change.
    fn tell(&mut self, id: SubmissionId, status: SubmissionStatus) {
        for view in self.shown_by(id) {
            if let Some(view) = self.view_mut(view)
                && let Some((newest, stands)) = &mut view.newest
                && *newest == id
            {
                *stands = status;
            }
        }
        let Some(entry) = self.entry_mut(id) else {
            return;
        };
        let now = (status, false);
        if entry.told.replace(now) != Some(now) {
            let slow = false;
            self.out.push(Effect::Status { id, status, slow });
        }
    }

    /// It cannot be sent again any more.
    pub(super) fn forget(&mut self, id: SubmissionId) {
        let Some(entry) = self.entry(id) else { return };
        let key = entry.facts.lane.clone();
        // It tells to forget it, and nothing else.
        let told = self
            .lane_mut(&key)
            .map(|lane| lane.handle(LaneEvent::Dismiss { id }));
        debug_assert!(told.is_none_or(|told| told.len() <= 1));
        self.forget_entry(id);
    }

    pub(super) fn forget_entry(&mut self, id: SubmissionId) {
        if let Some(at) = self.entries.iter().position(|entry| entry.id == id) {
            self.entries.remove(at);
            self.out.push(Effect::Forget { id });
        }
    }
}

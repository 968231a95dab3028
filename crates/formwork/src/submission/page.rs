//! The machine of a page: its lanes, its submissions, and the forms and hooks that show them.

use super::form::{Seen, at_end};
use super::{
    Effect, Event, Facts, Focus, FormDo, FormId, Key, Lane, LaneEffect, LaneEvent, Notice, Options,
    Reply, Reset, Retry, SubmissionEnd, SubmissionId, SubmissionStatus, ViewId, ViewState,
};

/// What the page can be asked while an event is handled. Nothing of the app runs meanwhile.
pub trait Look {
    /// A digest of what a form holds now.
    fn holds(&self, form: FormId) -> Option<u64>;
    /// Where the focus is.
    fn focus(&self, form: FormId) -> Focus;
    /// The page that is shown.
    fn path(&self) -> u64;
}

/// All submissions of a page, from the press to the end.
///
/// Each key has one lane, which outlives the forms and hooks that show it. Events go in by [`handle`](Page::handle),
/// effects come out.
#[derive(Debug, Default)]
pub struct Page {
    lanes: Vec<(Key, Lane)>,
    views: Vec<View>,
    forms: Vec<Form>,
    /// Under way, or kept for a retry; the oldest first.
    entries: Vec<Entry>,
    newest: Option<SubmissionId>,
    /// Whose redirect is followed when all is done.
    follows: Option<SubmissionId>,
    out: Vec<Effect>,
}

#[derive(Debug)]
struct View {
    id: ViewId,
    key: Key,
    newest: Option<(SubmissionId, SubmissionStatus)>,
    said: Option<Said>,
    told: ViewState,
}

/// Whose issues or failure a view shows.
#[derive(Clone, Copy, Debug)]
struct Said {
    of: SubmissionId,
    /// The newest submission of the page when it was said.
    newest: Option<SubmissionId>,
}

#[derive(Debug)]
struct Form {
    id: FormId,
    view: ViewId,
    hidden: u64,
    buttons: Vec<u64>,
    /// The newest submission of the page when it came.
    after: Option<SubmissionId>,
}

#[derive(Debug)]
struct Entry {
    id: SubmissionId,
    facts: Facts,
    /// The view of its lane that shows it.
    view: Option<ViewId>,
    /// The form that shows it.
    form: Option<FormId>,
    /// What the form held after it was emptied for it, or when it took it up.
    emptied: Option<Option<u64>>,
    told: Option<(SubmissionStatus, bool)>,
}

impl Page {
    /// A page without forms and submissions.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in what happened, and gives what is to be done.
    pub fn handle(&mut self, event: Event, look: &dyn Look) -> Vec<Effect> {
        match event {
            Event::Opened { view, key } => self.opened(view, key),
            Event::Closed { view } => self.closed(view, look),
            Event::Attached {
                form,
                view,
                hidden,
                buttons,
            } => {
                self.forms.push(Form {
                    id: form,
                    view,
                    hidden,
                    buttons,
                    after: self.newest,
                });
                self.find_forms(look);
            }
            Event::Detached { form } => {
                self.forms.retain(|other| other.id != form);
                self.find_forms(look);
            }
            Event::Emptied { id, holds } => {
                if let Some(entry) = self.entry_mut(id) {
                    entry.emptied = Some(holds);
                }
            }
            Event::Edited { view } => self.edited(view),
            Event::Submitted { id, facts } => self.submitted(id, facts, look),
            Event::Adopted { id, facts } => {
                let press = facts.press;
                self.enter(id, facts, LaneEvent::Adopt { id, press }, look);
            }
            Event::Replied { id, attempt, reply } => self.replied(id, attempt, reply, look),
            Event::Fired { id, timer } => self.raise(id, LaneEvent::TimerFired { id, timer }, look),
            Event::Renewed { id } => {
                for at in 0..self.lanes.len() {
                    if self.lanes[at].1.renews() == Some(id) {
                        self.in_lane(at, LaneEvent::Renewed, look);
                    }
                }
            }
            Event::Ignored { id, view } => {
                let by = self
                    .shown_in(view)
                    .into_iter()
                    .rfind(|id| self.status(*id).is_some_and(SubmissionStatus::is_under_way));
                self.newest = self.newest.max(Some(id));
                self.say(view, Some((id, Notice::Ignored)));
                if let (Some(by), Some(view)) = (by, self.view_mut(view)) {
                    view.newest = Some((id, SubmissionStatus::Ignored { by }));
                }
            }
            Event::Online => {
                for at in 0..self.lanes.len() {
                    self.in_lane(at, LaneEvent::Online, look);
                }
            }
            Event::RetryAll { view } => {
                for id in self.shown_in(view) {
                    if self.status(id) == Some(SubmissionStatus::Waiting) {
                        self.raise(id, LaneEvent::Retry { id }, look);
                    }
                }
            }
            Event::Retry { id } => self.raise(id, LaneEvent::Retry { id }, look),
            Event::Cancel { id } => self.raise(id, LaneEvent::Cancel { id }, look),
            Event::Dismiss { id } => self.raise(id, LaneEvent::Dismiss { id }, look),
        }
        self.report();
        if let Some(id) = self.follows.take() {
            self.out.push(Effect::Follow { id });
        }
        std::mem::take(&mut self.out)
    }

    // --- what can be asked

    /// Where a submission is in its life, while it is under way or kept for a retry.
    pub fn status(&self, id: SubmissionId) -> Option<SubmissionStatus> {
        let entry = self.entry(id)?;
        self.lane(&entry.facts.lane)?.status(id)
    }

    /// Whether nothing is known any more: no lane, no submission, no form, no hook.
    pub fn is_empty(&self) -> bool {
        self.lanes.is_empty()
            && self.views.is_empty()
            && self.forms.is_empty()
            && self.entries.is_empty()
    }

    /// Whether anything is under way.
    pub fn pending(&self) -> bool {
        self.lanes.iter().any(|(_, lane)| lane.pending())
    }

    /// What is under way or can be sent again, and whether it is slow; the oldest first.
    pub fn submissions(&self) -> Vec<(SubmissionId, SubmissionStatus, bool)> {
        let mut all: Vec<_> = self
            .entries
            .iter()
            .filter_map(|entry| self.stands(entry))
            .collect();
        all.sort_by_key(|(id, ..)| *id);
        all
    }

    /// What is under way in each lane, in the order of its turns.
    pub fn turns(&self) -> Vec<Vec<(SubmissionId, SubmissionStatus)>> {
        let turns = self.lanes.iter().map(|(_, lane)| {
            let under_way = lane.under_way();
            under_way.map(|entry| (entry.id, entry.status)).collect()
        });
        turns.filter(|turns: &Vec<_>| !turns.is_empty()).collect()
    }

    /// The forms and hooks that show a submission: first that of its lane.
    pub fn shown_by(&self, id: SubmissionId) -> Vec<ViewId> {
        self.entry(id)
            .map(|entry| self.views_of(entry))
            .unwrap_or_default()
    }

    /// The form or hook with this key that was made last.
    pub fn view_of(&self, key: &str) -> Option<ViewId> {
        let mut views = self.views.iter().rev();
        views.find(|view| *view.key == *key).map(|view| view.id)
    }

    // --- views

    fn opened(&mut self, view: ViewId, key: Key) {
        self.views.push(View {
            id: view,
            key,
            newest: None,
            said: None,
            told: ViewState::default(),
        });
        self.find_hooks();
    }

    fn closed(&mut self, view: ViewId, look: &dyn Look) {
        self.views.retain(|other| other.id != view);
        self.forms.retain(|form| form.view != view);
        for entry in &mut self.entries {
            if entry.view == Some(view) {
                entry.view = None;
            }
        }
        self.find_forms(look);
        self.find_hooks();
        // Nobody is there who could send it again.
        for id in self.unseen() {
            if matches!(self.status(id), Some(SubmissionStatus::Settled(_))) {
                self.forget(id);
            }
        }
    }

    /// Submissions whose form is gone have none.
    fn lose_forms(&mut self) {
        for entry in &mut self.entries {
            let is_there = |form: FormId| self.forms.iter().any(|other| other.id == form);
            if entry.form.is_some_and(|form| !is_there(form)) {
                entry.form = None;
                entry.emptied = None;
            }
        }
    }

    /// A hook shows what was submitted by its program, or by a button, before it was there again.
    fn find_hooks(&mut self) {
        for at in 0..self.entries.len() {
            let Entry { facts, view, .. } = &self.entries[at];
            // What was submitted in a form of the lane's own is shown by a form.
            let is_own = facts.place.as_ref() == Some(&facts.lane);
            if view.is_none() && !facts.is_call && !is_own {
                let found = self.view_of(&facts.lane);
                self.entries[at].view = found;
                if let Some(view) = found {
                    self.shows(view, at);
                }
            }
        }
    }

    /// A form shows what was submitted in the one that stood in its place, if that is of the same row. It may have come
    /// before the other one went.
    fn find_forms(&mut self, look: &dyn Look) {
        self.lose_forms();
        for at in 0..self.entries.len() {
            let entry = &self.entries[at];
            let Some((form, view)) = self.form_for(entry) else {
                continue;
            };
            let is_own = self
                .view(view)
                .is_some_and(|view| view.key == entry.facts.lane);
            let entry = &mut self.entries[at];
            entry.form = Some(form);
            entry.emptied = Some(look.holds(form));
            if is_own {
                entry.view = Some(view);
            }
            self.shows(view, at);
        }
    }

    fn form_for(&self, entry: &Entry) -> Option<(FormId, ViewId)> {
        let facts = &entry.facts;
        let place = facts.place.as_ref().filter(|_| entry.form.is_none())?;
        let fits = |form: &&Form| {
            form.after >= Some(entry.id)
                && facts.hidden.is_none_or(|hidden| hidden == form.hidden)
                && facts
                    .button
                    .is_none_or(|button| form.buttons.contains(&button))
                && self.view(form.view).is_some_and(|view| view.key == *place)
        };
        let form = self.forms.iter().find(fits)?;
        Some((form.id, form.view))
    }

    /// A view shows a submission from now on.
    fn shows(&mut self, view: ViewId, at: usize) {
        let id = self.entries[at].id;
        let Some(status) = self.status(id) else {
            return;
        };
        if status == SubmissionStatus::Waiting {
            self.say(view, Some((id, Notice::Waiting)));
        }
        if let Some(view) = self.view_mut(view)
            && view.newest.is_none_or(|(newest, _)| newest < id)
        {
            view.newest = Some((id, status));
        }
    }

    fn edited(&mut self, view: ViewId) {
        let own = self.view(view).map(|view| view.key.clone());
        let shown = self.shown_in(view);
        let mut keys: Vec<Key> = own.into_iter().collect();
        keys.extend(
            shown
                .iter()
                .filter_map(|id| Some(self.entry(*id)?.facts.lane.clone())),
        );
        keys.iter().for_each(|key| self.lane_is_edited(key));
    }

    // --- submissions

    fn submitted(&mut self, id: SubmissionId, mut facts: Facts, look: &dyn Look) {
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

    fn enter(&mut self, id: SubmissionId, facts: Facts, event: LaneEvent, look: &dyn Look) {
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

    /// It is under way, newly or again.
    fn accepted(&mut self, id: SubmissionId, look: &dyn Look) {
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

    fn replied(&mut self, id: SubmissionId, attempt: u32, reply: Reply, look: &dyn Look) {
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

    // --- lanes

    /// The next press in this lane is a new one. Nothing else follows from it.
    fn lane_is_edited(&mut self, key: &Key) {
        let told = self
            .lane_mut(key)
            .map(|lane| lane.handle(LaneEvent::Edited));
        debug_assert!(told.is_none_or(|told| told.is_empty()));
    }

    fn raise(&mut self, id: SubmissionId, event: LaneEvent, look: &dyn Look) {
        let Some(entry) = self.entry(id) else { return };
        let lane = &entry.facts.lane;
        if let Some(at) = self.lanes.iter().position(|(key, _)| key == lane) {
            self.in_lane(at, event, look);
        }
    }

    fn in_lane(&mut self, at: usize, event: LaneEvent, look: &dyn Look) {
        let effects = self.lanes[at].1.handle(event);
        self.carry_out(effects, look);
    }

    fn carry_out(&mut self, effects: Vec<LaneEffect>, look: &dyn Look) {
        for effect in effects {
            match effect {
                LaneEffect::Send { id, attempt, .. } => {
                    let entry = self.entry(id);
                    let with_state = entry.is_some_and(|entry| entry.facts.makes_state);
                    let view = entry.and_then(|entry| entry.view);
                    self.out.push(Effect::Send {
                        id,
                        attempt,
                        with_state,
                        view,
                    });
                }
                LaneEffect::Abort { id } => self.out.push(Effect::Abort { id }),
                LaneEffect::CancelRun { id } => self.out.push(Effect::CancelRun { id }),
                LaneEffect::StartTimer {
                    id,
                    timer,
                    delay_ms,
                } => self.out.push(Effect::Start {
                    id,
                    timer,
                    delay_ms,
                }),
                LaneEffect::StopTimer { id, timer } => self.out.push(Effect::Stop { id, timer }),
                LaneEffect::Settle { id, how } => self.settled(id, how, look),
                LaneEffect::Cancelled { id } => {
                    self.without_answer(id, Notice::Cancelled, look);
                    self.end(id, SubmissionStatus::Cancelled);
                }
                LaneEffect::Superseded { id, by } => {
                    self.out.push(Effect::Values {
                        id,
                        answered: false,
                    });
                    self.end(id, SubmissionStatus::Superseded { by });
                }
                LaneEffect::Ignored { id, by } => {
                    for view in self.shown_by(id) {
                        self.say(view, Some((id, Notice::Ignored)));
                        if let Some(view) = self.view_mut(view) {
                            view.newest = Some((id, SubmissionStatus::Ignored { by }));
                        }
                    }
                    self.end(id, SubmissionStatus::Ignored { by });
                }
                LaneEffect::Joined { id, with } => self.end(id, SubmissionStatus::Joined { with }),
                LaneEffect::Forget { id } => self.forget_entry(id),
                LaneEffect::Resumed { id } => self.accepted(id, look),
                // Read off the lanes when all is done.
                LaneEffect::PendingChanged(_) | LaneEffect::SlowChanged(_) => {}
            }
        }
    }

    fn settled(&mut self, id: SubmissionId, how: SubmissionEnd, look: &dyn Look) {
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

    fn without_answer(&mut self, id: SubmissionId, notice: Notice, look: &dyn Look) {
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
    fn end(&mut self, id: SubmissionId, status: SubmissionStatus) {
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
    fn forget(&mut self, id: SubmissionId) {
        let Some(entry) = self.entry(id) else { return };
        let key = entry.facts.lane.clone();
        // It tells to forget it, and nothing else.
        let told = self
            .lane_mut(&key)
            .map(|lane| lane.handle(LaneEvent::Dismiss { id }));
        debug_assert!(told.is_none_or(|told| told.len() <= 1));
        self.forget_entry(id);
    }

    fn forget_entry(&mut self, id: SubmissionId) {
        if let Some(at) = self.entries.iter().position(|entry| entry.id == id) {
            self.entries.remove(at);
            self.out.push(Effect::Forget { id });
        }
    }

    // --- what views say

    fn say(&mut self, view: ViewId, notice: Option<(SubmissionId, Notice)>) {
        let newest = self.newest;
        let Some(it) = self.view_mut(view) else {
            return;
        };
        it.said = notice.map(|(of, _)| Said { of, newest });
        self.out.push(Effect::Say { view, notice });
    }

    /// Whether something was said of another submission when this one was under way already: the person has not had
    /// the time to read it.
    fn has_said_since(&self, view: ViewId, of: SubmissionId) -> bool {
        let said = self.view(view).and_then(|view| view.said);
        said.is_some_and(|said| said.of != of && Some(of) <= said.newest)
    }

    /// Says how views and submissions stand that have changed, and lets go of empty lanes.
    fn report(&mut self) {
        for at in 0..self.entries.len() {
            let Some((id, status, slow)) = self.stands(&self.entries[at]) else {
                continue;
            };
            if self.entries[at].told.replace((status, slow)) != Some((status, slow)) {
                self.out.push(Effect::Status { id, status, slow });
            }
        }
        for at in 0..self.views.len() {
            let state = self.state_of(&self.views[at]);
            let view = &mut self.views[at];
            if let (Some((_, stands)), Some(status)) = (&mut view.newest, state.status) {
                *stands = status;
            }
            if view.told != state {
                view.told = state;
                let view = view.id;
                self.out.push(Effect::View { view, state });
            }
        }
        self.lanes.retain(|(key, lane)| {
            !lane.is_empty() || self.views.iter().any(|view| view.key == *key)
        });
    }

    fn state_of(&self, view: &View) -> ViewState {
        let mut state = ViewState::default();
        for entry in &self.entries {
            if !self.views_of(entry).contains(&view.id) {
                continue;
            }
            if let Some((id, status, slow)) = self.stands(entry)
                && status.is_under_way()
            {
                state.busy = true;
                state.pending |= entry.facts.lane == view.key;
                state.slow |= slow;
                state.current = state.current.max(Some(id));
            }
        }
        // While fresh seals are on their way, the next press waits for them.
        if self
            .lane(&view.key)
            .is_some_and(|lane| lane.renews().is_some())
        {
            (state.busy, state.pending) = (true, true);
        }
        state.status = view
            .newest
            .map(|(id, status)| self.status(id).unwrap_or(status));
        state
    }

    fn stands(&self, entry: &Entry) -> Option<(SubmissionId, SubmissionStatus, bool)> {
        let lane = self.lane(&entry.facts.lane)?;
        let status = lane.status(entry.id)?;
        let mut under_way = lane.under_way();
        let slow = under_way.any(|it| it.id == entry.id && it.slow);
        Some((entry.id, status, slow))
    }

    // --- finding

    fn form_of(&self, id: SubmissionId) -> Option<FormId> {
        self.entry(id)?.form
    }

    /// What nobody on the page shows; calls aside, which nobody ever shows.
    fn unseen(&self) -> Vec<SubmissionId> {
        let unseen = self
            .entries
            .iter()
            .filter(|entry| !entry.facts.is_call && self.views_of(entry).is_empty());
        unseen.map(|entry| entry.id).collect()
    }

    fn shown_in(&self, view: ViewId) -> Vec<SubmissionId> {
        let shown = self
            .entries
            .iter()
            .filter(|entry| self.views_of(entry).contains(&view));
        shown.map(|entry| entry.id).collect()
    }

    fn views_of(&self, entry: &Entry) -> Vec<ViewId> {
        let of_form = entry.form.and_then(|form| {
            let form = self.forms.iter().find(|other| other.id == form)?;
            Some(form.view)
        });
        let mut views: Vec<ViewId> = entry.view.into_iter().collect();
        views.extend(of_form.filter(|view| entry.view != Some(*view)));
        views
    }

    fn entry(&self, id: SubmissionId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    fn entry_mut(&mut self, id: SubmissionId) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.id == id)
    }

    fn view(&self, id: ViewId) -> Option<&View> {
        self.views.iter().find(|view| view.id == id)
    }

    fn view_mut(&mut self, id: ViewId) -> Option<&mut View> {
        self.views.iter_mut().find(|view| view.id == id)
    }

    fn lane(&self, key: &Key) -> Option<&Lane> {
        self.lanes
            .iter()
            .find(|(other, _)| other == key)
            .map(|(_, lane)| lane)
    }

    fn lane_mut(&mut self, key: &Key) -> Option<&mut Lane> {
        self.lanes
            .iter_mut()
            .find(|(other, _)| other == key)
            .map(|(_, lane)| lane)
    }

    fn lane_at(&mut self, facts: &Facts) -> usize {
        let found = self.lanes.iter().position(|(key, _)| *key == facts.lane);
        found.unwrap_or_else(|| {
            let lane = Lane::new(facts.policy, Options::default());
            self.lanes.push((facts.lane.clone(), lane));
            self.lanes.len() - 1
        })
    }
}

//! The machine of a page: its lanes, its submissions, and the forms and hooks that show them.

mod lanes;
mod standing;
mod submissions;
mod views;

use super::{
    Effect, Event, Facts, Focus, FormId, Key, Lane, LaneEvent, Notice, SubmissionId,
    SubmissionStatus, ViewId, ViewState,
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
    /// What the form held after it was reset for it, or when it took it up.
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
                    .rfind(|id| self.status(*id).is_some_and(SubmissionStatus::is_pending));
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

    /// Where a submission is in its life, while it is pending or kept for a retry.
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

    /// Whether anything is pending.
    pub fn pending(&self) -> bool {
        self.lanes.iter().any(|(_, lane)| lane.pending())
    }

    /// What is pending or can be sent again, and whether it is slow; the oldest first.
    pub fn submissions(&self) -> Vec<(SubmissionId, SubmissionStatus, bool)> {
        let mut all: Vec<_> = self
            .entries
            .iter()
            .filter_map(|entry| self.stands(entry))
            .collect();
        all.sort_by_key(|(id, ..)| *id);
        all
    }

    /// What is pending in each lane, in the order of its turns.
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
}

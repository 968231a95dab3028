//! Forms and hooks: which of them shows a submission, and its notices.

use super::super::{
    Effect, FormId, Key, Notice, SubmissionId, SubmissionStatus, ViewId, ViewState,
};
use super::{Entry, Form, Look, Page, Said, View};

impl Page {
    pub(super) fn opened(&mut self, view: ViewId, key: Key) {
        self.views.push(View {
            id: view,
            key,
            newest: None,
            said: None,
            told: ViewState::default(),
        });
        self.find_hooks();
    }

    pub(super) fn closed(&mut self, view: ViewId, look: &dyn Look) {
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
    pub(super) fn lose_forms(&mut self) {
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
    pub(super) fn find_forms(&mut self, look: &dyn Look) {
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

    pub(super) fn edited(&mut self, view: ViewId) {
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

    pub(super) fn say(&mut self, view: ViewId, notice: Option<(SubmissionId, Notice)>) {
        let newest = self.newest;
        let Some(it) = self.view_mut(view) else {
            return;
        };
        it.said = notice.map(|(of, _)| Said { of, newest });
        self.out.push(Effect::Say { view, notice });
    }

    /// Whether the view got a notice of another submission when this one was pending already: the user has not had the
    /// time to read it.
    pub(super) fn has_said_since(&self, view: ViewId, of: SubmissionId) -> bool {
        let said = self.view(view).and_then(|view| view.said);
        said.is_some_and(|said| said.of != of && Some(of) <= said.newest)
    }
}

//! How submissions, forms and hooks stand, and how they are found.

use super::super::{Effect, FormId, SubmissionId, SubmissionStatus, ViewId, ViewState};
use super::{Entry, Page, View};

impl Page {
    /// Says how views and submissions stand that have changed, and lets go of empty lanes.
    pub(super) fn report(&mut self) {
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
                && status.is_pending()
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

    pub(super) fn stands(&self, entry: &Entry) -> Option<(SubmissionId, SubmissionStatus, bool)> {
        let lane = self.lane(&entry.facts.lane)?;
        let status = lane.status(entry.id)?;
        let mut under_way = lane.under_way();
        let slow = under_way.any(|it| it.id == entry.id && it.slow);
        Some((entry.id, status, slow))
    }

    pub(super) fn form_of(&self, id: SubmissionId) -> Option<FormId> {
        self.entry(id)?.form
    }

    /// What nobody on the page shows; calls aside, which nobody ever shows.
    pub(super) fn unseen(&self) -> Vec<SubmissionId> {
        let unseen = self
            .entries
            .iter()
            .filter(|entry| !entry.facts.is_call && self.views_of(entry).is_empty());
        unseen.map(|entry| entry.id).collect()
    }

    pub(super) fn shown_in(&self, view: ViewId) -> Vec<SubmissionId> {
        let shown = self
            .entries
            .iter()
            .filter(|entry| self.views_of(entry).contains(&view));
        shown.map(|entry| entry.id).collect()
    }

    pub(super) fn views_of(&self, entry: &Entry) -> Vec<ViewId> {
        let of_form = entry.form.and_then(|form| {
            let form = self.forms.iter().find(|other| other.id == form)?;
            Some(form.view)
        });
        let mut views: Vec<ViewId> = entry.view.into_iter().collect();
        views.extend(of_form.filter(|view| entry.view != Some(*view)));
        views
    }

    pub(super) fn entry(&self, id: SubmissionId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    pub(super) fn entry_mut(&mut self, id: SubmissionId) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.id == id)
    }

    pub(super) fn view(&self, id: ViewId) -> Option<&View> {
        self.views.iter().find(|view| view.id == id)
    }

    pub(super) fn view_mut(&mut self, id: ViewId) -> Option<&mut View> {
        self.views.iter_mut().find(|view| view.id == id)
    }
}

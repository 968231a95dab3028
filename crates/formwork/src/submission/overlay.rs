//! What is seen: updates folded over the current base.

use super::SubmissionId;

/// The optimistic updates of one hook, in the order in which they were added.
///
/// It holds no base: whenever that changes, for whatever reason, fold again and the updates lie on the new
/// one. An update belongs to a submission and leaves when [`Turn::leave`](super::Turn::leave) names it.
#[derive(Debug)]
pub struct Overlay<U> {
    updates: Vec<(SubmissionId, U)>,
}

impl<U> Default for Overlay<U> {
    fn default() -> Self {
        Self {
            updates: Vec::new(),
        }
    }
}

impl<U> Overlay<U> {
    /// No updates.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an update that belongs to a submission; one submission may have several.
    ///
    /// The base has to know of it too: [`Base::add`](super::Base::add).
    pub fn add(&mut self, id: SubmissionId, update: U) {
        self.updates.push((id, update));
    }

    /// Takes away the updates of these submissions, and says whether there were any.
    pub fn leave(&mut self, ids: &[SubmissionId]) -> bool {
        let before = self.updates.len();
        self.updates.retain(|(id, _)| !ids.contains(id));
        self.updates.len() != before
    }

    /// Whether there is no update: what is seen is the base.
    pub fn is_empty(&self) -> bool {
        self.updates.is_empty()
    }

    /// Makes of the base what is seen: calls the reducer for each update, in order.
    pub fn fold<B>(&self, base: &mut B, mut reduce: impl FnMut(&mut B, &U, SubmissionId)) {
        for (id, update) in &self.updates {
            reduce(base, update, *id);
        }
    }
}

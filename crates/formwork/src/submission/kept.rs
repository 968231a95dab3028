//! Settled submissions that can be sent again.

use super::{Press, SubmissionEnd, SubmissionId};

/// How many settled submissions a lane keeps ready for [`Event::Retry`](super::Event::Retry); then the oldest
/// is forgotten.
///
/// A person offline hardly types more; an effect that posts every second must not fill the memory.
pub const KEPT_MAX: usize = 64;

#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    pub(super) id: SubmissionId,
    pub(super) press: Option<Press>,
    pub(super) attempt: u32,
    pub(super) how: SubmissionEnd,
}

/// The oldest first.
#[derive(Debug, Default)]
pub(super) struct KeptList(Vec<Kept>);

impl KeptList {
    pub(super) fn get(&self, id: SubmissionId) -> Option<&Kept> {
        self.0.iter().find(|kept| kept.id == id)
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &Kept> + '_ {
        self.0.iter()
    }

    /// Keeps one, and gives back the one that had to go for it.
    pub(super) fn keep(&mut self, kept: Kept) -> Option<Kept> {
        let oldest = (self.0.len() == KEPT_MAX).then(|| self.0.remove(0));
        self.0.push(kept);
        oldest
    }

    pub(super) fn take(&mut self, id: SubmissionId) -> Option<Kept> {
        let at = self.0.iter().position(|kept| kept.id == id)?;
        Some(self.0.remove(at))
    }

    pub(super) fn take_all(&mut self) -> Vec<Kept> {
        std::mem::take(&mut self.0)
    }
}

use std::collections::{HashSet, VecDeque};

use tokio::time::Instant;

use super::CANCEL_TTL;
use super::kept::SubmissionHash;

/// Submissions that are not to begin, bounded in number. All are remembered equally long, so that the oldest is
/// also the next to be forgotten.
pub(super) struct Cancelled {
    entries: HashSet<SubmissionHash>,
    by_age: VecDeque<(Instant, SubmissionHash)>,
    max_entries: usize,
}

impl Cancelled {
    pub(super) fn new(max_entries: usize) -> Self {
        Self {
            entries: HashSet::new(),
            by_age: VecDeque::new(),
            max_entries,
        }
    }

    /// Remembers a submission. One that is cancelled twice takes one place.
    pub(super) fn insert(&mut self, submission: SubmissionHash, now: Instant) {
        self.expire(now);
        if self.entries.insert(submission) {
            self.by_age.push_back((now, submission));
        }
        while self.entries.len() > self.max_entries {
            self.forget_oldest();
        }
    }

    pub(super) fn contains(&mut self, submission: SubmissionHash, now: Instant) -> bool {
        self.expire(now);
        self.entries.contains(&submission)
    }

    fn expire(&mut self, now: Instant) {
        while self
            .by_age
            .front()
            .is_some_and(|(at, _)| now.duration_since(*at) >= CANCEL_TTL)
        {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        if let Some((_, submission)) = self.by_age.pop_front() {
            self.entries.remove(&submission);
        }
    }

    #[cfg(test)]
    pub(super) fn check(&self) {
        assert_eq!(self.entries.len(), self.by_age.len());
        assert!(self.entries.len() <= self.max_entries);
    }
}

use std::collections::{HashMap, VecDeque};

use tokio::time::Instant;

use super::kept::SubmissionHash;
use super::{FOLLOW_TTL, Settled};

/// How submissions have ended a moment ago, for those that follow them. Bounded in number and in bytes; the oldest go
/// first.
pub(super) struct Ends {
    entries: HashMap<SubmissionHash, Settled>,
    by_age: VecDeque<(Instant, SubmissionHash)>,
    bytes: usize,
    max_entries: usize,
    max_bytes: usize,
}

impl Ends {
    pub(super) fn new(max_entries: usize, max_bytes: usize) -> Self {
        Self {
            entries: HashMap::new(),
            by_age: VecDeque::new(),
            bytes: 0,
            max_entries,
            max_bytes,
        }
    }

    /// Remembers an end. Of a submission that ended before, the first end stays: whoever follows it has seen that.
    pub(super) fn insert(&mut self, submission: SubmissionHash, settled: &Settled, now: Instant) {
        self.expire(now);
        if self.entries.contains_key(&submission) {
            return;
        }
        let settled = settled.without_cookies();
        self.bytes = self.bytes.saturating_add(settled.outcome.len());
        self.entries.insert(submission, settled);
        self.by_age.push_back((now, submission));
        while self.entries.len() > self.max_entries || self.bytes > self.max_bytes {
            self.forget_oldest();
        }
    }

    pub(super) fn get(&mut self, submission: SubmissionHash, now: Instant) -> Option<Settled> {
        self.expire(now);
        self.entries.get(&submission).cloned()
    }

    fn expire(&mut self, now: Instant) {
        while self
            .by_age
            .front()
            .is_some_and(|(at, _)| now.duration_since(*at) >= FOLLOW_TTL)
        {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        let oldest = self.by_age.pop_front();
        if let Some(settled) = oldest.and_then(|(_, submission)| self.entries.remove(&submission)) {
            self.bytes = self.bytes.saturating_sub(settled.outcome.len());
        }
    }

    #[cfg(test)]
    pub(super) fn check(&self) {
        assert_eq!(self.entries.len(), self.by_age.len());
        assert!(self.entries.len() <= self.max_entries && self.bytes <= self.max_bytes);
        let bytes = self.entries.values().map(|settled| settled.outcome.len());
        assert_eq!(self.bytes, bytes.sum::<usize>());
    }
}

//! The machine: one lane of submissions.

use super::kept::{Kept, KeptList};
use super::{
    LaneEffect, LaneEvent, Options, Policy, Press, Retry, SubmissionEnd, SubmissionId,
    SubmissionStatus, Timer, UnderWay,
};

/// How long a submission waits before each automatic retry, in milliseconds.
///
/// Doubling, because what fails twice is rarely back at once; capped at 15 s, because a person is looking; a
/// minute in all, because after that they should decide themselves.
pub const RETRY_DELAYS_MS: [u32; 7] = [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000];

/// How long a server can make a submission wait before one retry, in milliseconds: a person is looking.
pub const RETRY_AFTER_MAX_MS: u32 = 30_000;

/// A delay with its share of chance, for a `part` from 0 to 1: at least the delay, and at most a quarter more. A server
/// that comes back must not get all its clients in one moment.
pub fn jittered(delay_ms: u32, part: f64) -> u32 {
    delay_ms.saturating_add((f64::from(delay_ms) / 4.0 * part.clamp(0.0, 1.0)) as u32)
}

/// The submissions of one form or one hook: what is sent when, and how each ends.
///
/// Events go in by [`handle`](Lane::handle), effects come out. The lane keeps ids and statuses; the inputs
/// stay with the driver, from the submission until its end, or until [`LaneEffect::Forget`] for one that can
/// be sent again.
#[derive(Debug)]
pub struct Lane {
    policy: Policy,
    options: Options,
    /// Under way, in the order in which they take their turns.
    entries: Vec<Entry>,
    /// Settled with `Retry::SameId`.
    kept: KeptList,
    /// The newest that was accepted, and its press.
    last: Option<(SubmissionId, Option<Press>)>,
    /// Whether the user changed something since then.
    edited: bool,
    answered: Option<SubmissionId>,
    pending: bool,
    slow: bool,
    /// The stale submission whose page gets fresh seals: nothing is sent before they are there.
    renewing: Option<SubmissionId>,
    out: Vec<LaneEffect>,
}

#[derive(Debug)]
struct Entry {
    id: SubmissionId,
    press: Option<Press>,
    status: SubmissionStatus,
    attempt: u32,
    /// How many of the delays are used up.
    waits: usize,
    slow: bool,
}

impl Lane {
    /// An idle lane.
    pub fn new(policy: Policy, options: Options) -> Self {
        Self {
            policy,
            options,
            entries: Vec::new(),
            kept: KeptList::default(),
            last: None,
            edited: false,
            answered: None,
            pending: false,
            slow: false,
            renewing: None,
            out: Vec::new(),
        }
    }

    /// Whether something of this lane is queued, sending or waiting, or waits for fresh seals.
    pub fn pending(&self) -> bool {
        !self.entries.is_empty() || self.renewing.is_some()
    }

    /// Whether nothing is pending, and nothing can be sent again.
    pub fn is_empty(&self) -> bool {
        !self.pending() && self.kept.iter().len() == 0
    }

    /// What happens to the next submission while another one is pending.
    pub fn set_policy(&mut self, policy: Policy) {
        self.policy = policy;
    }

    /// The stale submission whose fresh seals are on their way.
    pub fn renews(&self) -> Option<SubmissionId> {
        self.renewing
    }

    /// Whether an answer to this attempt is still wanted.
    pub fn wants(&self, id: SubmissionId, attempt: u32) -> bool {
        self.in_attempt(id, attempt).is_some()
    }

    /// After how many milliseconds what is submitted from now on counts as slow.
    pub fn slow_after(&mut self, slow_ms: u32) {
        self.options.slow_ms = slow_ms;
    }

    /// Whether something of this lane is pending for longer than [`Options::slow_ms`].
    pub fn slow(&self) -> bool {
        self.entries.iter().any(|entry| entry.slow)
    }

    /// What is pending, in the order of its turns.
    pub fn under_way(&self) -> impl ExactSizeIterator<Item = UnderWay> + '_ {
        self.entries.iter().map(|entry| UnderWay {
            id: entry.id,
            status: entry.status,
            attempt: entry.attempt,
            slow: entry.slow,
        })
    }

    /// What has settled and can be sent again by [`LaneEvent::Retry`], the oldest first.
    pub fn kept(&self) -> impl ExactSizeIterator<Item = (SubmissionId, SubmissionEnd)> + '_ {
        self.kept.iter().map(|kept| (kept.id, kept.how))
    }

    /// The status of a submission that is pending or kept for a retry; `None` for all others.
    pub fn status(&self, id: SubmissionId) -> Option<SubmissionStatus> {
        match self.find(id) {
            Some(at) => Some(self.entries[at].status),
            None => self
                .kept
                .get(id)
                .map(|kept| SubmissionStatus::Settled(kept.how)),
        }
    }

    /// The submission that this press would join, if it came now: for a driver that wants to know before it runs
    /// the form's `on_submit`.
    pub fn joins(&self, press: Press) -> Option<SubmissionId> {
        if self.options.repeat {
            return None;
        }
        let (id, last) = self.last?;
        if last != Some(press) {
            return None;
        }
        match self.find(id) {
            // Typed again while the first is on its way: meant as a second one.
            Some(_) => (!self.edited).then_some(id),
            // It was seen to fail. The same content again means that one, however it was typed; with the
            // same id it cannot happen twice if only the answer was lost.
            None => self.kept.get(id).map(|kept| kept.id),
        }
    }

    /// Takes an event, and says what to do about it: in this order, in one turn.
    #[must_use = "the effects are the only thing that makes anything happen"]
    pub fn handle(&mut self, event: LaneEvent) -> Vec<LaneEffect> {
        match event {
            LaneEvent::Submit { id, press } => self.submit(id, press),
            LaneEvent::Adopt { id, press } => self.adopt(id, press),
            LaneEvent::Edited => self.edited = true,
            LaneEvent::Answered { id, attempt, how } => {
                if let Some(at) = self.in_attempt(id, attempt) {
                    self.settle(at, how);
                    self.advance();
                }
            }
            LaneEvent::NetworkFailed {
                id,
                attempt,
                retryable,
                after_ms,
            } => self.network_failed(id, attempt, retryable, after_ms),
            LaneEvent::TimedOut { id, attempt } => {
                if let Some(at) = self.in_attempt(id, attempt) {
                    if self.entries[at].status == SubmissionStatus::Sending {
                        self.out.push(LaneEffect::Abort { id });
                    }
                    self.settle(at, SubmissionEnd::Unanswered);
                    self.advance();
                }
            }
            LaneEvent::TimerFired { id, timer } => self.timer_fired(id, timer),
            LaneEvent::Online => {
                for at in 0..self.entries.len() {
                    self.resend(at);
                }
            }
            LaneEvent::Retry { id } => self.retry(id),
            LaneEvent::Cancel { id } => {
                if let Some(at) = self.find(id) {
                    self.cancel(at);
                    self.advance();
                }
                self.forget(id);
            }
            // From the end, so that none of them gets its turn on the way.
            LaneEvent::CancelAll => (0..self.entries.len()).rev().for_each(|at| self.cancel(at)),
            LaneEvent::Dismiss { id } => self.forget(id),
            LaneEvent::Renewing { id } => self.renewing = Some(id),
            LaneEvent::Renewed => {
                self.renewing = None;
                self.advance();
            }
        }
        self.report_changes();
        std::mem::take(&mut self.out)
    }

    fn submit(&mut self, id: SubmissionId, press: Option<Press>) {
        if self.status(id).is_some() {
            return;
        }
        if let Some(with) = press.and_then(|press| self.joins(press)) {
            self.out.push(LaneEffect::Joined { id, with });
            // Whoever presses again does not want to wait for the timer.
            return self.retry(with);
        }
        if self.policy == Policy::Drop
            && let Some(by) = self.renewing.or(self.entries.first().map(|first| first.id))
        {
            return self.out.push(LaneEffect::Ignored { id, by });
        }
        if self.policy == Policy::Latest
            && let Some(at) = self.first_queued()
        {
            let old = self.remove(at).id;
            self.out.push(LaneEffect::Superseded { id: old, by: id });
        }
        self.accept(id, press, SubmissionStatus::Queued, 0);
        self.advance();
    }

    fn adopt(&mut self, id: SubmissionId, press: Option<Press>) {
        if self.status(id).is_none() {
            self.accept(id, press, SubmissionStatus::Sending, 1);
        }
    }

    fn accept(
        &mut self,
        id: SubmissionId,
        press: Option<Press>,
        status: SubmissionStatus,
        attempt: u32,
    ) {
        if self.policy == Policy::Latest {
            // What is older must never be stored after it.
            self.forget_all();
        }
        self.last = Some((id, press));
        self.edited = false;
        let entry = Entry {
            id,
            press,
            status,
            attempt,
            waits: 0,
            slow: false,
        };
        match self.first_queued() {
            Some(at) if status == SubmissionStatus::Sending => self.entries.insert(at, entry),
            _ => self.entries.push(entry),
        }
        self.start(id, Timer::Slow, self.options.slow_ms);
    }

    /// Sends what may be sent now.
    fn advance(&mut self) {
        if self.renewing.is_some() {
            return;
        }
        for at in 0..self.entries.len() {
            let queued = self.entries[at].status == SubmissionStatus::Queued;
            if queued && (self.policy == Policy::Parallel || !self.is_busy()) {
                self.send(at);
            }
        }
    }

    fn is_busy(&self) -> bool {
        let queued = |entry: &Entry| entry.status == SubmissionStatus::Queued;
        !self.entries.iter().all(queued)
    }

    fn send(&mut self, at: usize) {
        let entry = &mut self.entries[at];
        entry.status = SubmissionStatus::Sending;
        entry.attempt = entry.attempt.saturating_add(1);
        self.out.push(LaneEffect::Send {
            id: entry.id,
            attempt: entry.attempt,
            after: self.answered,
        });
    }

    /// Sends one that waits for a retry, before its time.
    fn resend(&mut self, at: usize) {
        if self.entries[at].status == SubmissionStatus::Waiting {
            self.stop(self.entries[at].id, Timer::Retry);
            self.send(at);
        }
    }

    fn network_failed(&mut self, id: SubmissionId, attempt: u32, retryable: bool, after_ms: u32) {
        let Some(at) = self.in_attempt(id, attempt) else {
            return;
        };
        let entry = &mut self.entries[at];
        if entry.status != SubmissionStatus::Sending {
            return;
        }
        match RETRY_DELAYS_MS.get(entry.waits) {
            Some(&delay_ms) if retryable => {
                entry.status = SubmissionStatus::Waiting;
                let asked_for = after_ms.min(RETRY_AFTER_MAX_MS);
                return self.start(id, Timer::Retry, delay_ms.max(asked_for));
            }
            // Those behind it have waited the same minute.
            None => self.use_up_the_waits_of_the_queued(),
            Some(_) => {}
        }
        self.settle(at, SubmissionEnd::Unanswered);
        self.advance();
    }

    fn use_up_the_waits_of_the_queued(&mut self) {
        for entry in &mut self.entries {
            if entry.status == SubmissionStatus::Queued {
                entry.waits = RETRY_DELAYS_MS.len();
            }
        }
    }

    fn timer_fired(&mut self, id: SubmissionId, timer: Timer) {
        let Some(at) = self.find(id) else { return };
        let entry = &mut self.entries[at];
        match timer {
            Timer::Slow => entry.slow = true,
            Timer::Retry if entry.status == SubmissionStatus::Waiting => {
                entry.waits += 1;
                self.send(at);
            }
            Timer::Retry => {}
        }
    }

    /// A retry by a person: a new minute of automatic ones begins.
    fn retry(&mut self, id: SubmissionId) {
        if let Some(at) = self.find(id) {
            self.entries[at].waits = 0;
            self.resend(at);
        } else if let Some(kept) = self.kept.take(id) {
            self.out.push(LaneEffect::Resumed { id });
            self.accept(id, kept.press, SubmissionStatus::Queued, kept.attempt);
            self.advance();
        }
    }

    fn settle(&mut self, at: usize, how: SubmissionEnd) {
        let Entry {
            id, press, attempt, ..
        } = self.remove(at);
        if how != SubmissionEnd::Unanswered {
            self.answered = Some(id);
        }
        self.out.push(LaneEffect::Settle { id, how });
        if how.retry() == Retry::SameId {
            // With a newer one behind it, sending it later would undo that.
            let is_outdated = self.policy == Policy::Latest && self.pending();
            if is_outdated {
                return self.out.push(LaneEffect::Forget { id });
            }
            let kept = Kept {
                id,
                press,
                attempt,
                how,
            };
            if let Some(oldest) = self.kept.keep(kept) {
                self.out.push(LaneEffect::Forget { id: oldest.id });
            }
        }
    }

    fn cancel(&mut self, at: usize) {
        let entry = self.remove(at);
        if entry.attempt > 0 {
            self.out.push(LaneEffect::CancelRun { id: entry.id });
        }
        self.out.push(LaneEffect::Cancelled { id: entry.id });
    }

    fn forget(&mut self, id: SubmissionId) {
        if self.kept.take(id).is_some() {
            self.out.push(LaneEffect::Forget { id });
        }
    }

    fn forget_all(&mut self) {
        for kept in self.kept.take_all() {
            self.out.push(LaneEffect::Forget { id: kept.id });
        }
    }

    /// Takes an entry out, with its timers.
    fn remove(&mut self, at: usize) -> Entry {
        let entry = self.entries.remove(at);
        let id = entry.id;
        if entry.status == SubmissionStatus::Waiting {
            self.stop(id, Timer::Retry);
        }
        if !entry.slow {
            self.stop(id, Timer::Slow);
        }
        entry
    }

    fn start(&mut self, id: SubmissionId, timer: Timer, delay_ms: u32) {
        self.out.push(LaneEffect::StartTimer {
            id,
            timer,
            delay_ms,
        });
    }

    fn stop(&mut self, id: SubmissionId, timer: Timer) {
        self.out.push(LaneEffect::StopTimer { id, timer });
    }

    fn report_changes(&mut self) {
        let (pending, slow) = (self.pending(), self.slow());
        if pending != self.pending {
            self.pending = pending;
            self.out.push(LaneEffect::PendingChanged(pending));
        }
        if slow != self.slow {
            self.slow = slow;
            self.out.push(LaneEffect::SlowChanged(slow));
        }
    }

    fn find(&self, id: SubmissionId) -> Option<usize> {
        self.entries.iter().position(|entry| entry.id == id)
    }

    fn first_queued(&self) -> Option<usize> {
        let queued = |entry: &Entry| entry.status == SubmissionStatus::Queued;
        self.entries.iter().position(queued)
    }

    /// The entry, if this is what it is at: reports about earlier attempts come to nothing.
    fn in_attempt(&self, id: SubmissionId, attempt: u32) -> Option<usize> {
        let sent = |status| {
            matches!(
                status,
                SubmissionStatus::Sending | SubmissionStatus::Waiting
            )
        };
        self.entries
            .iter()
            .position(|entry| entry.id == id && entry.attempt == attempt && sent(entry.status))
    }
}
